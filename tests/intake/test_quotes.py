from __future__ import annotations

import pytest

from hearthbook.intake import read_story
from hearthbook.intake.page import open_page
from hearthbook.intake.quotes import scan
from tests.intake import gold


def quoted(text: str, *, russian: bool = False) -> list[str]:
    page = open_page(text.encode())
    return [page.view[q.start : q.end] for q in scan(page, russian=russian) if q.depth == 0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said «yes» and “no” and „so“ and „then” and ‹ah›.", "yes|no|so|then|ah"),
        ('He said, "Go," and then: "Stay."', "Go,|Stay."),
        ("「行け」と言った。『はい』", "行け|はい"),
        ("‘The boys’ room isn’t mine,’ she said. ‘Go.’", "The boys’ room isn’t mine,|Go."),
        ("‘The boys’ room isn’t mine’ she said.", "The boys’ room isn’t mine"),
        ("'I won't,' she said. 'It's the boys' room.'", "I won't,|It's the boys' room."),
        ("It’s the children’s and the girls’ room.", ""),
        ("He’d said ’twas nothing, but the rock ’n’ roll went on.", ""),
        ("“He told me, ‘No,’ and left,” she said.", "He told me, ‘No,’ and left,"),
        ("«Он сказал: „Нет“, и ушёл», — сказала она.", "Он сказал: „Нет“, и ушёл"),
        ("“One.\n\n“Two.\n\n“Three.” Then he left.", "One.|Two.|Three."),
        ("He said, “I never\nwent there.\nThe end.", "I never"),
        ("» lost ” marks ’ here „ and « there", " and « there"),
        ("«»", ""),
        ("— Иди, — сказал он. — Иди!", "Иди,|Иди!"),
        ("— Иди! — Он встал. — Иди же.", "Иди!|Он встал.|Иди же."),
        ("— You knew, he said. Ask her.", "You knew,|Ask her."),
        ("— Well, said Ann, go on.", "Well,|go on."),
        ("- milk\n- bread", ""),
        ("- Go, - he said.\n- No.", "Go,|No."),
        ("A dash — like this — opens nothing.", ""),
    ],
)
def test_what_stands_between_marks_is_found(text: str, words: str) -> None:
    assert quoted(text) == [one for one in words.split("|") if one]


def test_a_dash_in_mid_paragraph_opens_speech_in_russian_alone() -> None:
    text = "Он встал. — Пора идти."

    assert quoted(text, russian=True) == ["Пора идти."]
    assert quoted(text) == []


def test_a_speech_over_paragraphs_is_one_quotation() -> None:
    text = "She wrote to me:\n\n“First the keys.\n\n“Then the car.”\n\nI never answered her."

    (quote,) = gold.quotes(read_story(text.encode()))
    assert quote.words == ("First the keys.", "Then the car.")


def test_a_very_long_speech_becomes_several_drafts_and_loses_no_word() -> None:
    words = ["and", "then", "the", "rain", "came", "down", "to", "the", "house"] * 600
    text = f"My sister said, “{' '.join(words)}” and I wrote it down for her."

    quotes = gold.quotes(read_story(text.encode()))
    assert len(quotes) > 1
    assert " ".join(part for one in quotes for part in one.words).split() == words
    assert {one.speaker for one in quotes} == {"sister"}
