"""From what a clock showed to the moments it may have been, and from nothing to nothing.

1. A reading becomes a span only with a zone: its own, or the one a person said for its file.
2. The span is as long as the reading is inexact: a minute, a day of 23 to 25 hours, a month.
3. A reading that came twice, and nobody knows which, is the span that holds both.
4. A reading the clocks skipped, a date that is none, words alone: None. Nothing is moved.
5. What lies outside the years 1 to 9999 in some zone of the world is no time that can be shown.
"""

from __future__ import annotations

import re
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.time import DAY
from hearthbook.base.time import HOUR
from hearthbook.base.time import MINUTE
from hearthbook.base.time import NoSuchReadingError
from hearthbook.base.time import NoSuchZoneError
from hearthbook.base.time import Span
from hearthbook.base.time import in_utc
from hearthbook.base.time import moment
from hearthbook.base.time import read_in_zone
from hearthbook.base.time import zone_named
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

    from hearthbook.records.when import When

_SECOND: Final = 1_000
_UNITS: Final = {
    Precision.MILLISECOND: 1,
    Precision.SECOND: _SECOND,
    Precision.MINUTE: MINUTE,
    Precision.HOUR: HOUR,
    Precision.DAY: DAY,
}
# How long the reading is, by precision; a reading of another length is not what it says it is.
_FINE: Final = {Precision.MINUTE: 16, Precision.SECOND: 19, Precision.MILLISECOND: 23}
_SHAPE: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?)?)?)?)?",
    re.ASCII,
)
_PARTS: Final = {
    Precision.YEAR: 1,
    Precision.MONTH: 2,
    Precision.DAY: 3,
    Precision.HOUR: 4,
    Precision.MINUTE: 5,
    Precision.SECOND: 6,
    Precision.MILLISECOND: 7,
}
_SIXTY: Final = {f"{n:02d}": n for n in range(60)}
_MINUTES: Final = {f":{n:02d}": n * MINUTE for n in range(60)}
_THOUSAND: Final = {f"{n:03d}": n for n in range(1000)}
_FULL_HOUR: Final = HOUR - 1
_NEARLY_AN_HOUR: Final = timedelta(milliseconds=_FULL_HOUR)
_MINUTE: Final = Precision.MINUTE
_FIRST: Final = moment(datetime(1, 1, 3, tzinfo=UTC))
_LAST: Final = moment(datetime(9999, 12, 29, tzinfo=UTC))
_Ends = tuple[int, int]


class Clock:
    """Works out when something was. It keeps what it has worked out of an hour of a zone."""

    def __init__(self) -> None:
        self._zones: dict[str, ZoneInfo | None] = {}
        self._hours: dict[tuple[str, str, int | None], _Ends | None] = {}
        self._days: dict[tuple[str, str, Precision, int | None], _Ends | None] = {}

    def moment(self, when: When | None, zone: str | None = None) -> int | None:
        """Return the first moment `when` may have been, None if nobody knows.

        `zone` is what a person said of the source; a zone in `when` itself comes first.
        """
        ends = self._ends(when, zone)
        return None if ends is None else ends[0]

    def span(self, when: When | None, zone: str | None = None) -> Span | None:
        """Return all the moments `when` may have been, None if nobody knows."""
        ends = self._ends(when, zone)
        return None if ends is None else Span(*ends)

    def _ends(self, when: When | None, zone: str | None) -> _Ends | None:
        if isinstance(when, Wall):
            name = when.zone or zone
            if name is None:
                return None
            if when.precision is _MINUTE:  # nearly every reading: the short way is worth it
                base = self._hours.get((name, when.at[:13], when.fold))
                into = _MINUTES.get(when.at[13:])
                if base is not None and into is not None:
                    return base[0] + into, base[1] + into + MINUTE
            return self._wall(when, name)
        return _instant(when) if isinstance(when, Moment) else None

    def _wall(self, wall: Wall, name: str) -> _Ends | None:
        length = _FINE.get(wall.precision)
        if length is None:
            key = (name, wall.at, wall.precision, wall.fold)
            if key not in self._days:
                self._days[key] = self._calendar(*key)
            return self._days[key]
        at = wall.at
        if len(at) != length:
            return None
        hour = (name, at[:13], wall.fold)
        if hour not in self._hours:
            self._hours[hour] = self._hour(*hour)
        base, into = self._hours[hour], _into_hour(at)
        if base is None or into is None:
            return self._slow(wall, name)
        return base[0] + into, base[1] + into + _UNITS[wall.precision]

    def _zone(self, name: str) -> ZoneInfo | None:
        if name not in self._zones:
            try:
                self._zones[name] = zone_named(name)
            except NoSuchZoneError:
                self._zones[name] = None
        return self._zones[name]

    def _hour(self, name: str, hour: str, fold: int | None) -> _Ends | None:
        """Return the first moments of an hour; None if it is no plain hour of 60 minutes."""
        zone = self._zone(name)
        even = None if zone is None else _even(hour, zone)
        if even is not None:
            return even, even
        starts = self._readings(name, f"{hour}:00:00.000", fold)
        ends = self._readings(name, f"{hour}:59:59.999", fold)
        plain = [end - start == _FULL_HOUR for start, end in zip(starts, ends, strict=False)]
        if len(starts) != len(ends) or not plain or not all(plain):
            return None
        return starts[0], starts[-1]

    def _readings(self, name: str, at: str, fold: int | None) -> list[int]:
        """Return the moments at which clocks showed `at`, the first of them first."""
        zone = self._zone(name)
        found: set[int] = set()
        if zone is None or not _SHAPE.fullmatch(at):
            return []
        for side in (0, 1) if fold is None else (fold,):
            try:
                found.add(read_in_zone(at, zone, side))
            except (NoSuchReadingError, OverflowError):
                continue
        return sorted(ms for ms in found if _FIRST <= ms < _LAST)

    def _slow(self, wall: Wall, name: str) -> _Ends | None:
        found = self._readings(name, wall.at, wall.fold)
        return (found[0], found[-1] + _UNITS[wall.precision]) if found else None

    def _calendar(
        self, name: str, at: str, precision: Precision, fold: int | None
    ) -> _Ends | None:
        zone = self._zone(name)
        return None if zone is None else _unit(at, precision, zone, fold)


