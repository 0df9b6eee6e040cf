"""What stands in a record of a JSON file, whatever is wrong within its strings.

A name given twice in one record makes it a broken one: two programs would read two things.
Nothing here calls itself. Where records begin and end, `cutter.py` says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.base.text import is_nfc
from hearthbook.base.text import nfc
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

DEEPEST: Final = 24  # objects within objects; real ones have six
# Line ends never stand raw in a string, so a lost quote harms its own line alone.
STRING: Final = rb'"(?>(?:[^"\\\r\n]++|\\[^\r\n])*)"'


def nested(depth: int = DEEPEST) -> bytes:
    """Return the pattern of what may stand between two brackets, `depth` levels deep."""
    flat = rb'(?>(?:[^{}\[\]"]++|%b)*)' % STRING
    inner = flat
    for _ in range(depth):
        inner = rb'(?>(?:[^{}\[\]"]++|%b|[{\[]%b[}\]])*)' % (STRING, inner)
    return inner


_PAIR: Final = re.compile(
    rb"(?:\A\{|,)\s*+%b\s*+:\s*+(?:%b|[{\[]%b[}\]]|[^\s,{}\[\]\"]++)\s*+"
    % (STRING, STRING, nested())
)

_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
LIST: Final = msgspec.json.Decoder(list[msgspec.Raw])
_TEXT: Final = msgspec.json.Decoder(str)
_ESCAPE: Final = re.compile(
    r"(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|\\x(?P<code>[0-9a-fA-F]{2})"
    r"|(?P<other>\\.)|(?P<raw>[\x00-\x1f])"
)
_QUOTED: Final = re.compile(STRING.decode())
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
            return LIST.decode(self._raw(name) or b"[]")
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
    found = decoded(raw)
    if found is None:
        raw = mended(raw, marks)
        found = decoded(raw)
    if found is None or _twice(raw, found):
        return None
    return Members(found, marks)


def _twice(raw: bytes, found: dict[str, msgspec.Raw]) -> bool:
    """Tell whether a name stands twice in `raw`, of which only `found` was kept."""
    quotes = sum([bytes(one).count(b'"') for one in found.values()])
    # Each name has two quotes of its own; of a pair that was not kept these are missing.
    if raw.count(b'"') == quotes + 2 * len(found):
        return False
    return len(_PAIR.findall(raw)) > len(found)


def once(raw: bytes, names: int, texts: int, others: Sequence[bytes] = ()) -> bool:
    """Tell for certain that no name stands twice in `raw`, else say no.

    It was read as so many `names`, of which so many have `texts`, and `others` quotes inside.
    """
    if b"\\\\" in raw:  # then a quote behind it may be bare
        return False
    own = raw.count(b'"') - raw.count(b'\\"')
    inner = sum([one.count(b'"') - one.count(b'\\"') for one in others])
    return own == 2 * (names + texts) + inner


def decoded(raw: bytes) -> dict[str, msgspec.Raw] | None:
    """Return the members of the object `raw` as they are written, None if it is none."""
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
