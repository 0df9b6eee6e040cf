"""A tracker's table that went through a spreadsheet: the same records, from a sheet's rows."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest
from msgspec import structs

from hearthbook.app.child import lines
from hearthbook.app.notices import Job
from hearthbook.records.codec import stored
from hearthbook.records.event import Document
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.huckleberry import Huckleberry
from hearthbook.sources.sheet import Texts
from hearthbook.sources.sheet import sheet_rows
from hearthbook.sources.sheet import styles_of_times
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from hearthbook.records.codec import Record

MIA = (Path(__file__).parents[1] / "sources/huckleberry/mia.csv").read_text("utf-8")
PLACE = FromFile("0" * 64, 0, 1)
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*, dates: bool, formula: bool = False, from_1904: bool = False) -> bytes:
    """Return the sample as a workbook, its times as text or as a spreadsheet's numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if from_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in csv.reader(io.StringIO(MIA)):
        cells: list[object] = [cell or None for cell in row]
        if dates and row[1][:2] == "20":
            cells[1] = datetime.fromisoformat(f"{row[1][:11]}{row[1][11:]:0>5}")
        sheet.append(cells)
    if formula:
        sheet.append(["Bath", "=NOW()"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def spoken(records: list[Record]) -> list[str]:
    """Return what the records say, frames and places left out."""
    kept = [one for one in records if not isinstance(one, Frame | Document)]
    return [str(structs.replace(one, origin=PLACE)) for one in kept]


def from_csv() -> list[Record]:
    original = Original("0" * 64, "mia.csv", MIA.encode())
    return list(Huckleberry().read(original, Answers()))


def from_workbook(folder: Path, data: bytes) -> list[Record]:
    digest = hashlib.sha256(data).hexdigest()
    path = file_in(folder, "mia.xlsx", data)
    found = lines(Job(path, "mia.xlsx", digest))
    return [stored(one) for one in found if isinstance(one, bytes)]


@pytest.mark.parametrize("dates", [False, True], ids=["texts", "numbers"])
def test_a_workbook_says_what_its_table_says(tmp_path: Path, *, dates: bool) -> None:
    found = from_workbook(tmp_path, workbook(dates=dates))

    assert spoken(found) == spoken(from_csv())


def test_every_member_and_every_row_of_a_workbook_is_accounted_for(tmp_path: Path) -> None:
    data = workbook(dates=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = {one.filename: one.file_size for one in archive.infolist()}
    covered: dict[str, list[tuple[int, int]]] = {}
    for one in from_workbook(tmp_path, data):
        origin = getattr(one, "origin", None)
        assert isinstance(origin, FromFile)
        covered.setdefault(origin.member, []).append((origin.start, origin.end))

    assert set(covered) == set(sizes)
    assert len(set(covered[SHEET])) > 25
    for member, places in covered.items():
        assert (places[0][0], places[-1][1]) == (0, sizes[member])
        assert all(a == b or a[1] == b[0] for a, b in pairwise(places))


def test_a_workbook_is_taken_in_like_a_table(tmp_path: Path) -> None:
    path = file_in(tmp_path, "mia.xlsx", workbook(dates=True))

    with new_home(tmp_path) as home:
        first = taken(home, path, zone="Europe/Berlin", child="Mia")
        second = taken(home, path, zone="Europe/Berlin", child="Mia")

    assert (first.reader, first.kinds["feed"], first.kinds["measurement"]) == (
        "huckleberry",
        7,
        6,
    )
    assert (second.new, second.known) == (0, first.new)


def test_a_time_that_a_formula_worked_out_is_a_snag(tmp_path: Path) -> None:
    found = from_workbook(tmp_path, workbook(dates=True, formula=True))

    assert spoken(found)[:-1] == spoken(from_csv())
    assert isinstance(found[-1], Frame | Document | Snag)
    assert sum(isinstance(one, Snag) for one in found) == 4


def test_a_workbook_that_counts_from_1904_says_what_its_table_says(tmp_path: Path) -> None:
    found = from_workbook(tmp_path, workbook(dates=True, from_1904=True))

    assert spoken(found) == spoken(from_csv())


def test_a_bare_number_that_could_be_a_day_of_either_count_is_a_snag() -> None:
    row = b'<row r="2"><c r="A2"><v>44600.5</v></c><c r="B2"><v>120</v></c></row>'
    [(_, _, cells, reason)] = sheet_rows(row, Texts((), frozenset({"1"})))
    [(_, _, plain, none)] = sheet_rows(row, Texts(()))

    assert (cells, reason) == ((), Reason.NOT_A_DATE)
    assert (plain, none) == (("44600.5", "120"), None)


def test_a_number_that_is_shown_as_a_time_is_counted_over() -> None:
    row = b'<row r="2"><c r="A2" s="1"><v>44600.5</v></c><c r="B2" s="2"><v>120</v></c></row>'

    [(_, _, cells, reason)] = sheet_rows(row, Texts((), frozenset({"1"})))

    assert (cells, reason) == (("46062.5", "120"), None)


def test_a_style_shows_a_time_by_its_format_and_not_by_its_name() -> None:
    raw = (
        b'<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm"/>'
        b'<numFmt numFmtId="165" formatCode="0 &quot;days&quot;"/>'
        b'<numFmt numFmtId="166" formatCode="[Red]0.00"/></numFmts><cellXfs count="5">'
        b'<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/>'
        b'<xf numFmtId="166"/></cellXfs>'
    )

    assert styles_of_times(raw) == {"1", "3"}
