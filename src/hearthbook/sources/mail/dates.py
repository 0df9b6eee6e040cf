"""The dates of a mail: its own, and the one that the last server set above it.

1. An offset makes a date a moment. So do the few names that RFC 5322 gives an offset.
2. Any other name of a zone is no zone that is known: the reading is kept as a clock's.
3. A year of two digits is of 1950 to 2049 (RFC 5322, 4.3).
"""

from __future__ import annotations

import re
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.time import moment
from hearthbook.records.message import Mark
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.mail.text import words

if TYPE_CHECKING:
    from hearthbook.records.when import When

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_DATE: Final = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+|[a-z]{3},)?(?P<day>\d{1,2})[\s-]+(?P<month>[a-z]{3})[a-z]*[\s-]+"
    r"(?P<year>\d{2}|\d{4}),?\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?:\s*(?P<offset>[+-]\d{4})|\s+(?P<zone>[a-z]{1,5}))?(?:\s.*)?",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_COMMENT: Final = re.compile(r"\([^()]*\)")
_NAMED: Final = {
    **dict.fromkeys(("gmt", "ut", "utc", "z"), 0),
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "cst": -6,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
}
_LONGEST: Final = 200


def dated(raw: bytes, marks: set[Mark]) -> When:
    """Return when a mail says it was written; its own words where that is no date."""
    said = words(raw, marks)
    found = when(said, marks)
    if found is not None:
        return found
    if said:
        marks.add(Mark.REJECTED_HEADER)
    return Told(said[:_LONGEST])


def received(raw: bytes) -> Moment | None:
    """Return when a server says it received a mail, None if it does not say so exactly."""
    found = when(words(raw.rpartition(b";")[2], set()), set())
    return found if isinstance(found, Moment) else None


def when(said: str, marks: set[Mark]) -> Moment | Wall | None:
    """Return the date that is `said`, None if it is none."""
    found = _DATE.fullmatch(_COMMENT.sub(" ", said[:_LONGEST]).strip())
    if found is None or found["month"].lower() not in _MONTHS:
        return None
    try:
        at = _clock(found)
        offset = _offset(found)
        if offset is None:
            if found["zone"]:
                marks.add(Mark.UNKNOWN_ZONE)
            return Wall(at.isoformat(timespec="seconds"), Precision.SECOND)
        return Moment(moment(at.replace(tzinfo=offset)), Precision.SECOND)
    except (ValueError, OverflowError):
        return None


def _clock(found: re.Match[str]) -> datetime:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < 50 else 1900
    month = _MONTHS.index(found["month"].lower()) + 1
    second = min(int(found["second"] or 0), 59)  # a leap second has no other name here
    clock = (int(found["hour"]), int(found["minute"]), second)
    return datetime(year, month, int(found["day"]), *clock)  # noqa: DTZ001  # a clock's reading until its offset is known


def _offset(found: re.Match[str]) -> timezone | None:
    if found["offset"]:
        sign = -1 if found["offset"][0] == "-" else 1
        hours, minutes = int(found["offset"][1:3]), int(found["offset"][3:])
        return timezone(sign * timedelta(hours=hours, minutes=minutes))
    named = _NAMED.get((found["zone"] or "").lower())
    return None if named is None else timezone(timedelta(hours=named))
