"""Reader of photos: JPEG, PNG, HEIC, WebP and GIF.

Keeps
    What the file says of itself: when it was taken by the camera's clock, the camera, the
    program, its size in points, and, withheld from papers, where it was taken.
Checks
    Whether the satellites' time lies far from the camera's, if both are there: a mark says so.
Cannot know
    Whether any of it is true: clocks are set wrong, and programs write what they like. What
    the picture shows. When a picture was taken whose messenger took such data away.
Leaves in the original
    The picture itself, which is never unpacked, previews, makers' notes, all other fields.
Seen in the wild
    A time without an offset, which is a clock's reading and no moment; zeros for no time;
    fields cut off; a rotated picture whose size is that before turning.

Fields: Exif 3.0, https://www.cipa.jp/std/documents/download_e.html?CIPA_DC-008-2024-E
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import nfc
from hearthbook.records.file import Photo
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Moment
from hearthbook.sources.photo.exif import described
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_KINDS: Final = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb".{4}ftyp(?:hei[csxm]|hev[cmx]|mif[12]|msf1)", re.DOTALL), "image/heic"),
)
_FAR: Final = 600_000


class PhotoFile:
    """Reader of photos."""

    name = "photo"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a picture."""
        del name
        return _kind(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: a camera's clock without an offset stays one."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield the photo, or a snag if it is none."""
        del answers
        if not original.data:
            return
        kind = _kind(original.data[:64])
        if kind is None:
            yield Snag(origin(original, 0, len(original.data)), Reason.NO_ENTRY)
        else:
            yield _photo(original, kind)


def _kind(head: bytes) -> str | None:
    return next((kind for sign, kind in _KINDS if sign.match(head)), None)


def _photo(original: Original, kind: str) -> Photo:
    said = described(original.data, kind)
    marks = set(said.marks)
    both = isinstance(said.when, Moment) and said.by_satellite is not None
    if both and isinstance(said.when, Moment) and said.by_satellite is not None:
        far = abs(said.when.ms - said.by_satellite.ms) > _FAR
        marks |= {Mark.TIMES_DIFFER} if far else set()
    return Photo(
        name=nfc((original.member or original.name).rpartition("/")[2]),
        media_type=kind,
        size=len(original.data),
        sha256=sha256(original.data).hexdigest(),
        origin=origin(original, 0, len(original.data)),
        when=said.when,
        by_satellite=said.by_satellite,
        camera=said.camera,
        program=said.program,
        width=said.width,
        height=said.height,
        whereabouts=said.whereabouts,
        marks=in_order(marks),
    )
