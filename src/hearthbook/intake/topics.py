"""Find what a sentence touches of a closed list of topics, and what else happens in it.

A strong sign is enough; of weak ones it takes two kinds. A topic is no fact and no charge: what
is denied, wished or feared is found too, and is to be checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from typing import Final
from typing import TypeAlias

from msgspec import Struct

from hearthbook.intake import topics_en
from hearthbook.intake import topics_ru
from hearthbook.intake.search import Patterns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.intake.language import Language
    from hearthbook.intake.page import Page
    from hearthbook.intake.sentences import Sentences

TOPICS: Final = tuple(sorted({*topics_en.STRONG, "harassment_by_relative"}))


_Row: TypeAlias = tuple[str, bool, int, str]


class Sign(Struct, frozen=True, gc=False):
    """Words that touch `topic`. `kind` tells one weak sign from another."""

    start: int
    end: int
    topic: str
    strong: bool
    kind: int = 0


class Touch(Struct, frozen=True):
    """What one sentence says of one topic, from its first sign to its last."""

    start: int
    end: int
    topic: str
    strong: bool
    sentence: int


class Signs:
    """Patterns, and what each stands for: a topic, whether strong, and which kind of sign."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self._rows = rows
        self._patterns = Patterns([row[3] for row in rows])

    def find(self, page: Page) -> Iterator[Sign]:
        """Yield what the story touches, in its order."""
        for number, found in self._patterns.find(page.low):
            topic, strong, kind, _ = self._rows[number]
            start, end = found.span()
            if page.paragraph_at(start) == page.paragraph_at(end - 1):
                yield Sign(start, end, topic, strong, kind)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns of one language."""

    topics: Signs
    happened: Signs
    hearsay: re.Pattern[str]
    irrealis: re.Pattern[str]
    negation: re.Pattern[str]
    repeated: re.Pattern[str]
    earlier: re.Pattern[str]
    advice: re.Pattern[str]
    reports: re.Pattern[str]
    only_time: frozenset[str]


def _rows(table: Mapping[str, tuple[str, ...]], *, strong: bool) -> Iterator[_Row]:
    for topic, patterns in table.items():
        for kind, pattern in enumerate(patterns):
            yield topic, strong, 0 if strong else kind, pattern


@cache
def lexicon(language: Language) -> Lexicon:
    """Return the patterns of `language`, made when they are first asked for."""
    table = topics_ru if language == "ru" else topics_en
    return Lexicon(
        topics=Signs([*_rows(table.STRONG, strong=True), *_rows(table.WEAK, strong=False)]),
        happened=Signs([*_rows(table.HAPPENED, strong=True)]),
        hearsay=re.compile("|".join(table.HEARSAY)),
        irrealis=re.compile(table.IRREALIS),
        negation=re.compile(table.NEGATION),
        repeated=re.compile(table.REPEATED),
        earlier=re.compile(table.EARLIER),
        advice=re.compile(table.ADVICE),
        reports=re.compile(table.REPORTS),
        only_time=table.ONLY_TIME,
    )


def touches(page: Page, sentences: Sentences, lexicon: Lexicon) -> list[Touch]:
    """Return what each sentence touches of the list of topics, in reading order."""
    return _gathered(lexicon.topics.find(page), sentences)


def happenings(page: Page, sentences: Sentences, lexicon: Lexicon) -> list[Touch]:
    """Return what else happens in each sentence, in reading order."""
    return _gathered(lexicon.happened.find(page), sentences)


def _gathered(signs: Iterator[Sign], sentences: Sentences) -> list[Touch]:
    """Return the signs of a topic in a sentence as one; weak ones must be of two kinds."""
    by_place: dict[tuple[int, str], list[Sign]] = {}
    for sign in signs:
        by_place.setdefault((sentences.number_at(sign.start), sign.topic), []).append(sign)
    found: list[Touch] = []
    for (number, topic), group in by_place.items():
        strong = any(sign.strong for sign in group)
        if strong or len({sign.kind for sign in group}) > 1:
            start = min(sign.start for sign in group)
            end = max(sign.end for sign in group)
            found.append(Touch(start, end, topic, strong, number))
    return sorted(found, key=lambda one: (one.start, one.topic))
