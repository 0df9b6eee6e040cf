"""Findings as rows of text, for a screen or a spreadsheet; each row keeps its refs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.base.time import DAY
from hearthbook.base.time import HOUR
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.findings.absence import Absence
from hearthbook.findings.beside import spoken
from hearthbook.findings.chronology import Chronology
from hearthbook.findings.contact import Contact
from hearthbook.findings.counts import Counts
from hearthbook.findings.figures import spelled
from hearthbook.findings.thread import Thread

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.base.time import Span
    from hearthbook.base.words import Words
    from hearthbook.findings.beside import Beside
    from hearthbook.findings.care import CareActs
    from hearthbook.findings.chronology import Line
    from hearthbook.findings.contact import Row as ContactRow
    from hearthbook.findings.figures import Cell
    from hearthbook.findings.figures import Figure
    from hearthbook.findings.figures import Looked
    from hearthbook.findings.registry import Result


class Row(Struct, frozen=True):
    """One row: a text for each column, and the entries that it rests on."""

    cells: tuple[str, ...]
    refs: tuple[str, ...]


class Table(Struct, frozen=True):
    """A finding as a table. `before` says what was looked at, `after` what it cannot show."""

    title: str
    before: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    after: tuple[str, ...]


def table(result: Result, words: Words) -> Table:
    """Return `result` as a table in the language of `words`."""
    match result:
        case Counts():
            return _counts(result, words)
        case Chronology() | Thread():
            return _chronology(result, words)
        case Absence():
            return _absence(result, words)
        case Contact():
            return _contact(result, words)
        case _:
            return _care(result, words)


def moment_text(ms: int, zone: str) -> str:
    """Return the moment `ms` to the minute, as clocks in `zone` showed it."""
    return shown(ms, zone_named(zone)).strftime("%Y-%m-%d %H:%M")


def length_text(ms: int, words: Words) -> str:
    """Return a length of time in whole days of 24 hours and whole hours, rounded down."""
    return words("finding-length", days=str(ms // DAY), hours=str(ms % DAY // HOUR))


def file_text(line: Line, file: Beside, words: Words) -> str:
    """Return what is known of one file of a line; the entry is named if it could be another."""
    said = spelled(spoken(file), words)
    return said if line.refs == (file.of,) else words("beside-of", ref=file.of, file=said)


def _head(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words(f"finding-head-{name}") for name in names)


def _ends(span: Span | None, zone: str) -> tuple[str, str]:
    if span is None:
        return "", ""
    # The last moment counted, not the first one after it.
    return moment_text(span.start, zone), moment_text(max(span.start, span.end - 1), zone)


def _row(cell: Cell, *texts: str) -> Row:
    return Row((*texts, str(cell.value)), cell.refs)


def _period(span: Span, zone: str, words: Words) -> str:
    start, end = moment_text(span.start, zone), moment_text(span.end, zone)
    return words("finding-period", start=start, end=end, zone=zone)


def _looked(looked: Looked, zone: str, words: Words) -> tuple[str, ...]:
    """Return what was looked at, one sentence for each source and kind."""
    found = [
        words(
            "finding-looked",
            source=one.source,
            of=words(f"finding-of-{one.of}"),
            value=str(one.cell.value),
            first=moment_text(one.span.start, zone),
            last=moment_text(max(one.span.start, one.span.end - 1), zone),
        )
        for one in looked.sources
    ]
    apart = {
        "undated": looked.undated,
        "edges": looked.edges,
        "struck": looked.struck,
        "linked": looked.linked,
    }
    more = [
        words(f"finding-looked-{name}", value=str(len(refs)))
        for name, refs in apart.items()
        if refs
    ]
    return (*(found or [words("finding-looked-nothing")]), *more)


def _counts(result: Counts, words: Words) -> Table:
    def rows(figures: Sequence[Figure], prefix: str) -> Iterable[Row]:
        for one in figures:
            start, end = _ends(one.span, result.zone)
            name = words(f"{prefix}{one.of}")
            yield Row((name, str(one.cell.value), start, end), one.cell.refs)

    apart = {"total": result.total, "undated": result.undated, "struck": result.struck}
    if result.linked.value:
        apart["linked"] = result.linked
    return Table(
        title=words("finding-counts", book=words(f"finding-book-{result.book}")),
        before=(),
        head=_head(words, "kind", "count", "first", "last"),
        rows=(
            *rows(result.kinds, "finding-of-"),
            *rows(result.snags, "snag-"),
            *(
                Row((words(f"finding-{name}"), str(cell.value), "", ""), cell.refs)
                for name, cell in apart.items()
            ),
        ),
        after=(),
    )


def _chronology(result: Chronology | Thread, words: Words) -> Table:
    def row(line: Line, remark: str = "") -> Row:
        what = "; ".join(spelled(piece, words) for piece in line.said)
        written = "" if line.written is None else moment_text(line.written, result.zone)
        elsewhere = line.zone if line.zone != result.zone else ""
        at = f"{line.at} {elsewhere}".strip()
        files = "; ".join(file_text(line, one, words) for one in line.files)
        return Row((at, what, spelled(line.says, words), written, files, remark), line.refs)

    name = "finding-thread" if isinstance(result, Thread) else "finding-chronology"
    person = result.name if isinstance(result, Thread) else ""
    return Table(
        title=words(name, person=person),
        before=(
            _period(result.period, result.zone, words),
            *_looked(result.looked, result.zone, words),
        ),
        head=_head(words, "when", "what", "says", "written", "files", "remark"),
        rows=(
            *map(row, result.lines),
            *(row(line, words("finding-undated")) for line in result.undated),
            *(
                row(line, words("finding-struck-by", ref=line.fallen or ""))
                for line in result.struck
            ),
        ),
        after=(words("finding-thread-caution"),) if isinstance(result, Thread) else (),
    )


def _absence(result: Absence, words: Words) -> Table:
    def name(of: str) -> str:
        return words(f"finding-of-{of}")

    def beside(figures: Sequence[Figure]) -> str:
        return ", ".join(
            words("finding-count", of=name(one.of), value=str(one.cell.value))
            for one in figures
        )

    signs = [
        Row(
            (name(one.of), *_ends(one.span, result.zone), str(one.cell.value), "", ""),
            one.cell.refs,
        )
        for one in result.signs
    ]
    if result.undated.value:
        value = str(result.undated.value)
        signs.append(
            Row((words("finding-undated"), "", "", value, "", ""), result.undated.refs)
        )
    gaps = [
        Row(
            (
                words("finding-nothing-recorded"),
                moment_text(one.span.start, result.zone),
                moment_text(one.span.end, result.zone),
                length_text(one.span.length, words),
                beside(one.beside),
                str(one.recorded.value),
            ),
            (*one.before, *one.after),
        )
        for one in result.stretches
    ]
    kinds = ", ".join(map(name, result.kinds))
    return Table(
        title=words("finding-absence", person=result.name),
        before=(
            _period(result.period, result.zone, words),
            words("finding-absence-kinds", kinds=kinds),
            words("finding-absence-limit", length=length_text(result.longer_than, words)),
            *_looked(result.looked, result.zone, words),
        ),
        head=_head(words, "what", "from", "to", "length", "beside", "recorded"),
        rows=(*signs, *gaps),
        after=(words("finding-absence-caution"),),
    )


def _contact(result: Contact, words: Words) -> Table:
    apart = {"total": result.total, "by-app": result.by_app, "unsent": result.unsent}
    return Table(
        title=words("finding-contact"),
        before=(
            _period(result.period, result.zone, words),
            *_looked(result.looked, result.zone, words),
        ),
        head=_head(words, "person", "kind", "way", "by", "place", "count"),
        rows=(
            *(line for row in result.rows for line in _contact_rows(row, words)),
            *(
                _row(cell, words(f"finding-{name}"), "", "", "", "")
                for name, cell in apart.items()
            ),
        ),
        after=(words("finding-contact-caution"),),
    )


def _contact_rows(row: ContactRow, words: Words) -> Iterable[Row]:
    who = row.name or words("finding-unknown-person")
    first = (who, words(f"finding-of-{row.of}"), words(f"finding-way-{row.way or 'unknown'}"))
    yield _row(row.total, *first, words("finding-by-all"), "")
    dimensions = {
        "outcome": row.by_outcome,
        "hour": row.by_hour,
        "weekday": row.by_weekday,
        "month": row.by_month,
    }
    for name, shares in dimensions.items():
        for share in shares:
            if share.cell.value:
                place = _place(name, share.of, words)
                yield _row(share.cell, *first, words(f"finding-by-{name}"), place)


def _place(dimension: str, of: str, words: Words) -> str:
    if not of:
        return words("finding-place-unknown")
    if dimension in {"outcome", "weekday"}:
        return words(f"finding-{dimension}-{of}")
    return f"{of.zfill(2)}:00" if dimension == "hour" else of


def _care(result: CareActs, words: Words) -> Table:
    rows: list[Row] = []
    unknown, every = words("finding-unknown-person"), words("finding-all")
    groups = [
        *(((done.person_name or unknown, every), done) for done in result.persons),
        *(((every, done.child_name or unknown), done) for done in result.children),
        *(((done.person_name or unknown, done.child_name), done) for done in result.pairs),
    ]
    for who, done in groups:
        rows.append(_row(done.acts, *who, words("finding-by-all"), ""))
        rows += [_row(one.cell, *who, words(f"finding-of-{one.of}"), "") for one in done.kinds]
        for hour, cell in enumerate(done.by_hour):
            if cell.value:
                place = _place("hour", str(hour) if hour < 24 else "", words)
                rows.append(_row(cell, *who, words("finding-by-hour"), place))
    rows.append(_row(result.acts, words("finding-acts"), "", "", ""))
    rows.append(_row(result.child_acts, words("finding-child-acts"), "", "", ""))
    return Table(
        title=words("finding-care"),
        before=(
            _period(result.period, result.zone, words),
            *_looked(result.looked, result.zone, words),
        ),
        head=_head(words, "person", "child", "what", "hour", "count"),
        rows=tuple(rows),
        after=(words("finding-care-caution"),),
    )
