"""Calls and messages of each person: which way, when in the day, the week, the months.

Counts, and nothing but counts. Every way is counted alike, hers and theirs. A message to
several people is counted once with each of them; `total` counts every entry once.

1. `person` is the other side of the phone's owner: who sent what came in, each to whom what
   went out went. Where nobody said whose phone it is, it is who sent.
2. An entry not exact enough to tell the hour, weekday or month stands in the last place of
   these, so that the places of each add up to the row's total.
3. Lines an app wrote and drafts never sent are counted apart, and with nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.base.time import Span
from hearthbook.base.time import zone_named
from hearthbook.findings.clockface import Face
from hearthbook.findings.clockface import Place
from hearthbook.findings.figures import Cell
from hearthbook.findings.figures import Looked
from hearthbook.findings.figures import cell
from hearthbook.findings.figures import looked
from hearthbook.findings.figures import once
from hearthbook.findings.figures import within
from hearthbook.findings.signs import sort
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.message import Way
from hearthbook.records.resolution import by_app

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.findings.figures import Scope
    from hearthbook.records.resolution import Resolved

_WIRE = ("message", "call")
_NOWHERE = Place(None, None, None)


class Share(Struct, frozen=True):
    """One place of a row: `of` names it, empty for "not known so exactly"."""

    of: str
    cell: Cell


class Row(Struct, frozen=True):
    """What went one way between the phone's owner and one person, of one kind.

    `person` is a short name if `is_known`, else the source's own words, or empty. `way` is
    `in`, `out`, or empty where nobody knows. Hours are 0 to 23, weekdays 0 for Monday to 6.
    """

    person: str
    name: str
    is_known: bool
    of: str
    way: str
    total: Cell
    by_outcome: tuple[Share, ...]
    by_hour: tuple[Share, ...]
    by_weekday: tuple[Share, ...]
    by_month: tuple[Share, ...]


class Contact(Struct, frozen=True):
    """The rows of a period; `total` is every entry in them, each once."""

    period: Span
    zone: str
    rows: tuple[Row, ...]
    total: Cell
    by_app: Cell
    unsent: Cell
    looked: Looked


_Key = tuple[str, str, str]


def contact(facts: Iterable[Resolved], scope: Scope) -> Contact:
    """Return calls and messages in the period, of the person of `scope` or of everybody.

    Raises:
        NoSuchZoneError: if the zone of `scope` is none.
    """
    face = Face(zone_named(scope.zone))
    wire = [one for one in once(facts) if one.kind in _WIRE]
    inside = within(wire, scope.period)
    rows: dict[_Key, list[Resolved]] = {}
    for fact in inside:
        if not _is_apart(fact):
            for party in _parties(fact):
                if scope.person in {None, party}:
                    key = (party, sort(fact), str(fact.way or ""))
                    rows.setdefault(key, []).append(fact)
    in_rows = {one.ref for held in rows.values() for one in held}
    return Contact(
        period=scope.period,
        zone=scope.zone,
        rows=tuple(_row(key, rows[key], scope, face) for key in sorted(rows)),
        total=cell(one for one in inside if one.ref in in_rows),
        by_app=cell(one for one in inside if _is_by_app(one)),
        unsent=cell(one for one in inside if one.way is Way.UNSENT),
        looked=looked(wire, scope),
    )


def _is_by_app(fact: Resolved) -> bool:
    return isinstance(fact.record, Message) and by_app(fact.record)


def _is_apart(fact: Resolved) -> bool:
    return fact.way is Way.UNSENT or _is_by_app(fact)


def _parties(fact: Resolved) -> list[str]:
    """Return the other side of `fact`, each once; nothing stands for whom nobody knows."""
    return list(dict.fromkeys(fact.others)) or [""] if fact.way is Way.OUT else [fact.who]


def _row(key: _Key, facts: Sequence[Resolved], scope: Scope, face: Face) -> Row:
    party, of, way = key
    places = [_NOWHERE if one.span is None else face.place(one.span) for one in facts]
    hours = [_said(place.hour) for place in places]
    weekdays = [_said(place.weekday) for place in places]
    outcomes = [_outcome(one) for one in facts]
    return Row(
        person=party,
        name=scope.known.name(party),
        is_known=scope.known.person(party) is not None,
        of=of,
        way=way,
        total=cell(facts),
        by_outcome=_shares(facts, outcomes) if of == "call" else (),
        by_hour=_shares(facts, hours, map(str, range(24))),
        by_weekday=_shares(facts, weekdays, map(str, range(7))),
        by_month=_shares(facts, [_said(place.month) for place in places]),
    )


def _shares(
    facts: Sequence[Resolved], where: Sequence[str], always: Iterable[str] = ()
) -> tuple[Share, ...]:
    """Return the shares of `facts`, which are `where`; the places of `always` even if empty."""
    held: dict[str, list[Resolved]] = {place: [] for place in always}
    for one, place in zip(facts, where, strict=True):
        held.setdefault(place, []).append(one)
    unknown = held.pop("", [])
    every = sorted(held.items(), key=lambda place: (len(place[0]), place[0]))
    return tuple(Share(place, cell(some)) for place, some in (*every, ("", unknown)))


def _outcome(fact: Resolved) -> str:
    return str(fact.record.outcome) if isinstance(fact.record, Call) else ""


def _said(place: int | str | None) -> str:
    return "" if place is None else str(place)
