"""Where the records of a JSON file begin and end, and what stands in one.

1. Records are the objects in the lists of one name (`"messages": [`). A piece is a record, a
   frame or a snag; together the pieces are the file, byte for byte.
2. A record runs from its `{` up to what follows it: comma and white space are its tail.
3. Frames are all else that is well-formed JSON: headers of chats, closing brackets.
4. A record that is broken ends where the next anchor stands: a list that opens, or the look of
   a record's first names. No text can imitate one: in JSON a quote within text is escaped. An
   object that is well-formed beyond an anchor holds what only looks like a record.
5. A file whose brackets are not all closed was not written to its end. Its last bytes are a
   snag; if they belong to a whole record, that record bears a mark.
6. A name given twice in one record makes it a broken one: two programs would read two things.

Each search for an anchor begins where the last one ended, and what is looked at beyond anchors
in vain is counted: no file takes longer than its size allows. Nothing here calls itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple
from typing import TypeAlias

import msgspec

from hearthbook.base.text import is_nfc
from hearthbook.base.text import nfc
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.places import Ahead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

Data: TypeAlias = "bytes | mmap"

LONGEST: Final = 8 << 20  # bytes of one record
_DEEPEST: Final = 24  # objects within objects; real ones have six
# Line ends never stand raw in a string, so a lost quote harms its own line alone.
_STRING: Final = rb'"(?>(?:[^"\\\r\n]++|\\[^\r\n])*)"'


def _nested(depth: int) -> bytes:
    """Return the pattern of what may stand between two brackets, `depth` levels deep."""
    flat = rb'(?>(?:[^{}\[\]"]++|%b)*)' % _STRING
    inner = flat
    for _ in range(depth):
        inner = rb'(?>(?:[^{}\[\]"]++|%b|[{\[]%b[}\]])*)' % (_STRING, inner)
    return inner


_OBJECT: Final = re.compile(rb"\{%b\}" % _nested(_DEEPEST))
_PAIR: Final = re.compile(
    rb"(?:\A\{|,)\s*+%b\s*+:\s*+(?:%b|[{\[]%b[}\]]|[^\s,{}\[\]\"]++)\s*+"
    % (_STRING, _STRING, _nested(_DEEPEST))
)
_TAIL: Final = re.compile(rb"[ \t\r\n]*+(?>(?:,[ \t\r\n]*+)?)")
_SPACES: Final = re.compile(rb"(?>(?:\xef\xbb\xbf)?)[ \t\r\n]*+")
_FRAME: Final = re.compile(
    rb"(?>(?:\xef\xbb\xbf)?)(?>(?:[ \t\r\n{}\[\],:]++|%b|-?[0-9][0-9.eE+-]*+|true|false|null)*)"
    % _STRING
)
_STRINGS: Final = re.compile(_STRING)
_BEGINS: Final = 0x7B  # {
_ENDS: Final = 0x5D  # ]


class Piece(NamedTuple):
    """A stretch of the file: a snag if it has a `reason`, else a record or a frame.

    `edge` is where a record ends but for its tail, 0 if it is none. `opens` means that a list
    of records begins at the end.
    """

    start: int
    end: int
    edge: int = 0
    reason: Reason | None = None
    opens: bool = False
    last: bool = False  # the file stops right behind it, with brackets left open


class Cutter:
    """Cuts a file into pieces.

    `opening` is the pattern of the name of a list of records, with its `[`. `look` is the
    pattern of a record's first names, with its `{`.
    """

    def __init__(self, data: Data, opening: bytes, look: bytes) -> None:
        self._data = data
        self._size = len(data)
        self._openings = Ahead(data, opening + rb"[ \t\r\n]*+")
        self._looks = Ahead(data, look)
        self._inside = False
        self._depth = 0
        self._begun = False
        self._spare = 4 * self._size  # bytes that may be looked at in vain

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces, in order."""
        at = 0
        while at < self._size:
            if self._inside and self._data[at] != _ENDS:
                piece = self._item(at)
            else:
                piece = self._gap(at)
            if piece.end == self._size:
                yield from self._ended(piece)
            elif piece.end > at:
                yield piece
            at = piece.end

    def _anchor(self, at: int) -> tuple[int, int, bool]:
        """Return the next anchor's start, where its records begin, and if it opens a list."""
        opening, look = self._openings.at(at), self._looks.at(at)
        first = self._size if look is None else look.start()
        if opening is not None and opening.start() < first:
            return opening.start(), opening.end(), True
        return first, first, False

    def _gap(self, at: int) -> Piece:
        _, end, opens = self._anchor(at)
        self._inside = opens or end < self._size
        self._begun = self._begun or self._inside
        reason = None if self._framing(at, end) else Reason.BROKEN_MARKUP
        if not self._begun:
            reason = Reason.NO_ENTRY
        return Piece(at, end, reason=reason, opens=opens)

    def _framing(self, start: int, end: int) -> bool:
        """Tell whether nothing but well-formed JSON stands here; count its brackets."""
        brackets = _STRINGS.sub(b"", self._data[start:end])
        for sign, step in ((b"{", 1), (b"[", 1), (b"}", -1), (b"]", -1)):
            self._depth += step * brackets.count(sign)
        return _FRAME.fullmatch(self._data, start, end) is not None

    def _item(self, at: int) -> Piece:
        bound, _, opens = self._anchor(at + 1)
        edge = self._object(at, bound) if self._data[at] == _BEGINS else 0
        if edge:
            tail = _TAIL.match(self._data, edge)
            return Piece(at, tail.end() if tail else edge, edge)
        self._inside = not opens
        self._depth -= opens  # the end of its list lies in what was broken
        reason = Reason.TOO_LONG if bound - at > LONGEST else Reason.BROKEN_MARKUP
        return Piece(at, bound, reason=reason)

    def _object(self, at: int, bound: int) -> int:
        """Return where the object at `at` ends, 0 if it is none."""
        found = _OBJECT.match(self._data, at, min(bound, at + LONGEST))
        if found is None and bound < self._size and self._spare > 0:
            found = _OBJECT.match(self._data, at, at + LONGEST)
            if found is None or _decoded(found[0]) is None:
                self._spare -= min(LONGEST, self._size - at)
                return 0
        return 0 if found is None else found.end()

    def _ended(self, piece: Piece) -> Iterator[Piece]:
        """Yield `piece`, which reaches the end of the file, saying so if it was cut there."""
        if piece.edge and piece.edge < piece.end:
            yield piece._replace(end=piece.edge)
            yield Piece(piece.edge, piece.end, reason=Reason.CUT_OFF)
        elif piece.edge:
            yield piece._replace(last=True)
        elif piece.reason is Reason.BROKEN_MARKUP:
            ended = self._data[max(piece.start, piece.end - 64) : piece.end].rstrip()
            whole = ended.endswith(b"}") and not piece.opens
            yield piece if whole else piece._replace(reason=Reason.CUT_OFF)
        elif piece.reason is None and (self._depth or self._inside):
            yield piece._replace(reason=Reason.CUT_OFF)
        else:
            yield piece


