r"""Reader of the chats in *Download your information* of Facebook Messenger and Instagram.

Keeps
    Messages with the paths of their files, calls, and lines that the export itself files as
    the app's, from `message_N.json` and from the flat files of encrypted chats. Times are
    milliseconds since 1970. Records stay in the order of the file: newest first.
Checks
    That each message is well-formed JSON. One that is not is a snag and spoils no other.
    Text whose UTF-8 bytes were written as letters (`\u00c3\u00a9` for an e with an accent) is
    put right and marked, string by string, and only where all of it can be. A record with
    letters beyond ASCII as they are is none of those, and is left alone.
Cannot know
    What was unsent or deleted before the export. Encrypted chats, which come in a download of
    their own. Who *Facebook user*, in any language, was before the account was closed. Which
    of the writers exported the chat. Lines of the app that the export files as anybody's
    messages. Whether a call without seconds was missed, unless a member says so.
Leaves in the original
    Reactions, addresses of computers, who else was in a group at the time.
Seen in the wild
    Exports of 2018, whose `timestamp` is in seconds. Media that could not be fetched, whose
    place holds a sentence and not a path.

Fields: https://www.facebook.com/help/212802592074644
"""

from __future__ import annotations

import re
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
from hearthbook.sources.contract import Asked
from hearthbook.sources.cutter import Cutter
from hearthbook.sources.objects import composed
from hearthbook.sources.objects import members
from hearthbook.sources.objects import moment
from hearthbook.sources.objects import once
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.provenance import FromFile
    from hearthbook.records.when import Moment
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.cutter import Piece
    from hearthbook.sources.objects import Members

_OPENING: Final = rb'"messages"\s*+:\s*+\['
_LOOK: Final = rb'\{\s*+"(?:sender_name|senderName|isUnsent)"\s*+:'
_STRING: Final = rb'"(?>(?:[^"\\\r\n]++|\\[^\r\n])*)"'
_CHAT: Final = re.compile(_OPENING + rb'\s*+\{[^{}\[\]]*?"sender_name"\s*+:')
_ENCRYPTED: Final = re.compile(
    rb'(?=.*?"messages"\s*+:\s*+\[)(?=.*?"senderName"\s*+:).*?"(?:isUnsent|threadName)"\s*+:',
    re.DOTALL,
)
_PEOPLE: Final = re.compile(rb'"participants"\s*+:\s*+(\[(?>(?:[^\[\]"]++|%b)*)\])' % _STRING)
_EMPTY: Final = re.compile(_PEOPLE.pattern + rb"\s*+,\s*+" + _OPENING + rb"\s*+\]")
# the title stands right behind the list of messages, where no message can
_TITLE: Final = re.compile(rb'\]\s*+,\s*+"title"\s*+:\s*+(%b)' % _STRING)
_THREAD: Final = re.compile(rb'"threadName"\s*+:\s*+(%b)' % _STRING)
_HEADER: Final = 1 << 16  # bytes before the messages, and after them, that are looked at
_FILES: Final = ("photos", "videos", "audio_files", "gifs", "files", "media")
_OF_APP: Final = frozenset({"Subscribe", "Unsubscribe"})
_TYPES: Final = frozenset({"", "Generic", "Share", "Call", "text", "media", "link"}) | _OF_APP
_KNOWN: Final = re.compile(
    r"sender_name|senderName|timestamp(?:_ms)?|content|text|type|is_?[uU]nsent|is_taken_down"
    r"|is_geoblocked_for_viewer|is_unsent_image_by_messenger_kid_parent|bumped_message_metadata"
    r"|reactions|call_duration|missed|users|ip|sticker|share|" + "|".join(_FILES)
)
_GARBLED: Final = re.compile(r"[\x80-\x9f]")


class _Chat(NamedTuple):
    """Who is in the chat, as its header says, and its title."""

    people: tuple[str, ...] = ()
    title: str = ""


