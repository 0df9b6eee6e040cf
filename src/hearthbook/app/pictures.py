"""Small pictures of the photos of a book, made in a child process and held in memory.

They are on no disk, and are let go of when the diary is locked.
"""

from __future__ import annotations

import atexit
import os
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.entry import found
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.forks import House
from hearthbook.records.file import Photo

if TYPE_CHECKING:
    from hearthbook.app.household import Household

_HOUSE: Final = House("hearthbook.app.smaller")
atexit.register(_HOUSE.close)
_MOST: Final = 200  # pictures, some 40 kB each
_LARGEST: Final = 64 << 20  # bytes of a photo
_JPEG: Final = b"\xff\xd8\xff"
_SMALL: Final = 1 << 20


class Pictures:
    """What was made smaller since the diary was unlocked."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}
        self._turn = Lock()

    def clear(self) -> None:
        """Let go of all."""
        self._held.clear()

    def small(self, home: Household, *, book: str, ref: str) -> bytes:
        """Return a photo as a small JPEG, without what the camera wrote beside it.

        Raises:
            Failure: if there is no such photo, or no small picture can be made of it.
        """
        if ref not in self._held:
            made = _smaller(_whole(home, book, ref))
            with self._turn:
                while len(self._held) >= _MOST:
                    self._held.pop(next(iter(self._held)))
                self._held[ref] = made
        if not self._held[ref]:
            raise Failure("no-picture", Exit.NOT_READABLE, ref=ref)
        return self._held[ref]


def _whole(home: Household, book: str, ref: str) -> bytes:
    entry, _ = found(home, book=book, ref=ref)
    photo = entry.record
    if not isinstance(photo, Photo) or photo.origin.member or photo.size > _LARGEST:
        raise Failure("no-picture", Exit.NOT_READABLE, ref=ref)
    held = BytesIO()
    home.vault.originals.get(photo.origin.original, held)
    return held.getvalue()


def _smaller(raw: bytes) -> bytes:
    """Return what a child makes of `raw`; nothing if it is not the JPEG it has to be."""
    try:
        child = _HOUSE.begin(raw)
    except OSError:
        return b""
    try:
        with os.fdopen(child.said, "rb") as pipe:
            made = pipe.read(_SMALL + 1)
    finally:
        _HOUSE.end(child)
    return made if made.startswith(_JPEG) and len(made) <= _SMALL else b""
