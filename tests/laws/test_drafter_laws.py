"""The laws the reading of a story keeps: a draft claims what its text bears out."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from hearthbook.base.text import nfc
from hearthbook.intake import NotAStoryError
from hearthbook.intake import Telling
from hearthbook.intake import read_story
from hearthbook.records.codec import read
from hearthbook.records.codec import written
from hearthbook.records.draft import PersonDraft
from hearthbook.records.draft import Question
from hearthbook.records.draft import QuoteDraft
from tests.intake.gold import STORIES
from tests.intake.gold import place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.records.draft import Draft
    from hearthbook.records.draft import Passage

# What a told story is made of, and what trips a reader of it.
PIECES = st.sampled_from(
    [
        *"«»“”„‘’\"'—–-.,!?…:; \n()",
        *("\r\n", "\n\n", "\n— ", ". — ", "\u00a0", "\u00ad", "\u200d", "\u2028", "\ufeff"),
        *("💔", "𝓂", "👩\u200d👧", "e\u0301", "й", "ё", "и\u0306", "İ", "ß", "\u0301"),
        *("I said", "he said", " she whispered", "my husband", "His mother, Olga", "Igor, "),
        *(
            "our daughters. Masha and Sonya.",
            "The next day",
            "Two weeks later, ",
            "then another",
        ),
        *("did not call me", "filed for divorce", "said that he would", "texted me: ", "wo"),
        *("я сказала", "он ответил", "мой муж", "Его мать, Ольга Львовна, ", "Игорь, "),
        *("наши дочери Маша и Соня ", "На следующий день ", "Прошла неделя", "не звонил мне"),
        *("Dear Mr. Frost", "on 3 May 2023", "12.03.2024", "03:15", "the", "and", "и", "в"),
    ]
)
STORY = st.lists(PIECES | st.text(max_size=6), min_size=1, max_size=40).map("".join)
EXAMPLES = sorted(STORIES.glob("*.txt"))


def told(text: str) -> Telling:
    """Return the reading of `text`; a text that is no story reads as nothing."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        return read_story(data)
    except NotAStoryError:
        return Telling("", sha256(data).hexdigest(), "und", None, ())


def passages(draft: Draft) -> Iterator[tuple[Passage, str | None]]:
    """Yield each passage that `draft` names, and the words it says stand there."""
    if isinstance(draft, PersonDraft):
        yield from ((one, None) for one in draft.mentions)
    elif isinstance(draft, QuoteDraft):
        yield from zip(draft.parts, draft.words, strict=True)
    else:
        yield draft.passage, None if isinstance(draft, Question) else draft.words
    if isinstance(draft, PersonDraft | QuoteDraft):
        yield from ((one.passage, None) for one in draft.evidence)


@given(text=STORY)
def test_the_words_of_a_draft_stand_in_the_story(text: str) -> None:
    telling = told(text)

    for draft in telling.drafts:
        assert draft.story == telling.sha256
        for passage, words in passages(draft):
            assert 0 <= passage.start < passage.end <= len(telling.text)
            assert words in {None, nfc(telling.text[passage.start : passage.end])}


@given(text=STORY)
def test_no_two_quotations_share_a_word(text: str) -> None:
    quotes = [one for one in told(text).drafts if isinstance(one, QuoteDraft)]
    parts = [part for one in quotes for part in one.parts]

    assert all(one.end <= after.start for one, after in pairwise(parts))


@given(text=STORY)
def test_the_same_story_gives_the_same_drafts(text: str) -> None:
    assert told(text) == told(text)


@given(text=STORY)
def test_every_draft_can_be_stored(text: str) -> None:
    for draft in told(text).drafts:
        assert read(written(draft)) == draft


@given(text=STORY)
def test_drafts_come_in_the_order_of_the_story(text: str) -> None:
    starts = [place(draft)[0] for draft in told(text).drafts]

    assert starts == sorted(starts)


@given(text=STORY)
def test_drafts_name_only_people_who_are_drafted(text: str) -> None:
    drafts = told(text).drafts
    people = [one.person for one in drafts if isinstance(one, PersonDraft)]

    assert len(people) == len(set(people))
    for draft in drafts:
        named = [getattr(draft, "speaker", None), getattr(draft, "source", None)]
        named += [*getattr(draft, "addressees", ()), *getattr(draft, "actors", ())]
        assert {one for one in named if one} <= set(people)


@given(data=st.binary(max_size=200))
def test_bytes_are_a_story_or_one_clear_error(data: bytes) -> None:
    try:
        telling = read_story(data)
    except NotAStoryError:
        return
    assert telling.sha256 == sha256(data).hexdigest()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@settings(max_examples=12)
@given(data=st.data())
def test_a_story_cut_anywhere_is_still_read(path: Path, data: st.DataObject) -> None:
    text = path.read_text("utf-8")
    cut = data.draw(st.integers(0, len(text)))
    noise = data.draw(PIECES)

    telling = told(text[:cut] + noise + text[cut + 1 :])
    for draft in telling.drafts:
        for passage, words in passages(draft):
            assert words in {None, nfc(telling.text[passage.start : passage.end])}
