"""Find the times a story gives, and what each does to the time of the story.

Classes: DATE, TIME (of day), REL (the next day), DUR (a week passed), SET (every night). A date
is kept as told: which of 3/4 is the month is for her to say. What only plain words say (`for
weeks`, `one day`) is found and given no number.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.intake import times_en
from hearthbook.intake import times_ru
from hearthbook.intake.search import Patterns

if TYPE_CHECKING:
    import re

    from hearthbook.intake.page import Page

_ABSOLUTE: Final = (
    ("DATE", "date", r"\b\d{4}-\d\d-\d\d\b"),
    ("DATE", "date", r"(?<![\d.])\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d(?![\d.]\d)\b"),
)
_CLOCK: Final = (("TIME", "none", r"(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:])"),)
# `через день` is the next day but one to some, a day later to others.
_FEW: Final = {
    "через": (1, 2),
    "few": (2, 5),
    "несколько": (2, 10),
    "several": (2, 10),
    "пару": (2, 2),
    "пара": (2, 2),
}


class Effect(StrEnum):
    """What a time does to the point the story has reached."""

    NONE = "none"
    DATE = "date"  # a point of its own
    STEP = "step"  # so long after the point reached
    PASSED = "passed"  # so long went by
    ANOTHER = "another"  # the same length again
    BEFORE = "before"  # so long before the point reached; the story does not go there
    SAME = "same"
    VAGUE = "vague"  # some time or other: nothing can be counted on from here


class Found(Struct, frozen=True):
    """A time in the text. `least` and `most` are days; None where no number is given."""

    start: int
    end: int
    type: str
    effect: Effect
    least: int | None = None
    most: int | None = None
    unit: str = ""


_ROWS: Final = {"en": times_en.PATTERNS, "ru": times_ru.PATTERNS}


_NUMBERS: Final = {**times_en.NUMBERS, **times_ru.NUMBERS}
_UNITS: Final = {**times_en.UNITS, **times_ru.UNITS}


@cache
def _table(language: str) -> tuple[tuple[tuple[str, Effect], ...], Patterns]:
    """Return what the patterns of `language` stand for, and the patterns."""
    rows = (*_ABSOLUTE, *_ROWS.get(language, ()), *_CLOCK)
    kinds = tuple((type_, Effect(effect)) for type_, effect, _ in rows)
    return kinds, Patterns([text for _, _, text in rows])


def times(page: Page, language: str) -> list[Found]:
    """Return the times in the story, in reading order; the more exact pattern wins."""
    kinds, patterns = _table(language)
    taken = bytearray(len(page.low))
    found: list[Found] = []
    for number, one in sorted(patterns.find(page.low), key=lambda hit: hit[0]):
        start, end = one.span()
        if taken.find(1, start, end) >= 0 or _torn(page, start, end):
            continue
        taken[start:end] = b"\x01" * (end - start)
        least, most = _days(one)
        unit = _UNITS.get(one.groupdict().get("u") or "", "")
        found.append(Found(start, end, *kinds[number], least, most, unit))
    return sorted(found, key=lambda one: one.start)


def _torn(page: Page, start: int, end: int) -> bool:
    """Tell whether the words from `start` to `end` lie in two paragraphs."""
    return page.paragraph_at(start) != page.paragraph_at(end - 1)


def _days(found: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the least and the most days that `found` stands for."""
    groups = found.groupdict()
    unit = _UNITS.get(groups.get("u") or "")
    if unit is None:
        return None, None
    least, most = _number(groups.get("n") or "1")
    return (
        (None, None)
        if least is None or most is None
        else (_low(unit, least), _high(unit, most))
    )


def _number(word: str) -> tuple[int | None, int | None]:
    for few, ends in _FEW.items():
        if few in word:
            return ends
    number = int(word) if word.isdecimal() else _NUMBERS.get(word)
    return number, number


def one_of(unit: str) -> tuple[int, int]:
    """Return the least and the most days one `unit` has."""
    return _low(unit, 1), _high(unit, 1)


# The least and the most days that so many months in a row have, a 29 February among them.
_LEAST: Final = (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)
_MOST: Final = (0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337)
_DAYS: Final = {"day": 1, "week": 7}


def _low(unit: str, number: int) -> int:
    if unit == "month":
        years, months = divmod(number, 12)
        return years * 365 + _LEAST[months]
    return number * _DAYS.get(unit, 365)


def _high(unit: str, number: int) -> int:
    if unit == "month":
        years, months = divmod(number, 12)
        return _high("year", years) + _MOST[months]
    leap = (number + 3) // 4 if unit == "year" else 0
    return number * _DAYS.get(unit, 365) + leap
