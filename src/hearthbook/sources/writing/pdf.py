"""What a PDF says of itself: its document information (ISO 32000-1, 14.3.3) and its pages.

No page is unpacked. What a newer program writes as XMP is in the original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.sources.writing.told import Told
from hearthbook.sources.writing.told import date
from hearthbook.sources.writing.told import words

if TYPE_CHECKING:
    from typing import BinaryIO


def told(file: BinaryIO) -> Told:
    """Return what the PDF in `file` says of itself; whatever pikepdf raises goes through."""
    import pikepdf  # noqa: PLC0415  # nothing but a PDF needs it

    with pikepdf.open(file) as pdf:
        info = {str(name): str(value) for name, value in pdf.docinfo.items()}
        program = info.get("/Producer") or info.get("/Creator")
        return Told(
            made=date(info.get("/CreationDate")),
            changed=date(info.get("/ModDate")),
            title=words(info.get("/Title")),
            author=words(info.get("/Author")),
            program=words(program),
            pages=len(pdf.pages),
        )
