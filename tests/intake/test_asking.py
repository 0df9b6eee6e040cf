from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import hearthbook.intake
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue

SOURCES = sorted(Path(hearthbook.intake.__file__).parent.glob("*.py"))
ASKS = sorted(
    {ask for path in SOURCES for ask in re.findall(r'"(ask-[a-z-]+)"', path.read_text("utf-8"))}
)


def test_there_is_something_to_ask() -> None:
    assert len(ASKS) > 15


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ask", ASKS)
def test_every_question_quotes_her_words_and_brings_none_of_its_own(
    ask: str, language: str
) -> None:
    said = catalogue(language)(ask, words="{words}")

    assert [gap for _, gap, _, _ in Formatter().parse(said) if gap] == ["words"]
    assert said.endswith("?")


@pytest.mark.parametrize("ask", ASKS)
def test_no_question_suggests_an_answer(ask: str) -> None:
    said = catalogue("en")(ask, words="").lower()

    assert not re.search(r"\b(husband|violent|abandon|twins?|father|abuse|threat)", said)
