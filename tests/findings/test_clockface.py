"""Where on the clock a fact was, however odd the clock."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.time import MINUTE
from hearthbook.base.time import Span
from hearthbook.base.time import shown
from hearthbook.findings.clockface import Face
from hearthbook.records.clock import Clock
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall


def span(at: str, precision: Precision, zone: str) -> Span:
    found = Clock().span(Wall(at, precision, zone))
    assert found is not None
    return found


@pytest.mark.parametrize("years", [0, -20])
@given(minutes=st.lists(st.integers(0, 60 * 24 * 400), min_size=1, max_size=8))
def test_a_minute_is_in_the_hour_that_clocks_showed(years: int, minutes: list[int]) -> None:
    # Monrovia kept 44 minutes and a half behind UTC until 1972.
    zone = ZoneInfo("Africa/Monrovia" if years else "Australia/Lord_Howe")
    face = Face(zone)
    for minute in minutes:
        start = years * 365 * 24 * 60 * MINUTE + minute * MINUTE + 30_000
        one = Span(start, start + MINUTE // 2)

        place, reading = face.place(one), shown(start, zone)

        assert (place.hour, place.weekday) == (reading.hour, reading.weekday())
        assert place.month == f"{reading:%Y-%m}"


def test_an_hour_that_begins_inside_a_quarter_of_utc_is_told_from_the_one_before() -> None:
    # Ten years before 1970, Monrovia's four o'clock was at 4:44:30 UTC.
    four = -3653 * 24 * 60 * MINUTE + (4 * 60 + 44) * MINUTE + MINUTE // 2
    face = Face(ZoneInfo("Africa/Monrovia"))

    before, after = face.place(Span(four - MINUTE, four)), face.place(Span(four, four + 10_000))

    assert (before.hour, after.hour) == (3, 4)


def test_what_is_known_to_the_month_is_in_a_month_and_no_more_exactly() -> None:
    place = Face(ZoneInfo("Europe/Berlin")).place(
        span("2026-03", Precision.MONTH, "Europe/Berlin")
    )

    assert place == (None, None, "2026-03")


def test_what_is_known_to_the_year_is_in_no_month() -> None:
    place = Face(ZoneInfo("UTC")).place(span("2026", Precision.YEAR, "UTC"))

    assert place == (None, None, None)


def test_a_minute_on_the_edge_of_the_quarter_is_not_taken_for_its_neighbour() -> None:
    face = Face(ZoneInfo("UTC"))

    places = [face.place(Span(at * MINUTE, (at + 1) * MINUTE)).hour for at in (59, 60, 59)]

    assert places == [0, 1, 0]
