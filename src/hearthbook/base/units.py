"""Volumes, masses, lengths and temperatures: figures as people write them, in whole numbers.

1. Volume comes in tenths of a millilitre, mass in grams, length in millimetres, temperature in
   tenths of a degree Celsius. It is worked out in fractions and rounded once, halves away from
   nought; whoever keeps it keeps what was written beside it.
2. A bare number has no unit. `oz` is a fluid ounce (US) of volume, and an ounce of mass.
3. The decimal sign is a point or a comma. `1,234` could be two numbers, so it is none.

NIST Special Publication 811, appendix B.8; an ounce is a sixteenth of a pound.
"""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from typing import Final
from typing import NamedTuple


class Unit(StrEnum):
    """A unit by the name it is said with on the command line."""

    ML = "ml"
    FL_OZ = "fl-oz"
    G = "g"
    KG = "kg"
    LB = "lb"
    OZ = "oz"
    MM = "mm"
    CM = "cm"
    IN = "in"
    CELSIUS = "c"
    FAHRENHEIT = "f"


class Of(StrEnum):
    """What a figure is a figure of."""

    VOLUME = "volume"
    MASS = "mass"
    LENGTH = "length"
    TEMPERATURE = "temperature"


class NotAFigureError(ValueError):
    """Text that is no figure, could be two, or has a unit of something else."""


class Amount(NamedTuple):
    """What a text comes to; `value` is None if it is a bare number."""

    value: int | None


_POUND: Final = Fraction("453.59237")
_IN_WHOLE: Final = {
    Unit.ML: Fraction(10),
    Unit.FL_OZ: Fraction("295.735295625"),
    Unit.G: Fraction(1),
    Unit.KG: Fraction(1000),
    Unit.LB: _POUND,
    Unit.OZ: _POUND / 16,
    Unit.MM: Fraction(1),
    Unit.CM: Fraction(10),
    Unit.IN: Fraction("25.4"),
}
_WORDS: Final[dict[Of, dict[str, Unit]]] = {
    Of.VOLUME: {
        **dict.fromkeys(("ml", "milliliter", "milliliters", "мл"), Unit.ML),
        **dict.fromkeys(("oz", "floz", "fl oz", "fl. oz", "fl-oz", "ounces"), Unit.FL_OZ),
    },
    Of.MASS: {
        **dict.fromkeys(("g", "gram", "grams", "\u0433"), Unit.G),
        **dict.fromkeys(("kg", "кг"), Unit.KG),
        **dict.fromkeys(("lb", "lbs", "pound", "pounds"), Unit.LB),
        **dict.fromkeys(("oz", "ounce", "ounces"), Unit.OZ),
    },
    Of.LENGTH: {
        **dict.fromkeys(("mm", "мм"), Unit.MM),
        **dict.fromkeys(("cm", "см"), Unit.CM),
        **dict.fromkeys(("in", "inch", "inches", '"'), Unit.IN),
    },
    Of.TEMPERATURE: {
        **dict.fromkeys(("°c", "c", "℃"), Unit.CELSIUS),
        **dict.fromkeys(("°f", "f", "℉"), Unit.FAHRENHEIT),
    },
}
_OF: Final = {unit: of for of, words in _WORDS.items() for unit in words.values()}
_FIGURE: Final = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?", re.ASCII)
_EITHER: Final = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)
_WITH_UNIT: Final = re.compile(r"(-?[0-9.,]{1,20})\s*([^0-9\s.,-][^0-9,]{0,12})?", re.ASCII)


def figure(text: str) -> Fraction:
    """Return the number `text`.

    Raises:
        NotAFigureError: if it is none, or could be two.
    """
    bare = text.strip()
    if not _FIGURE.fullmatch(bare) or _EITHER.fullmatch(bare):
        raise NotAFigureError(text)
    return Fraction(bare.replace(",", "."))


def whole(number: Fraction) -> int:
    """Return `number` rounded to a whole one, halves away from nought."""
    half = abs(number) + Fraction(1, 2)
    return half.__floor__() if number >= 0 else -half.__floor__()


def unit(word: str, of: Of) -> Unit | None:
    """Return the unit that `word` is of volume, mass, length or temperature; None if none."""
    return _WORDS[of].get(word.strip().casefold())


def unit_for(of: Of, units: tuple[str, ...]) -> Unit | None:
    """Return the one unit among `units`, as said by a person, that fits; None if not one."""
    fitting = {Unit(one) for one in units if _OF.get(Unit(one)) is of}
    return next(iter(fitting)) if len(fitting) == 1 else None


def converted(number: Fraction, of_unit: Unit) -> int:
    """Return `number` of a unit in the whole numbers of rule 1."""
    if of_unit is Unit.CELSIUS:
        return whole(number * 10)
    if of_unit is Unit.FAHRENHEIT:
        return whole((number - 32) * 50 / 9)
    return whole(number * _IN_WHOLE[of_unit])


def amount(text: str, of: Of) -> Amount:
    """Return what `text` comes to: `120 ml`, `7 lb 3 oz`, `36,6`.

    Raises:
        NotAFigureError: if it is no figure, could be two, or has a unit of something else.
    """
    parts = list(_WITH_UNIT.finditer(text))
    if not parts or "".join(part[0] for part in parts).split() != text.split():
        raise NotAFigureError(text)
    found = [(figure(part[1]), unit(part[2] or "", of)) for part in parts]
    if len(found) == 1 and not parts[0][2]:
        return Amount(None)
    total = Fraction(0)
    for number, its in found:
        if its is None or (len(found) > 1 and (of is Of.TEMPERATURE or number < 0)):
            raise NotAFigureError(text)
        total += number if of is Of.TEMPERATURE else number * _IN_WHOLE[its]
    one = found[0][1]
    if of is Of.TEMPERATURE and one is not None:
        return Amount(converted(total, one))
    return Amount(whole(total))
