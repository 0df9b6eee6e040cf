"""The frame `chatItem`: something said in a chat, a call, or a line of the app.

1. What is outgoing and reached nobody (every status pending, failed or skipped) was not sent.
2. A file whose hash the export knows was on the phone; of others nobody can tell.
3. A text too long for a message breaks off here and stands whole in a file of its own.
4. Someone mentioned in a text stands there as U+FFFC. The text keeps it, and bears a mark.
"""

from __future__ import annotations

from binascii import Error
from binascii import a2b_base64
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.marking import in_order
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Message
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Precision
from hearthbook.sources.objects import moment
from hearthbook.sources.signal_export.people import between

if TYPE_CHECKING:
    from hearthbook.records.provenance import FromFile
    from hearthbook.records.when import Moment
    from hearthbook.sources.objects import Members
    from hearthbook.sources.signal_export.people import People

_MS: Final = Precision.MILLISECOND
_REACHED: Final = ("sent", "delivered", "read", "viewed")
_UNREAD: Final = ("contactMessage", "paymentNotification", "giftBadge", "poll")
_READ: Final = (
    "standardMessage",
    "stickerMessage",
    "remoteDeletedMessage",
    "viewOnceMessage",
    "directStoryReplyMessage",
)
_MENTIONED: Final = "\ufffc"
_ACCOUNT: Final = ("Aci", "ServiceId", "aci")
_STATES: Final = {
    "ACCEPTED": Outcome.ANSWERED,
    "MISSED": Outcome.MISSED,
    "MISSED_NOTIFICATION_PROFILE": Outcome.MISSED,
}


def item(one: Members, place: FromFile, people: People) -> Message | Call | Reason:
    """Return what the chat item `one` holds, or why it holds nothing."""
    when = moment(one.whole("dateSent"), _MS)
    if isinstance(when, Reason):
        return when
    if people.partner(one.whole("chatId")).group:
        one.marks.add(Mark.GROUP)
    update = one.within("updateMessage")
    if update is not None:
        call = update.within("individualCall")
        if call is not None:
            return _call(call, one, when, place, people)
        return _line(update, one, when, place, people)
    if not one.has(*_READ, *_UNREAD):
        return Reason.UNKNOWN_ELEMENT
    return _message(one, when, place, people)


def adhoc_call(one: Members, place: FromFile, people: People) -> Call | Reason:
    """Return the call by a link in `one`, or why it holds none."""
    when = moment(one.whole("callTimestamp"), _MS)
    if isinstance(when, Reason):
        return when
    link = people.person(one.whole("recipientId")).who
    parties = Parties(to=() if link is None else (link,))
    return Call(place, when, parties, Outcome.UNKNOWN, None, in_order(one.marks))


def _message(one: Members, when: Moment, place: FromFile, people: People) -> Message:
    marks = one.marks
    for name, mark in (
        ("remoteDeletedMessage", Mark.DELETED),
        ("viewOnceMessage", Mark.VIEW_ONCE),
    ):
        if one.has(name):
            marks.add(mark)
    if one.each("revisions"):
        marks.add(Mark.EDITED)
    if one.has(*_UNREAD):
        marks.add(Mark.UNREAD_INSIDE)
    text = _text(one)
    if _MENTIONED in text:
        marks.add(Mark.UNREAD_INSIDE)
    media = _media(one)
    who = _parties(one, people)
    return Message(place, when, who, text, in_order(marks), media)


def _way(one: Members) -> Way | None:
    sent = one.within("outgoing")
    if sent is None:
        return Way.IN if one.has("incoming") else None
    told = sent.each("sendStatus")
    reached = not told or any(status.has(*_REACHED) for status in told)
    return Way.OUT if reached else Way.UNSENT


def _parties(one: Members, people: People) -> Parties:
    author, partner = people.person(one.whole("authorId")), people.partner(one.whole("chatId"))
    return between(author, partner, _way(one))


