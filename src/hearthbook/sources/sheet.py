"""Where the rows of a workbook's sheet begin and end, and what stands in their cells.

1. A sheet is one member of a workbook, which is a zip archive: the places of its rows count
   that member's own bytes. What lies between rows, and a row without texts, is a frame.
2. Texts stand in a member of their own, `sharedStrings.xml`, and cells name them by number.
3. Numbers stay as they are written, without an exponent. Whether one is a time, the column
   says.
4. A row with a formula is a snag: what it shows was worked out, and not written by anybody.
5. Some workbooks count days from 1904, 1,462 fewer than others. There a number in a cell that
   the workbook shows as a day or a time is counted over; a row with another number that could
   be a day is a snag, for nobody can tell.
6. Sheets whose elements bear a prefix, which no spreadsheet in wide use writes, are not read.

Format: ECMA-376, part 1, section 18.
"""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.provenance import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap
    from typing import TypeAlias

    SheetRow: TypeAlias = tuple[int, int, tuple[str, ...], Reason | None]

SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
STRINGS: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
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
_STYLED: Final = re.compile(r'\bs="([0-9]{1,5})"')
_FORMAT: Final = re.compile(r'<numFmt numFmtId="([0-9]{1,5})" formatCode="([^"]{0,255})"')
_STYLES: Final = re.compile(r"<cellXfs\b[^>]{0,80}>(.*?)</cellXfs>", re.DOTALL)
_STYLE: Final = re.compile(r'<xf\b[^>]{0,200}?\bnumFmtId="([0-9]{1,5})"')
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[\$[^\]]*\]|\[[A-Za-z]{3,8}\]')
_OF_TIME: Final = re.compile("[ymdhs]", re.IGNORECASE)
_BUILT_IN: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DAYS: Final = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,17})?", re.ASCII)
_APART: Final = 1462  # days from 1899-12-30 to 1904-01-01
_FIRST_DAY, _LAST_DAY = 33_000, 73_050  # 1994, counted from 1904, to the year 2100
_WITH_EXPONENT: Final = re.compile(r"-?[0-9](?:\.[0-9]{1,17})?[eE][-+]?[0-9]{1,2}")


def shared_strings(raw: bytes) -> tuple[str, ...]:
    """Return the texts of a workbook, in order."""
    text = raw.decode("utf-8", "replace")
    items = (_SPOKEN.sub("", found[1] or "") for found in _ITEM.finditer(text))
    return tuple(_joined(item) for item in items)


class Texts(NamedTuple):
    """What the cells of a workbook name by number: texts, and the styles that show a time.

    `times` is None where days count from 1900, and a number needs no counting over.
    """

    strings: tuple[str, ...]
    times: frozenset[str] | None = None


def styles_of_times(raw: bytes) -> frozenset[str]:
    """Return the numbers of the styles by which a workbook shows a day or a time."""
    text = raw.decode("utf-8", "replace")
    shown = {found[1]: unescape(found[2]) for found in _FORMAT.finditer(text)}
    cells = _STYLES.search(text)
    kinds = _STYLE.findall(cells[1]) if cells else []
    return frozenset(str(at) for at, kind in enumerate(kinds) if _shows_time(kind, shown))


def _shows_time(kind: str, shown: dict[str, str]) -> bool:
    """Tell whether a format, built in or of the workbook's own, shows a day or a time."""
    own = shown.get(kind)
    if own is None:
        return int(kind) in _BUILT_IN
    return _OF_TIME.search(_LITERAL.sub("", own)) is not None


def counts_from_1904(raw: bytes) -> bool:
    """Tell whether the workbook described in `raw` counts its days from 1904."""
    return _FROM_1904.search(raw) is not None


def sheet_head(head: bytes, texts: Texts) -> bytes:
    """Return the first row of a sheet as a line of a text file, nothing if it has none."""
    for _, _, cells, reason in sheet_rows(head, texts):
        if any(cells) and reason is None:
            quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
            return ",".join(quoted).encode() + b"\n"
    return b""


def sheet_rows(data: bytes | mmap, texts: Texts) -> Iterator[SheetRow]:
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
        yield start, end, *_cells(data[start:end].decode("utf-8", "replace"), texts)
        at = end
    if at < len(data):
        yield at, len(data), (), None


def _cells(row: str, texts: Texts) -> tuple[tuple[str, ...], Reason | None]:
    found: dict[int, str] = {}
    for cell in _CELL.finditer(row):
        place = _PLACE.search(cell[1])
        column = len(found) if place is None else _column(place[1])
        if "<f" in (cell[2] or ""):
            return (), Reason.UNKNOWN_ELEMENT
        text = _shown(cell, texts.strings)
        if text is None or column in found:
            return (), Reason.BROKEN_MARKUP
        text = text if texts.times is None else _counted_over(cell[1], text, texts.times)
        if text is None:
            return (), Reason.NOT_A_DATE
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


def _counted_over(names: str, text: str, times: frozenset[str]) -> str | None:
    """Return what stands in a cell of a workbook of 1904; None if it may be a day, or not."""
    kind, style = _TYPE.search(names), _STYLED.search(names)
    if (kind is not None and kind[1] != "n") or not _DAYS.fullmatch(text):
        return text
    if style is not None and style[1] in times:
        whole, point, rest = text.partition(".")
        return f"{int(whole) + _APART}{point}{rest}"
    return None if _FIRST_DAY <= int(text.partition(".")[0]) <= _LAST_DAY else text


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
