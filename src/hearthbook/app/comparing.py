"""What came in, file by file, and what several files hold alike: two tables of a book."""

from __future__ import annotations

from collections import Counter
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.shown import Shown
from hearthbook.base.time import in_utc
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.findings.chronology import line
from hearthbook.findings.chronology import twins_of
from hearthbook.findings.figures import once
from hearthbook.findings.figures import spelled
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import NotTaken
from hearthbook.records.provenance import Snag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.app.words import Words
    from hearthbook.findings.figures import Scope
    from hearthbook.records.resolution import Resolved


class File(Struct, frozen=True):
    """What came in with one file. `linked` counts what is the same in each other file."""

    file: str
    original: str
    reader: str
    sealed: int
    zone: str | None
    me: str | None
    kinds: dict[str, int]
    unread: tuple[str, ...]
    linked: dict[str, int]
    ref: str


class Outside(Struct, frozen=True):
    """A file that was met and not taken in: the sentence that was told of it, and its name."""

    file: str
    not_taken: str
    told: str
    sealed: int
    ref: str


class Beside(Struct, frozen=True):
    """Two files that hold the same: pairs, and what between the first and last only one has."""

    one: str
    other: str
    pairs: int
    first: str
    last: str
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]


def files(facts: Iterable[Resolved], scope: Scope, words: Words) -> Shown:
    """Return every file that came in, as it stands now, and those that did not, and why."""
    every = once(facts)
    found = _files(every, scope)
    rows: list[tuple[str, ...]] = [
        (
            one.file,
            one.reader,
            f"{shown(one.sealed, zone_named(scope.zone)):%Y-%m-%d %H:%M}",
            ", ".join(f"{kind} {count}" for kind, count in one.kinds.items()),
            str(len(one.unread)),
            ", ".join(f"{file} {count}" for file, count in one.linked.items()),
            one.ref,
        )
        for one in found
    ]
    names = ("file", "reader", "taken-in", "held", "unread", "linked", "entries")
    head = tuple(words(f"head-{name}") for name in names)
    value: list[object] = [_shown(one) for one in found]
    after: tuple[str, ...] = (words("files-count", count=str(len(rows))),)
    outside = _outside(every, {one.file: one.sealed for one in found})
    for other in outside:
        when = f"{shown(other.sealed, zone_named(scope.zone)):%Y-%m-%d %H:%M}"
        rows.append((other.file, words("not-taken"), when, other.told, "", "", other.ref))
        value.append(_shown(other))
    if outside:
        after += (words("files-outside", count=str(len(outside))),)
    return Shown(head, rows, value, after=after)


def _shown(one: File | Outside) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__struct_fields__}


def _outside(facts: Iterable[Resolved], later: Mapping[str, int]) -> list[Outside]:
    """Return the files that were met and not taken in, nor later under the same name."""
    found = [
        Outside(one.record.name, one.record.why, one.record.told, one.sealed, one.ref)
        for one in facts
        if isinstance(one.record, NotTaken) and later.get(one.record.name, -1) < one.sealed
    ]
    return sorted(found, key=lambda one: (one.file, one.sealed, one.not_taken))


def _files(facts: Sequence[Resolved], scope: Scope) -> list[File]:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    unread: dict[str, list[str]] = defaultdict(list)
    last: dict[str, Resolved] = {}
    sealed: dict[str, int] = {}
    for fact in facts:
        record = fact.record
        original = _original(fact)
        if isinstance(record, Import):
            began = sealed.get(record.original, fact.sealed)
            sealed[record.original] = min(began, fact.sealed)
            held = last.get(record.original)
            if held is None or held.sealed <= fact.sealed:
                last[record.original] = fact
        elif original:
            kinds[original][fact.kind] += 1
        if isinstance(record, Snag) and fact.fallen is None:
            unread[original].append(fact.ref)
    linked = _linked(facts)
    return [
        File(
            file=record.name,
            original=original,
            reader=record.reader,
            sealed=sealed[original],
            zone=scope.known.zone(original),
            me=scope.known.me(original),
            kinds=dict(sorted(kinds[original].items())),
            unread=tuple(unread[original]),
            linked={scope.known.file(one): n for one, n in sorted(linked[original].items())},
            ref=fact.ref,
        )
        for original, fact in sorted(last.items(), key=lambda one: (sealed[one[0]], one[1].ref))
        if isinstance(record := fact.record, Import)
    ]


