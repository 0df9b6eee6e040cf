from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.papers.block import Cites
from hearthbook.papers.block import Day
from hearthbook.papers.block import Grid
from hearthbook.papers.block import Missing
from hearthbook.papers.block import Points
from hearthbook.papers.block import Ref
from hearthbook.papers.block import Said
from hearthbook.papers.chronology import chronology_section
from hearthbook.papers.citing import PRINTED
from hearthbook.papers.citing import Citing
from hearthbook.papers.citing import cites
from hearthbook.papers.citing import citing
from hearthbook.papers.drafting import drafted
from hearthbook.papers.figures import grid
from hearthbook.papers.galley import Galley
from hearthbook.papers.galley import grouped
from hearthbook.papers.page import Bar
from hearthbook.papers.page import Bundle
from hearthbook.papers.page import Chart
from hearthbook.papers.page import Line
from hearthbook.papers.page import Side
from hearthbook.papers.page import Table
from hearthbook.papers.transcript import transcript_section
from tests.papers.bundles import COVER
from tests.papers.bundles import MADE
from tests.papers.bundles import bubble
from tests.papers.bundles import ref
from tests.papers.bundles import said
from tests.papers.bundles import thread
from tests.papers.bundles import told
from tests.papers.bundles import whole

if TYPE_CHECKING:
    from hearthbook.papers.block import Section

EN = catalogue("en")
ALONE = Citing({}, {})


def kinds(section: Section, kind: type) -> list[object]:
    return [block for block in section.blocks if isinstance(block, kind)]


def test_a_message_is_at_home_in_the_transcript_and_an_event_in_the_chronology() -> None:
    homes = citing(whole()).homes

    assert homes[ref(316)] == "M1.5"
    assert homes[ref(100_000)] == "C.1"
    assert homes[ref(77)] == "U.1"
    assert homes[ref(900)] == "O.1"
    assert homes[ref(901)] == "S.1"
    assert homes[ref(100)] == "1.1"


@given(st.lists(st.integers(0, 30), unique=True, max_size=8))
def test_every_entry_of_a_line_is_printed_or_listed(numbers: list[int]) -> None:
    refs = tuple(map(ref, numbers))
    table = Table("T", "", ("A",), (Line(("1",), refs),))
    known = citing(Bundle(cover=COVER, summary=(table,)))

    printed = cites(refs, "1.1", known, EN)

    assert set(known.homes) == set(refs)
    if len(refs) > PRINTED:
        assert known.lists["1.1"] == refs
        assert f"and {len(refs) - 1} more, list 1.1" in printed.more
        assert [one.ref for one in printed.refs] == [refs[0]]
    else:
        assert [one.ref for one in printed.refs] == list(refs)
        assert known.lists == {}


def test_a_line_leads_to_where_its_entry_stands_but_not_to_itself() -> None:
    known = citing(whole())

    assert cites((ref(1),), "1.1", known, EN) == Cites((Ref(ref(1), "M1.1"),))
    assert cites((ref(100_000),), "C.1", known, EN) == Cites((Ref(ref(100_000)),))


def test_tables_are_numbered_through_the_paper_in_the_order_of_print() -> None:
    sections = drafted(whole(), EN, MADE).draft.sections
    titles = [
        block.title.said
        for section in sections
        for block in section.blocks
        if isinstance(block, Grid) and block.title
    ]

    assert [title.split(".")[0] for title in titles] == [f"Table {n}" for n in range(1, 5)]
    assert [
        row.anchor
        for s in sections
        for b in s.blocks
        if isinstance(b, Grid)
        for row in b.rows
        if row.anchor.startswith("2.")
    ] == ["2.1"]


def test_days_are_headings_once_and_a_gap_says_how_much_is_left_out() -> None:
    section = transcript_section(whole().transcripts[0], 1, ALONE, Galley(EN))

    assert [day.title.said for day in kinds(section, Day) if isinstance(day, Day)] == [
        "2 February 2026",
        "10 February 2026",
    ]
    (missing,) = kinds(section, Missing)
    assert isinstance(missing, Missing)
    assert missing.text.said.startswith("312 messages left out here, from 3 February")


