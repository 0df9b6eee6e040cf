"""How long a recording lasts, and its tags: by tinytag, and by counting the frames of AMR.

A frame of AMR is a byte that tells its size, and the rest; each lasts 20 ms (RFC 4867, 5.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.text import nfc
from hearthbook.sources.held import asked

if TYPE_CHECKING:
    from mmap import mmap
    from typing import BinaryIO

_NARROW: Final = (b"#!AMR\n", (13, 14, 16, 18, 20, 21, 27, 32, 6))
_WIDE: Final = (b"#!AMR-WB\n", (18, 24, 33, 37, 41, 47, 51, 59, 61, 6))
_NO_DATA: Final = (14, 15)  # frames without content, a byte each
_FRAME_MS: Final = 20
_LONGEST: Final = 1_000


class Lasting(NamedTuple):
    """What a recording says of itself; None and empty: it does not say."""

    milliseconds: int | None = None
    title: str = ""
    artist: str = ""
    comment: str = ""
    unknown: bool = False


def lasting(data: bytes | mmap, kind: str) -> Lasting:
    """Return how long `data` of the type `kind` lasts, and its tags."""
    if kind == "audio/amr":
        frames = _frames(data)
        return Lasting(frames * _FRAME_MS if frames else None, unknown=not frames)
    if kind == "video/webm":
        return Lasting(unknown=True)
    return asked(_tags, data) or Lasting(unknown=True)


def _tags(file: BinaryIO) -> Lasting:
    from tinytag import TinyTag  # noqa: PLC0415  # nothing but a recording needs it

    found = TinyTag.get(file_obj=file)
    length = found.duration
    known = length is not None and 0 <= length < 1 << 31
    return Lasting(
        milliseconds=round(length * 1000) if known and length is not None else None,
        title=_words(found.title),
        artist=_words(found.artist),
        comment=_words(found.comment),
        unknown=not known,
    )


def _words(value: str | None) -> str:
    said = (value or "").encode("utf-8", "replace").decode()
    return nfc(said.strip("\0 \r\n\t")[:_LONGEST])


def _frames(data: bytes | mmap) -> int:
    """Return how many whole frames of speech there are; 0 if one is none."""
    header, sizes = _WIDE if data[: len(_WIDE[0])] == _WIDE[0] else _NARROW
    at, frames = len(header), 0
    while at < len(data):
        mode = data[at] >> 3 & 15
        size = 1 if mode in _NO_DATA else sizes[mode] if mode < len(sizes) else 0
        if not size:
            return 0
        at += size
        frames += at <= len(data)
    return frames
