from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.app.numbers import normal


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("+49 151 2345678", "+491512345678"),
        ("0151 2345678", "+491512345678"),
        ("0049 151 2345678", "+491512345678"),
        ("24273", "24273"),
        ("BANK", "bank"),
        ("Анна ", "анна"),
        ("a~b", "a~b"),
    ],
)
def test_a_number_has_one_form_and_a_name_another(written: str, form: str) -> None:
    assert normal("DE")(written) == form


def test_without_a_region_a_national_number_stays_as_it_is() -> None:
    assert normal("")("0151 2345678") == "0151 2345678"


@given(st.text())
def test_bringing_it_into_form_twice_changes_nothing(name: str) -> None:
    form = normal("DE")

    assert form(form(name)) == form(name)
