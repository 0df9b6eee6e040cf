from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.money import NotAnAmountError
from hearthbook.base.money import minor_units
from hearthbook.base.money import spelled


@pytest.mark.parametrize(
    ("text", "currency", "units"),
    [
        ("120", "EUR", 12000),
        ("120.5", "EUR", 12050),
        ("120,50", "EUR", 12050),
        ("-0.07", "EUR", -7),
        ("1500", "JPY", 1500),
        ("1.234", "KWD", 1234),
    ],
)
def test_an_amount_is_whole_minor_units(text: str, currency: str, units: int) -> None:
    assert minor_units(text, currency) == units


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "EUR"),
        ("12.345", "EUR"),
        ("1.5", "JPY"),
        ("1 000", "EUR"),
        ("٣", "EUR"),
        ("1e3", "EUR"),
    ],
)
def test_what_would_have_to_be_rounded_or_guessed_is_refused(text: str, currency: str) -> None:
    with pytest.raises(NotAnAmountError):
        minor_units(text, currency)


@given(st.integers(-(10**11), 10**11), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_what_is_spelled_reads_back(units: int, currency: str) -> None:
    amount, _, name = spelled(units, currency).partition(" ")

    assert (minor_units(amount, currency), name) == (units, currency)
