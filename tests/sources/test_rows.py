from __future__ import annotations

import csv
import io
import time
import zipfile
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Original
from hearthbook.sources.rows import Line
from hearthbook.sources.rows import heading
from hearthbook.sources.rows import lines
from hearthbook.sources.rows import rows

CELLS = st.text(st.sampled_from('ab1 ,;"\t\n\r\u00e9'), max_size=6).map(str.strip)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8)
SCRAPS = st.lists(
    st.sampled_from([b'"', b",", b"\n", b"\r\n", b"\r", b"a", b";", b'""', b"\xff"])
)


def under_heading(text: str | bytes) -> list[Line | Snag | Frame]:
    raw = text.encode() if isinstance(text, str) else text
    return list(lines(Original("0" * 64, "some.csv", raw)))


def cells(text: str | bytes) -> list[dict[str, str]]:
    return [one.cells for one in under_heading(text) if isinstance(one, Line)]


@given(table=TABLES)
@pytest.mark.parametrize(
    ("end", "quoted"),
    [("\r\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_ALL), ("\n", csv.QUOTE_ALL)],
)
def test_what_a_csv_writer_wrote_is_read_back(
    table: list[list[str]], end: str, quoted: Literal[0, 1]
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=quoted).writerows(table)

    assert [list(row.cells) for row in rows(out.getvalue().encode())] == table


@given(scraps=SCRAPS)
def test_the_rows_are_the_file_from_its_first_byte_to_its_last(scraps: list[bytes]) -> None:
    data = b"".join(scraps)

    found = list(rows(data))

    assert b"".join(data[row.start : row.end] for row in found) == data
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(row.end > row.start for row in found)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_row(end: str) -> None:
    assert cells(end.join(["Type,Note", "Feed,well", "Bath,"])) == [
        {"type": "Feed", "note": "well"},
        {"type": "Bath", "note": ""},
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_sign_between_cells_is_found_in_the_heading(sign: str) -> None:
    assert cells(f"Type{sign}Note\nFeed{sign}half past, or so\n".replace(", ", " - ")) == [
        {"type": "Feed", "note": "half past - or so"}
    ]


def test_a_spreadsheets_note_of_the_sign_is_no_heading() -> None:
    found = under_heading("sep=;\r\nType;Note\r\nFeed;well\r\n")

    assert [type(one) for one in found] == [Frame, Frame, Line]


def test_a_line_end_in_quotes_ends_no_row() -> None:
    assert cells('Type,Note\nFeed,"first\nsecond, ""so"""\nBath,\n') == [
        {"type": "Feed", "note": 'first\nsecond, "so"'},
        {"type": "Bath", "note": ""},
    ]


def test_a_quote_within_a_cell_that_is_not_quoted_is_a_sign_like_others() -> None:
    assert cells('Type,Note\nGrowth,24" long\n') == [{"type": "Growth", "note": '24" long'}]


@pytest.mark.parametrize("lost", ['Feed,"well', 'Feed,"well"so', '"Feed",w"ell,"'])
def test_a_lost_quote_harms_its_own_line_and_no_other(lost: str) -> None:
    found = under_heading(f"Type,Note\n{lost}\nBath,warm\nWalk,far\n")

    assert [one.reason for one in found if isinstance(one, Snag)] == [Reason.BROKEN_MARKUP]
    assert [one.cells["type"] for one in found if isinstance(one, Line)] == ["Bath", "Walk"]


def test_a_file_that_stops_within_quotes_was_cut_off() -> None:
    found = under_heading('Type,Note\nFeed,"we')

    assert [one.reason for one in found if isinstance(one, Snag)] == [Reason.CUT_OFF]


def test_a_short_row_lacks_its_last_cells_and_a_long_one_is_broken() -> None:
    found = under_heading("Type,Start,Note\nFeed,9:00\nFeed,9:00,well,and more\nFeed,9:00,,,\n")

    assert [one.cells for one in found if isinstance(one, Line)] == [
        {"type": "Feed", "start": "9:00", "note": ""},
        {"type": "Feed", "start": "9:00", "note": ""},
    ]
    assert [one.reason for one in found if isinstance(one, Snag)] == [Reason.BROKEN_MARKUP]


def test_a_short_last_row_without_a_line_end_bears_a_mark() -> None:
    [found] = [
        one for one in under_heading("Type,Start,Note\nFeed,9:0") if isinstance(one, Line)
    ]

    assert found.marks == {Mark.CUT_OFF}


def test_the_heading_may_come_again_and_its_names_twice() -> None:
    found = under_heading("Type,Note,note\nFeed,a,b\nType,Note,note\n")

    assert [one.cells for one in found if isinstance(one, Line)] == [
        {"type": "Feed", "note": "a", "note (2)": "b"}
    ]
    assert [type(one) for one in found] == [Frame, Line, Frame]


def test_a_name_in_decomposed_letters_is_kept_in_composed_ones() -> None:
    assert cells("Kra\u0308mpfe,\u0390\nja,x\n") == [{"kr\u00e4mpfe": "ja", "\u0390": "x"}]


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    assert cells(b'\xef\xbb\xbf"Baby",Time\nMia,9:00\n') == [{"baby": "Mia", "time": "9:00"}]


def test_bytes_that_are_no_utf8_are_not_guessed_at() -> None:
    [found] = [
        one for one in under_heading(b"Type,Note\nFeed,f\xfcr\n") if isinstance(one, Line)
    ]

    assert found.cells["note"] == "f\ufffdr"
    assert Mark.REPLACED_SIGN in found.marks


def test_a_text_of_one_column_has_no_heading() -> None:
    assert heading(b"only\none\n") is None
    assert [type(one) for one in under_heading("only\none\n")] == [Snag, Snag]


def test_a_row_longer_than_any_row_is_a_snag() -> None:
    long = "x" * 70_000
    found = under_heading(f'Type,Note\nFeed,{long}\nFeed,"{long}"\nBath,warm\n')

    assert [one.reason for one in found if isinstance(one, Snag)] == [
        Reason.TOO_LONG,
        Reason.BROKEN_MARKUP,
    ]
    assert len(found) == 4


def test_a_file_made_of_lost_quotes_takes_no_longer_than_its_size_allows() -> None:
    data = b"Type,Note\n" + b'x,"' + b'y,"""" ""\n' * 50_000
    begun = time.process_time()

    found = list(rows(data))

    assert b"".join(data[row.start : row.end] for row in found) == data
    assert time.process_time() - begun < 20


def test_an_archive_that_is_not_packed_is_no_table() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("feeds.csv", "Type,Note\nFeed,well\n")

    assert heading(held.getvalue()) is None
