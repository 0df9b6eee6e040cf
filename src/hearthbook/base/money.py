"""Whole minor units; how many a unit has is the currency's own affair (ISO 4217)."""

from __future__ import annotations

import re
from typing import Final

# Currencies whose minor unit is not a hundredth. https://www.iso.org/iso-4217-currency-codes.html
_NONE: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE: Final = "BHD IQD JOD KWD LYD OMR TND"
_DIGITS: Final = dict.fromkeys(_NONE.split(), 0) | dict.fromkeys(_THREE.split(), 3)
_AMOUNT: Final = re.compile(r"(?P<sign>-?)(?P<units>[0-9]{1,12})(?:[.,](?P<minor>[0-9]{1,3}))?")


class NotAnAmountError(ValueError):
    """Text that is no amount of its currency."""


def minor_units(text: str, currency: str) -> int:
    """Return the amount `text`, as `120.50`, in whole minor units of `currency`.

    Raises:
        NotAnAmountError: if it is not a number, or has more decimals than the currency.
    """
    found = _AMOUNT.fullmatch(text.strip())
    digits = _DIGITS.get(currency, 2)
    minor = (found["minor"] or "") if found else ""
    if found is None or len(minor) > digits:
        raise NotAnAmountError(text)
    whole = int(found["units"] + minor.ljust(digits, "0"))
    return -whole if found["sign"] else whole


def spelled(amount: int, currency: str) -> str:
    """Return `amount` minor units as people write it: `120.50 EUR`."""
    digits = _DIGITS.get(currency, 2)
    sign, whole = "-" if amount < 0 else "", abs(amount)
    if digits == 0:
        return f"{sign}{whole} {currency}"
    return f"{sign}{whole // 10**digits}.{whole % 10**digits:0{digits}d} {currency}"
