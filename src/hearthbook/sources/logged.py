"""A database together with the write-ahead log beside it: the bytes that SQLite would see.

1. The log holds pages in the order in which they were written. A page counts if it bears the
   log's own two salts and if the sum over all bytes up to it is right, and only up to the last
   page that ends a transaction. The last one of each number is the page.
2. What comes behind is what an earlier round of the log left over, or what was never finished.
   It is no part of the database.
3. Neither file is changed, and no third one is made.

Format: https://www.sqlite.org/fileformat2.html, 4.1 and 4.2
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

if TYPE_CHECKING:
    from mmap import mmap

_BIG: Final = 0x377F0683
_LITTLE: Final = 0x377F0682
_HEADER: Final = struct.Struct(">8I")
_FRAME: Final = struct.Struct(">6I")
_PAGE_SIZE: Final = struct.Struct(">H")
_MASK: Final = 0xFFFFFFFF
_LARGEST: Final = 1 << 16
_SMALLEST: Final = 512


class Committed(NamedTuple):
    """What of a log counts: where its pages stand, how many the database has, where it ends."""

    page_size: int
    places: dict[int, int]  # by page number from 1
    pages: int
    end: int


class Logged:
    """The bytes of a database as they are with its log; slices of it are bytes."""

    def __init__(self, data: bytes | mmap, log: bytes | mmap, found: Committed) -> None:
        """Lay what `found` says of `log` over `data`."""
        self._data, self._log, self._found = data, log, found

    def __len__(self) -> int:
        """Return how long the database is."""
        return self._found.pages * self._found.page_size

    def __getitem__(self, place: slice) -> bytes:
        """Return the bytes from one place up to another."""
        start, stop, _ = place.indices(len(self))
        size = self._found.page_size
        first = start // size
        parts = [self._page(one) for one in range(first, -(-stop // size))]
        return b"".join(parts)[start - first * size : stop - first * size]

    def _page(self, number: int) -> bytes:
        size, at = self._found.page_size, self._found.places.get(number + 1)
        if at is not None:
            return self._log[at : at + size]
        return self._data[number * size : (number + 1) * size].ljust(size, b"\0")


def committed(data: bytes | mmap, log: bytes | mmap) -> Committed | None:
    """Return what of `log` counts; None if nothing does, or it is of another database."""
    if len(log) < _HEADER.size:
        return None
    magic, _, size, _, *salts, first, second = _HEADER.unpack(log[: _HEADER.size])
    if magic not in {_BIG, _LITTLE} or size != _page_size(data):
        return None
    order = ">" if magic == _BIG else "<"
    total = _sum(log[:24], order, (0, 0))
    return _pages(log, size, order, tuple(salts), total) if total == (first, second) else None


def _page_size(data: bytes | mmap) -> int:
    raw = data[16:18]
    (size,) = _PAGE_SIZE.unpack(raw) if len(raw) == _PAGE_SIZE.size else (0,)
    size = _LARGEST if size == 1 else size
    return size if size >= _SMALLEST and size & (size - 1) == 0 else 0


def _pages(
    log: bytes | mmap, size: int, order: str, salts: tuple[int, ...], total: tuple[int, int]
) -> Committed | None:
    found: Committed | None = None
    places: dict[int, int] = {}
    begun: dict[int, int] = {}  # pages of a transaction whose end has not been met
    step = _FRAME.size + size
    for at in range(_HEADER.size, len(log) - step + 1, step):
        head = log[at : at + _FRAME.size]
        number, pages, *own = _FRAME.unpack(head)
        total = _sum(head[:8] + log[at + _FRAME.size : at + step], order, total)
        if not number or (*salts, *total) != tuple(own):
            break
        begun[number] = at + _FRAME.size
        if pages:
            places.update(begun)
            begun.clear()
            found = Committed(size, places, pages, at + step)
    return found


def _sum(raw: bytes, order: str, total: tuple[int, int]) -> tuple[int, int]:
    """Return the log's running sum, gone on with over `raw`."""
    first, second = total
    words = struct.unpack(f"{order}{len(raw) // 4}I", raw)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & _MASK
        second = (second + odd + first) & _MASK
    return first, second
