from __future__ import annotations

import pytest

from hearthbook.intake import read_story
from tests.intake import gold


def said(text: str) -> list[tuple[str, str | None, str]]:
    found = gold.quotes(read_story(text.encode()))
    return [(" | ".join(one.words), one.speaker, " ".join(one.addressees)) for one in found]


def who(text: str) -> list[str | None]:
    return [speaker for _, speaker, _ in said(text)]


HUSBAND = "My husband came in and I put the bag down. "


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"{HUSBAND}“Go,” he said.", ["husband"]),
        (f"{HUSBAND}“Go,” she said.", [None]),
        (f"{HUSBAND}“Go,” said he.", ["husband"]),
        (f"{HUSBAND}“Go,” I said.", ["narrator"]),
        (f"{HUSBAND}“Go,” they said.", [None]),
        (f"{HUSBAND}“Go,” said the man at the door.", [None]),
        (f"{HUSBAND}He turned to me and shouted, “Go!”", ["husband"]),
        (f"{HUSBAND}He frowned. “Go.”", ["husband"]),
        (f"{HUSBAND}His eyes filled with tears. “Go.”", ["husband"]),
        (f"{HUSBAND}When I looked up, he frowned. “Go.”", ["husband"]),
        (f"{HUSBAND}He frowned. “Go.” I told him to wait.", ["husband"]),
        (f"{HUSBAND}“Go!” he said. “Now!” I said.", ["husband", "narrator"]),
        (f"{HUSBAND}“Go,” he said, and I answered, “No.”", ["husband", "narrator"]),
        ("I was told that the nurse had come. “Eat,” she said.", ["nurse"]),
        ("Дверь закрылась. «Нет», — говорю.", [None]),
        ("Вошёл муж, и я встала. «Иди», — сказал.", ["husband"]),
        ("Вошёл муж, и я встала. — Иди, — бросил он.", ["husband"]),
        ("Вошёл муж, и я встала. Его глаза потемнели. «Иди».", ["husband"]),
        ("Вошла мама, и я встала. Она сказала: «Иди».", ["mother"]),
        ("Вошла мама, и я встала. «Иди», — говорю.", ["narrator"]),
    ],
)
def test_a_cue_gives_the_words_to_whom_it_names(text: str, speakers: list[str | None]) -> None:
    assert who(text) == speakers


def test_what_is_said_on_another_day_is_a_statement_of_its_own() -> None:
    text = f"{HUSBAND}“Go,” he said. It rained. He came back at noon. “Stay,” he said."

    assert [words for words, _, _ in said(text)] == ["Go,", "Stay,"]


def test_author_words_part_a_statement_and_do_not_make_two() -> None:
    text = f"{HUSBAND}“Go,” he said and looked at me. “Go home.”"

    assert said(text) == [("Go, | Go home.", "husband", "narrator")]


@pytest.mark.parametrize(
    ("text", "listener"),
    [
        (f"{HUSBAND}“Go,” I told him.", "husband"),
        (f"{HUSBAND}My mother sat down. “Go,” he told her.", "mother"),
        (f"{HUSBAND}My mother sat down. “Go,” he told me.", "narrator"),
        ("My sister Nora and my aunt came. “Nora, go,” I said.", "nora"),
        ("It rained. “Go!” called a voice.", ""),
    ],
)
def test_the_listener_is_who_is_called_or_told(text: str, listener: str) -> None:
    assert [one for _, _, one in said(text)] == [listener]


def test_a_letter_is_not_by_who_finds_it_nor_by_who_is_named_in_it() -> None:
    found = "I found a letter under the door: "

    assert who(f"{found}“Leave the keys. Yours, Rupert”") == ["rupert"]
    assert who(f"{found}“Leave the keys with Rupert”") == [None]
    assert who("I found a letter from Rupert: “Leave the keys.”") == ["rupert"]


def test_turns_without_a_cue_alternate_between_two() -> None:
    text = "“Is he in?” I asked my mother.\n“No.”\n“Since when?”\n“Since noon,” she said."

    assert who(text) == ["narrator", "mother", "narrator", "mother"]
