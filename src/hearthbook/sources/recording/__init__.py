"""Reader of recordings: voice notes, voicemail, sound and film.

Keeps
    What the file says of itself: how long it lasts, its title, artist and comment, and when it
    was made, if it is of the family of MP4.
Checks
    Nothing beyond the file itself.
Cannot know
    Who speaks, and what is said: nothing is written down from sound. When a voice note was
    made whose messenger did not note it.
Leaves in the original
    The sound and the pictures, covers, all other tags.
Seen in the wild
    AMR of voicemail, which no tag reader knows: its frames are counted. Clocks of 1904. Films
    that are cut, whose length is that of the whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.file import Recording
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.sources.recording.lasting import lasting
from hearthbook.sources.recording.movie import made
from hearthbook.sources.whole import WholeFile
from hearthbook.sources.whole import document

if TYPE_CHECKING:
    from hearthbook.sources.contract import Original

_KINDS: Final = (
    (rb"#!AMR(?:-WB)?\n", "audio/amr"),
    (rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", "audio/mpeg"),
    (rb"OggS", "audio/ogg"),
    (rb"fLaC", "audio/flac"),
    (rb"RIFF.{4}WAVE", "audio/wav"),
    (rb"FORM.{4}AIF[FC]", "audio/aiff"),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "audio/x-ms-wma"),
    (rb".{4}ftyp(?:M4A |M4B |M4P )", "audio/mp4"),
    (rb".{4}ftyp(?:3g[2gpr]|3ge)", "video/3gpp"),
    (rb".{4}ftypqt  ", "video/quicktime"),
    (rb".{4}ftyp(?:mp4[12]|isom|iso[2-9]|avc1|MSNV|M4V |dash|f4v |mmp4)", "video/mp4"),
    (rb"\x1aE\xdf\xa3", "video/webm"),
)
_SIGNS: Final = tuple((re.compile(sign, re.DOTALL), kind) for sign, kind in _KINDS)


class RecordingFile(WholeFile):
    """Reader of sound and film."""

    name = "recording"
    version = 1

    def kind(self, head: bytes) -> str | None:
        """Return which kind of sound or film `head` opens, None if none."""
        return next((kind for sign, kind in _SIGNS if sign.match(head)), None)

    def record(self, original: Original, kind: str) -> Recording:
        """Return the recording with what it says of itself."""
        whole, said = document(original, kind), lasting(original.data, kind)
        return Recording(
            name=whole.name,
            media_type=kind,
            size=whole.size,
            sha256=whole.sha256,
            origin=whole.origin,
            when=made(original.data) if original.data[4:8] == b"ftyp" else None,
            milliseconds=said.milliseconds,
            title=said.title,
            artist=said.artist,
            comment=said.comment,
            marks=in_order({Mark.UNREAD_INSIDE} if said.unknown else set()),
        )
