"""When something happened, as exactly as the source knew it and no more exactly.

1. `Wall` is what a clock or a calendar showed; `zone` is set only where the source or a person
   said which zone it was. A wall time without a zone is not a moment.
2. `Moment` is an instant a machine recorded, in milliseconds since 1970, UTC.
3. `Told` is a time that only somebody's words give ("the next day"), or a stamp whose day and
   month nobody can yet tell apart. It is never turned into a date without a person's word.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal
from typing import TypeAlias

from hearthbook.records.fact import Part
from hearthbook.records.numbers import Whole


class Precision(StrEnum):
    """The unit the source gives; the time lies somewhere within it."""

    MILLISECOND = "ms"
    SECOND = "s"
    MINUTE = "min"
    HOUR = "h"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Wall(Part, frozen=True, tag="wall", tag_field="as"):
    """What a clock showed: `at` is ISO 8601 without offset, as long as `precision` allows.

    `fold` is 1 for the second of two equal readings on the night the clocks go back, and None
    where nobody knows or the question does not arise.
    """

    at: str
    precision: Precision
    zone: str | None = None
    fold: Literal[0, 1] | None = None


class Moment(Part, frozen=True, tag="moment", tag_field="as"):
    """An instant a machine recorded."""

    ms: Whole
    precision: Precision = Precision.MILLISECOND


class Told(Part, frozen=True, tag="told", tag_field="as"):
    """Words that are all there is of a time."""

    words: str


When: TypeAlias = Wall | Moment | Told
