"""Pictures made by hand, and ways to join them to an entry."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from hearthbook.app.attaching import attach
from hearthbook.app.received import Received

if TYPE_CHECKING:
    from hearthbook.app.household import Household

_GPS = 0x8825


def picture(colour: str, *, place: bool = False) -> bytes:
    """Return a small photo; its camera noted where it was, if `place`."""
    made, held = Image.new("RGB", (24, 16), colour), BytesIO()
    exif = Image.Exif()
    if place:
        exif.get_ifd(_GPS).update({1: "N", 2: (52.0, 31.0, 12.0)})
        exif.get_ifd(_GPS).update({3: "E", 4: (13.0, 24.0, 36.0)})
    made.save(held, "JPEG", exif=exif)
    return held.getvalue()


def joined(home: Household, ref: str, name: str, raw: bytes, book: str = "record") -> str:
    """Join a file to an entry and return its SHA-256."""
    held = Received(name)
    held.write(raw)
    try:
        return attach(home, held=held, ref=ref, book=book)
    finally:
        held.close()
