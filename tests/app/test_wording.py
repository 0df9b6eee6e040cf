from __future__ import annotations

import pytest

from hearthbook.app.wording import remarks


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("He is selfish.", "judgement"),
        ("He left on purpose.", "mind"),
        ("She wanted to hurt me.", "mind"),
        ("He never comes.", "always"),
        ("Он ушёл нарочно.", "mind"),
        ("Он всегда опаздывает.", "always"),
        ("Она эгоистка.", "judgement"),
    ],
)
def test_what_a_judge_might_stumble_over_is_noticed(said: str, why: str) -> None:
    assert why in {one.why for one in remarks(said)}


@pytest.mark.parametrize(
    "said",
    [
        "He arrived at 18:47 for 17:00 and left at 18:55.",
        "«I never wanted them,» he said.",
        "Он сказал: «Я никогда не приду».",
        "The nevermore was a bird; the toxicology report came.",
        "",
    ],
)
def test_plain_facts_and_other_peoples_words_are_left_alone(said: str) -> None:
    assert remarks(said) == ()


def test_remarks_come_in_the_order_of_the_sentence() -> None:
    assert [one.words for one in remarks("Always late, he wanted it, cruel.")] == [
        "Always",
        "he wanted",
        "cruel",
    ]
