"""Make small recordings: sound of nothing, in the shapes that phones write."""

from __future__ import annotations

import struct
import wave
from io import BytesIO
from typing import Final

SINCE_1904: Final = 2_082_844_800
_MODE_7: Final = b"\x3c" + bytes(31)  # a frame of the best narrow sound


def amr(frames: int, *, wide: bool = False) -> bytes:
    """Return so many frames of 20 ms."""
    frame = b"\x44" + bytes(60) if wide else _MODE_7
    return (b"#!AMR-WB\n" if wide else b"#!AMR\n") + frame * frames


def wav(milliseconds: int) -> bytes:
    """Return silence of that length, 8,000 samples a second."""
    held = BytesIO()
    with wave.open(held, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(8000)
        out.writeframes(b"\x80" * (8 * milliseconds))
    return held.getvalue()


def box(kind: bytes, *inner: bytes) -> bytes:
    """Return a box of MP4."""
    body = b"".join(inner)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def m4a(made: int, milliseconds: int, *, wide: bool = False, brand: bytes = b"M4A ") -> bytes:
    """Return a voice note made so many seconds after 1970, without any sound in it."""
    times = struct.pack(">QQIQ" if wide else ">IIII", made, made, 1000, milliseconds)
    head = box(b"mvhd", bytes([wide, 0, 0, 0]), times, bytes(80))
    return box(b"ftyp", brand, bytes(4), b"isom") + box(b"free") + box(b"moov", head)