def _linked(facts: Iterable[Resolved]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in _pairs(facts):
        found[_original(one)][_original(other)] += 1
        found[_original(other)][_original(one)] += 1
    return found


def _pairs(facts: Iterable[Resolved]) -> list[tuple[Resolved, Resolved]]:
    """Return every two facts of different files that are one message."""
    held = list(facts)
    by_ref = {fact.ref: fact for fact in held}
    return [
        (one, other)
        for first, twins in twins_of(held).items()
        for one, other in combinations([by_ref[first], *twins], 2)
        if _original(one) != _original(other)
    ]


def _original(fact: Resolved) -> str:
    origin = getattr(fact.record, "origin", None)
    return origin.original if isinstance(origin, FromFile) else ""


def duplicates(facts: Iterable[Resolved], scope: Scope, words: Words) -> Shown:
    """Return what several files hold alike, a line for each, and where they differ."""
    every = [one for one in once(facts) if isinstance(one.record, Message | Call)]
    twins = twins_of(every)
    zone = zone_named(scope.zone)
    rows: list[tuple[str, ...]] = []
    for fact in every:
        if fact.ref in twins:
            told = line(fact, scope.known, zone, twins[fact.ref])
            what = "; ".join(spelled(piece, words) for piece in told.said)
            rows.append((told.at, what, spelled(told.says, words), " ".join(told.refs)))
    beside = _beside(every, scope)
    names = ("finding-head-when", "finding-head-what", "finding-head-says", "head-entries")
    return Shown(
        tuple(words(name) for name in names),
        rows,
        [{"refs": row[3].split(), "when": row[0], "what": row[1], "in": row[2]} for row in rows]
        + [{"between": {n: getattr(one, n) for n in one.__struct_fields__}} for one in beside],
        after=(
            words("duplicates-count", count=str(len(rows))),
            *(_between(one, words) for one in beside),
        ),
    )


def _between(beside: Beside, words: Words) -> str:
    return words(
        "duplicates-between",
        one=beside.one,
        other=beside.other,
        pairs=str(beside.pairs),
        first=beside.first,
        last=beside.last,
        only_one=str(len(beside.only_one)),
        only_other=str(len(beside.only_other)),
    )


def _beside(facts: Sequence[Resolved], scope: Scope) -> list[Beside]:
    pairs: dict[tuple[str, str], list[tuple[Resolved, Resolved]]] = defaultdict(list)
    for one, other in _pairs(facts):
        both = sorted((one, other), key=_original)
        pairs[_original(both[0]), _original(both[1])].append((both[0], both[1]))
    return [_of_two(key, held, facts, scope) for key, held in sorted(pairs.items())]


def _of_two(
    key: tuple[str, str],
    pairs: Sequence[tuple[Resolved, Resolved]],
    facts: Sequence[Resolved],
    scope: Scope,
) -> Beside:
    """Return how two files stand beside each other, in the time from first to last pair."""
    spans = [fact.span for pair in pairs for fact in pair if fact.span is not None]
    start = min((span.start for span in spans), default=0)
    end = max((span.end for span in spans), default=0)
    paired = {fact.ref for pair in pairs for fact in pair}
    talks = {_talk(fact) for pair in pairs for fact in pair}

    def only(original: str) -> tuple[str, ...]:
        return tuple(
            fact.ref
            for fact in facts
            if _original(fact) == original
            and fact.ref not in paired
            and _talk(fact) in talks
            and fact.span is not None
            and start <= fact.span.start < end
        )

    one, other = key
    known = scope.known
    return Beside(
        one=known.file(one),
        other=known.file(other),
        pairs=len(pairs),
        first=f"{in_utc(start):%Y-%m-%dT%H:%MZ}",
        last=f"{in_utc(max(start, end - 1)):%Y-%m-%dT%H:%MZ}",
        only_one=only(one),
        only_other=only(other),
    )


def _talk(fact: Resolved) -> tuple[str, str, frozenset[str]]:
    record = fact.record
    if not isinstance(record, Message | Call):
        return "", "", frozenset()
    parties = record.parties
    named = frozenset() if parties.way is None else frozenset({fact.who, *fact.others})
    return record.origin.original, record.origin.member, named
