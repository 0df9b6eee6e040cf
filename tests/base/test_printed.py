from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.money import NotAnAmountError
from hearthbook.base.printed import day
from hearthbook.base.printed import printed_amount


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("0", "EUR", 0),
        ("12.5", "EUR", 1250),
        ("12,50", "EUR", 1250),
        ("- 12.50", "EUR", -1250),
        ("12.50-", "EUR", -1250),
        ("+12.50", "EUR", 1250),
        ("0,500", "EUR", 50),
        ("1.234,56", "EUR", 123_456),
        ("1 234 567,8", "EUR", 123_456_780),
        ("1'234.50", "CHF", 123_450),
        ("1,234,567", "EUR", 123_456_700),
        ("0000000000012.5000", "EUR", 1250),
        ("1200", "JPY", 1200),
        ("1.2345", "KWD", None),
        ("1,234", "EUR", None),
        ("1.230", "EUR", None),
        ("1,234", "KWD", None),
        ("1.234.5", "EUR", None),
        ("12,34,567", "EUR", None),
        ("--1", "EUR", None),
        ("+1-", "EUR", None),
        ("1.2.3", "EUR", None),
        ("", "EUR", None),
        ("-", "EUR", None),
        (".", "EUR", None),
        ("\u0661\u0662", "EUR", None),
        ("9" * 41, "EUR", None),
    ],
)
def test_an_amount_is_what_it_can_only_be(text: str, currency: str, amount: int | None) -> None:
    if amount is None:
        with pytest.raises(NotAnAmountError):
            printed_amount(text, currency)
    else:
        assert printed_amount(text, currency) == amount


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("1.230", ".", 123),
        ("1,230", ",", 123),
        ("1,230", ".", None),
        ("1.230", ",", None),
        ("1,234.56", ".", None),
        ("1.234", ".", None),
    ],
)
def test_a_format_with_one_decimal_sign_leaves_no_doubt(
    text: str, decimal: str, amount: int | None
) -> None:
    if amount is None:
        with pytest.raises(NotAnAmountError):
            printed_amount(text, "EUR", decimal)
    else:
        assert printed_amount(text, "EUR", decimal) == amount


@given(st.integers(-(10**13), 10**13), st.sampled_from(".,"))
def test_every_amount_that_is_printed_is_read_back(amount: int, sign: str) -> None:
    units, minor = divmod(abs(amount), 100)
    plain = f"{'-' if amount < 0 else ''}{units}{sign}{minor:02d}"
    part = "." if sign == "," else ","
    grouped = f"{'-' if amount < 0 else ''}{units:,}".replace(",", part) + f"{sign}{minor:02d}"

    assert printed_amount(plain, "EUR") == amount
    assert printed_amount(grouped, "EUR") == amount
    assert printed_amount(plain, "EUR", sign) == amount


@given(st.text("0123456789.,+-' ", max_size=12))
def test_what_is_taken_for_an_amount_has_its_digits(text: str) -> None:
    with suppress(NotAnAmountError):
        read = printed_amount(text, "EUR")

        digits = "".join(sign for sign in text if sign.isdigit())
        assert str(abs(read)).strip("0") == digits.strip("0")


def test_a_day_that_no_calendar_has_is_no_day() -> None:
    assert day(2024, 2, 29) == "2024-02-29"
    assert day(2023, 2, 29) is None
    assert day(2024, 13, 1) is None
    assert day(0, 1, 1) is None
