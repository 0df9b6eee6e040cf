"""What was said between the family and one person, over all sources, in order of time.

1. Calls and messages that the person sent, or that went to them. Where a chat does not say who
   is written to, and nobody said whose phone it is from, all of it is told if they wrote in it.
2. In order of time; where times are equal each source keeps its own order. Two clocks need not
   agree: what stands close together may have been the other way round.
3. What is one message in several exports is one line that names them all.
4. What has no time, and what no longer stands, is listed apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.base.time import Span
from hearthbook.base.time import zone_named
from hearthbook.findings.beside import beside
from hearthbook.findings.chronology import Line
from hearthbook.findings.chronology import line
from hearthbook.findings.chronology import twins_of
from hearthbook.findings.chronology import with_files
from hearthbook.findings.figures import Cell
from hearthbook.findings.figures import Looked
from hearthbook.findings.figures import cell
from hearthbook.findings.figures import looked
from hearthbook.findings.figures import once
from hearthbook.findings.figures import standing
from hearthbook.findings.figures import within
from hearthbook.records.message import Call
from hearthbook.records.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.findings.figures import Scope
    from hearthbook.records.resolution import Resolved


class Thread(Struct, frozen=True):
    """The lines of one thread in the period; `total` counts them."""

    person: str
    name: str
    period: Span
    zone: str
    lines: tuple[Line, ...]
    undated: tuple[Line, ...]
    struck: tuple[Line, ...]
    total: Cell
    looked: Looked


def thread(facts: Iterable[Resolved], scope: Scope) -> Thread:
    """Return what was said between the family and the person of `scope`, or with anybody.

    Raises:
        NoSuchZoneError: if the zone of `scope` is none.
    """
    zone, known = zone_named(scope.zone), scope.known
    every = once(facts)
    wire = [one for one in every if isinstance(one.record, Message | Call)]
    some = wire if scope.person is None else _with(wire, scope.person)
    twins = twins_of(some)
    inside, files = sorted(within(some, scope.period), key=_place), beside(every)

    def lines(those: Iterable[Resolved]) -> tuple[Line, ...]:
        told = (line(one, known, zone, twins.get(one.ref, ())) for one in those)
        return with_files(told, files)

    return Thread(
        person=scope.person or "",
        name=known.name(scope.person or ""),
        period=scope.period,
        zone=scope.zone,
        lines=lines(inside),
        undated=lines(one for one in standing(some) if one.span is None),
        struck=lines(one for one in some if one.fallen is not None),
        total=cell(inside),
        looked=looked(some, scope),
    )


def _with(wire: Sequence[Resolved], person: str) -> list[Resolved]:
    wrote = {_talk(one) for one in wire if one.person == person and one.span and not one.fallen}
    return [
        one
        for one in wire
        if person in {one.person, *one.others} or (one.way is None and _talk(one) in wrote)
    ]


def _talk(fact: Resolved) -> tuple[str, str]:
    origin = fact.record.origin if isinstance(fact.record, Message | Call) else None
    return (origin.original, origin.member) if origin is not None else ("", "")


def _place(fact: Resolved) -> tuple[int, str, str, int, str]:
    """Return the place of a fact: its time, then its source's own order."""
    origin = fact.record.origin if isinstance(fact.record, Message | Call) else None
    start = fact.span.start if fact.span else 0
    if origin is None:
        return start, "", "", 0, fact.ref
    return start, origin.original, origin.member, origin.start, fact.ref
