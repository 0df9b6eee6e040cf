r"""Where the rows of a table in a text file begin and end, and what stands in their cells.

1. The heading is the first row that is not blank. The sign between cells is the one of `,`,
   `;` and tab that gives the heading most cells.
2. A row ends at CR LF, LF or CR outside of quotes. A cell is quoted if it begins with `"`;
   inside it `""` is a quote, and line ends and signs stand for themselves.
3. A quote that is never closed, or is followed by anything but the end of its cell, breaks its
   row. That row ends with its line, so that a lost quote harms one line and no other.
4. A row with fewer cells than the heading lacks its last ones; one with more that are not empty
   is broken. Blank rows, the heading, and its repetitions are frames. A row that stands in the
   file before bears a mark; it is a record like the first.
5. Text is UTF-8. Signs of any other encoding are lost from the text, which bears a mark; the
   original keeps them. Nobody guesses which alphabet they were.

What is looked at in vain beyond a broken quote is counted: no file takes longer than its size
allows. Rows of a sheet of a workbook have the same form: see `hearthbook.sources.sheet`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.text import nfc
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.objects import composed
from hearthbook.sources.pieces import origin
from hearthbook.sources.sheet import sheet_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from mmap import mmap

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.contract import Original

LONGEST: Final = 1 << 16  # bytes of a row
_SIGNS: Final = (b",", b";", b"\t")
_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPARE: Final = 64 << 20
_BOM: Final = b"\xef\xbb\xbf"
_SAID: Final = re.compile(rb"sep=(.)[\r\n]*")  # a spreadsheet's note of the sign


class Row(NamedTuple):
    """A row's bytes and its cells as written, quotes taken off; a broken one has a `reason`."""

    start: int
    end: int
    cells: tuple[str, ...] = ()
    reason: Reason | None = None
    replaced: bool = False  # its bytes are no UTF-8
    ended: bool = True  # it has a line end


class Heading(NamedTuple):
    """The names of the columns in small letters, and the sign between cells."""

    names: tuple[str, ...]
    sign: bytes = b","


class Line(NamedTuple):
    """A row that has been put under its heading: texts by the name of their column.

    A column that the heading has twice goes by `name` and `name (2)`.
    """

    place: FromFile
    cells: dict[str, str]
    marks: set[Mark]


def heading(head: bytes | mmap) -> Heading | None:
    """Return the heading of a table that begins with `head`; None if it has no two cells."""
    some = (_first(head, sign) for sign in _SIGNS)
    best = max(some, key=lambda one: len(one.names))
    return best if len(best.names) > 1 else None


def heading_of(original: Original) -> Heading | None:
    """Return the heading of a whole table, be it a text file or the sheet of a workbook."""
    if original.texts is None:
        return heading(original.data)
    some = (row.cells for row in _all(original, b",") if any(row.cells))
    cells = next(some, ())
    return Heading(named(cells)) if len(cells) > 1 else None


def _all(original: Original, sign: bytes) -> Iterator[Row]:
    if original.texts is None:
        return rows(original.data, sign)
    return (Row(*found) for found in sheet_rows(original.data, original.texts))


def rows(data: bytes | mmap, sign: bytes = b",") -> Iterator[Row]:
    """Yield the rows of `data`, from its first byte to its last."""
    at, size, spare = 0, len(data), _SPARE
    while at < size:
        found = _row(data, at, sign, spare)
        if found.reason is Reason.BROKEN_MARKUP:
            spare -= LONGEST
        yield found
        at = found.end


def lines(original: Original) -> Iterator[Line | Snag | Frame]:
    """Yield the rows of `original` under its heading; nothing is left out."""
    over = heading_of(original)
    names = () if over is None else over.names
    met: set[bytes] = set()
    for row in _all(original, b"," if over is None else over.sign):
        place = origin(original, row.start, row.end)
        if row.reason is not None:
            yield Snag(place, row.reason)
        elif not any(row.cells) or _is_heading(row, names) or _note(row, original.data):
            yield Frame(place)
        elif not names or any(row.cells[len(names) :]):
            yield Snag(place, Reason.BROKEN_MARKUP if names else Reason.NO_ENTRY)
        else:
            line = under(names, row, place)
            digest = blake2b("\0".join(row.cells).encode(), digest_size=12).digest()
            if digest in met:
                line.marks.add(Mark.ROW_AGAIN)
            met.add(digest)
            yield line


