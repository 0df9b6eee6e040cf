"""Write small pictures with what a camera notes in them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

if TYPE_CHECKING:
    from collections.abc import Mapping

EXIF, GPS = 0x8769, 0x8825


def degrees(*parts: int) -> tuple[IFDRational, ...]:
    """Return an angle as a camera notes it, the last part in hundredths."""
    return IFDRational(parts[0], 1), IFDRational(parts[1], 1), IFDRational(parts[2], 100)


def picture(
    kind: str = "JPEG",
    *,
    first: Mapping[int, object] | None = None,
    exif: Mapping[int, object] | None = None,
    gps: Mapping[int, object] | None = None,
    size: tuple[int, int] = (4, 3),
) -> bytes:
    """Return a picture of one colour with the fields given."""
    noted = Image.Exif()
    noted.update(first or {})
    for ifd, fields in ((EXIF, exif), (GPS, gps)):
        if fields:
            noted.get_ifd(ifd).update(fields)
    held = BytesIO()
    with Image.new("RGB", size, (200, 180, 160)) as image:
        image.save(held, kind, exif=noted)
    return held.getvalue()
