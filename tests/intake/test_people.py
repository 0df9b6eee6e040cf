from __future__ import annotations

import pytest

from hearthbook.intake import read_story
from tests.intake import gold


def met(text: str) -> list[tuple[str | None, str, str]]:
    """Return the people of a story but for who tells it: name, relation, sex."""
    return sorted(
        (
            (one.name, one.relation, str(one.sex))
            for one in gold.people(read_story(text.encode()))
            if one.relation != "self"
        ),
        key=str,
    )


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("My husband Igor left me.", [("Igor", "husband", "M")]),
        ("My husband, Igor, left me.", [("Igor", "husband", "M")]),
        ("I saw my husband, Olga and a bag.", [("Olga", "", "F"), (None, "husband", "M")]),
        (
            "My ex-husband and my ex called me.",
            [(None, "ex-husband", "M"), (None, "ex-partner", "U")],
        ),
        ("My ex husband called me.", [(None, "ex-husband", "M")]),
        ("Olga is my sister and she was kind to me.", [("Olga", "sister", "F")]),
        ("My son is called Linus and it was late.", [("Linus", "son", "M")]),
        (
            "I gave birth to Vera and Linus that night.",
            [("Linus", "son", "M"), ("Vera", "daughter", "F")],
        ),
        (
            "I have a daughter. My daughter Vera sleeps, and my daughters eat.",
            [("Vera", "daughter", "F"), (None, "daughters", "U")],
        ),
        (
            "My husband's mother called me.",
            [(None, "husband", "M"), (None, "mother-in-law", "F")],
        ),
        ("My mother's brother called me.", [(None, "mother", "F"), (None, "uncle", "M")]),
        ("Mum called me and she was kind.", [(None, "mother", "F")]),
        ("I am married to Igor and I love him.", [("Igor", "husband", "M")]),
        ("I know that Mr. Zorn was there.", [("Zorn", "", "M")]),
        ("We came to Berlin on Monday and it was in May.", []),
        ("I met Zelda in the park. Zelda said that it was late.", [("Zelda", "", "U")]),
        ("Мой муж Игорь бросил меня.", [("Игорь", "husband", "M")]),
        ("Я видела Игоря и его брата.", [("Игорь", "", "M"), (None, "brother of игорь", "M")]),
        ("Я позвонила свекрови.", [(None, "mother-in-law", "F")]),
        ("Я поехала к маме Игоря.", [("Игорь", "", "M"), (None, "mother of игорь", "F")]),
        ("Я родила Веру и Льва.", [("Вера", "daughter", "F"), ("Лев", "son", "M")]),
        ("Мы приехали в Москву в мае, и я устала.", []),
    ],
)
def test_people_are_found_by_what_the_words_say(
    text: str, people: list[tuple[str | None, str, str]]
) -> None:
    assert met(text) == people


def test_a_name_called_out_is_joined_only_to_somebody_it_can_be() -> None:
    reply = "my husband asked. He did not look at me."

    assert met(f"“Igor, look,” I said.\n“At what?” {reply}") == [("Igor", "husband", "M")]
    assert met(f"“Masha, look,” I said.\n“At what?” {reply}") == [
        ("Masha", "", "F"),
        (None, "husband", "M"),
    ]


def test_a_name_in_two_alphabets_is_two_people_until_somebody_says_otherwise() -> None:
    assert met("I held Masha in my arms and Маша slept.") == [
        ("Masha", "", "F"),
        ("Маша", "", "F"),
    ]


def test_no_two_people_go_by_one_short_name() -> None:
    text = "I know Anna-Maria, and I know Anna Maria too. Anna-Maria said that it was late."

    short = [one.person for one in gold.people(read_story(text.encode()))]
    assert len(short) == len(set(short)) == 3


def test_sex_follows_the_pronouns_and_is_marked_as_inferred() -> None:
    text = "I met Zelda in the park. Zelda said that she was late. Zelda took her bag."

    (one,) = [p for p in gold.people(read_story(text.encode())) if p.name]
    assert (str(one.sex), [str(flag) for flag in one.flags]) == ("F", ["inferred"])


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("I was pregnant and I was tired.", "F"),
        ("My wife left me.", "M"),
        ("I (34M) moved out in the end.", "M"),
        ("I was tired of it all.", "U"),
        ("Я устала от всего этого.", "F"),
        ("Я устал от всего этого.", "M"),
    ],
)
def test_who_tells_is_a_she_or_a_he_only_by_own_words(text: str, sex: str) -> None:
    (one,) = [p for p in gold.people(read_story(text.encode())) if p.relation == "self"]

    assert str(one.sex) == sex


def test_the_same_first_name_twice_is_two_people() -> None:
    names = [name for name, _, _ in met("I know Olga Sergeevna and Olga Petrovna. It is late.")]

    assert names == ["Olga Petrovna", "Olga Sergeevna"]
