"""A meeting from the lines of a `VEVENT`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.content_line import content_line
from hearthbook.base.content_line import unescaped
from hearthbook.base.content_line import unfolded
from hearthbook.records.marking import composed
from hearthbook.records.marking import decoded
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.statement import Attendee
from hearthbook.records.statement import Meeting
from hearthbook.records.statement import Standing
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.ics.times import later
from hearthbook.sources.ics.times import time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.base.content_line import ContentLine
    from hearthbook.records.provenance import FromFile
    from hearthbook.records.when import Moment

_HEAVY: Final = re.compile(rb"(?:ATTACH|IMAGE|X-ALT-DESC)[;:]", re.IGNORECASE)
_EDGE: Final = re.compile(rb"(BEGIN|END):", re.IGNORECASE)
_RULES: Final = ("RRULE", "RDATE", "EXRULE", "EXDATE")
_TIMES: Final = ("DTSTART", "DTEND", "DURATION")
_COUNT: Final = re.compile("[0-9]{1,15}")
_STANDING: Final = {
    "CONFIRMED": Standing.CONFIRMED,
    "TENTATIVE": Standing.TENTATIVE,
    "CANCELLED": Standing.CANCELLED,
}
_LONGEST: Final = 1 << 16


def meeting(
    raw: bytes, place: FromFile, marks: set[Mark], *, cancels: bool
) -> Meeting | Reason:
    """Return the meeting in `raw`, or why there is none.

    A calendar that `cancels` was sent to call off what is in it.
    """
    found: dict[str, list[ContentLine]] = {}
    lines: dict[str, list[str]] = {}
    size = 0
    for text in _lines(raw, marks):
        line = content_line(text)
        size += len(text)
        if size > _LONGEST:
            return Reason.TOO_LONG
        if line is None:
            marks.add(Mark.UNREAD_INSIDE)
            continue
        found.setdefault(line.name, []).append(line)
        lines.setdefault(line.name, []).append(text)
    if any(len(found.get(name, ())) > 1 for name in _TIMES):
        return Reason.BROKEN_MARKUP
    when, until = _when(found, marks)
    if isinstance(when, Reason):
        return when
    if isinstance(until, Reason):
        return until
    return Meeting(
        origin=place,
        uid=_text(found, "UID"),
        sequence=_sequence(_text(found, "SEQUENCE")),
        instance="".join(lines.get("RECURRENCE-ID", [])[:1]),
        rule=tuple(text for name in _RULES for text in lines.get(name, ())),
        standing=_standing(found, cancels=cancels),
        summary=_text(found, "SUMMARY"),
        place=_text(found, "LOCATION"),
        note=_text(found, "DESCRIPTION"),
        organizer=next(iter(_people(found, "ORGANIZER")), None),
        attendees=_people(found, "ATTENDEE"),
        when=when,
        until=until,
        all_day=isinstance(when, Wall) and when.precision is Precision.DAY,
        written=time(found["DTSTAMP"][0], set()) if "DTSTAMP" in found else None,
        raw_when=tuple(text for name in _TIMES for text in lines.get(name, ())),
        marks=in_order(marks),
    )


def _lines(raw: bytes, marks: set[Mark]) -> Iterator[str]:
    """Yield the lines of the event itself: alarms inside it, and files, are left out."""
    depth = 0
    for line in unfolded(raw):
        edge = _EDGE.match(line)
        if edge:
            depth += 1 if edge[1].upper() == b"BEGIN" else -1
        elif depth == 1 and not _HEAVY.match(line):
            yield composed(decoded(line, ("utf-8",), marks), marks)


def _when(
    found: dict[str, list[ContentLine]], marks: set[Mark]
) -> tuple[Moment | Wall | Reason | None, Moment | Wall | Reason | None]:
    """Return the beginning and the end, None where the entry does not say."""
    times: dict[str, Moment | Wall] = {}
    for name in ("DTSTART", "DTEND"):
        for line in found.get(name, ()):
            at = time(line, marks)
            if at is None:
                return Reason.NOT_A_DATE, None
            times[name] = at
    start, until = times.get("DTSTART"), times.get("DTEND")
    if until is None and start is not None and "DURATION" in found:
        until = later(start, found["DURATION"][0].value)
        if until is None:
            marks.add(Mark.UNREAD_INSIDE)
    return start, until


def _standing(found: dict[str, list[ContentLine]], *, cancels: bool) -> Standing:
    if cancels:
        return Standing.CANCELLED
    return _STANDING.get(_text(found, "STATUS").upper(), Standing.UNSAID)


def _sequence(text: str) -> int | None:
    return int(text) if _COUNT.fullmatch(text) else None


def _text(found: dict[str, list[ContentLine]], name: str) -> str:
    return "\n".join(unescaped(line.value).strip() for line in found.get(name, ()))


def _people(found: dict[str, list[ContentLine]], name: str) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(line.param("CN"), line.value.strip(), line.param("PARTSTAT"))
        for line in found.get(name, ())
    )
