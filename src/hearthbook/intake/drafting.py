"""Turn what was read into drafts: passages in the told text, words in composed form.

A draft stays small enough for a leaf of the log: a very long speech becomes several drafts, and
of the places where somebody is meant only the first few hundred are listed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import nfc
from hearthbook.intake.cast import NARRATOR
from hearthbook.records.draft import Band
from hearthbook.records.draft import EventDraft
from hearthbook.records.draft import Evidence
from hearthbook.records.draft import Flag
from hearthbook.records.draft import PersonDraft
from hearthbook.records.draft import Question
from hearthbook.records.draft import QuoteDraft
from hearthbook.records.draft import TimeDraft
from hearthbook.records.draft import TopicDraft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.intake.cast import Cast
    from hearthbook.intake.cast import Somebody
    from hearthbook.intake.chain import Placed
    from hearthbook.intake.events import Event
    from hearthbook.intake.page import Page
    from hearthbook.intake.page import Stretch
    from hearthbook.intake.questions import Asking
    from hearthbook.intake.turns import Turn
    from hearthbook.records.draft import Passage

_MOST_MENTIONS: Final = 300
_MOST_EVIDENCE: Final = 20
_LONGEST: Final = 10_000
_MOST_PARTS: Final = 100
_SEPARATORS: Final = re.compile(r"[\W_]+")


class Drafting:
    """Writes the drafts of one story."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self._page = page
        self._cast = cast
        self._ids = _ids(cast)

    def person(self, one: Somebody) -> PersonDraft:
        """Return the draft of `one`."""
        flags = (Flag.INFERRED,) if one.inferred else ()
        mentions = sorted({(m.start, m.end) for m in one.mentions})[:_MOST_MENTIONS]
        return PersonDraft(
            story=self._page.digest,
            person=self._ids[one.key],
            name=nfc(one.name) or None,
            sex=one.sex,
            relation=one.relation,
            stated=one.stated,
            group=one.group,
            mentions=tuple(self._page.passage(*at) for at in mentions),
            evidence=self._evidence(one.evidence),
            flags=flags,
            rule=one.rule or "people.self@1",
            band=_band(one),
        )

    def quotes(self, turn: Turn) -> Iterator[QuoteDraft]:
        """Yield the draft of `turn`, or several if it is very long."""
        flags = () if turn.quotes[-1].closed else (Flag.UNCLOSED,)
        for parts in self._parts(turn):
            yield QuoteDraft(
                story=self._page.digest,
                parts=tuple(parts),
                words=tuple(self._page.words_at(part) for part in parts),
                type=turn.kind,
                speaker=self._ids[turn.speaker] if turn.speaker else None,
                addressees=tuple(self._ids[one] for one in turn.addressees),
                evidence=self._evidence(turn.evidence),
                flags=flags,
                rule=turn.rule,
                band=turn.band if turn.speaker else Band.CHECK,
            )

    def _parts(self, turn: Turn) -> Iterator[list[Passage]]:
        kept: list[Passage] = []
        length = 0
        for quote in turn.quotes:
            for start, end in self._pieces(quote.start, quote.end):
                if kept and (length + end - start > _LONGEST or len(kept) >= _MOST_PARTS):
                    yield kept
                    kept, length = [], 0
                kept.append(self._page.passage(start, end))
                length += end - start
        if kept:
            yield kept

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the words from `start` to `end`, without space at the ends, in pieces."""
        while start < end:
            cut = min(end, start + _LONGEST)
            if cut < end:
                space = self._page.view.rfind(" ", start + 1, cut)
                cut = space if space > 0 else cut
            text = self._page.view[start:cut]
            first = start + len(text) - len(text.lstrip())
            last = start + len(text.rstrip())
            if last > first:
                yield first, last
            start = cut

    def time(self, one: Placed) -> TimeDraft:
        """Return the draft of a time."""
        passage = self._page.passage(one.time.start, one.time.end)
        return TimeDraft(
            story=self._page.digest,
            passage=passage,
            words=self._page.words_at(passage),
            type=one.time.type,
            anchor=self._page.passage(*one.anchor) if one.anchor else None,
            days=one.days,
            rule=f"time.{one.time.effect}@1",
        )

    def event(self, one: Event) -> EventDraft:
        """Return the draft of an event."""
        passage = self._page.passage(one.start, one.end)
        return EventDraft(
            story=self._page.digest,
            passage=passage,
            words=self._page.words_at(passage),
            type=one.type,
            actors=tuple(self._ids[actor] for actor in one.actors),
            flags=one.flags,
            source=self._ids.get(one.source, ""),
            rule=f"event.{one.type}@1",
            band=Band.LIKELY if one.strong and not one.flags else Band.CHECK,
        )

    def topic(self, start: int, end: int, name: str, *, strong: bool) -> TopicDraft:
        """Return the draft of a topic."""
        passage = self._page.passage(start, end)
        return TopicDraft(
            story=self._page.digest,
            passage=passage,
            words=self._page.words_at(passage),
            topic=name,
            rule=f"topic.{name}@1",
            band=Band.LIKELY if strong else Band.CHECK,
        )

    def question(self, one: Asking) -> Question:
        """Return a question."""
        return Question(self._page.digest, self._page.passage(one.start, one.end), one.ask)

    def _evidence(self, found: list[tuple[Stretch, str]]) -> tuple[Evidence, ...]:
        return tuple(
            Evidence(self._page.passage(*at), why) for at, why in found[:_MOST_EVIDENCE]
        )


def _band(one: Somebody) -> Band:
    if one.key == NARRATOR:
        return Band.LIKELY if one.inferred else Band.SURE
    if one.inferred or one.key.startswith("?"):
        return Band.CHECK
    if " of " in one.relation:
        return Band.LIKELY
    if one.relation:
        return Band.SURE if one.rule == "people.kin@1" else Band.LIKELY
    return Band.LIKELY if one.listed else Band.CHECK


def _ids(cast: Cast) -> dict[str, str]:
    """Return a short name for everybody, and no two alike."""
    found: dict[str, str] = {}
    taken: dict[str, int] = {}
    for key, one in cast.people.items():
        name = key if key == NARRATOR else one.name or one.relation or key
        short = _SEPARATORS.sub("-", nfc(name).casefold()).strip("-") or "somebody"
        taken[short] = taken.get(short, 0) + 1
        found[key] = short if taken[short] == 1 else f"{short}-{taken[short]}"
    return found
