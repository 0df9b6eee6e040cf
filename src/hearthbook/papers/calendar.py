"""A calendar file as other programs read it: dates with a title, a place, reminders.

Every moment is written in UTC, a day as a day. Line ends, folds and marks are those of
https://www.rfc-editor.org/rfc/rfc5545
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.base.content_line import escaped
from hearthbook.base.content_line import folded
from hearthbook.base.time import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

TYPE: Final = "text/calendar; charset=utf-8"


class Event(Struct, frozen=True):
    """One date. `uid` stays the same when it moves; `version` then grows.

    It is a whole `day`, or begins at the moment `start` and ends at `end`, in ms, if anybody
    said when. `stamp` is when this version was written, in ms; `before` are the days before
    which programs may remind of it.
    """

    uid: str
    version: int
    stamp: int
    title: str
    day: date | None = None
    start: int | None = None
    end: int | None = None
    place: str = ""
    cancelled: bool = False
    before: tuple[int, ...] = ()


def calendar(events: Iterable[Event], *, name: str) -> bytes:
    """Return the calendar file `name` of `events`."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Diary//Diary//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return b"".join(map(folded, lines))


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_moment(event.stamp)}"
    yield f"SEQUENCE:{event.version}"
    if event.start is not None:
        yield f"DTSTART:{_moment(event.start)}"
        if event.end is not None and event.end > event.start:
            yield f"DTEND:{_moment(event.end)}"
    elif event.day is not None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    yield "CLASS:PRIVATE"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    for days in () if event.cancelled else event.before:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(event.title)}")
        yield from (f"TRIGGER:-P{days}D", "END:VALARM")
    yield "END:VEVENT"


def _moment(ms: int) -> str:
    return f"{in_utc(ms):%Y%m%dT%H%M%SZ}"
