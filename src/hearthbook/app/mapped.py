"""A large file in memory only where it is being read.

A mapped page stays in memory once it was looked at. A reader goes through its file from front
to back, once or a few times; so every now and then all pages are given back, and those still
wanted come again from the system's own store of the file. What a reader holds then does not
grow with the file.
"""

from __future__ import annotations

import mmap
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from threading import Thread
from typing import TYPE_CHECKING
from typing import Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_SMALL: Final = 16 << 20  # bytes; a smaller file may stay
_EVERY: Final = timedelta(milliseconds=20).total_seconds()


@contextmanager
def mapped(file: BufferedReader) -> Iterator[mmap.mmap]:
    """Yield the bytes of `file`, which must not be empty."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if len(data) <= _SMALL:
            yield data
            return
        ended = Event()
        giving = Thread(target=_give_back, args=(data, ended), daemon=True)
        giving.start()
        try:
            yield data
        finally:
            ended.set()
            giving.join()


def _give_back(data: mmap.mmap, ended: Event) -> None:
    while not ended.wait(_EVERY):
        data.madvise(mmap.MADV_DONTNEED)
