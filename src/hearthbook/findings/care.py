"""Acts of care: who did them, for which child. Counts, never shares of an unknown whole.

An act for both children is one act, and an act for each child: so a person's acts are counted
once each, and the acts of a person for a child in a cell of their own. What one act took, in
time or effort, nobody can read from this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.base.time import Span
from hearthbook.base.time import zone_named
from hearthbook.findings.clockface import Face
from hearthbook.findings.figures import Cell
from hearthbook.findings.figures import Figure
from hearthbook.findings.figures import Looked
from hearthbook.findings.figures import cell
from hearthbook.findings.figures import figure
from hearthbook.findings.figures import looked
from hearthbook.findings.figures import once
from hearthbook.findings.figures import within
from hearthbook.records.roles import CARE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.findings.figures import Scope
    from hearthbook.records.resolution import Resolved


class Done(Struct, frozen=True):
    """Acts by one person, or for one child, or by one for the other; empty is "nobody named".

    `acts` counts every act once; `by_hour` has 24 cells and one more for what is not so exact.
    """

    person: str
    person_name: str
    child: str
    child_name: str
    acts: Cell
    kinds: tuple[Figure, ...]
    by_hour: tuple[Cell, ...]


class CareActs(Struct, frozen=True):
    """Acts of care in a period: by person, for child, and by each person for each child.

    `acts` counts acts, and `child_acts` an act for two children twice; it cites each act once.
    """

    period: Span
    zone: str
    acts: Cell
    child_acts: Cell
    persons: tuple[Done, ...]
    children: tuple[Done, ...]
    pairs: tuple[Done, ...]
    looked: Looked


def care(facts: Iterable[Resolved], scope: Scope) -> CareActs:
    """Return the acts of care in the period; of one person if `scope` names one.

    Raises:
        NoSuchZoneError: if the zone of `scope` is none.
    """
    face = Face(zone_named(scope.zone))
    every = [one for one in once(facts) if one.kind in CARE]
    acts = [one for one in within(every, scope.period) if scope.person in {None, one.person}]
    persons: dict[tuple[str, str], list[Resolved]] = {}
    children: dict[tuple[str, str], list[Resolved]] = {}
    pairs: dict[tuple[str, str], list[Resolved]] = {}
    for act in acts:
        persons.setdefault((act.who, ""), []).append(act)
        for child in dict.fromkeys(act.others):
            children.setdefault(("", child), []).append(act)
            pairs.setdefault((act.who, child), []).append(act)
    hours = {act.ref: None if act.span is None else face.place(act.span).hour for act in acts}
    for_children = [act for act in acts if act.others]
    return CareActs(
        period=scope.period,
        zone=scope.zone,
        acts=cell(acts),
        child_acts=Cell(
            sum(len(set(act.others)) for act in acts), tuple(act.ref for act in for_children)
        ),
        persons=_done(persons, scope, hours),
        children=_done(children, scope, hours),
        pairs=_done(pairs, scope, hours),
        looked=looked(every, scope),
    )


def _done(
    groups: dict[tuple[str, str], list[Resolved]], scope: Scope, hours: dict[str, int | None]
) -> tuple[Done, ...]:
    name = scope.known.name
    return tuple(
        Done(
            person=person,
            person_name=name(person),
            child=child,
            child_name=name(child),
            acts=cell(acts),
            kinds=_kinds(acts),
            by_hour=_hours(acts, hours),
        )
        for (person, child), acts in sorted(groups.items())
    )


def sort_of_care(act: Resolved) -> str:
    """Return the kind of an act of care; other acts are told apart by what was done."""
    return str(getattr(act.record, "act", act.kind))


def _kinds(acts: Sequence[Resolved]) -> tuple[Figure, ...]:
    kinds = sorted({sort_of_care(act) for act in acts})
    return tuple(figure(of, [one for one in acts if sort_of_care(one) == of]) for of in kinds)


def _hours(acts: Sequence[Resolved], hours: dict[str, int | None]) -> tuple[Cell, ...]:
    held: list[list[Resolved]] = [[] for _ in range(25)]
    for act in acts:
        hour = hours[act.ref]
        held[24 if hour is None else hour].append(act)
    return tuple(map(cell, held))
