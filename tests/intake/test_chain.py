from __future__ import annotations

import pytest

from hearthbook.intake import read_story
from tests.intake import gold

LEFT = "My husband left us. "
USHEL = "Муж ушёл от нас. "


def counted(text: str) -> list[tuple[str, tuple[int, int] | None]]:
    return [(one.words, one.days) for one in gold.times(read_story(text.encode()))]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (f"{LEFT}The next day he called.", [(1, 1)]),
        (f"{LEFT}The next day I slept. The day after, I cried.", [(1, 1), (2, 2)]),
        (f"{LEFT}Three days later he called. Two weeks later he came.", [(3, 3), (17, 17)]),
        (f"{LEFT}A few days later he called.", [(2, 5)]),
        (f"{LEFT}A couple of weeks later he called.", [(14, 14)]),
        (f"{LEFT}A month later he called.", [(28, 31)]),
        (f"{LEFT}A year later he called.", [(365, 366)]),
        (f"{LEFT}The day before, I had seen a bag.", [(-1, -1)]),
        (f"{LEFT}A few days before, I had seen a bag.", [(-5, -2)]),
        (f"{LEFT}Two weeks passed, then another.", [(14, 14), (21, 21)]),
        (f"{LEFT}The next day I slept. A week passed.", [(1, 1), (7, 8)]),
        (f"{LEFT}That same day I called my mother.", [(0, 0)]),
        (f"{LEFT}That night I did not sleep.", [(0, 1)]),
        (f"{LEFT}Weeks later he called.", [None]),
        (f"{LEFT}One day he called. The next day he came.", [None, None]),
        (f"{LEFT}On Monday he called. The next day he came.", [None, (1, 1)]),
        (f"{LEFT}“The next day is mine,” he said. The next day he called.", [None, (1, 1)]),
        ("It rained. The next day it snowed.", [None]),
        ("My husband never called me. Two days later it snowed.", [None]),
        ("If he had left us, it would be over. The next day it snowed.", [None]),
        (f"{USHEL}На следующий день он позвонил.", [(1, 1)]),
        (f"{USHEL}Через три дня он позвонил. Через неделю пришёл.", [(3, 3), (10, 10)]),
        (f"{USHEL}Прошла неделя, потом ещё одна.", [(7, 7), (14, 14)]),
        (f"{USHEL}Через день он позвонил.", [(1, 2)]),
        (f"{USHEL}Однажды он позвонил.", [None]),
    ],
)
def test_days_add_up_from_what_happened(text: str, days: list[tuple[int, int] | None]) -> None:
    assert [one for _, one in counted(text)] == days


def test_the_anchor_is_what_is_counted_from() -> None:
    telling = read_story(b"My husband left us. The next day it rained.")

    (time,) = gold.times(telling)
    assert time.anchor is not None
    assert telling.text[time.anchor.start : time.anchor.end] == "My husband left us."


@pytest.mark.parametrize("months", range(1, 49))
def test_months_hold_every_length_they_can_have(months: int) -> None:
    number = {1: "a", 2: "two", 3: "three"}.get(months, str(months))
    unit = "month" if months == 1 else "months"
    text = f"{LEFT}{number.capitalize()} {unit} later he called."

    ((_, days),) = counted(text)
    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 6
    leap = [31, 29, *lengths[2:]]
    real = [sum(way[at : at + months]) for way in (lengths, leap) for at in range(12)]
    assert days is not None
    assert days[0] <= min(real)
    assert max(real) <= days[1] <= max(real) + 2
    assert days[0] >= min(real) - 2


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("It was 2024-05-03.", "DATE"),
        ("It was 03.05.2024.", "DATE"),
        ("It was on 3rd of May, 2024 that he came.", "DATE"),
        ("It was May 3 and he came.", "DATE"),
        ("It was 3:15 a.m. and he came.", "TIME"),
        ("It was 03:15 and he came.", "TIME"),
        ("Это было 3 мая 2024 года, и он пришёл.", "DATE"),
        ("Это было в 3 часа, и он пришёл.", "TIME"),
    ],
)
def test_dates_and_hours_are_kept_as_told(text: str, type_: str) -> None:
    (time,) = gold.times(read_story(text.encode()))

    assert (time.type, time.days) == (type_, None)


def test_may_may_be_a_verb() -> None:
    assert counted("He may come back and I may not want him.") == []
