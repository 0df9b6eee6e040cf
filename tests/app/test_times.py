from __future__ import annotations

import pytest

from hearthbook.app.clock import now
from hearthbook.app.failure import Failure
from hearthbook.app.times import when
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

ZONE = "Europe/Berlin"


@pytest.mark.parametrize(
    ("typed", "at", "precision"),
    [
        ("2026-02-01", "2026-02-01", Precision.DAY),
        ("2026-02-01T03:15", "2026-02-01T03:15", Precision.MINUTE),
        ("2026-02-01 03:15", "2026-02-01T03:15", Precision.MINUTE),
        ("2026-02-01T03:15:07", "2026-02-01T03:15:07", Precision.SECOND),
    ],
)
def test_a_time_is_kept_as_exactly_as_it_was_typed(
    typed: str, at: str, precision: Precision
) -> None:
    assert when(typed, ZONE) == Wall(at, precision, ZONE)


def test_a_clock_alone_is_of_today() -> None:
    zone = zone_named(ZONE)
    before = shown(now(), zone).date().isoformat()
    noon, at_once = when("12:00", ZONE).at, when("now", ZONE).at
    after = shown(now(), zone).date().isoformat()

    assert noon in {f"{day}T12:00" for day in (before, after)}  # it may just have struck twelve
    assert at_once[:10] in {before, after}


@pytest.mark.parametrize(
    "typed",
    ["", "yesterday", "2026-02-30", "2026-03-29T02:30", "25:00", "2026-2-1", "٢٠٢٦-٠٢-٠١"],
)
def test_what_no_clock_showed_is_refused(typed: str) -> None:
    with pytest.raises(Failure):
        when(typed, ZONE)
