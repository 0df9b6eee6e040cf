from __future__ import annotations

import re
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.intake import NotAStoryError
from hearthbook.intake import read_story
from hearthbook.intake import times_en
from hearthbook.intake import times_ru
from hearthbook.intake import topics_en
from hearthbook.intake import topics_ru
from hearthbook.intake.search import Patterns
from hearthbook.intake.search import openings
from tests.intake.gold import STORIES

if TYPE_CHECKING:
    from pathlib import Path

TABLES = (topics_en, topics_ru)
TEXTS = [
    *(
        pattern
        for table in TABLES
        for topics in (table.STRONG, table.WEAK, table.HAPPENED)
        for patterns in topics.values()
        for pattern in patterns
    ),
    *(row[2] for rows in (times_en.PATTERNS, times_ru.PATTERNS) for row in rows),
]
WORDS = sorted({w for p in STORIES.glob("*.txt") for w in p.read_text("utf-8").lower().split()})


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"\bleft me\b", {"le"}),
        (r"\b(?:he|she) left\b", {"he", "sh"}),
        (r"\b(?:the )?day\b", {"th", "da"}),
        (r"\ban? hour\b", {"an", "a "} | {"a"}),
        (r"(?<![\w-])(?:days|weeks) of\b", {"da", "we"}),
        (r"\b\d{1,2} may\b", set("0123456789")),
        (r"\b(?P<n>one|two) (?P<u>day)\b", {"on", "tw"}),
        (r"\bне был\b|\bнет\b", {"не"}),
        (r"\w+ times", {""}),
    ],
)
def test_a_pattern_tells_how_it_can_begin(pattern: str, found: set[str]) -> None:
    assert openings(pattern) <= found
    assert openings(pattern)


@given(words=st.lists(st.sampled_from(WORDS), max_size=60))
def test_no_match_is_missed_that_each_pattern_alone_would_find(words: list[str]) -> None:
    low = " ".join(words)

    found = {(number, one.start()) for number, one in Patterns(TEXTS).find(low)}
    alone = {
        (number, one.start())
        for number, text in enumerate(TEXTS)
        for one in re.finditer(text, low)
    }
    assert alone <= found


@pytest.mark.parametrize("path", sorted(STORIES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_match_is_missed_in_a_story(path: Path) -> None:
    low = path.read_text("utf-8").lower()

    found = {(number, one.start()) for number, one in Patterns(TEXTS).find(low)}
    for number, text in enumerate(TEXTS):
        assert {(number, one.start()) for one in re.finditer(text, low)} <= found


HOSTILE = {
    "dots": "." * 60_000,
    "one word": "a" * 60_000,
    "open marks": "«" * 60_000,
    "pairs": "«a»" * 20_000,
    "apostrophes": "‘s’ " * 15_000,
    "dashes": ", — " * 15_000,
    "capitals": "AA " * 20_000,
    "calls": "«Igor, stop!» he said. " * 2_500,
    "reports": "my husband said «oh no» and " * 2_000,
    "days": "The next day he did not call. " * 2_000,
    "relatives": "His mother, " * 5_000,
    "lists": "my daughters " + "Anna and Vera, " * 4_000,
    "letters": "“Go on\n\n" * 8_000,
    "accents": "a\u0301" * 30_000,
    "russian": "— Иди, — сказал он. " * 3_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_no_faster_than_the_text(text: str) -> None:
    began = process_time()
    try:
        read_story(text.encode())
    except NotAStoryError:
        pytest.fail("it is text")

    # Were it to grow with the square, each of these would take minutes.
    assert process_time() - began < 10
