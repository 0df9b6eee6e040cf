"""Times of a calendar: moments where they are moments, readings of a clock where they are not.

1. `...Z` is a moment. A date is a day. All else is what a clock shows.
2. The clock's zone is known only if `TZID` is the name of a zone, or what Windows calls one. A
   zone that the calendar defines itself under another name stays unknown, and is marked.
3. Days of a duration are days of the calendar, its hours are hours of a clock that runs on.
"""

from __future__ import annotations

import re
from datetime import datetime
from datetime import timedelta
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.time import NoSuchReadingError
from hearthbook.base.time import NoSuchZoneError
from hearthbook.base.time import moment
from hearthbook.base.time import read_in_zone
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.records.message import Mark
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.ics.windows_zones import WINDOWS_ZONES

if TYPE_CHECKING:
    from hearthbook.base.content_line import ContentLine

_TIME: Final = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(?P<utc>Z?))?", re.ASCII
)
_DURATION: Final = re.compile(
    r"\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?",
    re.ASCII,
)
# Not `localtime`, `posix/...` and the like, which are files of one machine and no zones.
_NAME: Final = re.compile(r"(?!Factory)[A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")
_MAKERS: Final = re.compile(r"/(?:.*/)??((?:[A-Za-z_]+/){1,2}[A-Za-z_+-]+)")


def time(line: ContentLine, marks: set[Mark]) -> Moment | Wall | None:
    """Return the time that `line` says, None if it is none."""
    found = _TIME.fullmatch(line.value.strip())
    if found is None:
        return None
    year, month, number, hour, minute, second, _ = found.groups()
    at = f"{year}-{month}-{number}" + (f"T{hour}:{minute}:{second}" if hour else "")
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return None
    if hour is None:
        return Wall(at, Precision.DAY)
    if found["utc"]:
        return Moment(read_in_zone(at, zone_named("UTC")), Precision.SECOND)
    named = line.param("TZID").strip()
    zone = _zone(named)
    if named and zone is None:
        marks.add(Mark.UNKNOWN_ZONE)
    return Wall(at, Precision.SECOND, zone)


def later(when: Moment | Wall, duration: str) -> Moment | Wall | None:
    """Return what comes `duration` after `when`, None if that cannot be told."""
    found = _DURATION.fullmatch(duration.strip())
    if found is None or not any(found.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    whole = timedelta(weeks=weeks, days=days)
    clock = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    try:
        return _later(when, whole, clock)
    except (OverflowError, NoSuchReadingError):
        return None


def _later(when: Moment | Wall, whole: timedelta, clock: timedelta) -> Moment | Wall | None:
    if isinstance(when, Moment):
        return Moment(when.ms + (whole + clock) // timedelta(milliseconds=1), when.precision)
    reading = datetime.fromisoformat(when.at) + whole
    if when.precision is Precision.DAY:
        at = reading.date().isoformat()
        return None if clock else Wall(at, Precision.DAY, when.zone)
    if when.zone is None:
        return Wall((reading + clock).isoformat(timespec="seconds"), when.precision)
    zone = zone_named(when.zone)
    start = read_in_zone(reading.isoformat(), zone)
    end = shown(start + clock // timedelta(milliseconds=1), zone)
    twice = moment(end.replace(fold=0)) != moment(end.replace(fold=1))
    at = end.replace(tzinfo=None).isoformat(timespec="seconds")
    return Wall(at, when.precision, when.zone, (1 if end.fold else 0) if twice else None)


def _zone(named: str) -> str | None:
    """Return the zone of a `TZID`; programs put their own name before it, behind a `/`."""
    behind = _MAKERS.fullmatch(named)
    tries = [named, WINDOWS_ZONES.get(named, ""), str(behind[1]) if behind else "", named[1:]]
    for name in tries:
        if _NAME.fullmatch(name):
            try:
                return zone_named(name).key
            except NoSuchZoneError:
                continue
    return None
