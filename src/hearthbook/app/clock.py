"""The one place that reads the clock. Everything else is handed its moments."""

from __future__ import annotations

import time
from datetime import UTC
from datetime import datetime
from typing import Final
from typing import NamedTuple

from hearthbook.base.time import moment

_MILLISECOND: Final = 1_000_000
# On Linux the first clock stands still while the machine sleeps; on macOS the second goes on.
_RUNNING: Final = getattr(time, "CLOCK_UPTIME_RAW", getattr(time, "CLOCK_MONOTONIC", None))
_PASSING: Final = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


class Ticks(NamedTuple):
    """Milliseconds since some moment: those the machine ran, and all that passed."""

    running: int
    passing: int


def ticks() -> Ticks:
    """Return clocks that nobody can set; where the system has but one, both are that one."""
    if _RUNNING is None or _PASSING is None:
        one = time.monotonic_ns() // _MILLISECOND
        return Ticks(one, one)
    read = time.clock_gettime_ns
    return Ticks(read(_RUNNING) // _MILLISECOND, read(_PASSING) // _MILLISECOND)


def passing() -> int:
    """Return the milliseconds that have passed since some moment, however the clock is set."""
    return ticks().passing


def pause(milliseconds: int) -> None:
    """Wait."""
    time.sleep(milliseconds / 1000)


def now() -> int:
    """Return the present moment in milliseconds since 1970, UTC."""
    return moment(datetime.now(UTC))
