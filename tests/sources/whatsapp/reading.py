"""Read a chat in a test, and say of its messages what the test is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.records.message import Message
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.whatsapp import WhatsApp

if TYPE_CHECKING:
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import DateOrder


def original(data: bytes | str) -> Original:
    raw = data.encode() if isinstance(data, str) else data
    return Original("0" * 64, "chat.txt", raw)


def everything(
    data: bytes | str, order: DateOrder | None = None
) -> list[Message | Snag | Frame]:
    """Return all that is read of `data`, which must tile it."""
    given, found, end = original(data), list[Message | Snag | Frame](), 0
    for record in WhatsApp().read(given, Answers(order)):
        assert isinstance(record, Message | Snag | Frame)
        assert record.origin.start == end
        end = record.origin.end
        found.append(record)
    assert end == len(given.data)
    return found


def messages(data: bytes | str, order: DateOrder | None = None) -> list[Message]:
    return [one for one in everything(data, order) if isinstance(one, Message)]


def snags(data: bytes | str) -> list[Snag]:
    return [one for one in everything(data) if isinstance(one, Snag)]


def asked(data: bytes | str) -> tuple[Asked, ...]:
    return WhatsApp().asks(original(data))


def times(data: bytes | str, order: DateOrder | None = None) -> list[str]:
    return [time(one) for one in messages(data, order)]


def time(message: Message) -> str:
    match message.when:
        case Wall(at=at, zone=None):
            return at
        case Told(words=words):
            return f"told {words}"
        case _:
            return "?"


def texts(data: bytes | str) -> list[str]:
    return [one.text for one in messages(data)]


def senders(data: bytes | str) -> list[str | None]:
    return [one.parties.sender for one in messages(data)]


def marks(data: bytes | str) -> list[str]:
    """Return the marks of each message, joined by blanks."""
    return [" ".join(one.marks) for one in messages(data)]


def files(data: bytes | str) -> list[list[str]]:
    return [[one.name for one in message.media] for message in messages(data)]
