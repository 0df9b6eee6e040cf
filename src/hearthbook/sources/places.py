"""Find a pattern in a large file, a window at a time.

A mapped page that was looked at stays in memory until it is given back. One search through a
gigabyte gives nobody the time for that; between two windows there is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

_WINDOW: Final = 1 << 20
_BEYOND: Final = 1 << 16  # how far what begins in a window may reach beyond it and be found


def places(
    pattern: re.Pattern[bytes], data: bytes | mmap, start: int = 0, end: int | None = None
) -> Iterator[re.Match[bytes]]:
    """Yield where `pattern` stands in `data` from `start` up to `end`, as `finditer` does."""
    size = len(data) if end is None else min(end, len(data))
    at = start
    while at < size:
        limit = at + _WINDOW
        edge = min(limit + _BEYOND, size)
        for found in pattern.finditer(data, at, edge):
            if found.start() >= limit:
                break
            if found.end() == edge < size:  # it may go on
                found = pattern.match(data, found.start(), size) or found  # noqa: PLW2901  # the same place, whole
            yield found
            limit = max(limit, found.end())
        at = limit


class Ahead:
    """Finds the places of a pattern one after the other, and looks at no byte twice.

    No place of the pattern may begin within another one.
    """

    def __init__(self, data: bytes | mmap, pattern: bytes) -> None:
        self._data, self._pattern = data, re.compile(pattern)
        self._places = places(self._pattern, data)
        self._next: re.Match[bytes] | None = next(self._places, None)

    def at(self, at: int) -> re.Match[bytes] | None:
        """Return the first place that begins at `at` or later."""
        if self._next is not None and self._next.start() < at:
            self._next = next(self._places, None)
        if self._next is not None and self._next.start() < at:
            self._places = places(self._pattern, self._data, at)  # much was passed over
            self._next = next(self._places, None)
        return self._next
