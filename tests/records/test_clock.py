"""When a reading was: Berlin lost an hour on 29 March 2026 and had one twice on 25 October."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.time import DAY
from hearthbook.base.time import HOUR
from hearthbook.base.time import MINUTE
from hearthbook.base.time import Span
from hearthbook.base.time import moment
from hearthbook.base.time import read_in_zone
from hearthbook.records.clock import Clock
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from tests.findings.making import day
from tests.findings.making import minute

if TYPE_CHECKING:
    from hearthbook.records.when import When

BERLIN = ZoneInfo("Europe/Berlin")
PLACES = ("Europe/Berlin", "Australia/Lord_Howe", "Asia/Beirut", "America/St_Johns", "UTC")


def span(when: When | None, zone: str | None = None) -> Span:
    found = Clock().span(when, zone)
    assert found is not None
    return found


def test_a_minute_is_the_minute_that_clocks_showed() -> None:
    start = moment(datetime(2026, 1, 2, 2, 15, tzinfo=UTC))

    assert span(minute("2026-01-02T03:15")) == Span(start, start + MINUTE)


def test_the_zone_of_the_reading_comes_before_that_of_the_file() -> None:
    assert span(minute("2026-01-02T03:15", "UTC"), "Asia/Tokyo") == span(
        minute("2026-01-02T03:15", None), "UTC"
    )


@pytest.mark.parametrize(
    "when",
    [
        pytest.param(None, id="no-time"),
        pytest.param(Told("the next day"), id="words"),
        pytest.param(minute("2026-01-02T03:15", None), id="no-zone"),
        pytest.param(minute("2026-01-02T03:15", "Europe/Nowhere"), id="no-such-zone"),
        pytest.param(minute("2026-03-29T02:30"), id="skipped"),
        pytest.param(minute("2026-02-30T02:30"), id="no-such-day"),
        pytest.param(minute("2026-01-02T24:30"), id="no-such-hour"),
        pytest.param(minute("2026-01-02T03:60"), id="no-such-minute"),
        pytest.param(minute("2026-01-02T03:1"), id="too-short"),
        pytest.param(minute("2026-01-02T03:15:20"), id="longer-than-it-says"),
        pytest.param(minute("2026-01-02T03.15"), id="other-sign"),
        pytest.param(minute("2026-01-02 03:15"), id="no-T"),
        pytest.param(day("2026-01"), id="less-than-it-says"),
        pytest.param(day("2026-13-01"), id="no-such-month"),
        pytest.param(day("2011-12-30", "Pacific/Apia"), id="a-day-that-never-was"),
        pytest.param(Wall("9999", Precision.YEAR, "UTC"), id="no-next-year"),
        pytest.param(minute("0001-01-01T00:00", "Asia/Tokyo"), id="before-the-year-one"),
        pytest.param(minute("0001-01-02T00:00", "UTC"), id="a-day-after-the-first"),
        pytest.param(minute("9999-12-31T23:59", "America/New_York"), id="after-all-years"),
        pytest.param(Moment(2**52), id="far-away"),
        pytest.param(Moment(-(2**52), Precision.DAY), id="far-back"),
    ],
)
def test_what_nobody_knows_stays_unknown(when: When | None) -> None:
    assert Clock().span(when) is None
    assert Clock().moment(when) is None


@pytest.mark.parametrize(
    ("at", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25)]
)
def test_a_day_is_as_long_as_it_was(at: str, hours: int) -> None:
    assert span(day(at)).length == hours * HOUR


def test_a_day_begins_where_clocks_skip_its_midnight() -> None:
    # Beirut, 29 March 2026: from midnight straight to one o'clock.
    found = span(day("2026-03-29", "Asia/Beirut"))

    assert found.start == moment(datetime(2026, 3, 28, 22, tzinfo=UTC))
    assert found.length == 23 * HOUR


def test_a_reading_that_came_twice_is_both_until_somebody_says_which() -> None:
    first = span(minute("2026-10-25T02:30", fold=0))
    second = span(minute("2026-10-25T02:30", fold=1))

    assert second.start - first.start == HOUR
    clock = Clock()
    for _ in range(2):
        assert clock.span(minute("2026-10-25T02:30")) == Span(first.start, second.end)


def test_a_clock_that_goes_back_half_an_hour_shows_some_of_an_hour_twice() -> None:
    # Lord Howe, 5 April 2026: at two o'clock clocks went back to half past one.
    def reading(at: str, fold: int | None) -> Span:
        return span(minute(f"2026-04-05T{at}", "Australia/Lord_Howe", fold))

    early, late = reading("01:15", 1), reading("01:45", 1)

    assert late.start - early.start == HOUR
    assert reading("01:15", None) == early
    assert reading("01:45", None) == Span(reading("01:45", 0).start, late.end)


def test_an_hour_is_sixty_minutes_however_often_it_came() -> None:
    def hour(fold: int | None) -> Span:
        return span(Wall("2026-10-25T02", Precision.HOUR, "Europe/Berlin", fold))  # type: ignore[arg-type] # 0, 1 or None

    assert (hour(0).length, hour(1).length, hour(None).length) == (HOUR, HOUR, 2 * HOUR)
    assert hour(0).end == hour(1).start


@pytest.mark.parametrize(
    ("at", "precision", "days"),
    [
        ("2026-02", Precision.MONTH, 28),
        ("2024-02", Precision.MONTH, 29),
        ("2026", Precision.YEAR, 365),
    ],
)
def test_months_and_years_follow_the_calendar(at: str, precision: Precision, days: int) -> None:
    assert span(Wall(at, precision, "UTC")).length == days * DAY


@pytest.mark.parametrize(
    ("at", "precision", "length"),
    [
        ("2026-01-02T03:15:20", Precision.SECOND, 1000),
        ("2026-01-02T03:15:20.125", Precision.MILLISECOND, 1),
    ],
)
def test_seconds_and_milliseconds_count(at: str, precision: Precision, length: int) -> None:
    found = span(Wall(at, precision, "Europe/Berlin"))

    assert found == Span(read_in_zone(at, BERLIN), read_in_zone(at, BERLIN) + length)


def test_a_moment_is_as_long_as_it_is_inexact() -> None:
    at = moment(datetime(2026, 5, 6, 7, 8, 9, 123000, tzinfo=UTC))

    assert span(Moment(at)) == Span(at, at + 1)
    assert span(Moment(at, Precision.SECOND)) == Span(at - 123, at + 877)
    assert span(Moment(at, Precision.MONTH)).length == 31 * DAY
    assert span(Moment(-1, Precision.MINUTE)) == Span(-MINUTE, 0)
    assert Clock().span(Moment(2**52, Precision.YEAR)) is None


@given(
    at=st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  # clock readings
    place=st.sampled_from(PLACES),
    fold=st.sampled_from([0, 1]),
)
def test_what_a_clock_shows_at_a_moment_is_read_back_as_that_moment(
    at: datetime, place: str, fold: int
) -> None:
    shown = at.replace(tzinfo=ZoneInfo(place), fold=fold).astimezone(UTC)
    reading = shown.astimezone(ZoneInfo(place))
    clock = Clock()
    when = minute(reading.strftime("%Y-%m-%dT%H:%M"), place, reading.fold)

    spans = [clock.span(when), clock.span(when), Clock().span(when)]

    start = moment(shown) - moment(shown) % MINUTE
    assert spans == [Span(start, start + MINUTE)] * 3
    assert clock.span(minute(when.at, place)) in (spans[0], _both(when, place))


def _both(when: Wall, place: str) -> Span:
    first, second = span(minute(when.at, place, 0)), span(minute(when.at, place, 1))
    return Span(min(first.start, second.start), max(first.end, second.end))


@given(st.text(max_size=24), st.sampled_from(Precision), st.sampled_from(PLACES))
def test_no_reading_makes_it_stumble(at: str, precision: Precision, place: str) -> None:
    found = Clock().span(Wall(at, precision, place))

    assert found is None or found.length > 0


@given(st.integers(0, 3), st.sampled_from(["2026-03-29", "2026-10-25", "2026-06-01"]))
def test_the_days_minutes_lie_in_the_day(hour: int, at: str) -> None:
    found = Clock().span(minute(f"{at}T0{hour}:30"))

    whole = span(day(at))
    assert found is None or (whole.start <= found.start and found.end <= whole.end)
