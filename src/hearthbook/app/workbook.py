"""Open a workbook, which is a zip archive whose sheets name their texts in another member."""

from __future__ import annotations

from typing import IO
from typing import Final

from hearthbook.app.archive import members
from hearthbook.sources.sheet import SHEET
from hearthbook.sources.sheet import STRINGS
from hearthbook.sources.sheet import STYLES
from hearthbook.sources.sheet import WORKBOOK
from hearthbook.sources.sheet import Texts
from hearthbook.sources.sheet import counts_from_1904
from hearthbook.sources.sheet import shared_strings
from hearthbook.sources.sheet import sheet_head
from hearthbook.sources.sheet import styles_of_times

_PARTS: Final = frozenset({STRINGS, STYLES, WORKBOOK})
_FOLDER: Final = b"xl/"


class Workbook:
    """The texts of the sheets of an archive; none if it is no workbook."""

    def __init__(self, file: IO[bytes], head: bytes) -> None:
        """Look at an archive whose first bytes are `head`.

        Raises:
            BrokenArchiveError: if it cannot be opened.
        """
        self._texts: Texts | None = None
        if _FOLDER not in head:
            return
        parts = {
            one.path: one.data or b""
            for one in members(file, lambda name, _: name in _PARTS)
            if one.path in _PARTS
        }
        if WORKBOOK in parts:
            early = counts_from_1904(parts[WORKBOOK])
            times = styles_of_times(parts.get(STYLES, b"")) if early else None
            self._texts = Texts(shared_strings(parts.get(STRINGS, b"")), times)

    def texts(self, path: str) -> Texts | None:
        """Return what the cells of the member `path` name if it is a sheet, else None."""
        return self._texts if SHEET.fullmatch(path) else None

    def head(self, path: str, head: bytes) -> bytes:
        """Return what a reader knows a member by: of a sheet, its first row as text."""
        texts = self.texts(path)
        return head if texts is None else sheet_head(head, texts)
