"""Hand foreign bytes to a library that wants a file, and take whatever it makes of them.

The libraries that know pictures, PDF and sound raise dozens of different errors on damaged
files, and warn of what they pass over. The file is kept whole either way; so what they cannot
tell is simply not known, and the reader marks it.
"""

from __future__ import annotations

import warnings
from io import SEEK_CUR
from io import SEEK_END
from io import SEEK_SET
from io import BufferedReader
from io import BytesIO
from io import RawIOBase
from typing import TYPE_CHECKING
from typing import TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from mmap import mmap
    from typing import BinaryIO

    from _typeshed import WriteableBuffer

T = TypeVar("T")


def asked(about: Callable[[BinaryIO], T], data: bytes | mmap) -> T | None:
    """Return what `about` finds in `data`, None if it fails in any way."""
    with warnings.catch_warnings(), _opened(data) as file:
        warnings.simplefilter("ignore")
        try:
            return about(file)
        except Exception:  # noqa: BLE001  # a foreign library on a hostile file: any error at all
            return None


def _opened(data: bytes | mmap) -> BinaryIO:
    """Return `data` as a file. A mapped one is not copied: a film may be of many gigabytes."""
    if isinstance(data, bytes):
        return BytesIO(data)
    return BufferedReader(_Mapped(data))


class _Mapped(RawIOBase):
    """The bytes of a mapped file, read from wherever one looks."""

    def __init__(self, data: mmap) -> None:
        self._data, self._at = data, 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to a place counted from the beginning, from here, or from the end."""
        base = {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: len(self._data)}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, room: WriteableBuffer) -> int:
        """Fill `room` with what stands here, as far as there is any, and go on behind it."""
        view = memoryview(room)
        found = self._data[self._at : self._at + len(view)]
        view[: len(found)] = found
        self._at += len(found)
        return len(found)
