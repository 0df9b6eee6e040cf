"""Findings as pages: what was worked out, in a paper's words, each line with its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.findings.figures import HAPPENED
from hearthbook.findings.figures import spelled
from hearthbook.findings.table import length_text
from hearthbook.findings.table import moment_text
from hearthbook.findings.table import table
from hearthbook.papers.beside import attachments
from hearthbook.papers.page import Bar
from hearthbook.papers.page import Chart
from hearthbook.papers.page import Chronology
from hearthbook.papers.page import Figure
from hearthbook.papers.page import Happening
from hearthbook.papers.page import Line
from hearthbook.papers.page import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.base.words import Words
    from hearthbook.findings.absence import Absence
    from hearthbook.findings.care import CareActs
    from hearthbook.findings.chronology import Chronology as Found
    from hearthbook.findings.chronology import Line as FoundLine
    from hearthbook.findings.contact import Contact
    from hearthbook.findings.contact import Row
    from hearthbook.findings.counts import Counts
    from hearthbook.findings.registry import Result

_HOURS: Final = tuple(map(str, range(24)))
_FILES: Final = ("document", "photo", "writing", "recording")


def basis(result: Result, words: Words) -> str:
    """Return what was looked at, and what the finding cannot show, as one paragraph."""
    shown = table(result, words)
    return " · ".join((*shown.before, *shown.after))


def chronology(found: Found, words: Words) -> Chronology:
    """Return the pages of a chronology: dated lines by month, then those without a date."""
    return Chronology(
        basis=basis(found, words),
        lines=tuple(_happening(line, words, line.at[:7]) for line in found.lines),
        undated=tuple(_happening(line, words, "") for line in found.undated),
    )


def _happening(line: FoundLine, words: Words, month: str) -> Happening:
    return Happening(
        month=month,
        when=line.at,
        what="; ".join(spelled(piece, words) for piece in line.said),
        says=spelled(line.says, words),
        refs=line.refs,
        files=attachments(line.files, line.refs, words),
    )


def absence(found: Absence, words: Words) -> Figure:
    """Return the stretches in which nothing by a person is recorded, longest first."""
    longest = sorted(found.stretches, key=lambda one: (-one.span.length, one.span.start))
    lines = tuple(
        Line(
            (
                moment_text(one.span.start, found.zone),
                moment_text(one.span.end, found.zone),
                length_text(one.span.length, words),
                str(one.recorded.value),
            ),
            (*one.before, *one.after),
        )
        for one in longest
    )
    names = ("from", "to", "length", "recorded")
    head = tuple(words(f"finding-head-{name}") for name in names)
    title = words("finding-absence", person=found.name)
    return Figure(Table(title, basis(found, words), head, lines))


def signs(found: Absence, words: Words) -> Figure:
    """Return what is recorded of a person: visits, calls, messages, payments by their kind."""
    shown = table(found, words)
    some = shown.rows[: len(found.signs)]
    names = ("what", "from", "to", "count")
    head = tuple(words(f"finding-head-{name}") for name in names)
    lines = tuple(Line(row.cells[:4], row.refs) for row in some)
    title = words("bundle-recorded-of", name=found.name)
    return Figure(Table(title, shown.before[0], head, lines))


def contact(found: Contact, words: Words, most: int = 3) -> tuple[Figure, ...]:
    """Return calls and messages: totals of everybody, then hours and months of the `most`."""
    people: dict[str, int] = {}
    for row in found.rows:
        people[row.name] = people.get(row.name, 0) + row.total.value
    busiest = sorted(people, key=lambda name: (-people[name], name))[:most]
    figures = [_totals(found, words)]
    for name in busiest:
        rows = [row for row in found.rows if row.name == name]
        figures.append(_by_place(rows, name, "hour", words))
        figures.append(_by_place(rows, name, "month", words))
    return tuple(figures)


def _totals(found: Contact, words: Words) -> Figure:
    names = ("person", "kind", "way", "count", "outcomes")
    lines = tuple(
        Line(
            (_name(row, words), *_kind_and_way(row, words), *_sums(row, words)), row.total.refs
        )
        for row in found.rows
    )
    head = tuple(words(f"finding-head-{name}") for name in names[:4])
    head = (*head, words("bundle-head-outcomes"))
    title = words("finding-contact")
    return Figure(Table(title, basis(found, words), head, lines))


def _name(row: Row, words: Words) -> str:
    return row.name or words("finding-unknown-person")


def _kind_and_way(row: Row, words: Words) -> tuple[str, str]:
    return words(f"finding-of-{row.of}"), _way(row.way, words)


def _way(way: str, words: Words) -> str:
    return words(f"finding-way-{way or 'unknown'}")


def _sums(row: Row, words: Words) -> tuple[str, str]:
    outcomes = ", ".join(
        f"{words(f'finding-outcome-{share.of}')} {share.cell.value}"
        for share in row.by_outcome
        if share.of and share.cell.value
    )
    return str(row.total.value), outcomes


def _by_place(rows: Sequence[Row], name: str, by: str, words: Words) -> Figure:
    series = tuple(" · ".join(_kind_and_way(row, words)) for row in rows)
    shares = [{s.of: s.cell for s in (r.by_hour if by == "hour" else r.by_month)} for r in rows]
    places = sorted({of for one in shares for of in one if of})
    if by == "hour":
        places = list(_HOURS)
    ways = sorted({row.way for row in rows})
    bars, lines = [], []
    for place in places:
        cells = [one.get(place) for one in shares]
        shown = f"{place.zfill(2)}:00" if by == "hour" else place
        counts = tuple(cell.value if cell else 0 for cell in cells)
        refs = tuple(ref for cell in cells if cell for ref in cell.refs)
        both = zip(rows, counts, strict=True)
        summed = [(row.way, count) for row, count in both]
        bars.append(
            Bar(
                shown.removesuffix(":00"),
                tuple(sum(n for way, n in summed if way == one) for one in ways),
            )
        )
        lines.append(Line((shown, *map(str, counts)), refs))
    title = words(f"bundle-contact-by-{by}", name=name)
    top = max(bars, key=lambda bar: sum(bar.counts), default=Bar("", ()))
    total = sum(sum(bar.counts) for bar in bars)
    alt = words("bundle-chart-alt", title=title, total=str(total), most=top.name)
    head = (words(f"bundle-head-{by}"), *series)
    return Figure(
        Table(title, words("bundle-chart-basis"), head, tuple(lines)),
        Chart(title, alt, tuple(_way(way, words) for way in ways), tuple(bars)),
    )


def care(found: CareActs, words: Words) -> tuple[Figure, ...]:
    """Return acts of care: by each person for each child, and by hour of the day."""
    head = tuple(words(f"finding-head-{name}") for name in ("person", "child", "count"))
    lines = tuple(
        Line((done.person_name, done.child_name, str(done.acts.value)), done.acts.refs)
        for done in (*found.persons, *found.pairs)
    )
    totals = Figure(Table(words("finding-care"), basis(found, words), head, lines))
    if not found.persons:
        return (totals,)
    return (totals, _hours_of_care(found, words))


def _hours_of_care(found: CareActs, words: Words) -> Figure:
    series = tuple(
        done.person_name or words("finding-unknown-person") for done in found.persons
    )
    bars, lines = [], []
    for hour in range(24):
        cells = [done.by_hour[hour] for done in found.persons]
        counts = tuple(cell.value for cell in cells)
        refs = tuple(ref for cell in cells for ref in cell.refs)
        bars.append(Bar(f"{hour:02d}", counts))
        lines.append(Line((f"{hour:02d}:00", *map(str, counts)), refs))
    title = words("bundle-care-by-hour")
    top = max(bars, key=lambda bar: sum(bar.counts))
    alt = words("bundle-chart-alt", title=title, total=str(found.acts.value), most=top.name)
    head = (words("bundle-head-hour"), *series)
    return Figure(
        Table(title, words("bundle-chart-basis"), head, tuple(lines)),
        Chart(title, alt, series, tuple(bars)),
    )


def counted(found: Counts, words: Words) -> Table:
    """Return how many entries there are of each kind of thing that happens, and of snags."""
    shown = table(found, words)
    some = [
        row
        for figure, row in zip(found.kinds, shown.rows, strict=False)
        if figure.of in {*HAPPENED, *_FILES, "snag"}
    ]
    lines = tuple(Line(row.cells, row.refs) for row in some)
    return Table(shown.title, words("bundle-counts-basis"), shown.head, lines)