class Messenger:
    """Reader of chats of Facebook Messenger and Instagram."""

    name = "messenger"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a chat whose messages name their senders as Meta does."""
        del name
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return False
        return any(one.search(head) for one in (_CHAT, _EMPTY)) or bool(_ENCRYPTED.match(head))

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return whose export it is: times are moments."""
        del original
        return (Asked.ME,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        chat: _Chat | None = None
        for piece in Cutter(original.data, _OPENING, _LOOK).pieces():
            if chat is None and piece.opens:
                chat = _header(original, piece)
            yield _reading(original, piece, chat)


def _header(original: Original, piece: Piece) -> _Chat:
    """Return what the file says of the chat before or after its messages."""
    head = original.data[piece.start : min(piece.end, piece.start + _HEADER)]
    tail = original.data[-_HEADER:]

    def said(pattern: re.Pattern[bytes]) -> list[str]:
        found = pattern.findall(head) or pattern.findall(tail)
        one = members(b'{"said":%b}' % found[-1], set()) if found else None
        texts = [] if one is None else one.texts("said", "name")
        meant = _mended if found and found[-1].isascii() else _as_is
        return [meant(text, set()) for text in texts if text]

    title = said(_TITLE) or said(_THREAD)
    return _Chat(tuple(said(_PEOPLE)), title[0] if title else "")


def _as_is(text: str, marks: set[Mark]) -> str:
    del marks
    return text


def _mended(text: str, marks: set[Mark]) -> str:
    """Return `text` as it was before its bytes were taken for letters, if it can be told."""
    if text.isascii():
        return text
    try:
        meant = text.encode("latin-1").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        if _GARBLED.search(text):
            marks.add(Mark.UNREAD_INSIDE)
        return text
    marks.add(Mark.MOJIBAKE_REPAIRED)
    return composed(meant, marks)


def _reading(original: Original, piece: Piece, chat: _Chat | None) -> Yield:
    place = origin(original, piece.start, piece.end)
    if piece.reason is not None:
        return Snag(place, piece.reason)
    if not piece.edge:
        return Frame(place)
    raw = original.data[piece.start : piece.edge]
    plain = None if piece.last else _plain(raw, place, chat or _Chat())
    if plain is not None:
        return plain
    one = members(raw, {Mark.CUT_OFF} if piece.last else set[Mark]())
    if one is None:
        return Snag(place, Reason.BROKEN_MARKUP)
    found = _Record(one, place, chat or _Chat(), ascii_only=raw.isascii()).reading()
    return Snag(place, found) if isinstance(found, Reason) else found


class _Plain(Struct, forbid_unknown_fields=True, gc=False):
    """A message of words alone, as most are: all that may stand in it, and nothing else."""

    sender_name: str
    timestamp_ms: Raw
    content: str
    type: Literal["Generic"] | UnsetType = UNSET
    is_geoblocked_for_viewer: bool | UnsetType = UNSET
    is_unsent_image_by_messenger_kid_parent: bool | UnsetType = UNSET


_PLAIN: Final = msgspec.json.Decoder(_Plain)
_MS: Final = re.compile(rb"[0-9]{1,18}")


def _plain(raw: bytes, place: FromFile, chat: _Chat) -> Message | None:
    """Return the message that `_Record` would read, sooner; None if it is no plain one."""
    try:
        one = _PLAIN.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    typed, ms = one.type is not UNSET, bytes(one.timestamp_ms)
    names = 3 + typed + (one.is_geoblocked_for_viewer is not UNSET)
    names += one.is_unsent_image_by_messenger_kid_parent is not UNSET
    if not _MS.fullmatch(ms) or not one.sender_name or not once(raw, names, 2 + typed):
        return None
    when = moment(int(ms), Precision.MILLISECOND)
    if isinstance(when, Reason):
        return None
    marks = {Mark.GROUP} if len(chat.people) > 2 else set[Mark]()
    meant = _mended if raw.isascii() else _as_is
    who = _parties(meant(composed(one.sender_name, marks), marks), chat)
    text = meant(composed(one.content, marks), marks)
    return Message(place, when, who, text, in_order(marks), ())


@lru_cache(maxsize=1 << 8)
def _parties(sender: str, chat: _Chat) -> Parties:
    """Return who wrote, to the other of two, or to the group by its title."""
    people, title = chat
    if len(people) > 2:
        return Parties(sender or None, (title,) if title else ())
    both = len(people) == 2 and people[0] != people[1] and sender in people
    return Parties(sender or None, tuple(who for who in people if both and who != sender))


class _Record:
    """A message or a call while it is read."""

    def __init__(self, one: Members, place: FromFile, chat: _Chat, *, ascii_only: bool) -> None:
        self._one = one
        self._place = place
        self._chat = chat
        self._meant = _mended if ascii_only else _as_is
        self._marks = one.marks

    def reading(self) -> Message | Call | Reason:
        """Return the record, or why it is none."""
        when = self._when()
        if isinstance(when, Reason):
            return when
        sender = self._line("sender_name") or self._line("senderName")
        if not sender and not self._one.has("content", "text", *_FILES):
            return Reason.MISSING_FIELD
        seconds, missed = self._one.count("call_duration"), self._one.yes("missed")
        if len(self._chat.people) > 2:
            self._marks.add(Mark.GROUP)
        if seconds or missed:
            outcome = Outcome.ANSWERED if seconds else Outcome.MISSED
            who = _parties(sender, self._chat)
            return Call(self._place, when, who, outcome, seconds, in_order(self._marks))
        return self._message(when, sender)

    def _when(self) -> Moment | Reason:
        one = self._one
        if one.has("timestamp") and one.has("sender_name") and not one.has("timestamp_ms"):
            return moment(one.whole("timestamp"), Precision.SECOND)
        name = "timestamp_ms" if one.has("timestamp_ms") else "timestamp"
        return moment(one.whole(name), Precision.MILLISECOND)

    def _message(self, when: Moment, sender: str) -> Message:
        one, marks = self._one, self._marks
        kind = one.line("type")
        unsent = one.yes("is_unsent") or one.yes("isUnsent")
        if unsent:
            marks.add(Mark.DELETED)
        if one.unknown(_KNOWN) or (kind not in _TYPES and not unsent):
            marks.add(Mark.UNREAD_INSIDE)
        if kind == "Call" or one.has("call_duration"):
            marks.add(Mark.CALL_LINE)
        text, media = self._text(), self._media()
        who = _parties(sender, self._chat)
        if kind in _OF_APP:
            marks.add(Mark.APP_TEXT)
            users = (self._meant(user, marks) for user in one.texts("users", "name"))
            text = text or ": ".join([sender, kind, ", ".join(users)])
            who = Parties()
        return Message(self._place, when, who, text, in_order(marks), media)

    def _line(self, name: str) -> str:
        return self._meant(self._one.line(name), self._marks)

    def _text(self) -> str:
        lines = [self._line("content") or self._line("text")]
        share = self._one.within("share")
        if share is not None:
            found = (
                self._meant(share.line(name), self._marks) for name in ("share_text", "link")
            )
            lines += [line for line in found if line not in lines[0]]
        return "\n".join(line for line in lines if line)

    def _media(self) -> tuple[Media, ...]:
        sticker = self._one.within("sticker")
        some = [one for name in _FILES for one in self._one.each(name)]
        some += [] if sticker is None else [sticker]
        return tuple(self._file(self._meant(one.line("uri"), self._marks)) for one in some)

    def _file(self, path: str) -> Media:
        # where a file could not be fetched, a sentence stands in its place
        if "/" not in path:
            self._marks.add(Mark.MEDIA_OMITTED)
            return Media("")
        self._marks.add(Mark.MEDIA_ATTACHED)
        return Media(path)