def under(names: tuple[str, ...], row: Row, place: FromFile) -> Line:
    """Return `row` put under the columns `names`; cells that it lacks are empty."""
    marks = {Mark.REPLACED_SIGN} if row.replaced else set[Mark]()
    if len(row.cells) < len(names) and not row.ended:
        marks.add(Mark.CUT_OFF)
    cells = dict.fromkeys(names, "")
    texts: Iterable[str] = row.cells
    whole = "".join(row.cells)
    if not whole.isascii() or not whole.isprintable():
        texts = [composed(cell, marks) for cell in row.cells[: len(names)]]
    cells.update(zip(names, texts, strict=False))
    return Line(place, cells, marks)


def named(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the names that the cells of a heading give their columns."""
    met: Counter[str] = Counter()
    found: list[str] = []
    for name in map(plain, cells):
        met[name] += 1
        found.append(name if met[name] == 1 else f"{name} ({met[name]})")
    return tuple(found)


def plain(name: str) -> str:
    """Return the form in which names of columns are compared: small letters, single spaces."""
    return nfc(" ".join(name.lstrip("\ufeff").casefold().split()))


def _is_heading(row: Row, names: tuple[str, ...]) -> bool:
    first = row.cells[0]
    return bool(names) and plain(first) == names[0] and named(row.cells) == names


def _note(row: Row, data: bytes | mmap) -> bool:
    return (
        row.start == 0 and row.end < 12 and _SAID.fullmatch(_bare(data[: row.end])) is not None
    )


def _first(head: bytes | mmap, sign: bytes) -> Heading:
    for row in rows(head[:LONGEST], sign):
        if row.reason is not None or _CONTROL.search(head, row.start, row.end):
            break  # a zip archive that is not packed holds tables too, and is none
        if any(row.cells) and not _note(row, head):
            return Heading(named(row.cells), sign)
    return Heading((), sign)


def _row(data: bytes | mmap, at: int, sign: bytes, spare: int) -> Row:
    line = _LINE.match(data, at)
    end = len(data) if line is None else line.end()
    if data.find(b'"', at, end) < 0:
        if end - at > LONGEST:
            return Row(at, end, reason=Reason.TOO_LONG)
        text, replaced = _text(data[at:end])
        body = text.rstrip("\r\n")
        cells = tuple(map(str.strip, body.split(sign.decode())))
        return Row(at, end, cells, None, replaced, body != text)
    return _quoted(data, at, end, sign, spare)


def _quoted(data: bytes | mmap, at: int, end: int, sign: bytes, spare: int) -> Row:
    """Return the row at `at` whose first line, which ends at `end`, has quotes."""
    bound = min(len(data), at + LONGEST) if spare > 0 else end
    found = _pattern(sign).match(data, at, bound)
    whole = found is not None and (
        found.end() == len(data) or data[found.end() - 1 : found.end()] in {b"\r", b"\n"}
    )
    if found is None or not whole:
        cut = end == len(data) and data[at:end].count(b'"') % 2 == 1
        return Row(at, end, reason=Reason.CUT_OFF if cut else Reason.BROKEN_MARKUP)
    text, replaced = _text(found[0])
    cells = tuple(_cell(one[1]) for one in _cells(sign).finditer(text.rstrip("\r\n")))
    ended = found[0][-1:] in {b"\r", b"\n"}
    return Row(at, found.end(), cells, None, replaced, ended)


def _text(raw: bytes) -> tuple[str, bool]:
    try:
        return _bare(raw).decode(), False
    except UnicodeDecodeError:
        return _bare(raw).decode("utf-8", "replace"), True


def _bare(raw: bytes) -> bytes:
    return raw.removeprefix(_BOM)


def _cell(raw: str) -> str:
    bare = raw.strip()
    if not bare.startswith('"'):
        return bare
    return bare[1:-1].replace('""', '"').strip()


@cache
def _pattern(sign: bytes) -> re.Pattern[bytes]:
    gap = b" " if sign == b"\t" else b" \t"
    cell = rb'(?>[%b]*+"(?>(?:[^"]++|"")*)"[%b]*+(?=[%b\r\n]|\Z)|(?![%b]*+")[^%b\r\n]*+)' % (
        gap,
        gap,
        sign,
        gap,
        sign,
    )
    return re.compile(
        rb"(?>(?:\xef\xbb\xbf)?)%b(?>(?:%b%b)*)(?:\r\n|\r|\n|\Z)" % (cell, sign, cell)
    )


@cache
def _cells(sign: bytes) -> re.Pattern[str]:
    """Return the pattern of a cell in a row that is known to be whole, and what ends it."""
    letter = sign.decode()
    gap = " " if letter == "\t" else " \t"
    return re.compile(
        rf'(?:(?<={letter})|\A)([{gap}]*+"(?>(?:[^"]++|"")*)"[{gap}]*+|[^{letter}]*+)'
        rf"(?={letter}|\Z)"
    )
