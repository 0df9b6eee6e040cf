"""A finding as a picture: figures in their places, nothing that the table does not say.

Whole numbers only. How it is drawn, and in which colours, is the page's affair.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import TYPE_CHECKING
from typing import TypeAlias

from msgspec import Struct

from hearthbook.findings.absence import Absence
from hearthbook.findings.care import CareActs
from hearthbook.findings.chronology import Chronology
from hearthbook.findings.contact import Contact
from hearthbook.findings.counts import Counts
from hearthbook.findings.table import length_text
from hearthbook.findings.table import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.app.words import Words
    from hearthbook.base.time import Span
    from hearthbook.findings.table import Table

_LONG = 1_000  # a strip is so many parts long
_DAYS = 70  # up to so many days, each is a column of its own
_SERIES = 4
_BARS = 24


class Bar(Struct, frozen=True):
    """One bar: what it counts, and how much."""

    name: str
    value: int


class Bars(Struct, frozen=True, tag="bars"):
    """Counts beside each other, each with its name; `most` is the greatest."""

    title: str
    bars: tuple[Bar, ...]
    most: int


class Columns(Struct, frozen=True, tag="columns"):
    """Counts over places in order, as hours; one number for each of `series` in a place."""

    title: str
    series: tuple[str, ...]
    places: tuple[tuple[str, tuple[int, ...]], ...]
    most: int


class Stretch(Struct, frozen=True):
    """A part of a strip, in thousandths of its length."""

    start: int
    length: int
    says: str


class Strip(Struct, frozen=True, tag="strip"):
    """A period from end to end, with the stretches that stand out in it."""

    title: str
    begins: str
    ends: str
    stretches: tuple[Stretch, ...]


Chart: TypeAlias = Bars | Columns | Strip


def charts(found: object, table: Table, words: Words) -> tuple[Chart, ...]:
    """Return the pictures of a finding; one without its own gets its table's figures."""
    match found:
        case Counts():
            bars = [Bar(words(f"finding-of-{one.of}"), one.cell.value) for one in found.kinds]
            return (_bars(words("chart-counts"), bars),)
        case Chronology():
            return _chronology(found, words)
        case Absence():
            return (_absence(found, words),)
        case Contact():
            return (_contact(found, words),)
        case CareActs():
            return _care(found, words)
        case _:
            last = [(row.cells[0], row.cells[-1]) for row in table.rows if row.cells]
            figures = [Bar(name, int(value)) for name, value in last if value.isdecimal()]
            return (_bars(table.title, figures),)


def _bars(title: str, bars: Iterable[Bar]) -> Bars:
    some = tuple(sorted((one for one in bars if one.value), key=lambda one: -one.value))
    return Bars(title, some[:_BARS], max((one.value for one in some), default=1))


def _columns(
    title: str, series: Sequence[str], places: Iterable[tuple[str, tuple[int, ...]]]
) -> Columns:
    every = tuple(places)
    most = max((sum(values) for _, values in every), default=1)
    return Columns(title, tuple(series), every, max(most, 1))


def _chronology(found: Chronology, words: Words) -> tuple[Chart, ...]:
    days = [line.at[:10] for line in found.lines if line.precision not in {"told", "year"}]
    full = sorted(day for day in days if len(day) == 10)
    if not full:
        return ()
    first, last = date.fromisoformat(full[0]), date.fromisoformat(full[-1])
    if (last - first).days < _DAYS:
        named = [first + timedelta(place) for place in range((last - first).days + 1)]
        places = [one.isoformat() for one in named]
    else:
        places, at = [], first.replace(day=1)
        while at <= last:
            places.append(at.isoformat()[:7])
            at = (at + timedelta(31)).replace(day=1)
    size = len(places[0])
    held = dict.fromkeys(places, 0)
    for day in days:
        if day[:size] in held:
            held[day[:size]] += 1
    counted = [(place, (number,)) for place, number in held.items()]
    return (_columns(words("chart-chronology"), (), counted),)


def _absence(found: Absence, words: Words) -> Strip:
    whole = max(found.period.length, 1)

    def part(span: Span) -> Stretch:
        start = (span.start - found.period.start) * _LONG // whole
        length = max(span.length * _LONG // whole, 4)
        return Stretch(start, length, length_text(span.length, words))

    return Strip(
        title=words("chart-absence", person=found.name),
        begins=moment_text(found.period.start, found.zone)[:10],
        ends=moment_text(found.period.end, found.zone)[:10],
        stretches=tuple(part(one.span) for one in found.stretches),
    )


def _contact(found: Contact, words: Words) -> Columns:
    ways = [way for way in ("in", "out", "") if any(row.way == way for row in found.rows)]
    hours = [[0] * len(ways) for _ in range(24)]
    for row in found.rows:
        for share in row.by_hour:
            if share.of:
                hours[int(share.of)][ways.index(row.way)] += share.cell.value
    named = [words(f"finding-way-{way or 'unknown'}") for way in ways]
    places = [(f"{hour:02d}", tuple(values)) for hour, values in enumerate(hours)]
    return _columns(words("chart-contact"), named, places)


def _care(found: CareActs, words: Words) -> tuple[Chart, ...]:
    done = sorted(found.persons, key=lambda one: -one.acts.value)
    names = [one.person_name or words("finding-unknown-person") for one in done]
    bars = [Bar(name, one.acts.value) for name, one in zip(names, done, strict=True)]
    some = done[:_SERIES]
    places = [
        (f"{hour:02d}", tuple(one.by_hour[hour].value for one in some)) for hour in range(24)
    ]
    return (
        _bars(words("chart-care"), bars),
        _columns(words("chart-care-hours"), names[:_SERIES], places),
    )
