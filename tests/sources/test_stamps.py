from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import between
from hearthbook.sources.stamps import order_of
from hearthbook.sources.stamps import seconds
from hearthbook.sources.stamps import stamp

MINUTE = Precision.MINUTE


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2026-03-29 02:30:00", "2026-03-29T02:30:00", Precision.SECOND),
        ("2026-03-29 6:05", "2026-03-29T06:05", MINUTE),
        ("2026/3/9 6:05", "2026-03-09T06:05", MINUTE),
        ("2026-03-29", "2026-03-29", Precision.DAY),
        ("6/13/2024 12:05 AM", "2024-06-13T00:05", MINUTE),
        ("6/13/2024 12:05 p.m.", "2024-06-13T12:05", MINUTE),
        ("10/25/26, 23:10", "2026-10-25T23:10", MINUTE),
        ("45457.2534722222", "2024-06-14T06:05", MINUTE),
        ("45457.25", "2024-06-14T06:00", MINUTE),
        ("45457", "2024-06-14", Precision.DAY),
    ],
)
def test_a_stamp_is_as_exact_as_it_is_written(text: str, at: str, precision: Precision) -> None:
    assert stamp(text) == Wall(at, precision)


def test_with_an_offset_it_is_a_moment() -> None:
    assert stamp("2026-10-25T02:30:00+02:00") == Moment(1792888200000, Precision.SECOND)
    assert stamp("2026-10-25T02:30:00+01:00") == Moment(1792891800000, Precision.SECOND)


def test_a_reading_in_the_hour_that_came_twice_stays_a_reading() -> None:
    assert stamp("2026-10-25 02:30") == Wall("2026-10-25T02:30", MINUTE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-02-30 10:00",
        "2026-13-01 10:00",
        "2026-01-02 24:00",
        "2026-01-02 10:60",
        "6/13/2024 13:05 PM",
        "6/13/2024 0:05 AM",
        "13/13/2024 10:00",
        "6/130000000000000000000/2024 10:00",
        "123.5",
        "2026-10-25T02:30:00+99:00",
    ],
)
def test_a_time_that_never_was_is_none(text: str) -> None:
    with pytest.raises(UnreadableError) as error:
        stamp(text)

    assert error.value.reason is Reason.NOT_A_DATE


def test_day_and_month_that_could_be_either_stay_words_until_somebody_says() -> None:
    assert stamp("3/4/2024 20:10") == Told("3/4/2024 20:10")
    assert stamp("3/4/2024 20:10", "dmy") == Wall("2024-04-03T20:10", MINUTE)
    assert stamp("3/4/2024 20:10", "mdy") == Wall("2024-03-04T20:10", MINUTE)
    assert stamp("4/4/2024 20:10") == Wall("2024-04-04T20:10", MINUTE)


def test_one_date_beyond_the_twelfth_decides_for_the_whole_file() -> None:
    assert order_of(["3/4/24, 10:00", "10/25/24, 10:00"]) == ("mdy", False)
    assert order_of(["3/4/24, 10:00", "25/10/24, 10:00"]) == ("dmy", False)
    assert order_of(["3/4/24, 10:00"]) == (None, True)
    assert order_of(["3/4/24", "13/4/24", "4/13/24"])[0] is None
    assert order_of(["2026-03-04 10:00", "", "soon"]) == (None, False)


@given(first=st.integers(0, 2**31), more=st.integers(0, 2**20))
def test_between_two_moments_lie_the_seconds_that_passed(first: int, more: int) -> None:
    assert between(Moment(first * 1000), Moment((first + more) * 1000)) == more


def test_nobody_knows_what_lies_between_a_reading_and_a_moment() -> None:
    reading = Wall("2026-10-25T02:30", MINUTE)

    assert between(reading, Moment(1792888200000)) is None
    assert between(reading, None) is None
    assert between(reading, Wall("2026-10-26", Precision.DAY)) is None
    assert between(reading, Wall("2026-10-25T01:00", MINUTE)) == -5400


@pytest.mark.parametrize(
    ("text", "spent"), [("0:25", 1500), ("06:15", 22500), ("1:00:05", 3605)]
)
def test_a_duration_is_hours_and_minutes(text: str, spent: int) -> None:
    assert seconds(text) == spent


@pytest.mark.parametrize("text", ["", "25", "0:60", "a:b", "1:2"])
def test_what_is_no_duration_is_none(text: str) -> None:
    with pytest.raises(UnreadableError):
        seconds(text)
