"""Tags of a CAMT message, found in place, and where an entry or a balance ends.

Comments and CDATA are passed over whole, so what looks like a tag in them is none. One that is
never closed is plain text: that its end stands nowhere is remembered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple
from typing import TypeAlias

if TYPE_CHECKING:
    from mmap import mmap

Data: TypeAlias = "bytes | mmap"

_PREFIX: Final = rb"(?:[A-Za-z_][A-Za-z0-9_.-]{0,40}:)?"
_TAG: Final = re.compile(
    rb"<(?P<close>/?)" + _PREFIX + rb"(?P<name>[A-Za-z][A-Za-z0-9_]{0,60})"
    rb"(?:[ \t\r\n][^<>]{0,2000}?)?(?P<own>/?)>(?P<text>[^<]*+)"
)
_EDGE: Final = re.compile(
    rb"<(?:!--|!\[CDATA\[|(?P<close>/?)"
    + _PREFIX
    + rb"(?P<name>Ntry|Bal|Stmt|Rpt|Ntfctn|Document)(?P<rest>[ \t\r\n]*+>|(?=[ \t\r\n/>])))"
)
_JUNK: Final = re.compile(rb"<?[^<]*+")
_SPACE: Final = re.compile(rb"[ \t\r\n]*+")
_SEALED: Final = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}


class Tag(NamedTuple):
    """A tag and the text behind it; without a `name`, bytes that are no tag."""

    name: str
    start: int
    text: int
    end: int
    close: bool = False
    own: bool = False  # it closes itself
    comment: bool = False


class Tags:
    """The tags of one file."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._nowhere: set[bytes] = set()

    def at(self, at: int) -> Tag:
        """Return what stands at `at`."""
        found = _TAG.match(self._data, at)
        if found:
            name = found["name"].decode()
            start, own = found.start("text"), bool(found["own"])
            return Tag(name, at, start, found.end(), bool(found["close"]), own)
        sealed = self._sealed(at, b"<!--")
        if sealed:
            return Tag("", at, at, self.after_space(sealed), comment=True)
        junk = _JUNK.match(self._data, at)
        return Tag("", at, at, junk.end() if junk else len(self._data))

    def end(self, tag: Tag) -> tuple[int, bool]:
        """Return where the element that begins with `tag` ends, and whether it is closed."""
        if tag.own:
            return self.after_space(tag.text), True
        at = tag.text
        while found := _EDGE.search(self._data, at):
            if found["name"] is None:
                at = self._sealed(found.start(), found[0]) or found.end()
                continue
            if found["close"] and found["name"].decode() == tag.name and found["rest"]:
                return self.after_space(found.end()), True
            return found.start(), False
        return len(self._data), False

    def blank(self, start: int, end: int) -> bool:
        """Tell whether white space is all there is from `start` up to `end`."""
        found = _SPACE.match(self._data, start, end)
        return found is not None and found.end() == end

    def after_space(self, at: int) -> int:
        """Return where the white space that begins at `at` ends."""
        found = _SPACE.match(self._data, at)
        return found.end() if found else at

    def _sealed(self, at: int, opening: bytes) -> int:
        """Return where the comment or CDATA at `at` ends, 0 if there is none."""
        closing = _SEALED[opening]
        if self._data[at : at + len(opening)] != opening or closing in self._nowhere:
            return 0
        found = self._data.find(closing, at + len(opening))
        if found < 0:
            self._nowhere.add(closing)
            return 0
        return found + len(closing)
