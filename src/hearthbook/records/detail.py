"""What a tracker says of an act beyond when it was and for whom, in its own words.

Each detail keeps what was written. Beside it stands a whole number where the writing has one,
in the unit that ends the trait's name; None for words, and for a number without a unit. Which
unit such a number has, a person says of the whole file, in its `Import`; the record stays.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.units import NotAFigureError
from hearthbook.base.units import converted
from hearthbook.base.units import figure
from hearthbook.base.units import unit_for
from hearthbook.records.fact import Part
from hearthbook.records.numbers import Whole

if TYPE_CHECKING:
    from hearthbook.base.units import Of


class Trait(StrEnum):
    """What a detail is about."""

    VOLUME = "volume-tenth-ml"  # all that was fed or pumped
    BREAST_MILK = "breast-milk-tenth-ml"
    FORMULA = "formula-tenth-ml"
    LEFT_VOLUME = "left-tenth-ml"
    RIGHT_VOLUME = "right-tenth-ml"
    LEFT = "left-s"
    RIGHT = "right-s"
    DURATION = "duration-s"  # as stated: it need not be the end less the start
    ASLEEP = "asleep-s"
    SOOTHING = "soothing-s"
    INTERVAL = "next-dose-s"
    FIRST_SIDE = "first-side"
    LAST_SIDE = "last-side"
    MILK = "milk"
    METHOD = "method"
    FOOD = "food"
    PRODUCT = "product"
    REACTION = "reaction"
    FIGURE = "figure"  # a measurement as written
    AMOUNT = "amount"  # of what, the source does not say
    COLOUR = "colour"
    CONSISTENCY = "consistency"
    PEE = "pee-size"
    POO = "poo-size"
    NAP = "nap"
    MEDICINE = "medicine"
    DOSE = "dose"
    VACCINE = "vaccine"
    ACTIVITY = "activity"
    MILESTONE = "milestone"
    TAGS = "tags"
    ZONE = "zone"  # which the source names beside a moment
    TEXT = "text"
    EDITED_BY = "edited-by"
    COLUMN = "column"  # a column that the reader does not know: its name and its text


VOLUMES: Final = frozenset(
    {
        Trait.VOLUME,
        Trait.BREAST_MILK,
        Trait.FORMULA,
        Trait.LEFT_VOLUME,
        Trait.RIGHT_VOLUME,
    }
)


class Detail(Part, frozen=True):
    """One trait of an act as it was written, and the whole number it comes to, if any."""

    what: Trait
    written: str
    value: Whole | None = None


def in_units(written: str, of: Of, units: tuple[str, ...]) -> int | None:
    """Return what the bare number `written` comes to in the unit a person said, if they did."""
    said = unit_for(of, units)
    try:
        return None if said is None else converted(figure(written), said)
    except NotAFigureError:
        return None
