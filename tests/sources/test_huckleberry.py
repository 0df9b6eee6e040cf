"""What the reader of Huckleberry promises beyond the laws, each on a row or two."""

from __future__ import annotations

import pytest

from hearthbook.records.detail import Trait
from hearthbook.records.family import Care
from hearthbook.records.family import Diaper
from hearthbook.records.family import Measurement
from hearthbook.records.family import Sleep
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import read_from
from tests.sources.tracking import HUCKLEBERRY
from tests.sources.tracking import asks
from tests.sources.tracking import feeds
from tests.sources.tracking import huckleberry
from tests.sources.tracking import read
from tests.sources.tracking import said
from tests.sources.tracking import snags


def test_an_amount_keeps_what_was_written_beside_what_it_comes_to() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,,Formula,Bottle,3 oz,"))

    assert said(one.details, Trait.VOLUME) == [("3 oz", 887)]
    assert said(one.details, Trait.MILK) == [("Formula", None)]


def test_a_number_without_a_unit_gets_none() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,,Formula,Bottle,4,"))

    assert said(one.details, Trait.VOLUME) == [("4", None)]
    assert one.marks == (Mark.BARE_NUMBER,)


def test_units_are_asked_for_only_where_a_number_is_bare() -> None:
    bare = asks(HUCKLEBERRY, "Feed,2026-10-25 08:00,,,Formula,Bottle,4,")
    known = asks(HUCKLEBERRY, "Feed,2026-10-25 08:00,,,Formula,Bottle,4oz,")

    assert bare == (Asked.CHILD, Asked.ZONE, Asked.UNITS)
    assert known == (Asked.CHILD, Asked.ZONE)


@pytest.mark.parametrize(
    ("condition", "wet", "dirty"),
    [
        ("Pee:small", True, False),
        ("Poo:", False, True),
        ('"Both, pee:small poo:large"', True, True),
        ("both", True, True),
        ("", None, None),
    ],
)
def test_a_diaper_says_what_its_row_says(condition: str, wet: object, dirty: object) -> None:
    found = huckleberry(f"Diaper,2026-10-25 08:00,,green,runny,,{condition},")
    [one] = [x for x in found if isinstance(x, Diaper)]

    assert (one.shares[0].wet, one.shares[0].dirty) == (wet, dirty)
    assert said(one.details, Trait.COLOUR) == [("green", None)]


@pytest.mark.parametrize(
    "row",
    [
        "Diaper,2026-10-25 08:00,,,,,Peepoo,",
        "Feed,2026-10-25 08:00,,,,Cup,90ml,",
        "Teleport,2026-10-25 08:00,,,,,,",
    ],
)
def test_what_nobody_knows_is_a_snag_and_never_the_nearest_guess(row: str) -> None:
    assert snags(huckleberry(row)) == [Reason.UNKNOWN_ELEMENT]


def test_a_row_of_growth_is_a_record_for_each_figure_from_the_same_bytes() -> None:
    found = huckleberry("Growth,2026-10-26 10:00,,,7.25kg,66cm,43.2cm,")
    figures = [one for one in found if isinstance(one, Measurement)]

    assert [one.value for one in figures] == [7250, 660, 432]
    assert len({read_from(one) for one in figures}) == 1


def test_minutes_and_seconds_are_told_from_hours_by_a_row_that_leaves_no_choice() -> None:
    found = huckleberry(
        "Feed,2026-10-25 08:00,2026-10-25 08:15,0:15,05:30R,Breast,09:10L,",
        "Feed,2026-10-25 09:00,2026-10-25 09:10,0:10,00:07R,Breast,,",
    )
    first, second = feeds(found)

    assert said(first.details, Trait.RIGHT) == [("05:30R", 330)]
    assert said(first.details, Trait.LEFT) == [("09:10L", 550)]
    assert said(second.details, Trait.RIGHT) == [("00:07R", 7)]


def test_sides_that_add_up_are_hours_and_minutes() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,0:25,00:13R,Breast,00:12L,"))

    assert said(one.details, Trait.RIGHT) == [("00:13R", 780)]
    assert one.shares[0].side == "both"


def test_sides_that_prove_nothing_stay_as_written() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,0:25,00:03R,Breast,,"))

    assert said(one.details, Trait.RIGHT) == [("00:03R", None)]


def test_a_side_without_its_letter_is_no_side() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,0:25,00:13,Breast,00:12L,"))

    assert one.shares[0].side is None
    assert said(one.details, Trait.TEXT) == [("00:13", None)]


def test_a_cell_that_a_type_has_no_use_for_stays_with_the_row() -> None:
    [one] = [x for x in huckleberry("Bath,2026-10-25 19:00,,,,,warm,") if isinstance(x, Care)]

    assert said(one.details, Trait.COLUMN) == [("end condition: warm", None)]
    assert Mark.UNREAD_INSIDE in one.marks


def test_a_row_that_is_there_twice_is_kept_twice_and_says_so() -> None:
    found = feeds(huckleberry(*["Feed,2026-10-25 08:00,,,Formula,Bottle,90ml,"] * 2))

    assert [Mark.ROW_AGAIN in one.marks for one in found] == [False, True]


def test_a_sleep_without_an_end_is_open() -> None:
    [one] = [x for x in huckleberry("Sleep,2026-10-25 08:00,,,,,,") if isinstance(x, Sleep)]

    assert one.until is None
    assert one.marks == (Mark.OPEN_ENDED,)


def test_an_end_before_its_start_and_another_duration_are_kept_and_marked() -> None:
    found = huckleberry(
        "Sleep,2026-10-25 08:00,2026-10-25 07:00,1:00,,,,",
        "Sleep,2026-10-25 09:00,2026-10-25 10:00,0:30,,,,",
    )
    marks = [one.marks for one in found if isinstance(one, Sleep)]

    assert marks == [(Mark.END_FIRST, Mark.OTHER_DURATION), (Mark.OTHER_DURATION,)]


def test_a_bottle_without_an_amount_says_so() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,,Formula,Bottle,,"))

    assert one.marks == (Mark.NO_AMOUNT,)


def test_whoever_logged_a_row_wrote_it_down() -> None:
    found = read(f"{HUCKLEBERRY},Logged By", "Bath,2026-10-25 19:00,,,,,,,Jonas")
    [one] = [x for x in found if isinstance(x, Care)]

    assert (one.recorded_by, one.performed_by) == ("Jonas", "")
