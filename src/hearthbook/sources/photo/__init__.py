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
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.file import Photo
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.when import Moment
from hearthbook.sources.photo.exif import described
from hearthbook.sources.whole import WholeFile
from hearthbook.sources.whole import document

if TYPE_CHECKING:
    from hearthbook.sources.contract import Original

_KINDS: Final = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb".{4}ftyp(?:hei[csxm]|hev[cmx]|mif[12]|msf1)", re.DOTALL), "image/heic"),
)
_FAR: Final = 600_000


class PhotoFile(WholeFile):
    """Reader of photos."""

    name = "photo"
    version = 1

    def kind(self, head: bytes) -> str | None:
        """Return which kind of picture `head` opens, None if none."""
        return next((kind for sign, kind in _KINDS if sign.match(head)), None)

    def record(self, original: Original, kind: str) -> Photo:
        """Return the picture with what it says of itself."""
        whole, said = document(original, kind), described(original.data, kind)
        marks = set(said.marks)
        if isinstance(said.when, Moment) and said.by_satellite is not None:
            far = abs(said.when.ms - said.by_satellite.ms) > _FAR
            marks |= {Mark.TIMES_DIFFER} if far else set()
        return Photo(
            name=whole.name,
            media_type=kind,
            size=whole.size,
            sha256=whole.sha256,
            origin=whole.origin,
            when=said.when,
            by_satellite=said.by_satellite,
            camera=said.camera,
            program=said.program,
            width=said.width,
            height=said.height,
            whereabouts=said.whereabouts,
            marks=in_order(marks),
        )
