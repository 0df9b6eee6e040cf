"""Mini-stories of our own, each around one thing that a reader of stories gets wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.intake import read_story
from tests.intake import gold

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.intake import Telling
    from tests.intake.gold import GoldEvent
    from tests.intake.gold import GoldPerson

PATHS = sorted(gold.STORIES.glob("*.txt"))
every_story = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def told(path: Path) -> Telling:
    return read_story(path.read_bytes())


def is_one_of(given: str | None, wanted: str | list[str] | None) -> bool:
    return given in wanted if isinstance(wanted, list) else given == wanted


def test_there_are_stories_in_two_languages() -> None:
    languages = [gold.gold_of(path).language for path in PATHS]

    assert languages.count("en") >= 12
    assert languages.count("ru") >= 8


@every_story
def test_the_language_and_the_end_are_told(path: Path) -> None:
    telling, wanted = told(path), gold.gold_of(path)

    assert (telling.language, telling.cut_at) == (wanted.language, wanted.cut_at)


@every_story
def test_every_quotation_is_found_exactly(path: Path) -> None:
    found = [(list(one.words), str(one.type)) for one in gold.quotes(told(path))]

    assert found == [(one.parts, one.type) for one in gold.gold_of(path).quotes]


@every_story
def test_everybody_says_their_own_words(path: Path) -> None:
    for one, wanted in zip(gold.quotes(told(path)), gold.gold_of(path).quotes, strict=True):
        assert is_one_of(one.speaker, wanted.speaker), (one, wanted)
        assert sorted(map(str, one.flags)) == wanted.flags
        assert wanted.band in {None, str(one.band)}, one


@every_story
def test_everybody_speaks_to_whom_they_speak(path: Path) -> None:
    for one, wanted in zip(gold.quotes(told(path)), gold.gold_of(path).quotes, strict=True):
        assert len(one.addressees) == len(wanted.addressees), (one, wanted)
        assert all(map(is_one_of, one.addressees, wanted.addressees)), (one, wanted)


def is_like(wanted: GoldPerson, telling: Telling) -> bool:
    return any(
        (one.name, one.relation, str(one.sex), one.group)
        == (wanted.name, wanted.relation, wanted.sex, wanted.group)
        and set(wanted.flags) <= {*map(str, one.flags)}
        and wanted.mentions in {None, len(one.mentions)}
        for one in gold.people(telling)
    )


@every_story
def test_everybody_is_there_by_name_relation_and_sex(path: Path) -> None:
    telling, wanted = told(path), gold.gold_of(path)

    missing = [one for one in wanted.people if not is_like(one, telling)]
    assert not missing, gold.people(telling)
    assert not {one.name for one in gold.people(telling)} & set(wanted.nobody)


@every_story
def test_nobody_is_invented(path: Path) -> None:
    telling, wanted = told(path), gold.gold_of(path)
    named = {one.name for one in wanted.people} | {None}
    roles = {one.relation for one in wanted.people} | {"self", "child", "children", "daughters"}

    for one in gold.people(telling):
        assert one.name in named, one
        assert one.relation in roles | {"doctor", "sons"}, one


def matches(wanted: GoldEvent, telling: Telling) -> bool:
    return any(
        (one.words, one.type, one.source) == (wanted.words, wanted.type, wanted.source)
        and sorted(map(str, one.flags)) == sorted(wanted.flags)
        and wanted.actors in (None, list(one.actors))
        for one in gold.events(telling)
    )


@every_story
def test_what_happened_is_drafted_with_its_flags(path: Path) -> None:
    telling, wanted = told(path), gold.gold_of(path)

    missing = [one for one in wanted.events if not matches(one, telling)]
    assert not missing, gold.events(telling)
    assert not {one.words for one in gold.events(telling)} & set(wanted.not_events)
    assert not (wanted.no_events and gold.events(telling))


@every_story
def test_times_are_found_and_counted_only_where_they_can_be(path: Path) -> None:
    telling, wanted = told(path), gold.gold_of(path)
    found = [(one.words, one.type, one.days) for one in gold.times(telling)]

    assert wanted.times in (None, found)


@every_story
def test_topics_are_no_more_than_the_story_touches(path: Path) -> None:
    telling, wanted = told(path), gold.gold_of(path)
    found = sorted({one.topic for one in gold.topics(telling)})

    assert wanted.topics in (None, found)


@every_story
def test_what_only_she_can_answer_is_asked(path: Path) -> None:
    telling, wanted = told(path), gold.gold_of(path)

    assert set(wanted.asks) <= {one.ask for one in gold.asks(telling)}
