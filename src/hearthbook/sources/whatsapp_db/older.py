"""A row of the table `messages`, which WhatsApp kept until 2021, as a record.

1. `key_remote_jid` is the chat; in a group `remote_resource` is who wrote.
2. `status` 6 is a line of the app. `media_wa_type` counts as `message_type` does later, except
   that 8 is a call; 15 is taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.traced import Became
from hearthbook.records.traced import Step
from hearthbook.records.traced import Traced
from hearthbook.sources.cells import count
from hearthbook.sources.cells import string
from hearthbook.sources.cells import text
from hearthbook.sources.cells import whole
from hearthbook.sources.whatsapp_db.around import moment
from hearthbook.sources.whatsapp_db.around import who
from hearthbook.sources.whatsapp_db.rows import NO_ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.tables import Row
    from hearthbook.sources.whatsapp_db.around import Around

COLUMNS: Final = (
    "key_remote_jid",
    "key_from_me",
    "key_id",
    "status",
    "data",
    "timestamp",
    "received_timestamp",
    "receipt_device_timestamp",
    "read_device_timestamp",
    "media_wa_type",
    "media_name",
    "media_mime_type",
    "media_size",
    "media_caption",
    "remote_resource",
    "quoted_row_id",
    "forwarded",
)
_CONTROL: Final = 6
_TYPES: Final = {8: Mark.CALL_LINE, 10: Mark.CALL_LINE, 15: Mark.DELETED}
_FILES: Final = frozenset({1, 2, 3, 9, 13, 20})
_RECEIPTS: Final = (
    ("receipt_device_timestamp", Became.DELIVERED),
    ("read_device_timestamp", Became.READ),
)


def record(place: FromFile, number: int, row: Row, around: Around) -> Traced | Frame | Reason:
    """Return the message that a row is, or why it is none."""
    del number
    when = moment(row.get("timestamp"))
    if when is None:
        if string(row, "key_remote_jid") == NO_ROW:
            return Frame(place)
        return Reason.NOT_A_DATE if row.get("timestamp") else Reason.MISSING_FIELD
    kind, marks = _kind(row), set[Mark]()
    if whole(row, "status") == _CONTROL:
        marks.add(Mark.APP_TEXT)
    elif kind not in _FILES and kind:
        marks.add(_TYPES.get(kind, Mark.UNREAD_INSIDE))
    if whole(row, "forwarded"):
        marks.add(Mark.FORWARDED)
    media = _media(row) if kind in _FILES else ()
    if media:
        marks.add(Mark.MEDIA_OMITTED)
    parties = _parties(row, around, marks)
    said = text(row, "media_caption" if media else "data", marks)
    return Traced(
        origin=place,
        when=when,
        parties=parties,
        text=said,
        media=media,
        name=string(row, "key_id"),
        answers=around.old_answers(whole(row, "quoted_row_id")),
        subject="",
        steps=tuple(_steps(row)),
        marks=in_order(marks),
    )


def _kind(row: Row) -> int:
    """Return the type of a row; the table keeps it as text."""
    value = row.get("media_wa_type")
    plain = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 4
    return int(value) if plain and isinstance(value, str) else whole(row, "media_wa_type")


def _media(row: Row) -> tuple[Media, ...]:
    name, kind = string(row, "media_name"), string(row, "media_mime_type")
    return (Media(name, kind, count(row, "media_size") or None),)


def _steps(row: Row) -> Iterator[Step]:
    own = whole(row, "key_from_me")
    told = _RECEIPTS if own else (("received_timestamp", Became.RECEIVED),)
    for name, became in told:
        when = moment(row.get(name))
        if when is not None:
            yield Step(became, when)


def _parties(row: Row, around: Around, marks: set[Mark]) -> Parties:
    chat = around.old_chat(string(row, "key_remote_jid"))
    if chat.group:
        marks.add(Mark.GROUP)
    named = (chat.name,) if chat.name else ()
    if whole(row, "key_from_me"):
        return Parties(None, named, Way.OUT)
    if chat.group:
        return Parties(who(string(row, "remote_resource")), named, Way.IN)
    return Parties(chat.name, (), Way.IN)
