"""What a DOCX says of itself: `docProps/core.xml` and `app.xml` (ECMA-376, part 2, 11).

Nothing else is unpacked, and of these two no more than a document's properties need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from zipfile import ZipFile

from lxml import etree

from hearthbook.sources.writing.told import Told
from hearthbook.sources.writing.told import date
from hearthbook.sources.writing.told import words

if TYPE_CHECKING:
    from typing import BinaryIO

_MOST: Final = 1 << 20


def told(file: BinaryIO) -> Told:
    """Return what the DOCX in `file` says of itself; whatever zipfile raises goes through."""
    with ZipFile(file) as archive:
        core = _properties(archive, "docProps/core.xml")
        app = _properties(archive, "docProps/app.xml")
    pages = app.get("Pages", "")
    return Told(
        made=date(core.get("created")),
        changed=date(core.get("modified")),
        title=words(core.get("title")),
        author=words(core.get("creator")),
        program=words(app.get("Application")),
        pages=int(pages) if pages.isascii() and pages.isdigit() and len(pages) < 7 else None,
    )


def _properties(archive: ZipFile, name: str) -> dict[str, str]:
    """Return the properties in a part, by their names without their space of names."""
    if name not in archive.namelist():
        return {}
    with archive.open(name) as part:
        raw = part.read(_MOST + 1)
    if len(raw) > _MOST:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(raw, parser)  # no entities, no network, a megabyte at most
    return {
        etree.QName(one).localname: one.text or "" for one in root if isinstance(one.tag, str)
    }