_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST: Final = msgspec.json.Decoder(list[msgspec.Raw])
_TEXT: Final = msgspec.json.Decoder(str)
_ESCAPE: Final = re.compile(
    r"(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|\\x(?P<code>[0-9a-fA-F]{2})"
    r"|(?P<other>\\.)|(?P<raw>[\x00-\x1f])"
)
_QUOTED: Final = re.compile(_STRING.decode())
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Bidi_Control in https://www.unicode.org/Public/UCD/latest/ucd/PropList.txt
_TURNING: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER: Final = re.compile(rb"-?[0-9][0-9.eE+-]*")
_DIGITS: Final = re.compile(rb"(\"?)-?[0-9]{1,18}\1")
# The years 1 to 9999, outside of which no calendar we use has a date.
_FIRST: Final = -62_135_596_800_000
_LAST: Final = 253_402_300_799_999


def composed(text: str, marks: set[Mark]) -> str:
    """Return `text` in composed form; add to `marks` what a reader of it should know.

    Controls other than line ends and tabs become U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    text, controls = _UNSEEN.subn("\ufffd", text)
    if controls:
        marks.add(Mark.REPLACED_SIGN)
    if _TURNING.search(text):
        marks.add(Mark.DIRECTION_MARK)
    if is_nfc(text):
        return text
    marks.add(Mark.RECOMPOSED)
    return nfc(text)


def moment(number: int | None, unit: Precision) -> Moment | Reason:
    """Return the moment `number` seconds or milliseconds after 1970, or why there is none."""
    if number is None:
        return Reason.MISSING_FIELD
    ms = number * 1000 if unit is Precision.SECOND else number
    return Moment(ms, unit) if _FIRST <= ms <= _LAST else Reason.NOT_A_DATE


def in_order(marks: set[Mark]) -> tuple[Mark, ...]:
    """Return `marks` in the one order they are always kept in."""
    return tuple(mark for mark in Mark if mark in marks) if marks else ()


class Members:
    """The members of an object by name; what is read of them may add to `marks`.

    A member that is not of the kind asked for is left unread, and leaves a mark.
    """

    def __init__(self, found: dict[str, msgspec.Raw], marks: set[Mark]) -> None:
        self._found = {name: bytes(raw) for name, raw in found.items()}
        self.marks = marks

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members, in order."""
        return tuple(self._found)

    def has(self, *names: str) -> bool:
        """Tell whether it has any of the members `names`, and not as null."""
        return any(map(self._raw, names))

    def text(self, name: str) -> str | None:
        """Return a text in composed form, None if there is none."""
        raw = self._raw(name)
        return self._text(raw) if raw else None

    def line(self, name: str) -> str:
        """Return a text, empty if there is none."""
        return self.text(name) or ""

    def whole(self, name: str) -> int | None:
        """Return a whole number, be it written as a number or as text; None if none is."""
        raw = self._raw(name)
        if _DIGITS.fullmatch(raw):
            return int(raw.strip(b'"'))
        if raw:
            self.marks.add(Mark.UNREAD_INSIDE)
        return None

    def count(self, name: str) -> int | None:
        """Return a whole number that is none below nothing, as `whole` does."""
        found = self.whole(name)
        if found is None or 0 <= found < 1 << 53:
            return found
        self.marks.add(Mark.UNREAD_INSIDE)
        return None

    def number(self, name: str) -> str | None:
        """Return a number as it is written, None if the member is none."""
        raw = self._raw(name)
        return raw.decode("ascii", "replace") if _NUMBER.fullmatch(raw) else None

    def yes(self, name: str) -> bool:
        """Tell whether a member is `true`."""
        return self._raw(name) == b"true"

    def opens(self, name: str) -> bool:
        """Tell whether a member is an object, a list, or `true` or `false`."""
        return self._raw(name)[:1] in {b"{", b"[", b"t", b"f"}

    def within(self, name: str) -> Members | None:
        """Return the object that is the member `name`, None if it is none."""
        raw = self._raw(name)
        found = members(raw, self.marks) if raw else None
        if raw and found is None:
            self.marks.add(Mark.UNREAD_INSIDE)
        return found

    def each(self, name: str) -> list[Members]:
        """Return the objects in the list `name`."""
        if name not in self._found:
            return []
        found = [members(bytes(one), self.marks) for one in self._list(name)]
        if None in found:
            self.marks.add(Mark.UNREAD_INSIDE)
        return [one for one in found if one is not None]

    def texts(self, name: str, inner: str = "text") -> list[str]:
        """Return the texts in `name`: a text, or a list of texts and of objects with one."""
        raw = self._raw(name)
        some = self._list(name) if raw.startswith(b"[") else filter(None, [raw])
        found = (self._inner(bytes(one), inner) for one in some)
        return [one for one in found if one is not None]

    def unknown(self, known: re.Pattern[str]) -> bool:
        """Tell whether it has members whose names are not `known`."""
        return not _all_known(known, tuple(self._found))

    def _raw(self, name: str) -> bytes:
        """Return a member as it is written, nothing if it is absent or null."""
        raw = self._found.get(name, b"")
        return b"" if raw == b"null" else raw

    def _inner(self, raw: bytes, name: str) -> str | None:
        if not raw.startswith(b"{"):
            return None if raw == b"null" else self._text(raw)
        found = members(raw, self.marks)
        return None if found is None else found.text(name)

    def _list(self, name: str) -> list[msgspec.Raw]:
        try:
            return _LIST.decode(self._raw(name) or b"[]")
        except (msgspec.DecodeError, RecursionError):
            self.marks.add(Mark.UNREAD_INSIDE)
            return []

    def _text(self, raw: bytes) -> str | None:
        try:
            return composed(_TEXT.decode(raw), self.marks)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
        try:
            return composed(_TEXT.decode(mended(raw, self.marks)), self.marks)
        except msgspec.DecodeError:
            self.marks.add(Mark.UNREAD_INSIDE)
            return None


