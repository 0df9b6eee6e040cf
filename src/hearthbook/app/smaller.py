"""The child process that makes a small picture of a foreign one: no network, no writing.

It is handed the picture and answers with a JPEG, or with nothing. What a camera wrote beside
the picture, the place above all, is left behind.
"""

from __future__ import annotations

import os
import sys
from io import BytesIO
from typing import Final

import pi_heif  # type: ignore[import-untyped]  # no types
from PIL import Image
from PIL import ImageOps

from hearthbook.app.confine import confine
from hearthbook.app.confine import memory_for
from hearthbook.app.forks import keep

EDGE: Final = 480
_QUALITY: Final = 72
_SECONDS: Final = 20
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
_HEIF: Final = b"ftyp"


def main() -> None:
    """Be the house whose children each make one picture smaller."""
    keep(int(sys.argv[1]), _work)


def _work(asked: bytes, saying: int) -> None:
    confine(memory=memory_for(len(asked)), seconds=_SECONDS)
    small = smaller(asked)
    with os.fdopen(saying, "wb") as pipe:
        pipe.write(small)


def smaller(raw: bytes) -> bytes:
    """Return the picture `raw` as a JPEG no wider or higher than `EDGE` dots, upright.

    Raises:
        OSError: if it is no picture that can be read, and whatever else a decoder meets.
    """
    picture = _opened(raw)
    picture.draft("RGB", (EDGE, EDGE))  # a JPEG is then read at a fraction of its size
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((EDGE, EDGE))
    held = BytesIO()
    upright.convert("RGB").save(held, "JPEG", quality=_QUALITY)
    return held.getvalue()


def _opened(raw: bytes) -> Image.Image:
    if raw[4:8] != _HEIF:
        return Image.open(BytesIO(raw), formats=_FORMATS)
    found: Image.Image = pi_heif.open_heif(BytesIO(raw)).to_pillow()
    return found


if __name__ == "__main__":
    main()
