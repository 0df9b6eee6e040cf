r"""Reader of `result.json`, which Telegram Desktop writes at *Export chat history*.

Keeps
    Messages with the names of their files, lines the app wrote, and calls, of one chat or of
    all chats of an account. The time is `date_unixtime`. Exports older than that member have
    only `date`, what the exporting computer's clock showed in its own zone.
Checks
    That each message is well-formed JSON. One that is not is a snag and spoils no other.
    Controls, which the app writes as `\xNN`, are repaired and marked
    (https://github.com/telegramdesktop/tdesktop/issues/10312).
Cannot know
    What was deleted, and what a message said before it was edited. Secret chats, which this
    app never sees. Files left out of the export. Who a deleted account was. Which of the
    writers exported the chat. Whether a call that nobody took was missed or called off.
Leaves in the original
    Ids, reactions, answers' targets, the source of what was forwarded, contacts and sessions.
Seen in the wild
    A person's chat, where the names of the other person and of the chat are one. Members that
    this reader does not know, such as polls and places: the message bears a mark.

Fields: `export_output_json.cpp` in https://github.com/telegramdesktop/tdesktop
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Final
from typing import Literal
from typing import NamedTuple

import msgspec
from msgspec import UNSET
from msgspec import Raw
from msgspec import Struct
from msgspec import UnsetType
from msgspec import field

from hearthbook.records.marking import in_order
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Message
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.contract import Asked
from hearthbook.sources.cutter import Cutter
from hearthbook.sources.objects import composed
from hearthbook.sources.objects import members
from hearthbook.sources.objects import moment
from hearthbook.sources.objects import once
from hearthbook.sources.pieces import origin
from hearthbook.sources.places import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.provenance import FromFile
    from hearthbook.records.when import When
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.cutter import Piece
    from hearthbook.sources.objects import Members

_OPENING: Final = rb'"messages"\s*+:\s*+\['
_HEADER: Final = re.compile(
    rb'(?:"name"\s*+:\s*+(?P<name>"(?>(?:[^"\\\r\n]++|\\[^\r\n])*)"|null)\s*+,\s*+)?'
    rb'"type"\s*+:\s*+"(?P<type>[a-z_]++)"\s*+,\s*+"id"\s*+:\s*+(?P<id>[0-9]++)\s*+,\s*+'
    rb'"messages"\s*+:\s*+\[\s*+\Z'
)
_LONGEST_HEADER: Final = 1 << 12
_LOOK: Final = (
    rb'\{\s*+"id"\s*+:\s*+-?[0-9]++\s*+,\s*+"type"\s*+:\s*+"(?:message|service|unsupported)"'
)
_ACCOUNT: Final = re.compile(
    rb'(?>(?:\xef\xbb\xbf)?)\s*+\{\s*+"about"\s*+:\s*+"(?>(?:[^"\\]++|\\.)*)"\s*+,\s*+'
    rb'"(?:personal_information|profile_pictures|stories|contacts|frequent_contacts|sessions'
    rb'|web_sessions|other_data|chats|left_chats)"\s*+:\s*+[{\[]',
    re.DOTALL,
)
_CHAT: Final = re.compile(
    rb'"type"\s*+:\s*+"(?:saved_messages|replies|personal_chat|bot_chat'
    rb'|(?:private|public)_(?:group|supergroup|channel))"\s*+,\s*+'
    rb'"id"\s*+:\s*+[0-9]++\s*+,\s*+"messages"\s*+:\s*+\['
)
_BARE: Final = re.compile(
    rb'"messages"\s*+:\s*+\[\s*+\{[^{}]*?"type"\s*+:\s*+"(?:message|service)"\s*+,\s*+'
    rb'"date(?:_unixtime)?"\s*+:'
)
_NO_MOMENT: Final = re.compile(
    rb'"type"\s*+:\s*+"(?:message|service)"\s*+,\s*+"date"\s*+:\s*+"[^"]*+"\s*+,\s*+'
    rb'"(?!date_unixtime")'
)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_LEFT_OUT: Final = re.compile(
    r"(?P<name>.*?) ?\((?:File|Photo) (?:not included|exceeds maximum|unavailable)[^()]*\)",
    re.DOTALL,
)
_ONCE: Final = 2**31 - 1  # the period of what may be seen once
_PERSONAL: Final = frozenset({"personal_chat", "bot_chat"})
_SHARED: Final = ("_group", "_supergroup", "_channel")
_TOLD: Final = (  # members of a line of the app, in the order they are shown
    "title",
    "new_title",
    "members",
    "inviter",
    "period",
    "duration",
    "emoticon",
    "information_text",
    "text",
    "score",
    "amount",
    "currency",
)
_KNOWN: Final = re.compile(
    r"id|type|action|text(?:_entities)?|(?:date|edited)(?:_unixtime)?|author|via_bot|reactions"
    r"|(?:from|actor|forwarded_from)(?:_id)?|saved_from|reply_to_(?:message|peer)_id"
    r"|(?:photo|file|thumbnail)(?:_file)?(?:_size)?|file_name|width|height|media_(?:type|spoiler)"
    r"|mime_type|performer|sticker_emoji|duration_seconds|self_destruct_period_seconds"
    r"|inline_bot_buttons|discard_reason|(?:game_|invoice_)?message_id|" + "|".join(_TOLD)
)


class _Chat(NamedTuple):
    """What the header of a chat says."""

    kind: str = ""
    name: str | None = None
    number: str = ""


class Telegram:
    """Reader of Telegram Desktop's JSON export."""

    name = "telegram"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens an account's export, or holds the header of a chat."""
        del name
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return False
        return (
            _ACCOUNT.match(head) is not None
            or _CHAT.search(head) is not None
            or _BARE.search(head) is not None
        )

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return whose export it is, and the zone if a message has no moment."""
        found = next(places(_NO_MOMENT, original.data), None)
        return (Asked.ME,) if found is None else (Asked.ZONE, Asked.ME)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        chat = _Chat()
        for piece in Cutter(original.data, _OPENING, _LOOK).pieces():
            if piece.opens:
                start = max(0, piece.end - _LONGEST_HEADER)
                chat = _header(original.data[start : piece.end])
            yield _reading(original, piece, chat)


def _header(raw: bytes) -> _Chat:
    """Return what the header says that `raw` ends with."""
    begins = (raw.rfind(name) for name in (b'"name"', b'"type"'))
    headers = (_HEADER.match(raw, begin) for begin in begins if begin >= 0)
    found = next(filter(None, headers), None)
    if found is None:
        return _Chat()
    named = members(b'{"name":%b}' % (found["name"] or b"null"), set())
    name = None if named is None else named.text("name")
    return _Chat(found["type"].decode(), name or None, found["id"].decode())


def _reading(original: Original, piece: Piece, chat: _Chat) -> Yield:
    place = origin(original, piece.start, piece.end)
    if piece.reason is not None:
        return Snag(place, piece.reason)
    if not piece.edge:
        return Frame(place)
    raw = original.data[piece.start : piece.edge]
    plain = None if piece.last else _plain(raw, place, chat)
    if plain is not None:
        return plain
    one = members(raw, {Mark.CUT_OFF} if piece.last else set[Mark]())
    found = Reason.BROKEN_MARKUP if one is None else _record(one, place, chat)
    return Snag(place, found) if isinstance(found, Reason) else found


class _Plain(Struct, forbid_unknown_fields=True, gc=False):
    """A message of words alone, as most are: all that may stand in it, and nothing else."""

    id: int
    type: Literal["message"]
    date: str
    date_unixtime: Raw
    from_: str = field(name="from")
    from_id: str
    text: str
    text_entities: Raw | UnsetType = UNSET
    reply_to_message_id: int | UnsetType = UNSET
    edited: str | UnsetType = UNSET
    edited_unixtime: str | UnsetType = UNSET


_PLAIN: Final = msgspec.json.Decoder(_Plain)
_SECONDS: Final = re.compile(rb'"[0-9]{1,15}"')


def _plain(raw: bytes, place: FromFile, chat: _Chat) -> Message | None:
    """Return the message that `_record` would read, sooner; None if it is no plain one."""
    try:
        one = _PLAIN.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    seconds = bytes(one.date_unixtime)
    if not _SECONDS.fullmatch(seconds) or not _once(one, raw):
        return None
    when = moment(int(seconds[1:-1]), Precision.SECOND)
    by = one.from_id
    if isinstance(when, Reason) or not by.isascii() or not by.isprintable():
        return None
    marks = set[Mark]()
    if chat.kind.endswith(_SHARED):
        marks.add(Mark.GROUP)
    if one.edited is not UNSET or one.edited_unixtime is not UNSET:
        marks.add(Mark.EDITED)
    who = _between(composed(one.from_, marks) or None, by, chat)
    return Message(place, when, who, composed(one.text, marks), in_order(marks), ())


def _once(one: _Plain, raw: bytes) -> bool:
    """Tell for certain that no name stands twice in `raw`, of which `one` was read."""
    texts = 6 + (one.edited is not UNSET) + (one.edited_unixtime is not UNSET)
    names = texts + 1 + (one.reply_to_message_id is not UNSET)
    if one.text_entities is UNSET:
        return once(raw, names, texts)
    return once(raw, names + 1, texts, (bytes(one.text_entities),))


def _record(one: Members, place: FromFile, chat: _Chat) -> Message | Call | Reason:
    kind = one.text("type")
    if kind not in {"message", "service"}:
        return Reason.MISSING_FIELD if kind is None else Reason.UNKNOWN_ELEMENT
    when = _when(one)
    if isinstance(when, Reason):
        return when
    if chat.kind.endswith(_SHARED):
        one.marks.add(Mark.GROUP)
    if kind == "message":
        return _message(one, place, when, chat)
    if one.text("action") == "phone_call":
        return _call(one, place, when, chat)
    return _line(one, place, when, chat)


def _when(one: Members) -> When | Reason:
    """Return when the message was sent: the moment, else what a clock showed."""
    seconds = one.whole("date_unixtime")
    if seconds is not None:
        return moment(seconds, Precision.SECOND)
    shown = one.text("date")
    if shown is None:
        return Reason.MISSING_FIELD
    try:
        datetime.fromisoformat(shown)
    except ValueError:
        return Reason.NOT_A_DATE
    return Wall(shown, Precision.SECOND) if _DATE.fullmatch(shown) else Reason.NOT_A_DATE


def _message(one: Members, place: FromFile, when: When, chat: _Chat) -> Message:
    marks = one.marks
    if one.has("edited", "edited_unixtime"):
        marks.add(Mark.EDITED)
    if one.has("forwarded_from", "forwarded_from_id", "saved_from"):
        marks.add(Mark.FORWARDED)
    if one.whole("self_destruct_period_seconds") == _ONCE:
        marks.add(Mark.VIEW_ONCE)
    if one.unknown(_KNOWN):
        marks.add(Mark.UNREAD_INSIDE)
    who = _parties(one, "from", chat)
    text = "".join(one.texts("text"))
    media = _media(one)
    return Message(place, when, who, text, in_order(marks), media)


def _line(one: Members, place: FromFile, when: When, chat: _Chat) -> Message:
    """Return a line that the app wrote: who did it, what, and with what."""
    action = one.line("action")
    called = "call" in action
    one.marks.add(Mark.CALL_LINE if called else Mark.APP_TEXT)
    who = _parties(one, "actor", chat) if called else Parties()
    if one.unknown(_KNOWN):
        one.marks.add(Mark.UNREAD_INSIDE)
    told = (", ".join(_told(one, name)) for name in _TOLD)
    parts = (one.line("actor") or one.line("from"), action, *told)
    text = ": ".join(part for part in parts if part)
    media = _media(one)
    return Message(place, when, who, text, in_order(one.marks), media)


def _told(one: Members, name: str) -> list[str]:
    number = one.number(name)
    return one.texts(name) if number is None else [number]


def _call(one: Members, place: FromFile, when: When, chat: _Chat) -> Call:
    seconds = one.count("duration_seconds")
    ended = one.line("discard_reason")
    outcome = Outcome.UNKNOWN
    if seconds:
        outcome = Outcome.ANSWERED
    elif ended == "missed":
        outcome = Outcome.MISSED
    elif ended == "busy":
        # what the app shows as declined: https://core.telegram.org/tdlib/docs/td__api_8h.html
        outcome = Outcome.REJECTED
    who = _parties(one, "actor", chat)
    return Call(place, when, who, outcome, seconds, in_order(one.marks))


def _parties(one: Members, role: str, chat: _Chat) -> Parties:
    """Return who wrote to whom."""
    sender = one.text(role) or None
    if chat.name is None:
        return Parties(sender)
    # ids were plain numbers before 2021
    return _between(sender, one.number(f"{role}_id") or one.text(f"{role}_id"), chat)


@lru_cache(maxsize=1 << 8)
def _between(sender: str | None, by: str | None, chat: _Chat) -> Parties:
    """Return who wrote to whom; to nobody where only the exporting person can be meant."""
    if chat.name is None:
        return Parties(sender)
    own = by is not None and by not in {f"user{chat.number}", chat.number}
    named = chat.kind.endswith(_SHARED) or (chat.kind in _PERSONAL and own)
    return Parties(sender, (chat.name,) if named else ())


def _media(one: Members) -> tuple[Media, ...]:
    found = (_file(one, name) for name in ("photo", "file") if one.has(name))
    return tuple(found)


def _file(one: Members, name: str) -> Media:
    path, kind = one.line(name), one.line("mime_type") or one.line("media_type")
    left_out = _LEFT_OUT.fullmatch(path)
    if left_out is None and path:
        one.marks.add(Mark.MEDIA_ATTACHED)
        return Media(path, kind)
    one.marks.add(Mark.MEDIA_OMITTED)
    return Media(one.line("file_name") or (left_out["name"] if left_out else ""), kind)