@lru_cache(maxsize=1 << 14)
def _even(hour: str, zone: ZoneInfo) -> int | None:
    """Return when an hour began in which clocks were not changed; None of any other."""
    if not _SHAPE.fullmatch(hour):
        return None
    try:
        first = datetime.fromisoformat(hour).replace(tzinfo=zone)
        last = first + _NEARLY_AN_HOUR  # as clocks show it: both ends of the hour
        offset = first.utcoffset()
        same = (
            offset == last.utcoffset()
            and offset == first.replace(fold=1).utcoffset()
            and offset == last.replace(fold=1).utcoffset()
        )
        start = moment(first)
    except (ValueError, OverflowError):
        return None
    return start if same and _FIRST <= start < _LAST else None


def _into_hour(at: str) -> int | None:
    """Return how many milliseconds after the full hour `at` is; None if it is no reading."""
    minute = _SIXTY.get(at[14:16])
    if minute is None or at[13] != ":":
        return None
    if len(at) == 16:
        return minute * MINUTE
    second, rest = _SIXTY.get(at[17:19]), _THOUSAND.get(at[20:] or "000")
    if second is None or rest is None or at[16] != ":" or at[19:20] not in {"", "."}:
        return None
    return minute * MINUTE + second * _SECOND + rest


def _unit(at: str, precision: Precision, zone: tzinfo, fold: int | None) -> _Ends | None:
    """Return the ends of the year, month, day or hour `at`; None if it never was."""
    found = _SHAPE.fullmatch(at)
    parts = [part for part in found.groups() if part is not None] if found else []
    if len(parts) != _PARTS[precision]:
        return None
    try:
        first = datetime.fromisoformat("-".join([*parts[:3], "01", "01"][:3]))
        first = first.replace(hour=int("".join(parts[3:]) or 0))
        start = _edge(first, zone, fold or 0)
        end = _edge(_next(first, precision), zone, 0)
    except (ValueError, OverflowError):
        return None
    if precision is Precision.HOUR and fold == 0:
        end = min(end, start + HOUR)
    return _shown(start, end)


def _next(first: datetime, precision: Precision) -> datetime:
    """Return what the calendar shows one unit later."""
    if precision is Precision.YEAR:
        return first.replace(year=first.year + 1)
    if precision is Precision.MONTH:
        return (first + timedelta(days=31)).replace(day=1)
    return first + timedelta(milliseconds=_UNITS[precision])


def _edge(shown: datetime, zone: tzinfo, fold: int) -> int:
    # Where clocks skip over the edge, the offset before the jump gives the moment of the jump.
    return moment(shown.replace(tzinfo=zone, fold=fold))


def _shown(start: int, end: int) -> _Ends | None:
    return (start, end) if _FIRST <= start < end <= _LAST else None


def _instant(when: Moment) -> _Ends | None:
    unit = _UNITS.get(when.precision)
    if unit is not None:
        start = when.ms - when.ms % unit
        return _shown(start, start + unit)
    try:
        day = in_utc(when.ms).date().isoformat()
    except OverflowError:
        return None
    length = 4 if when.precision is Precision.YEAR else 7
    return _unit(day[:length], when.precision, UTC, None)