def test_a_message_says_its_place_in_the_whole_thread() -> None:
    section = transcript_section(whole().transcripts[0], 1, ALONE, Galley(EN))

    numbers = [one.number for one in kinds(section, Said) if isinstance(one, Said)]
    assert numbers == ["1 of 316", "2 of 316", "3 of 316", "316 of 316"]


def test_the_signs_of_a_message_are_noted_under_its_ref() -> None:
    given_texts = thread(bubble(1, "a"), bubble(2, "\u202e\u202e"), bubble(3, "\x00"))
    section = transcript_section(given_texts, 1, ALONE, Galley(EN))

    (notes,) = kinds(section, Points)
    assert isinstance(notes, Points)
    assert [text.said for text in notes.texts] == [
        f"{ref(2)}: U+202E shown as ‹RLO›, times: 2",
        f"{ref(3)}: U+0000 shown as ‹U+0000›, times: 1",
    ]


def test_a_language_nobody_named_is_not_taken_for_the_papers_own() -> None:
    turns = (bubble(1, "x"), structs.replace(bubble(2, "ы", Side.RIGHT), lang="ru"))
    section = transcript_section(thread(*turns), 1, ALONE, Galley(EN))

    assert [one.text.lang for one in kinds(section, Said) if isinstance(one, Said)] == [
        "und",
        "ru",
    ]


def test_a_text_that_begins_from_the_right_is_set_from_the_right() -> None:
    galley = Galley(EN)

    assert galley.text("12 שלום").rtl
    assert galley.text("مرحبا!").rtl
    assert not galley.text("hello שלום").rtl
    assert not galley.text("…").rtl


def test_each_month_has_its_table_and_what_has_no_date_stands_last() -> None:
    section = chronology_section(
        told(100), citing(Bundle(cover=COVER, chronology=told(100))), Galley(EN)
    )
    tables = [block for block in section.blocks if isinstance(block, Grid)]

    assert [len(table.rows) for table in tables] == [84, 16, 1]
    assert tables[-1].rows[0].cells[0].said == "the next day"


def test_figures_stand_right_and_dates_left() -> None:
    table = Table("T", "", ("N", "D", "W"), (Line(("12", "2026-01-02", "x"), ()),))
    columns = grid(table, 1, citing(Bundle(cover=COVER)), Galley(EN)).columns

    assert [column.figures for column in columns] == [True, False, False]


def test_a_line_with_a_text_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 texts"):
        Table("T", "", ("A", "B"), (Line(("1",)),))


def test_a_bar_that_does_not_fit_the_series_is_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 counts"):
        Chart("T", "", ("a", "b"), (Bar("x", (1,)),))
    with pytest.raises(ValueError, match="below nought"):
        Chart("T", "", ("a",), (Bar("x", (-1,)),))


def test_the_cover_counts_what_the_bundle_holds() -> None:
    blocks = drafted(whole(), EN, MADE).draft.front.blocks
    said_on_it = " ".join(
        text.said for block in blocks if isinstance(block, Points) for text in block.texts
    )

    assert "Lines with a date: 200; without a date: 1." in said_on_it
    assert "Tables of figures: 4." in said_on_it
    assert "Messages printed here: 4, of 316 in the whole thread." in said_on_it
    assert "1 files, 84\u00a0213 bytes" in said_on_it
    assert "could not be read: 1." in said_on_it


def test_everything_replaced_anywhere_is_counted() -> None:
    cover = structs.replace(COVER, title="a\u202e")

    assert drafted(said("\x00", "\x00\x00"), EN, MADE).replaced == 3
    assert drafted(structs.replace(said("\x00"), cover=cover), EN, MADE).replaced == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_its_words_in_every_language(language: str) -> None:
    draft = drafted(whole(), catalogue(language), MADE).draft

    assert len(draft.sections) == 9
    assert not re.search(r"[{}]", draft.front.foot)
    assert draft.language == language


@given(st.integers(0, 10**12))
def test_thousands_stand_apart(number: int) -> None:
    assert int(grouped(number).replace("\u00a0", "")) == number
    assert max(map(len, grouped(number).split("\u00a0"))) <= 3
