"""Open a workbook, which is a zip archive whose sheets name their texts in another member."""

from __future__ import annotations

from typing import IO
from typing import Final

from hearthbook.app.archive import members
from hearthbook.sources.sheet import SHEET
from hearthbook.sources.sheet import STRINGS
from hearthbook.sources.sheet import WORKBOOK
from hearthbook.sources.sheet import counts_from_1904
from hearthbook.sources.sheet import shared_strings
from hearthbook.sources.sheet import sheet_head

_FOLDER: Final = b"xl/"


class Workbook:
    """The texts of the sheets of an archive; none if it is no workbook."""

    def __init__(self, file: IO[bytes], head: bytes) -> None:
        """Look at an archive whose first bytes are `head`.

        Raises:
            BrokenArchiveError: if it cannot be opened.
        """
        self.strings: tuple[str, ...] | None = None
        if _FOLDER not in head:
            return
        parts = {
            one.path: one.data or b""
            for one in members(file, lambda name, _: name in {STRINGS, WORKBOOK})
            if one.path in {STRINGS, WORKBOOK}
        }
        if WORKBOOK in parts and not counts_from_1904(parts[WORKBOOK]):
            self.strings = shared_strings(parts.get(STRINGS, b""))

    def texts(self, path: str) -> tuple[str, ...] | None:
        """Return the texts that the member `path` names if it is a sheet, else None."""
        return self.strings if SHEET.fullmatch(path) else None

    def head(self, path: str, head: bytes) -> bytes:
        """Return what a reader knows a member by: of a sheet, its first row as text."""
        texts = self.texts(path)
        return head if texts is None else sheet_head(head, texts)
