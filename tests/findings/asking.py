"""Ask findings of a few entries, in Berlin, in January 2026 unless said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.base.time import DAY
from hearthbook.base.time import Span
from hearthbook.base.time import read_in_zone
from hearthbook.base.time import zone_named
from hearthbook.findings.figures import Scope
from hearthbook.records.resolution import Entry
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved
from tests.findings.making import BERLIN
from tests.findings.making import PHONE
from tests.findings.making import entry
from tests.findings.making import person
from tests.findings.making import taken_in

if TYPE_CHECKING:
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Resolved

PEOPLE: tuple[Record, ...] = (
    person("anna", "Anna B"),
    person("igor", "Igor P", "+4915228817386"),
    person("olga", "Olga S", "+493023125014"),
    person("vera", child=True),
    person("ida", child=True),
)


def ms(at: str) -> int:
    return read_in_zone(at, zone_named(BERLIN))


def period(start: str, end: str) -> Span:
    return Span(ms(f"{start}T00:00"), ms(f"{end}T00:00"))


JANUARY = period("2026-01-01", "2026-02-01")


def book(*records: Record | Entry) -> tuple[list[Resolved], Scope]:
    """Return `records` resolved with the family's people and files, and what is asked."""
    given = [one if isinstance(one, Entry) else entry(one) for one in records]
    about = [entry(one) for one in (*PEOPLE, taken_in(), taken_in(PHONE))]
    told = known([*given, *about])
    facts = list(resolved(given, told))
    return facts, Scope(JANUARY, BERLIN, told, person="igor", longer_than=7 * DAY)
