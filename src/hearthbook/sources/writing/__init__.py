"""Reader of documents of pages: PDF, and Word's DOCX.

Keeps
    What the file says of itself: title, author, when and with which program it was made and
    changed, and how many pages it has.
Checks
    That a PDF can be opened; one that is locked or damaged is kept whole and marked.
Cannot know
    Whether any of it is true: a date is what a program wrote. What the pages say: no text is
    taken out of them, for a wrong one would be worse than none.
Leaves in the original
    All its pages, pictures, forms, signatures, earlier versions.
Seen in the wild
    Dates without an offset; the title of the template in place of the document's; a count of
    pages in DOCX that nobody has brought up to date.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import nfc
from hearthbook.records.file import Writing
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.held import asked
from hearthbook.sources.pieces import origin
from hearthbook.sources.writing import docx
from hearthbook.sources.writing import pdf
from hearthbook.sources.writing.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"
_WORD: Final = (b"word/", b"[Content_Types].xml")
_HEAD: Final = 1 << 16
_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class WritingFile:
    """Reader of documents of pages."""

    name = "writing"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a PDF or a DOCX."""
        del name
        return _kind(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: a date without an offset stays a clock's reading."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield the document, or a snag if it is none."""
        del answers
        if not original.data:
            return
        place = origin(original, 0, len(original.data))
        kind = _kind(original.data[:_HEAD])
        if kind is None:
            yield Snag(place, Reason.NO_ENTRY)
            return
        told = asked(pdf.told if kind == "pdf" else docx.told, original.data)
        said = told or Told()
        yield Writing(
            name=nfc((original.member or original.name).rpartition("/")[2]),
            media_type=_TYPES[kind],
            size=len(original.data),
            sha256=sha256(original.data).hexdigest(),
            origin=place,
            when=said.made,
            changed=said.changed,
            title=said.title,
            author=said.author,
            program=said.program,
            pages=said.pages,
            marks=in_order({Mark.UNREAD_INSIDE} if told is None else set()),
        )


def _kind(head: bytes) -> str | None:
    if head.startswith(_PDF):
        return "pdf"
    zipped = head.startswith(_ZIP) and all(sign in head for sign in _WORD)
    return "docx" if zipped else None