def _text(one: Members) -> str:
    reply = one.within("directStoryReplyMessage")
    poll = one.within("poll")
    if poll is not None:
        return poll.line("question")
    said = one.within("standardMessage")
    if reply is not None:
        said = reply.within("textReply")
        if said is None:
            return reply.line("emoji")
    if said is None:
        return ""
    if said.has("longText"):
        one.marks.add(Mark.CUT_OFF)
    text = said.within("text")
    return "" if text is None else text.line("body")


def _media(one: Members) -> tuple[Media, ...]:
    found: list[Members | None] = []
    said = one.within("standardMessage")
    if said is not None:
        found += [file.within("pointer") for file in said.each("attachments")]
        found.append(said.within("longText"))
    for name, inner in (("viewOnceMessage", "attachment"), ("stickerMessage", "sticker")):
        holder = one.within(name)
        file = None if holder is None else holder.within(inner)
        if file is not None:
            found.append(file.within("pointer") or file.within("data"))
    return tuple(_file(file) for file in found if file is not None)


def _file(one: Members) -> Media:
    located = one.within("locatorInfo")
    size = None if located is None else located.count("size")
    sha256 = None if located is None else _hash(located.line("plaintextHash"))
    one.marks.add(Mark.MEDIA_ATTACHED if sha256 else Mark.MEDIA_OMITTED)
    return Media(one.line("fileName"), one.line("contentType"), size, sha256)


def _hash(written: str) -> str | None:
    try:
        raw = a2b_base64(written)
    except (Error, ValueError):
        return None
    return raw.hex() if len(raw) == 32 else None


def _call(
    call: Members, one: Members, when: Moment, place: FromFile, people: People
) -> Call | Reason:
    began = moment(call.whole("startedCallTimestamp"), _MS)
    if isinstance(began, Reason):
        began = when
    partner, direction = people.partner(one.whole("chatId")), call.line("direction")
    way = {"INCOMING": Way.IN, "OUTGOING": Way.OUT}.get(direction)
    outcome = _STATES.get(call.line("state"), Outcome.UNKNOWN)
    if call.line("state") == "NOT_ACCEPTED":
        outcome = Outcome.DIALLED if way is Way.OUT else Outcome.REJECTED
    parties = between(partner, partner, way)
    if way is None:
        parties = Parties(label=partner.shown or None)
    return Call(place, began, parties, outcome, None, in_order(one.marks))


def _line(
    update: Members, one: Members, when: Moment, place: FromFile, people: People
) -> Message:
    """Return a line that the app wrote: who did it, what, and with what."""
    marks = one.marks
    called = update.has("groupCall")
    marks.add(Mark.CALL_LINE if called else Mark.APP_TEXT)
    told = [people.person(one.whole("authorId")).shown]
    for name in update.names:
        inner = update.within(name)
        several = [] if inner is None else inner.each("updates")
        for part in several or [update]:
            told += _told(part, people, () if several else (name,))
    text = ": ".join(part for part in told if part)
    who = _caller(one, people) if called else Parties()
    return Message(place, when, who, text, in_order(marks), ())


def _caller(one: Members, people: People) -> Parties:
    author, partner = people.person(one.whole("authorId")), people.partner(one.whole("chatId"))
    return between(author, partner, Way.OUT if author.own else Way.IN)


def _told(one: Members, people: People, names: tuple[str, ...]) -> list[str]:
    """Return the names of what changed in `one`, each followed by its values."""
    found: list[str] = []
    for name in names or one.names:
        inner = one.within(name)
        found.append(name)
        if inner is not None:
            found += [_value(inner, value, people) for value in inner.names if _tells(value)]
    return found


def _tells(name: str) -> bool:
    return name not in {"callId", "read"} and not name.endswith(("RecipientId", "Timestamp"))


def _value(one: Members, name: str, people: People) -> str:
    number = one.number(name)
    if number is not None:
        return number
    if one.yes(name):
        return name
    text = "" if one.opens(name) else one.line(name)
    return people.account(text) if name.endswith(_ACCOUNT) else text
