"""Make small documents of pages."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from typing import Final
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile
from zipfile import ZipInfo

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Mapping

_CORE: Final = (
    '<cp:coreProperties xmlns:cp="urn:c" xmlns:dc="urn:d" xmlns:dcterms="urn:t">%s'
    "</cp:coreProperties>"
)
_APP: Final = '<Properties xmlns="urn:p">%s</Properties>'


def pdf(info: Mapping[str, str], *, pages: int = 1, password: str = "") -> bytes:
    """Return a PDF of empty pages with the information given."""
    held = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(200, 300))
        for name, value in info.items():
            document.docinfo[pikepdf.Name(name)] = value
        lock = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(held, encryption=lock, deterministic_id=not password)
    return held.getvalue()


def docx(core: str = "", app: str = "") -> bytes:
    """Return a DOCX of no words with the properties given."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": "<w/>",
        "docProps/core.xml": _CORE % core,
        "docProps/app.xml": _APP % app,
    }
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED)
    return held.getvalue()
