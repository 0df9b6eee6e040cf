"""When a file of the family of MP4 was made: the box `mvhd` in `moov` (ISO/IEC 14496-12).

Its clock counts seconds since 1904-01-01, UTC. Zero is no time, and neither is one that lies
before there were such files or after they can have been made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.when import Moment
from hearthbook.records.when import Precision

if TYPE_CHECKING:
    from mmap import mmap

_SINCE_1904: Final = 2_082_844_800
_FIRST: Final = 946_684_800  # 2000-01-01
_LAST: Final = 1 << 33
_MOST: Final = 1_000


def made(data: bytes | mmap) -> Moment | None:
    """Return when the file says it was made, None if it does not say."""
    movie = _box(data, b"moov", 0, len(data))
    head = None if movie is None else _box(data, b"mvhd", *movie)
    if head is None:
        return None
    start, end = head
    wide = data[start : start + 1] == b"\x01"
    raw = data[start + 4 : min(end, start + (12 if wide else 8))]
    if len(raw) != (8 if wide else 4):
        return None
    seconds = int.from_bytes(raw, "big") - _SINCE_1904
    return Moment(seconds * 1000, Precision.SECOND) if _FIRST <= seconds < _LAST else None


def _box(data: bytes | mmap, kind: bytes, at: int, end: int) -> tuple[int, int] | None:
    """Return where the contents of the first box of a kind begin and end."""
    for _ in range(_MOST):
        if at + 8 > end:
            return None
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        stop = end if size == 0 else at + size
        if size and size < head:
            return None
        if data[at + 4 : at + 8] == kind:
            return at + head, min(stop, end)
        at = stop
    return None
