"""What findings are made of: figures that cite, sentences still without a language, bounds.

1. A cell's value can be counted again from the entries it cites, and from nothing else.
2. A fact is in a period if it may have begun there at the earliest: periods are half-open, and
   a fact is in just one of two that meet. What may lie on either side of an edge is listed.
3. A fact whose time nobody knows is in no period, and is listed.
4. An entry that no longer stands is in no figure, and is listed.
5. Of entries that are one message in several exports one is counted; the others are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import get_args

from msgspec import Struct

from hearthbook.base.time import DAY
from hearthbook.base.time import Span
from hearthbook.records.draft import Answer
from hearthbook.records.draft import Draft
from hearthbook.records.draft import Story
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import FromStory
from hearthbook.records.resolution import Known
from hearthbook.records.roles import CARE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.base.words import Words
    from hearthbook.records.resolution import Resolved

# What takes place at a time. Everything else in a book is about files, people and drafts.
HAPPENED: Final = (
    "message",
    "call",
    "visit",
    "incident",
    "statement",
    "payment",
    "expense",
    "appointment",
    "filing",
    "pregnancy",
    "stay",
    "keepsake",
    "note",
    "measurement",
    "booking",
    "meeting",
    *CARE,
)
# A draft is no fact: it is counted and charted nowhere.
DRAFTED: Final = frozenset(
    str(one.__struct_config__.tag) for one in (*get_args(Draft), Story, Answer)
)


class Scope(Struct, frozen=True):
    """What is asked: of which time, in which zone days are counted, of whom.

    `longer_than` is the least length, in ms, that a stretch must be over. `kinds` narrows the
    chronology, and `by_day` names the kinds of which it tells one day in one line.
    """

    period: Span
    zone: str
    known: Known
    person: str | None = None
    longer_than: int = 7 * DAY
    kinds: tuple[str, ...] = ()
    by_day: tuple[str, ...] = CARE
    book: str = "record"


class Cell(Struct, frozen=True):
    """A figure and the refs of the entries that it rests on."""

    value: int
    refs: tuple[str, ...]


class Figure(Struct, frozen=True):
    """A cell, what it counts, and the span from the first moment counted to the last."""

    of: str
    cell: Cell
    span: Span | None


class Source(Struct, frozen=True):
    """What one source gave of one kind. `original` is None for what was written down here."""

    source: str
    original: str | None
    of: str
    cell: Cell
    span: Span


class Looked(Struct, frozen=True):
    """What was looked at: by source and kind, within the period.

    `undated` are entries of these kinds whose time nobody knows, `edges` those that may lie on
    either side of an end of the period, `struck` those corrected or taken back, `linked` those
    that are the same message as an entry that was counted.
    """

    period: Span
    sources: tuple[Source, ...]
    undated: tuple[str, ...]
    edges: tuple[str, ...]
    struck: tuple[str, ...]
    linked: tuple[str, ...] = ()


class Said(Struct, frozen=True):
    """A sentence by its name in the catalogue, with what fills its gaps."""

    name: str
    gaps: dict[str, str | Said | tuple[Said, ...]]


def spelled(said: Said, words: Words) -> str:
    """Return the sentence in the language of `words`."""
    if not said.gaps:
        return words(said.name)
    filled: dict[str, str] = {}
    for gap, value in said.gaps.items():
        if isinstance(value, Said):
            filled[gap] = spelled(value, words)
        elif isinstance(value, tuple):
            filled[gap] = ", ".join(spelled(one, words) for one in value)
        else:
            filled[gap] = value
    return words(said.name, **filled)


def once(facts: Iterable[Resolved]) -> list[Resolved]:
    """Return `facts` in order of time, each entry once, those without a time last."""
    return sorted({fact.ref: fact for fact in facts}.values(), key=in_time)


def in_time(fact: Resolved) -> tuple[bool, int, int, str]:
    """Return the key that puts facts in order of time, whatever the order they came in."""
    span = fact.span
    return (True, 0, 0, fact.ref) if span is None else (False, span.start, span.end, fact.ref)


def standing(facts: Iterable[Resolved]) -> list[Resolved]:
    """Return the facts that stand, one of those that are one message in several exports."""
    return [fact for fact in facts if fact.fallen is None and fact.same is None]


def within(facts: Iterable[Resolved], period: Span) -> list[Resolved]:
    """Return the facts of `period` that stand, one of those that are one message."""
    return [
        fact for fact in standing(facts) if fact.span is not None and fact.span.start in period
    ]


def cell(facts: Iterable[Resolved]) -> Cell:
    """Return the count of `facts`."""
    refs = tuple(fact.ref for fact in facts)
    return Cell(len(refs), refs)


def reach(facts: Iterable[Resolved]) -> Span | None:
    """Return the span from the first moment of `facts` to the last, None if none is dated."""
    spans = [fact.span for fact in facts if fact.span is not None]
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def figure(of: str, facts: Sequence[Resolved]) -> Figure:
    """Return the count of `facts`, with their reach."""
    return Figure(of, cell(facts), reach(facts))


def looked(facts: Sequence[Resolved], scope: Scope) -> Looked:
    """Return what looking at `facts`, in order of time, comes to."""
    groups: dict[tuple[str, str, str], list[Resolved]] = {}
    for fact in within(facts, scope.period):
        groups.setdefault((*_source(fact, scope.known), fact.kind), []).append(fact)
    counted = standing(facts)
    return Looked(
        period=scope.period,
        sources=tuple(
            Source(name, original or None, of, cell(some), reach(some) or scope.period)
            for (name, original, of), some in sorted(groups.items())
        ),
        undated=tuple(fact.ref for fact in counted if fact.span is None),
        edges=tuple(fact.ref for fact in counted if _on_edge(fact, scope.period)),
        struck=tuple(fact.ref for fact in facts if fact.fallen is not None),
        linked=tuple(
            fact.ref
            for fact in facts
            if fact.fallen is None
            and fact.same is not None
            and (fact.span is None or fact.span.start in scope.period)
        ),
    )


def _source(fact: Resolved, known: Known) -> tuple[str, str]:
    match getattr(fact.record, "origin", None):
        case FromFile(original=original):
            return known.file(original) or original, original
        case FromDevice(device=device):
            return device, ""
        case FromStory(story=story):
            return story, ""
        case _:
            return "", ""


def _on_edge(fact: Resolved, period: Span) -> bool:
    span = fact.span
    if span is None:
        return False
    return span.start < period.start < span.end or span.start < period.end < span.end
