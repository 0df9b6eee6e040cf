"""What only she can answer, asked about words that the story has and about no others.

A question names a passage and a sentence of the catalogue; it never brings a fact of its own.
Each is asked once for a passage, and the kinds that would repeat themselves once for a story.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.intake.page import Stretch
from hearthbook.intake.tongue import CHILD
from hearthbook.records.draft import Flag
from hearthbook.records.draft import QuoteKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.intake.cast import Cast
    from hearthbook.intake.chain import Placed
    from hearthbook.intake.events import Event
    from hearthbook.intake.turns import Turn

# The type of an event, and what is asked of the first of its kind.
_OF_EVENT: Final = {
    "birth": ("ask-birth",),
    "abandonment": ("ask-day-and-hour",),
    "no_contact": ("ask-since-then",),
    "harassment": ("ask-calls",),
    "harassment_by_relative": ("ask-calls",),
    "legal_representation": ("ask-lawyer",),
    "divorce_filing": ("ask-filing",),
    "custody_filing": ("ask-filing",),
    "violence": ("ask-day-and-hour", "ask-who-saw"),
    "threat": ("ask-exact-words",),
    "support": ("ask-payments",),
    "child_health": ("ask-papers",),
    "travel_abroad": ("ask-where-and-when",),
}
_SPOKEN: Final = frozenset({QuoteKind.DIRECT, QuoteKind.WRITTEN})


class Asking(Struct, frozen=True, order=True):
    """A question about a passage."""

    start: int
    end: int
    ask: str


def questions(
    cast: Cast, turns: Sequence[Turn], events: Sequence[Event], placed: Sequence[Placed]
) -> list[Asking]:
    """Return what to ask, in reading order."""
    found = [*_of_people(cast), *_of_turns(turns), *_of_events(events), *_of_times(placed)]
    return sorted(set(found))


def _of_people(cast: Cast) -> Iterator[Asking]:
    children: list[Stretch] = []
    for one in cast.people.values():
        if one.inferred and one.rule == "people.called@1":
            called = next((at for at, why in one.evidence if why == "called"), None)
            if called is not None:
                yield Asking(called.start, called.end, "ask-whose-name")
        if one.key.startswith("?") and one.mentions:
            yield Asking(one.mentions[0].start, one.mentions[0].end, "ask-whose-relative")
        if one.relation in CHILD:
            children.extend(at for at, why in one.evidence if why == "list")
            if one.name and not children and one.mentions:
                children.append(Stretch(one.mentions[0].start, one.mentions[0].end))
    for at in children[:1]:
        yield Asking(at.start, at.end, "ask-children")


def _of_turns(turns: Sequence[Turn]) -> Iterator[Asking]:
    for turn in turns:
        if turn.kind in _SPOKEN and turn.speaker is None:
            yield Asking(turn.start, turn.end, "ask-who-said")
        if not turn.quotes[-1].closed:
            yield Asking(turn.quotes[-1].start, turn.end, "ask-where-it-ends")
        if turn.kind is QuoteKind.WRITTEN:
            yield Asking(turn.start, turn.end, "ask-for-the-message")
    asked: set[int] = set()
    for turn in turns:
        if turn.kind is not QuoteKind.MIXED or turn.paragraph in asked:
            continue
        asked.add(turn.paragraph)
        yield Asking(turn.start, turn.end, "ask-when-said")


def _of_events(events: Sequence[Event]) -> Iterator[Asking]:
    asked: set[str] = set()
    for event in events:
        asks = _OF_EVENT.get(event.type, ())
        if Flag.HEARSAY in event.flags:
            asks = ("ask-source", *asks)
        if Flag.NEGATED in event.flags or Flag.IRREALIS in event.flags:
            continue
        for ask in asks:
            if ask not in asked or ask == "ask-source":
                asked.add(ask)
                yield Asking(event.start, event.end, ask)


def _of_times(placed: Sequence[Placed]) -> Iterator[Asking]:
    """Ask for the date of the first time of each chain: one date settles all the others."""
    anchors: set[Stretch] = set()
    for one in placed:
        if one.anchor is not None and one.anchor not in anchors:
            anchors.add(one.anchor)
            yield Asking(one.time.start, one.time.end, "ask-date")
