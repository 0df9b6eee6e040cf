from __future__ import annotations

import pytest

from hearthbook.intake import read_story
from tests.intake import gold


def happened(text: str) -> list[tuple[str, str, str]]:
    """Return type, actors and flags of what is drafted."""
    return [
        (one.type, " ".join(one.actors), " ".join(one.flags))
        for one in gold.events(read_story(text.encode()))
    ]


HUSBAND = "I was at home with my husband. "


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (f"{HUSBAND}He hit me.", [("violence", "husband", "")]),
        (f"{HUSBAND}He did not hit me.", [("violence", "husband", "negated")]),
        (f"{HUSBAND}I did not sleep, and he hit me.", [("violence", "husband", "")]),
        (f"{HUSBAND}I hit him.", [("violence", "narrator", "")]),
        (f"{HUSBAND}He would hit me.", [("violence", "husband", "irrealis")]),
        (f"{HUSBAND}He hit me again and again.", [("violence", "husband", "repeated")]),
        (f"{HUSBAND}He had hit me.", [("violence", "husband", "earlier")]),
        (
            f"{HUSBAND}My sister told me that he had hit Nora.",
            [("reported", "sister", "")],
        ),
        (
            f"{HUSBAND}I heard from my sister that he hit me.",
            [("violence", "husband", "hearsay")],
        ),
        (f"{HUSBAND}“I hit you once,” he said.", []),
        (
            f"{HUSBAND}“They are not my children,” he said.",
            [("denial_of_paternity", "husband", "")],
        ),
        (
            "I reached out to a lawyer, filed for divorce, and fought for full custody.",
            [
                ("legal_representation", "narrator", ""),
                ("divorce_filing", "narrator", ""),
                ("custody_filing", "narrator", ""),
            ],
        ),
        (f"{HUSBAND}He never called me. Not the day after.", [
            ("no_contact", "husband", ""),
            ("no_contact", "husband", "inferred elliptic"),
        ]),
        ("It rained. Not the day after.", []),
        ("I put the money into the drawer and I went to bed.", []),
        ("My lawyer told me that it was late.", [
            ("legal_representation", "lawyer", "privileged"),
            ("reported", "lawyer", "privileged"),
        ]),
        ("Муж дома. Он ударил меня.", [("violence", "husband", "")]),
        ("Муж дома. Он не ударил меня.", [("violence", "husband", "negated")]),
        ("Муж дома. Он ударил бы меня.", [("violence", "husband", "irrealis")]),
    ],
)  # fmt: skip
def test_what_happened_keeps_what_comes_between_words_and_facts(
    text: str, events: list[tuple[str, str, str]]
) -> None:
    assert happened(text) == events


def test_hearsay_names_the_teller() -> None:
    text = f"{HUSBAND}I heard from my sister that he hit me."

    (event,) = gold.events(read_story(text.encode()))
    assert event.source == "sister"


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("I have a lawyer in the family and a divorce behind me.", []),
        ("My husband paid nothing for the rent.", ["support"]),
        ("His mother called me every night.", ["harassment_by_relative"]),
        ("My husband called me every night.", ["harassment"]),
        ("She was sick and the doctor came to my daughter.", ["child_health"]),
        ("When I had a fever I stayed in bed.", []),
        ("Он не платит алименты, и я устала.", ["support"]),
    ],
)
def test_a_single_weak_word_is_no_topic(text: str, topics: list[str]) -> None:
    assert sorted({one.topic for one in gold.topics(read_story(text.encode()))}) == topics
