from __future__ import annotations

from datetime import UTC
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.time import HOUR
from hearthbook.base.time import NoSuchReadingError
from hearthbook.base.time import NoSuchZoneError
from hearthbook.base.time import Span
from hearthbook.base.time import in_utc
from hearthbook.base.time import moment
from hearthbook.base.time import read_in_zone
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named

BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = st.integers(0, 4_000_000_000_000)


@given(MOMENTS)
def test_a_moment_and_its_utc_are_the_same(ms: int) -> None:
    assert moment(in_utc(ms)) == ms


@given(MOMENTS)
def test_what_a_clock_shows_leads_back_to_the_moment(ms: int) -> None:
    local = shown(ms, BERLIN)

    assert read_in_zone(local.replace(tzinfo=None).isoformat(), BERLIN, local.fold) == ms


def test_half_past_two_came_twice_when_the_clocks_went_back() -> None:
    first, second = (read_in_zone("2026-10-25T02:30", BERLIN, fold) for fold in (0, 1))

    assert second - first == HOUR


def test_half_past_two_never_came_when_the_clocks_went_forward() -> None:
    with pytest.raises(NoSuchReadingError):
        read_in_zone("2026-03-29T02:30", BERLIN)


@pytest.mark.parametrize("name", ["", "Nowhere/City", "../../etc/passwd", "Europe", "\0"])
def test_a_zone_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(NoSuchZoneError):
        zone_named(name)


def test_the_last_moment_of_a_span_belongs_to_the_next() -> None:
    day = Span(
        moment(datetime(2026, 2, 1, tzinfo=UTC)), moment(datetime(2026, 2, 2, tzinfo=UTC))
    )

    assert day.start in day
    assert day.end not in day
    assert day.length == 24 * HOUR


def test_a_span_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        Span(2, 1)
