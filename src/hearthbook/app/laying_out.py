"""Lay a bundle out: the book's findings and exhibits as the parts of one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import structs

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.findings.absence import absence
from hearthbook.findings.beside import beside
from hearthbook.findings.care import care
from hearthbook.findings.chronology import chronology
from hearthbook.findings.contact import contact
from hearthbook.findings.counts import counts
from hearthbook.findings.figures import HAPPENED
from hearthbook.papers import evidence
from hearthbook.papers import page
from hearthbook.papers.beside import tied
from hearthbook.papers.thread import cut
from hearthbook.papers.thread import transcript
from hearthbook.records.message import Message
from hearthbook.records.message import Way
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import Snag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.ask import Read
    from hearthbook.app.words import Words
    from hearthbook.findings.absence import Absence
    from hearthbook.findings.care import CareActs
    from hearthbook.findings.contact import Contact
    from hearthbook.records.resolution import Resolved

# What is told one by one in the chronology; calls and messages have tables of their own.
_TOLD: tuple[str, ...] = tuple(kind for kind in HAPPENED if kind not in {"message", "call"})


class Order(Struct, frozen=True):
    """What is to be pressed: for whom, about whom, of which days, with whose messages."""

    paper: str
    title: str = ""
    made_for: str = ""
    person: str | None = None
    thread: str | None = None
    since: str | None = None
    until: str | None = None
    days: int = 7
    most_messages: int = 4_000


def laid_out(
    held: Read, order: Order, words: Words, heads: Sequence[page.Head], names: tuple[str, str]
) -> page.Bundle:
    """Return the bundle of what `held` says; `names` are the paper's and its manifest's.

    Raises:
        Failure: if nobody's messages are at hand whose were asked for.
    """
    scope = held.scope
    wide = structs.replace(scope, person=None)
    told = structs.replace(wide, kinds=_TOLD)
    absent = absence(held.facts, scope) if scope.person else None
    reached = contact(held.facts, wide)
    cared = care(held.facts, wide)
    happened = evidence.chronology(chronology(held.facts, told), words)
    transcripts = _transcripts(held, order, words)
    return page.Bundle(
        cover=_cover(held, order, words, names),
        summary=_summary(held, words, reached=reached, cared=cared, absent=absent),
        chronology=happened,
        absence=(evidence.absence(absent, words), evidence.signs(absent, words))
        if absent
        else (),
        contact=evidence.contact(reached, words),
        care=evidence.care(cared, words),
        transcripts=transcripts,
        originals=tied(_originals(held, words), happened, transcripts),
        snags=_snags(held, words),
        heads=tuple(heads),
    )


def _cover(held: Read, order: Order, words: Words, names: tuple[str, str]) -> page.Cover:
    zone = zone_named(held.scope.zone)
    first, after = held.scope.period.start, held.scope.period.end
    start, end = (shown(ms, zone).date().isoformat() for ms in (first, max(first, after - 1)))
    period = words("bundle-period", start=start, end=end)
    return page.Cover(
        title=order.title or words("bundle-title"),
        by=held.told.name(held.writer),
        made_for=order.made_for,
        period=period,
        zone=held.scope.zone,
        paper=names[0],
        manifest=names[1],
    )


def _summary(
    held: Read,
    words: Words,
    *,
    reached: Contact,
    cared: CareActs,
    absent: Absence | None,
) -> tuple[page.Table, ...]:
    tables = [evidence.counted(counts(held.facts, held.scope), words)]
    if absent is not None:
        tables.append(_first(evidence.absence(absent, words).table, 5, words))
    busiest = sorted(reached.rows, key=lambda row: -row.total.value)
    reached = structs.replace(reached, rows=tuple(busiest))
    tables.append(_first(evidence.contact(reached, words, 0)[0].table, 8, words))
    tables.append(_first(evidence.care(cared, words)[0].table, 6, words))
    return tuple(tables)


def _first(table: page.Table, most: int, words: Words) -> page.Table:
    """Return the first lines of a table; what was looked at stands in its own section."""
    said = words(
        "bundle-first", shown=str(min(most, len(table.lines))), of=str(len(table.lines))
    )
    return structs.replace(table, lines=table.lines[:most], basis=said)


def _transcripts(held: Read, order: Order, words: Words) -> tuple[page.Transcript, ...]:
    if order.thread is None:
        return ()
    person = held.told.person(order.thread) or order.thread
    threads: dict[tuple[str, str], list[Resolved]] = {}
    mine: set[tuple[str, str]] = set()
    for fact in held.facts:
        if isinstance(fact.record, Message):
            key = (fact.record.origin.original, _with(fact))
            threads.setdefault(key, []).append(fact)
            if person in {fact.person, fact.named, *fact.others}:
                mine.add(key)
    if not mine:
        people = sorted({fact.who for some in threads.values() for fact in some if fact.who})
        shown_names = ", ".join(held.told.name(one) for one in people[:8])
        raise Failure(
            "no-such-thread", Exit.WRONG_USAGE, name=order.thread, threads=shown_names
        )
    name, zone = held.told.name(person), held.scope.zone
    files = beside(held.facts)
    whole = (
        transcript(threads[key], held.told, zone, words, name, files) for key in sorted(mine)
    )
    return tuple(cut(one, order.most_messages, words) for one in whole)


def _with(fact: Resolved) -> str:
    """Return what parts the conversations of one file: the other side, where a line names it.

    A chat export is one conversation; an SMS backup holds one with each number.
    """
    if not isinstance(fact.record, Message) or fact.record.parties.way is None:
        return ""
    return fact.who if fact.record.parties.way is Way.IN else "|".join(fact.others)


def _originals(held: Read, words: Words) -> tuple[page.Original, ...]:
    found: dict[str, page.Original] = {}
    zone = zone_named(held.scope.zone)
    for fact in held.facts:
        if isinstance(fact.record, Import):
            record = fact.record
            found[record.original] = page.Original(
                ref=fact.ref,
                name=record.name,
                kind=words(f"reader-{record.reader}"),
                sha256=record.original,
                size=record.size,
                taken_in=shown(fact.sealed, zone).strftime("%Y-%m-%d %H:%M"),
                records=record.records,
                snags=record.snags,
            )
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.sha256)))


def _snags(held: Read, words: Words) -> tuple[page.Snagged, ...]:
    return tuple(
        page.Snagged(
            ref=fact.ref,
            original=held.told.file(fact.record.origin.original)
            or fact.record.origin.original[:12],
            start=fact.record.origin.start,
            end=fact.record.origin.end,
            reason=words(f"snag-{fact.record.reason}"),
            member=fact.record.origin.member,
            table=fact.record.origin.table,
        )
        for fact in held.facts
        if isinstance(fact.record, Snag)
    )
