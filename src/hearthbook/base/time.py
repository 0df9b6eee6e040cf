"""Moments, clock readings and spans.

A moment is kept in UTC and in nothing else, as whole milliseconds since 1970: Python subtracts
and compares two moments of one zone by what its clocks showed, and so loses or gains an hour
twice a year. The zone is a fact of its own, needed again when a moment is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo
from zoneinfo import ZoneInfoNotFoundError

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)
MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


class NoSuchZoneError(ValueError):
    """A name that no time zone goes by."""


class NoSuchReadingError(ValueError):
    """A clock reading the zone's clocks skipped, or one that is no date at all."""


def zone_named(name: str) -> ZoneInfo:
    """Return the zone that goes by the IANA `name`, as `Europe/Berlin`.

    Raises:
        NoSuchZoneError: if there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NoSuchZoneError(name) from error


def moment(at: datetime) -> int:
    """Return the milliseconds since 1970 of the aware `at`."""
    return (at - EPOCH) // MILLISECOND


def in_utc(ms: int) -> datetime:
    """Return the moment `ms` as a date and time in UTC."""
    return EPOCH + timedelta(milliseconds=ms)


def shown(ms: int, zone: ZoneInfo) -> datetime:
    """Return what a clock in `zone` showed at the moment `ms`."""
    return in_utc(ms).astimezone(zone)


def read_in_zone(wall: str, zone: ZoneInfo, fold: int = 0) -> int:
    """Return the moment at which clocks in `zone` showed `wall` (ISO, without offset).

    A reading that came twice, in the hour the clocks went back, is told apart by `fold`.

    Raises:
        NoSuchReadingError: if no clock of the zone ever showed it.
    """
    try:
        reading = datetime.fromisoformat(wall)
    except ValueError as error:
        raise NoSuchReadingError(wall) from error
    at = reading.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != reading:
        raise NoSuchReadingError(wall)
    return moment(at)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The moments from `start` up to, and not counting, `end`; both in milliseconds, UTC.

    Raises:
        ValueError: if `end` comes before `start`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that ends before it starts."""
        if self.end < self.start:
            msg = f"a span ends before it starts: {self.start} .. {self.end}"
            raise ValueError(msg)

    def __contains__(self, ms: int) -> bool:
        """Tell whether the moment `ms` lies in the span."""
        return self.start <= ms < self.end

    @property
    def length(self) -> int:
        """How long it really took, in milliseconds."""
        return self.end - self.start
