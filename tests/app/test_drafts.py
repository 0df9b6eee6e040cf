"""A draft is nobody's fact: it waits in its own book for a yes, and nothing counts before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app import drafts
from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.drafts import answer
from hearthbook.app.drafts import open_drafts
from hearthbook.app.failure import Failure
from hearthbook.app.story import hear
from hearthbook.app.words import catalogue
from hearthbook.records.event import How
from hearthbook.records.event import Incident
from hearthbook.records.event import Statement
from hearthbook.records.provenance import FromStory
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from tests.app.homes import file_in
from tests.app.homes import new_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.drafts import Open
    from hearthbook.app.household import Household

STORY = (Path(__file__).parents[1] / "transcripts/folder/story.txt").read_bytes()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with new_home(tmp_path) as opened:
        hear(opened, path=file_in(tmp_path, "story.txt", STORY))
        yield opened


def draft(home: Household, kind: str, words: str) -> Open:
    [found] = [one for one in open_drafts(home, [kind]) if words in one.words]
    return found


def yes(home: Household, one: Open, at: str | None = None) -> str | None:
    return answer(home, ref=one.ref, accepted=True, at=at, name=None).became


def entry(home: Household, ref: str | None) -> object:
    [found] = [one.record for one in home.entries("record") if one.ref == ref]
    return found


def everyone(home: Household) -> None:
    for one in open_drafts(home, ["person-draft"]):
        yes(home, one)


def test_nothing_of_a_story_is_in_the_record_before_a_yes(home: Household) -> None:
    counts = ask(
        home, finding="counts", asking=Asking(), book="record", words=catalogue("en")
    ).value

    assert isinstance(counts, dict)
    assert set(counts) == {"person", "setting", "snag"}
    assert counts["person"] == 1


def test_drafts_are_counted_nowhere_even_in_their_own_book(home: Household) -> None:
    counts = ask(
        home, finding="counts", asking=Asking(), book="counsel", words=catalogue("en")
    ).value

    assert isinstance(counts, dict)
    assert not [kind for kind in counts if kind.endswith("draft") or kind == "question"]


def test_the_same_story_again_adds_nothing(home: Household, tmp_path: Path) -> None:
    size = home.book("counsel").size

    again = hear(home, path=str(tmp_path / "story.txt"))

    assert not again.new
    assert home.book("counsel").size == size


def test_the_story_says_that_it_breaks_off(home: Household, tmp_path: Path) -> None:
    assert hear(home, path=str(tmp_path / "story.txt")).cut_at == "div"


def test_a_yes_to_words_makes_a_statement_tied_to_its_passage(home: Household) -> None:
    everyone(home)
    quote = draft(home, "quote-draft", "ruining her son")

    record = entry(home, yes(home, quote, "2026-01-10"))

    assert isinstance(record, Statement)
    assert isinstance(record.origin, FromStory)
    start, end = record.origin.start, record.origin.end
    assert STORY.decode()[start:end] == "ruining her son"
    assert record.origin.draft == quote.ref
    assert record.when == Wall("2026-01-10", record.when.precision, "Europe/Berlin")  # type: ignore[union-attr]  # it is a Wall
    assert "gerda" in record.speaker


def test_without_a_date_the_storys_own_words_are_the_time(home: Household) -> None:
    everyone(home)

    record = entry(home, yes(home, draft(home, "event-draft", "The next day")))

    assert isinstance(record, Incident)
    assert record.when == Told("The next day")


def test_people_come_first(home: Household) -> None:
    with pytest.raises(Failure) as raised:
        yes(home, draft(home, "quote-draft", "ruining her son"))

    assert raised.value.name == "confirm-person-first"
    assert home.of_kind("counsel", "answer") == []


def test_a_no_is_kept_and_the_draft_is_not_asked_again(home: Household) -> None:
    quote = draft(home, "quote-draft", "ruining her son")

    answer(home, ref=quote.ref, accepted=False, at=None, name=None)

    assert quote.ref not in {one.ref for one in open_drafts(home)}
    assert len(home.of_kind("counsel", "answer")) == 1
    with pytest.raises(Failure):
        answer(home, ref=quote.ref, accepted=True, at=None, name=None)


@pytest.mark.parametrize("later", [None, "2026-09-14 20:15"])
def test_a_yes_that_was_cut_off_makes_no_second_entry(
    home: Household, later: str | None
) -> None:
    everyone(home)
    quote = draft(home, "quote-draft", "ruining her son")
    [waiting] = [one for one in home.of_kind("counsel", "quote-draft") if one.ref == quote.ref]
    made = drafts._record(home, waiting, None, None)
    assert made is not None
    [first] = home.add("record", [made])

    became = yes(home, quote, at=later)

    assert (became == first) is (later is None)
    held = home.of_kind("record", "statement", "correction")
    said = [one.ref for one in resolved(held, known(held)) if not one.fallen]
    assert became in said
    assert (first in said) is (later is None)


def test_a_confirmed_person_keeps_the_names_the_story_gave(home: Household) -> None:
    everyone(home)

    mother = [one for one in home.people() if one.name == "Gerda"]

    assert [one.relation for one in mother] == ["mother-in-law"]
    assert not any(one.child for one in mother)


def test_hearsay_is_not_written_down_as_seen(tmp_path: Path) -> None:
    told = (
        b"My husband left. Through mutual friends I learned that he had left for a holiday.\n"
    )
    with new_home(tmp_path) as home:
        hear(home, path=file_in(tmp_path, "told.txt", told))
        everyone(home)
        event = draft(home, "event-draft", "left for a holiday")

        record = entry(home, yes(home, event))

    assert isinstance(record, Incident)
    assert record.basis.how is How.TOLD
