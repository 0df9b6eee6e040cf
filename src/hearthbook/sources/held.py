"""Hand foreign bytes to a library that wants a file, and take whatever it makes of them.

The libraries that know pictures, PDF and sound raise dozens of different errors on damaged
files, and warn of what they pass over. The file is kept whole either way; so what they cannot
tell is simply not known, and the reader marks it.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING
from typing import TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from mmap import mmap
    from typing import BinaryIO

T = TypeVar("T")


def asked(about: Callable[[BinaryIO], T], data: bytes | mmap) -> T | None:
    """Return what `about` finds in `data`, None if it fails in any way."""
    with warnings.catch_warnings(), BytesIO(data) as file:
        warnings.simplefilter("ignore")
        try:
            return about(file)
        except Exception:  # noqa: BLE001  # a foreign library on a hostile file: any error at all
            return None
