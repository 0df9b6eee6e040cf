"""Days and months, in the words of whoever reads them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure

if TYPE_CHECKING:
    from hearthbook.app.words import Words


def day_typed(text: str, otherwise: date) -> date:
    """Return the day an address names, `otherwise` if it names none.

    Raises:
        Failure: if there is no such day.
    """
    if not text:
        return otherwise
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise Failure("no-such-time", Exit.WRONG_USAGE, time=text) from error
    if not 1900 <= found.year <= 2200:
        raise Failure("no-such-time", Exit.WRONG_USAGE, time=text)
    return found


def day_title(day: date, words: Words) -> str:
    """Return a day as a heading: its weekday, number, month and year."""
    return words(
        "web-day-long",
        weekday=words(f"finding-weekday-{day.weekday()}"),
        day=str(day.day),
        month=words(f"web-month-of-{day.month}"),
        year=str(day.year),
    )


def month_title(day: date, words: Words) -> str:
    """Return a month as a heading."""
    return words("web-month-long", month=words(f"web-month-{day.month}"), year=str(day.year))
