"""Where the rows of a workbook's sheet begin and end, and what stands in their cells.

1. A sheet is one member of a workbook, which is a zip archive: the places of its rows count
   that member's own bytes. What lies between rows, and a row without texts, is a frame.
2. Texts stand in a member of their own, `sharedStrings.xml`, and cells name them by number.
3. Numbers stay as they are written, without an exponent. Whether one is a time, the column
   says.
4. A row with a formula is a snag: what it shows was worked out, and not written by anybody.
5. Workbooks that count days from 1904 are not read as tables; nor are sheets whose elements
   bear a prefix, which no spreadsheet in wide use writes.

Format: ECMA-376, part 1, section 18.
"""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.provenance import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap
    from typing import TypeAlias

    SheetRow: TypeAlias = tuple[int, int, tuple[str, ...], Reason | None]

SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
STRINGS: Final = "xl/sharedStrings.xml"
WORKBOOK: Final = "xl/workbook.xml"
_LONGEST: Final = 1 << 16
_ROW: Final = re.compile(rb"<row\b[^>]{0,500}?(?:/>|>)")
_ROW_END: Final = b"</row>"
_CELL: Final = re.compile(r"<c\b([^>]{0,500}?)(?:/>|>((?>(?:[^<]++|<(?!/?c\b))*))</c>)")
_PLACE: Final = re.compile(r'\br="([A-Z]{1,2})[0-9]{1,7}"')
_TYPE: Final = re.compile(r'\bt="([A-Za-z]{1,12})"')
_VALUE: Final = re.compile(r"<v\b[^>]{0,80}>([^<]*)</v>")
_TEXT: Final = re.compile(r"<t\b[^>]{0,80}?(?:/>|>([^<]*)</t>)")
_ITEM: Final = re.compile(r"<si\b[^>]{0,80}?(?:/>|>((?>(?:[^<]++|<(?!/?si\b))*))</si>)")
_SPOKEN: Final = re.compile(r"<rPh\b(?>(?:[^<]++|<(?!/?rPh\b))*)</rPh>")
_FROM_1904: Final = re.compile(rb'\bdate1904="(?:1|true)"')
_WITH_EXPONENT: Final = re.compile(r"-?[0-9](?:\.[0-9]{1,17})?[eE][-+]?[0-9]{1,2}")


def shared_strings(raw: bytes) -> tuple[str, ...]:
    """Return the texts of a workbook, in order."""
    text = raw.decode("utf-8", "replace")
    items = (_SPOKEN.sub("", found[1] or "") for found in _ITEM.finditer(text))
    return tuple(_joined(item) for item in items)


def counts_from_1904(raw: bytes) -> bool:
    """Tell whether the workbook described in `raw` counts its days from 1904."""
    return _FROM_1904.search(raw) is not None


def sheet_head(head: bytes, strings: tuple[str, ...]) -> bytes:
    """Return the first row of a sheet as a line of a text file, nothing if it has none."""
    for _, _, cells, reason in sheet_rows(head, strings):
        if any(cells) and reason is None:
            quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
            return ",".join(quoted).encode() + b"\n"
    return b""


def sheet_rows(data: bytes | mmap, strings: tuple[str, ...]) -> Iterator[SheetRow]:
    """Yield the rows of a sheet and what lies between them, from first byte to last."""
    at = 0
    for found in _ROW.finditer(data):
        start, end = found.span()
        if start < at:
            continue  # within a row that was taken whole
        if start > at:
            yield at, start, (), None
        if not found[0].endswith(b"/>"):
            close = data.find(_ROW_END, end, start + _LONGEST)
            if close < 0:
                far = data.find(_ROW_END, end)
                end = far + len(_ROW_END) if far >= 0 else len(data)
                yield start, end, (), Reason.CUT_OFF if far < 0 else Reason.TOO_LONG
                at = end
                continue
            end = close + len(_ROW_END)
        yield start, end, *_cells(data[start:end].decode("utf-8", "replace"), strings)
        at = end
    if at < len(data):
        yield at, len(data), (), None


def _cells(row: str, strings: tuple[str, ...]) -> tuple[tuple[str, ...], Reason | None]:
    found: dict[int, str] = {}
    for cell in _CELL.finditer(row):
        place = _PLACE.search(cell[1])
        column = len(found) if place is None else _column(place[1])
        if "<f" in (cell[2] or ""):
            return (), Reason.UNKNOWN_ELEMENT
        text = _shown(cell, strings)
        if text is None or column in found:
            return (), Reason.BROKEN_MARKUP
        found[column] = text
    return tuple(found.get(column, "") for column in range(max(found, default=-1) + 1)), None


def _shown(cell: re.Match[str], strings: tuple[str, ...]) -> str | None:
    """Return what a cell holds; None if it names a text that is not there."""
    kind = _TYPE.search(cell[1])
    inner = cell[2] or ""
    if kind is not None and kind[1] == "inlineStr":
        return _joined(_SPOKEN.sub("", inner))
    value = _VALUE.search(inner)
    text = "" if value is None else unescape(value[1]).strip()
    if kind is not None and kind[1] == "s":
        known = text.isascii() and text.isdigit() and len(text) < 9 and int(text) < len(strings)
        return strings[int(text)] if known else None
    return _number(text) if kind is None or kind[1] == "n" else text


def _number(text: str) -> str:
    """Return a number without an exponent, to the fifteenth decimal."""
    if not _WITH_EXPONENT.fullmatch(text):
        return text
    number = Fraction(text)
    whole, rest = divmod(abs(number) * 10**15, 10**15)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{int(rest):015d}".rstrip("0").rstrip(".")


def _joined(inner: str) -> str:
    return unescape("".join(found[1] or "" for found in _TEXT.finditer(inner))).strip()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
