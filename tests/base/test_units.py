from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.units import NotAFigureError
from hearthbook.base.units import Of
from hearthbook.base.units import Unit
from hearthbook.base.units import amount
from hearthbook.base.units import converted
from hearthbook.base.units import figure
from hearthbook.base.units import unit_for
from hearthbook.base.units import whole


@pytest.mark.parametrize(
    ("text", "of", "value"),
    [
        ("120ml", Of.VOLUME, 1200),
        ("45,5 ml", Of.VOLUME, 455),
        ("3 oz", Of.VOLUME, 887),
        ("1 FLOZ", Of.VOLUME, 296),
        ("3 oz", Of.MASS, 85),
        ("7.25kg", Of.MASS, 7250),
        ("7 lb 3 oz", Of.MASS, 3260),
        ("16lb 2oz", Of.MASS, 7314),
        ("28 in", Of.LENGTH, 711),
        ("66cm", Of.LENGTH, 660),
        ("37.9\u00b0C", Of.TEMPERATURE, 379),
        ("98.6 \u00b0F", Of.TEMPERATURE, 370),
        ("100.4 F", Of.TEMPERATURE, 380),
    ],
)
def test_a_figure_with_its_unit_is_a_whole_number(text: str, of: Of, value: int) -> None:
    assert amount(text, of).value == value


@pytest.mark.parametrize("text", ["4", "7.2", "36,6", "-4000"])
@pytest.mark.parametrize("of", Of)
def test_a_bare_number_has_no_unit(text: str, of: Of) -> None:
    assert amount(text, of).value is None


@pytest.mark.parametrize(
    "text", ["", "a lot", "1,234 g", "7 stone", "3 oz and more", "--2 g", "9 kg 3", "1.2.3 kg"]
)
def test_what_is_no_figure_or_could_be_two_is_none(text: str) -> None:
    with pytest.raises(NotAFigureError):
        amount(text, Of.MASS)


def test_a_unit_of_something_else_is_no_unit() -> None:
    with pytest.raises(NotAFigureError):
        amount("3 kg", Of.VOLUME)


def test_two_degrees_are_no_temperature() -> None:
    with pytest.raises(NotAFigureError):
        amount("37 C 2 C", Of.TEMPERATURE)


def test_a_unit_is_said_only_if_just_one_fits() -> None:
    assert unit_for(Of.MASS, (Unit.ML, Unit.KG)) is Unit.KG
    assert unit_for(Of.MASS, (Unit.G, Unit.KG)) is None
    assert unit_for(Of.LENGTH, (Unit.ML, Unit.KG)) is None


@pytest.mark.parametrize(
    ("number", "rounded"), [("0.5", 1), ("-0.5", -1), ("2.4", 2), ("-2.6", -3)]
)
def test_halves_are_rounded_away_from_nought(number: str, rounded: int) -> None:
    assert whole(Fraction(number)) == rounded


@given(number=st.fractions(0, 1000, max_denominator=1000), unit=st.sampled_from(Unit))
def test_more_of_a_unit_is_never_less(number: Fraction, unit: Unit) -> None:
    assert converted(number, unit) <= converted(number + 1, unit)


@given(number=st.decimals(0, 999, places=2))
def test_point_and_comma_are_the_same_sign(number: object) -> None:
    assert figure(str(number)) == figure(str(number).replace(".", ","))
