"""A mail as its headers and the tree of its parts (RFC 5322, 2045, 2046), cut by offsets.

1. Headers end at the first empty line, or at the first line that can be none.
2. A part with a boundary holds the parts between the boundary's lines. One whose boundary
   never comes is one part of text. One that is not closed goes on to the end, and is marked.
3. A mail within a mail is one part: its words are another's.
4. Parts within parts are followed twelve deep, and a thousand in all; what is deeper is one
   part, and the mail bears a mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.message import Mark
from hearthbook.sources.mail.text import text
from hearthbook.sources.mail.text import unfolded
from hearthbook.sources.mail.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADER: Final = re.compile(
    rb"([!-9;-~]{1,200}?)[ \t]*+:"
    rb"((?>(?:[^\r\n]++|\r(?!\n)|\r?\n[ \t]++)*))"
    rb"(?:\r?\n|\Z)"
)
_BLANK: Final = re.compile(rb"\r?\n")
_PARAM: Final = re.compile(
    rb";\s*+([A-Za-z0-9_.'-]{1,60})(\*\d{1,2})?(\*)?\s*+=\s*+"
    rb'("(?>(?:[^"\\]++|\\.)*)"?|=\?[^;"]*+|[^;\s]*+)',
    re.DOTALL,
)
_ESCAPED: Final = re.compile(rb"\\(.)", re.DOTALL)
_EXTENDED: Final = re.compile(rb"([^']*+)'[^']*+'(.*)", re.DOTALL)
_PERCENT: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
_DEEPEST: Final = 12
_MOST: Final = 1000


class Headers:
    """The headers of a mail or a part, in order."""

    def __init__(self, pairs: list[tuple[str, bytes]]) -> None:
        self._pairs = pairs

    def all(self, name: str) -> list[bytes]:
        """Return the values of every header `name` (in lower case), as bytes."""
        return [value for own, value in self._pairs if own == name]

    def raw(self, name: str) -> bytes:
        """Return the value of the first header `name`, nothing if there is none."""
        return next((value for own, value in self._pairs if own == name), b"")

    def said(self, name: str, marks: set[Mark]) -> str:
        """Return what the first header `name` says."""
        return words(self.raw(name), marks)


class Typed(NamedTuple):
    """A value with parameters, as `text/plain; charset=utf-8`."""

    value: str
    params: dict[str, str]


class Leaf(NamedTuple):
    """A part that holds no parts: its headers, its type, where its body stands."""

    headers: Headers
    type: Typed
    start: int
    end: int


def headers(raw: bytes, at: int, end: int) -> tuple[Headers, int]:
    """Return the headers that begin at `at`, and where the body does."""
    pairs = list[tuple[str, bytes]]()
    while at < end and not (blank := _BLANK.match(raw, at, end)):
        found = _HEADER.match(raw, at, end)
        if found is None:
            return Headers(pairs), at
        pairs.append((found[1].decode("ascii").lower(), found[2]))
        at = found.end()
    return Headers(pairs), at if at >= end else (blank.end() if blank else at)


def typed(raw: bytes, marks: set[Mark]) -> Typed:
    """Return a value and its parameters; those in pieces or in a charset are put together."""
    value, _, rest = unfolded(raw).partition(b";")
    held: dict[str, list[tuple[int, bool, bytes]]] = {}
    for found in _PARAM.finditer(b";" + rest):
        given = found[4]
        if given.startswith(b'"'):
            given = _ESCAPED.sub(rb"\1", given[1:].removesuffix(b'"'))
        piece = int(found[2][1:]) if found[2] else 0
        name = found[1].decode("ascii").lower()
        held.setdefault(name, []).append((piece, bool(found[3]), given))
    params = {name: _joined(sorted(pieces), marks) for name, pieces in held.items()}
    return Typed(words(value, marks).lower(), params)


def _joined(pieces: list[tuple[int, bool, bytes]], marks: set[Mark]) -> str:
    """Return a parameter that may be cut in pieces and written in a charset (RFC 2231)."""
    charset, raw = "", b""
    for piece, extended, given in pieces:
        found = _EXTENDED.fullmatch(given) if extended and piece == 0 else None
        if found is not None:
            charset = found[1].decode("latin-1") or "utf-8"
        part = given if found is None else found[2]
        raw += _PERCENT.sub(lambda sign: bytes([int(sign[1], 16)]), part) if extended else part
    return text(raw, charset, marks) if charset else words(raw, marks)


class Tree:
    """The parts of a mail."""

    def __init__(self, raw: bytes, marks: set[Mark]) -> None:
        self._raw, self._marks, self._count = raw, marks, 0

    def leaves(self, start: int, end: int, depth: int = 0) -> Iterator[Leaf]:
        """Yield the parts that hold no parts of what begins at `start`, in order."""
        own, body = headers(self._raw, start, end)
        kind = typed(own.raw("content-type"), self._marks)
        boundary = kind.params.get("boundary", "").rstrip()
        if kind.value.startswith("multipart/") and boundary:
            inner = self._inner(boundary, body, end)
            if inner and depth < _DEEPEST and self._count < _MOST:
                for first, last in inner:
                    yield from self.leaves(first, last, depth + 1)
                return
            self._marks.add(Mark.UNREAD_INSIDE)
        self._count += 1
        yield Leaf(own, kind, body, end)

    def _inner(self, boundary: str, start: int, end: int) -> list[tuple[int, int]]:
        named = re.escape(boundary.encode("utf-8", "surrogatepass"))
        line = re.compile(rb"(?:(?<=\n)|\A)--" + named + rb"(--)?[ \t]*(?:\r?\n|\Z)")
        found, last = list[tuple[int, int]](), -1
        for edge in line.finditer(self._raw, start, end):
            if last >= 0:
                found.append((last, _before(self._raw, last, edge.start())))
            last = edge.end()
            if edge[1] or len(found) > _MOST:
                return found
        if last >= 0:
            self._marks.add(Mark.CUT_OFF)
            found.append((last, end))
        return found


def _before(raw: bytes, start: int, end: int) -> int:
    """Return where a part ends: the line end before a boundary belongs to the boundary."""
    if end > start and raw[end - 1 : end] == b"\n":
        end -= 1
        if end > start and raw[end - 1 : end] == b"\r":
            end -= 1
    return end


def disposition(leaf: Leaf, marks: set[Mark]) -> Typed:
    """Return whether a part says that it is an attachment, and its name."""
    return typed(leaf.headers.raw("content-disposition"), marks)