@lru_cache(maxsize=1 << 10)
def _all_known(known: re.Pattern[str], names: tuple[str, ...]) -> bool:
    """Tell whether all `names` are known; the records of a file mostly have the same."""
    return all(map(known.fullmatch, names))


def members(raw: bytes, marks: set[Mark]) -> Members | None:
    """Return the members of the object `raw`; None if it is no well-formed one."""
    found = _decoded(raw)
    if found is None:
        raw = mended(raw, marks)
        found = _decoded(raw)
    if found is None or len(_PAIR.findall(raw)) > len(found):
        return None
    return Members(found, marks)


def _decoded(raw: bytes) -> dict[str, msgspec.Raw] | None:
    try:
        return _MEMBERS.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def mended(raw: bytes, marks: set[Mark]) -> bytes:
    r"""Return the JSON `raw` with what is wrong within its strings put right; add to `marks`.

    `\xNN`, which Telegram writes for a control, becomes `\u00NN`
    (https://github.com/telegramdesktop/tdesktop/issues/10312). Raw controls become escapes,
    halves of surrogate pairs and bytes that are no UTF-8 become U+FFFD.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        marks.add(Mark.REPLACED_SIGN)
        text = raw.decode("utf-8", "replace")

    def escape(found: re.Match[str]) -> str:
        if found["half"]:
            marks.add(Mark.LONE_SURROGATE)
            return "\\ufffd"
        code = found["code"] or (f"{ord(found[0]):02x}" if found["raw"] else "")
        return f"\\u00{code}" if code else found[0]

    return _QUOTED.sub(lambda found: _ESCAPE.sub(escape, found[0]), text).encode()
