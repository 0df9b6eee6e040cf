"""Where each record of a page begins and ends.

1. A record is an element `div` of the class `message` or `haudio`, and the white space after
   it. Frames are all else, unless they hold what only a record does.
2. A record whose end is missing ends where the next one begins.
3. A page without its last tag was not written to its end: its last bytes are a snag; if they
   are a whole record, that record bears a mark.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.provenance import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

LONGEST: Final = 8 << 20  # bytes of one record
_RECORD: Final = re.compile(rb'<div\s++class="(?:message|haudio)"\s*+>')
_DIV: Final = re.compile(rb"<(/?)div(?=[\s/>])[^<>]*+>")
_SPACE: Final = re.compile(rb"[ \t\r\n]*+")
_TOLD: Final = re.compile(rb'<q[\s>]|class="(?:dt|published)"')
_END: Final = re.compile(rb"</html\s*+>")


class Piece(NamedTuple):
    """A stretch of a page: a snag if it has a `reason`, else a record or a frame."""

    start: int
    end: int
    record: bool = False
    reason: Reason | None = None
    last: bool = False  # the page stops right behind it, without its last tag


def cut(data: bytes | mmap) -> Iterator[Piece]:
    """Yield the pieces of a page, in order."""
    size = len(data)
    starts = [found.start() for found in _RECORD.finditer(data)]
    whole = _END.search(data, starts[-1] if starts else 0) is not None
    at = 0
    for start, after in pairwise([*starts, size]):
        if start < at:
            continue  # within the one before
        if start > at:
            yield _between(data, at, start)
        piece = _record(data, start, after)
        at = piece.end
        yield piece if at < size else _cut_off(piece)
    if at < size:
        piece = _between(data, at, size)
        if not starts:
            piece = piece._replace(reason=Reason.NO_ENTRY)
        elif not whole:
            piece = piece._replace(reason=Reason.CUT_OFF)
        yield piece


def _between(data: bytes | mmap, start: int, end: int) -> Piece:
    told = _TOLD.search(data, start, end)
    return Piece(start, end, reason=None if told is None else Reason.UNKNOWN_ELEMENT)


def _record(data: bytes | mmap, start: int, bound: int) -> Piece:
    depth = 0
    for found in _DIV.finditer(data, start, bound):
        depth += -1 if found[1] else 1
        if depth == 0:
            space = _SPACE.match(data, found.end())
            end = found.end() if space is None else space.end()
            if end - start > LONGEST:
                return Piece(start, end, reason=Reason.TOO_LONG)
            return Piece(start, end, record=True)
    return Piece(start, bound, reason=Reason.BROKEN_MARKUP)


def _cut_off(piece: Piece) -> Piece:
    """Return `piece`, which reaches the end of a page, saying that the page goes on."""
    if piece.record:
        return piece._replace(last=True)
    cut_off = piece.reason is Reason.BROKEN_MARKUP
    return piece._replace(reason=Reason.CUT_OFF) if cut_off else piece
