from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.provenance import Reason
from hearthbook.sources.sheet import Texts
from hearthbook.sources.sheet import counts_from_1904
from hearthbook.sources.sheet import shared_strings
from hearthbook.sources.sheet import sheet_head
from hearthbook.sources.sheet import sheet_rows

STRINGS = ("Type", "Start", "Feed")
HEAD = b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>'
SCRAPS = st.lists(
    st.sampled_from(
        [
            b"<row>",
            b'<row r="2"/>',
            b"</row>",
            b'<c r="B2" t="s"><v>1</v></c>',
            b'<c t="s"><v>99</v></c>',
            b"<c><f>A1</f><v>2</v></c>",
            b"<c r='A1'>",
            b"</c>",
            b"<v>4.5E-2</v>",
            b"<is><t>x &amp; y</t></is>",
            b"\xff",
        ]
    )
)


def cells(inner: str) -> tuple[tuple[str, ...], Reason | None]:
    [found] = list(sheet_rows(f"<row>{inner}</row>".encode(), Texts(STRINGS)))
    return found[2], found[3]


@given(scraps=SCRAPS)
def test_the_rows_are_the_sheet_from_its_first_byte_to_its_last(scraps: list[bytes]) -> None:
    data = HEAD + b"".join(scraps)

    found = list(sheet_rows(data, Texts(STRINGS)))

    assert b"".join(data[start:end] for start, end, _, _ in found) == data
    assert all(end > start for start, end, _, _ in found)


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ('<c r="A2" t="s"><v>2</v></c><c r="C2"><v>45987.25</v></c>', ("Feed", "", "45987.25")),
        (
            '<c r="A2" t="inlineStr"><is><r><t>so </t></r><r><t>&lt;b</t></r></is></c>',
            ("so <b",),
        ),
        ('<c r="A2" t="str"><v>a &amp; b</v></c><c r="B2"/>', ("a & b", "")),
        ('<c r="A2"><v>1.7361111111111112E-2</v></c>', ("0.017361111111111",)),
        ('<c r="A2"><v>-2.5E2</v></c>', ("-250",)),
        ('<c r="AB2"><v>1</v></c>', ("",) * 27 + ("1",)),
    ],
)
def test_a_cell_holds_what_a_spreadsheet_shows(inner: str, shown: tuple[str, ...]) -> None:
    assert cells(inner) == (shown, None)


def test_a_row_with_a_formula_is_a_snag() -> None:
    assert cells('<c r="A2"><f>NOW()</f><v>45987</v></c>') == ((), Reason.UNKNOWN_ELEMENT)


def test_a_text_that_is_not_there_breaks_the_row() -> None:
    assert cells('<c r="A2" t="s"><v>3</v></c>') == ((), Reason.BROKEN_MARKUP)
    assert cells('<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c>') == ((), Reason.BROKEN_MARKUP)


def test_a_sheet_that_stops_within_a_row_was_cut_off() -> None:
    *_, last = sheet_rows(HEAD + b'<row r="2"><c r="A2"><v>1</v>', Texts(STRINGS))

    assert last[3] is Reason.CUT_OFF


def test_texts_are_read_in_order_and_without_how_they_are_spoken() -> None:
    raw = "<sst><si><t>a</t></si><si/><si><r><t>b</t></r><rPh><t>x</t></rPh></si></sst>"

    assert shared_strings(raw.encode()) == ("a", "", "b")


def test_a_workbook_may_count_its_days_from_1904() -> None:
    assert counts_from_1904(b'<workbook><workbookPr date1904="1"/></workbook>')
    assert not counts_from_1904(b'<workbook><workbookPr date1904="0"/></workbook>')


def test_the_first_row_with_texts_is_what_a_reader_knows_a_sheet_by() -> None:
    data = b'<sheetData><row r="1"/><row r="2"><c r="A2" t="s"><v>1</v></c></row>'

    assert sheet_head(data, Texts(("x", 'St"art'))) == b'"St""art"\n'
    assert sheet_head(b"<sheetData/>", Texts(())) == b""


def test_markup_that_never_closes_takes_no_longer_than_its_size_allows() -> None:
    begun = time.process_time()

    list(sheet_rows(b"<row>" * 100_000 + b"<row>" + b"<c>" * 20_000 + b"</row>", Texts(())))
    shared_strings(b"<si>" * 200_000)

    assert time.process_time() - begun < 20
