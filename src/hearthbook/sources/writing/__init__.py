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

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.file import Writing
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.sources.held import asked
from hearthbook.sources.whole import WholeFile
from hearthbook.sources.whole import document
from hearthbook.sources.writing import docx
from hearthbook.sources.writing import pdf
from hearthbook.sources.writing.told import Told

if TYPE_CHECKING:
    from hearthbook.sources.contract import Original

_PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"
_WORD: Final = (b"word/", b"[Content_Types].xml")
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class WritingFile(WholeFile):
    """Reader of documents of pages."""

    name = "writing"
    version = 1

    def kind(self, head: bytes) -> str | None:
        """Return which kind of document `head` opens, None if none."""
        if head.startswith(_PDF):
            return "application/pdf"
        zipped = head.startswith(_ZIP) and all(sign in head for sign in _WORD)
        return _DOCX if zipped else None

    def record(self, original: Original, kind: str) -> Writing:
        """Return the document with what it says of itself."""
        whole = document(original, kind)
        told = asked(docx.told if kind == _DOCX else pdf.told, original.data)
        said = told or Told()
        return Writing(
            name=whole.name,
            media_type=kind,
            size=whole.size,
            sha256=whole.sha256,
            origin=whole.origin,
            when=said.made,
            changed=said.changed,
            title=said.title,
            author=said.author,
            program=said.program,
            pages=said.pages,
            marks=in_order({Mark.UNREAD_INSIDE} if told is None else set()),
        )
