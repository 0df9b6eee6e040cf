"""What is ahead in a case and what was done: dates, days to act by, papers handed in.

1. A day to act by is the day somebody wrote down. Nothing is worked out by law.
2. Where calendar days are counted from a day, the plain sum is shown beside it, so that a slip
   of the pen is seen. Weekends, holidays and how a court counts are not looked at.
3. An entry that was corrected is one entry still: it keeps the first one's ref as its root.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.findings.figures import once
from hearthbook.findings.figures import standing
from hearthbook.records.case import Counting
from hearthbook.records.case import Deadline
from hearthbook.records.case import Done
from hearthbook.records.case import Proceeding
from hearthbook.records.event import Correction
from hearthbook.records.resolution import Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable

_FARTHEST = 36_500  # days; a plain sum beyond a hundred years helps nobody


class Item(Struct, frozen=True):
    """One entry: its first ref and how often it was corrected, its day, how many days are left.

    `plain` is the plain sum of a deadline's calendar days, `done` the entry that says it is
    done. `day` and `left` are None where nobody knows the day.
    """

    fact: Resolved
    root: str
    version: int
    day: date | None
    left: int | None
    plain: date | None = None
    done: Resolved | None = None


class Docket(Struct, frozen=True):
    """The cases as last said, and what belongs to them, each in order of time."""

    proceedings: tuple[Item, ...]
    dates: tuple[Item, ...]
    deadlines: tuple[Item, ...]
    filings: tuple[Item, ...]


def docket(facts: Iterable[Resolved], today: date, zone: str) -> Docket:
    """Return what stands of a case on the day `today`, in the zone `zone`.

    Raises:
        NoSuchZoneError: if there is no such zone.
    """
    every = once(facts)
    said = {one.ref: one for one in standing(every)}
    before = {
        one.record.by: one.record.of
        for one in said.values()
        if isinstance(one.record, Correction)
    }
    roots = {ref: _root(ref, before) for ref in [*said, *before.values()]}
    done = {
        roots.get(one.record.of, (one.record.of, 0))[0]: one
        for one in said.values()
        if isinstance(one.record, Done)
    }

    def items(kind: str) -> list[Item]:
        some = (one for one in said.values() if one.kind == kind)
        return [_item(one, roots[one.ref], done, today, zone) for one in some]

    latest = {_name(one.fact): one for one in sorted(items("proceeding"), key=_sealed)}
    return Docket(
        proceedings=tuple(latest.values()),
        dates=tuple(items("appointment")),
        deadlines=tuple(sorted(items("deadline"), key=lambda one: one.day or date.max)),
        filings=tuple(items("filing")),
    )


def _item(
    fact: Resolved, root: tuple[str, int], done: dict[str, Resolved], today: date, zone: str
) -> Item:
    record = fact.record
    day = None if fact.span is None else shown(fact.span.start, zone_named(zone)).date()
    plain = _plain(record) if isinstance(record, Deadline) else None
    left = None if day is None else (day - today).days
    return Item(fact, *root, day, left, plain, done.get(root[0]))


def _root(ref: str, before: dict[str, str]) -> tuple[str, int]:
    """Return the first entry that `ref` was corrected from, and how many there were."""
    steps = 0
    while ref in before and steps < len(before):
        ref, steps = before[ref], steps + 1
    return ref, steps


def _plain(record: Deadline) -> date | None:
    if record.start is None or record.days is None or record.counting is not Counting.CALENDAR:
        return None
    if record.days > _FARTHEST:
        return None
    return date.fromisoformat(record.start.at[:10]) + timedelta(record.days)


def _name(fact: Resolved) -> str:
    return fact.record.name.casefold() if isinstance(fact.record, Proceeding) else ""


def _sealed(item: Item) -> tuple[int, int]:
    return item.fact.sealed, getattr(item.fact.record, "written", 0)
