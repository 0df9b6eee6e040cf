"""What is written down of a period, in order of time.

Every line says when as exactly as it is known, what, who says so, when that was written, and
on which entries it rests. Acts of care, and other kinds where asked, may be told a day at a
time: such a line gives counts, and cites every entry it counts. An entry whose time nobody
knows is listed apart; so is one that was corrected or taken back. What is one message in
several exports is one line that names them all. None is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import structs

from hearthbook.base.time import DAY
from hearthbook.base.time import Span
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.findings.beside import Beside
from hearthbook.findings.beside import beside
from hearthbook.findings.figures import HAPPENED
from hearthbook.findings.figures import Looked
from hearthbook.findings.figures import Said
from hearthbook.findings.figures import looked
from hearthbook.findings.figures import once
from hearthbook.findings.figures import standing
from hearthbook.findings.figures import within
from hearthbook.findings.telling import says_of_all
from hearthbook.findings.telling import told
from hearthbook.records.clock import Clock
from hearthbook.records.provenance import FromFile
from hearthbook.records.roles import CARE
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from hearthbook.findings.figures import Scope
    from hearthbook.records.resolution import Known
    from hearthbook.records.resolution import Resolved

# How much of YYYY-MM-DDTHH:MM:SS.mmm each precision shows.
_SHOWN = {
    Precision.YEAR: 4,
    Precision.MONTH: 7,
    Precision.DAY: 10,
    Precision.HOUR: 13,
    Precision.MINUTE: 16,
    Precision.SECOND: 19,
    # A machine's thousandths tell a reader nothing; the record keeps them.
    Precision.MILLISECOND: 19,
}
_LONGEST_DAY = DAY + DAY // 8


class Line(Struct, frozen=True):
    """One line: when, what, who says so, and the entries it rests on.

    `at` is the time as exactly as it is known, in `zone`; without a zone it is what the source
    shows. `precision` is its unit, or `told` for words. `of` is the kind, `care-day` for a day
    of care, and for a day of another kind that kind and `-day`. `written` is when it was
    written down, where the entry says, and `sealed` when the log took it in (the last, of
    several); both in ms. `fallen` is the ref of what corrected it or took it back. `files` are
    the files that belong to these entries.
    """

    at: str
    zone: str
    precision: str
    span: Span | None
    of: str
    said: tuple[Said, ...]
    says: Said
    written: int | None
    sealed: int
    refs: tuple[str, ...]
    fallen: str | None = None
    files: tuple[Beside, ...] = ()


class Chronology(Struct, frozen=True):
    """The lines of a period in order; what has no date, and what no longer stands, apart."""

    period: Span
    zone: str
    lines: tuple[Line, ...]
    undated: tuple[Line, ...]
    struck: tuple[Line, ...]
    looked: Looked


def chronology(facts: Iterable[Resolved], scope: Scope) -> Chronology:
    """Return what happened in the period of `scope`, narrowed to its kinds and person if any.

    An entry concerns a person who did it, or on whose side of it he is.

    Raises:
        NoSuchZoneError: if the zone of `scope` is none.
    """
    zone = zone_named(scope.zone)
    kinds = scope.kinds or HAPPENED
    every = once(facts)
    some = [one for one in every if one.kind in kinds and _concerns(one, scope.person)]
    inside = within(some, scope.period)
    twins = twins_of(some)
    days = _days([one for one in inside if _is_told_by_day(one, scope)], zone)
    single = [
        line(one, scope.known, zone, twins.get(one.ref, ()))
        for one in inside
        if not _is_told_by_day(one, scope)
    ]
    told_by_day = [_day_line(day, held, scope) for day, held in days.items()]
    undated = [
        line(one, scope.known, zone, twins.get(one.ref, ()))
        for one in standing(some)
        if one.span is None
    ]
    struck = [line(one, scope.known, zone) for one in some if one.fallen is not None]
    files = beside(every)
    return Chronology(
        period=scope.period,
        zone=scope.zone,
        lines=with_files(sorted([*single, *told_by_day], key=_place), files),
        undated=with_files(undated, files),
        struck=with_files(struck, files),
        looked=looked(some, scope),
    )


def with_files(
    lines: Iterable[Line], files: Mapping[str, tuple[Beside, ...]]
) -> tuple[Line, ...]:
    """Return lines with the files that belong to their entries."""
    found = ((one, [file for ref in one.refs for file in files.get(ref, ())]) for one in lines)
    return tuple(
        structs.replace(one, files=tuple(those)) if those else one for one, those in found
    )


def _concerns(fact: Resolved, person: str | None) -> bool:
    return person is None or fact.person == person or person in fact.others


def _is_told_by_day(fact: Resolved, scope: Scope) -> bool:
    # What is known no better than to the month belongs to no day.
    exact = fact.span is not None and fact.span.length <= _LONGEST_DAY
    return exact and fact.kind in scope.by_day


def _place(line: Line) -> tuple[int, int, tuple[str, ...]]:
    return (
        (0, 0, line.refs) if line.span is None else (line.span.start, line.span.end, line.refs)
    )


def twins_of(facts: list[Resolved]) -> dict[str, list[Resolved]]:
    """Return what is the same message as another, by the ref of what stands for it."""
    twins: dict[str, list[Resolved]] = {}
    for fact in facts:
        if fact.same is not None:
            twins.setdefault(fact.same, []).append(fact)
    return twins


def line(fact: Resolved, known: Known, zone: ZoneInfo, twins: Sequence[Resolved] = ()) -> Line:
    """Return the line of `fact` and of what is the same message in other exports."""
    when = getattr(fact.record, "when", None)
    at, in_zone, precision = "", "", "told"
    if isinstance(when, Wall):
        at, precision = when.at.replace("T", " "), str(when.precision)
        in_zone = when.zone or _zone_said(fact, known)
    elif isinstance(when, Moment):
        iso = shown(when.ms, zone).replace(tzinfo=None).isoformat("T", "milliseconds")
        at, precision = iso[: _SHOWN[when.precision]].replace("T", " "), str(when.precision)
        in_zone = zone.key
    elif isinstance(when, Told):
        at = when.words
    written = getattr(fact.record, "written", None)
    return Line(
        at=at,
        zone=in_zone,
        precision=precision,
        span=fact.span,
        of=fact.kind,
        said=told(fact, known),
        says=says_of_all(fact, twins, known),
        written=written if isinstance(written, int) else None,
        sealed=fact.sealed,
        refs=(fact.ref, *(one.ref for one in twins)),
        fallen=fact.fallen,
    )


def _zone_said(fact: Resolved, known: Known) -> str:
    origin = getattr(fact.record, "origin", None)
    return (known.zone(origin.original) or "") if isinstance(origin, FromFile) else ""


def _days(facts: list[Resolved], zone: ZoneInfo) -> dict[tuple[str, str, str], list[Resolved]]:
    """Return `facts` by day, by what is told of it, and by who did it."""
    days: dict[tuple[str, str, str], list[Resolved]] = {}
    for fact in facts:
        if fact.span is not None:
            of = "care-day" if fact.kind in CARE else f"{fact.kind}-day"
            day = shown(fact.span.start, zone).date().isoformat()
            days.setdefault((day, of, fact.who), []).append(fact)
    return days


def _day_line(day: tuple[str, str, str], facts: list[Resolved], scope: Scope) -> Line:
    at, of, who = day
    kinds = sorted({fact.kind for fact in facts})
    counts = tuple(
        Said(
            "finding-count",
            {
                "of": Said(f"finding-of-{kind}", {}),
                "value": str(sum(fact.kind == kind for fact in facts)),
            },
        )
        for kind in kinds
    )
    name = scope.known.name(who) if who else Said("finding-unknown-person", {})
    return Line(
        at=at,
        zone=scope.zone,
        precision=str(Precision.DAY),
        span=Clock().span(Wall(at, Precision.DAY), scope.zone),
        of=of,
        said=(Said("finding-day", {"who": name, "counts": counts}),),
        says=Said("finding-says-entries", {"count": str(len(facts))}),
        written=None,
        sealed=max(fact.sealed for fact in facts),
        refs=tuple(fact.ref for fact in facts),
    )
