"""One entry, opened: from the page down to the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.app.confirming import stories
from hearthbook.app.confirming import told
from hearthbook.app.diary import correct
from hearthbook.app.diary import log
from hearthbook.app.drafts import answer
from hearthbook.app.drafts import open_drafts
from hearthbook.app.entry import opened
from hearthbook.app.failure import Failure
from hearthbook.app.forms import FORMS
from hearthbook.app.people import everybody
from hearthbook.app.retyped import retyped
from hearthbook.app.story import hear
from hearthbook.app.words import catalogue
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household

WORDS = catalogue("en")
TYPED = {
    "feed": {
        "child": ["Vera", "Ida"],
        "way": ["bottle"],
        "ml": ["90"],
        "by": ["Jonas"],
        "at": ["2026-02-03T03:15"],
    },
    "diaper": {"child": ["Vera"], "held": ["both"], "at": ["2026-02-03"]},
    "visit": {"person": ["Jonas"], "child": ["Ida"], "status": ["missed"], "place": ["here"]},
    "payment": {"payer": ["Jonas"], "amount": ["120.50"], "purpose": ["shoes"]},
    "incident": {
        "what": ["He left."],
        "person": ["Jonas"],
        "how": ["was-told"],
        "source": ["x"],
    },
    "appointment": {"what": ["scan"], "sort": ["medical"], "at": ["2026-02-03"], "note": ["x"]},
    "proceeding": {"name": ["Family"], "court": ["Springfield"], "judge": ["Y"]},
    "deadline": {
        "what": ["answer"],
        "last-day": ["2026-02-19"],
        "start": ["2026-02-03"],
        "days": ["14"],
        "counting": ["court-days"],
        "counts-from": ["delivery"],
        "set-by": ["the lawyer"],
    },
    "filing": {"what": ["petition"], "with": ["Springfield"], "by": ["Jonas"], "number": ["7"]},
    "pregnancy": {"what": ["two hearts"], "due": ["2026-01-01"], "week": ["9"]},
    "stay": {"stay": ["hospital"], "ordered-by": ["Y"], "until": ["2126-01-01"]},
}
STORY = "Vera slept. Jonas rang. «Not today,» he said. The neighbour waved.\n"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with new_home(tmp_path) as one:
        for name in ("Vera", "Ida"):
            log(one, kind="child", values={"name": [name]}, book="record")
        log(one, kind="person", values={"name": ["Jonas"]}, book="record")
        yield one


def test_a_message_shows_its_own_bytes_and_no_others(home: Household, tmp_path: Path) -> None:
    taken(home, file_in(tmp_path, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
    found = home.of_kind("record", "message")
    shown = [opened(home, book="record", ref=one.ref, words=WORDS).origin for one in found]

    assert [CHAT[one.start : one.end].decode() for one in shown] == [one.text for one in shown]
    assert {one.name for one in shown} == {"chat.txt"}


def test_an_entry_is_in_its_own_book_and_in_no_other(home: Household) -> None:
    ref = log(home, kind="note", values={"text": ["for the lawyer"]}, book="counsel")

    assert opened(home, book="counsel", ref=ref, words=WORDS).says == ("Note: for the lawyer",)
    for book, named in (
        ("record", ref),
        ("counsel", "0000-0000-0000"),
        ("counsel", "x"),
        ("y", ref),
    ):
        with pytest.raises(Failure, match=r"no-such-(entry|book)"):
            opened(home, book=book, ref=named, words=WORDS)


@pytest.mark.parametrize("kind", TYPED)
def test_an_entry_typed_again_as_it_was_says_the_same(home: Household, kind: str) -> None:
    first = log(home, kind=kind, values=TYPED[kind], book="record")
    [entry] = home.entries("record", [home.book("record").number(first) or 0])
    name, again = retyped(entry.record)
    second = correct(home, ref=first, values=again, why="to see", book="record")

    assert name == kind
    assert set(again) <= {field.name for field in FORMS[kind].fields}
    assert (
        opened(home, book="record", ref=second, words=WORDS).says
        == opened(home, book="record", ref=first, words=WORDS).says
    )


def test_an_entry_and_what_it_corrects_are_written_in_one_step(home: Household) -> None:
    first = log(home, kind="stay", values=TYPED["stay"], book="record")
    book = home.book("record")
    before = book.size

    correct(home, ref=first, values=TYPED["stay"], why="to see", book="record")

    signed = [size for size, _ in book.checkpoints() if size > before]
    assert signed == [book.size] == [before + 2]


def test_a_message_is_not_corrected_by_a_form(home: Household, tmp_path: Path) -> None:
    taken(home, file_in(tmp_path, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
    ref = home.of_kind("record", "message")[0].ref

    with pytest.raises(Failure, match="not-corrected"):
        correct(home, ref=ref, values={}, why="", book="record")


def test_the_pieces_of_a_story_are_the_story(home: Household, tmp_path: Path) -> None:
    hear(home, path=file_in(tmp_path, "story.txt", STORY.encode()))
    [(story, name, waiting)] = stories(home)
    shown = told(home, story=story)

    assert shown is not None
    assert "".join(one.text for one in shown.pieces) == STORY
    assert (name, waiting) == ("story.txt", shown.waiting)
    assert shown.card is not None
    assert any(shown.card.ref in one.refs for one in shown.pieces)


def test_a_yes_to_somebody_known_keeps_who_they_are(home: Household, tmp_path: Path) -> None:
    hear(home, path=file_in(tmp_path, "story.txt", STORY.encode()))
    for draft in open_drafts(home, ["person-draft"]):
        answer(home, ref=draft.ref, accepted=True, at=None, name=None)
    who = everybody(home)

    assert [one.name for one in who.children] == ["Vera", "Ida"]
    assert "Jonas" in [one.name for one in who.adults]


def test_words_are_given_to_whom_she_says_they_are_from(
    home: Household, tmp_path: Path
) -> None:
    hear(home, path=file_in(tmp_path, "story.txt", STORY.encode()))
    [quote] = open_drafts(home, ["quote-draft"])
    done = answer(home, ref=quote.ref, accepted=True, at=None, name="anna")
    shown = opened(home, book="record", ref=done.became or "", words=WORDS)

    assert shown.says[0] == "Words of Anna: “Not today,”"
    assert shown.origin.text == "Not today,"
