"""Amounts and days as statements print them, and nothing that is not certain.

1. An amount is its digits, one decimal sign, `.` or `,`, and a sign before or after it. Other
   signs part its thousands. Where the format does not say which sign is which, nobody knows
   what `1,234` is.
2. Zeros beyond the currency's decimals do not count; any other digit there makes it no amount.
3. A day that no calendar has is no day.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from hearthbook.base.money import NotAnAmountError
from hearthbook.base.money import minor_units

_GROUPED: Final = re.compile(
    r"([0-9]{1,3}(?:(?P<part>[,.'\u2019 \u00a0\u202f])[0-9]{3})(?:(?P=part)[0-9]{3})*)"
    r"(?P<rest>(?!(?P=part))[.,][0-9]+)"
)
_MANY: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_EITHER: Final = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_PLAIN: Final = re.compile(r"0*(?P<units>[0-9]*)(?:[.,](?P<minor>[0-9]*))?")
_MOST: Final = 40


def printed_amount(text: str, currency: str, decimal: str = "") -> int:
    """Return the amount printed as `text` in minor units of `currency`.

    If the format has one `decimal` sign, no other is taken, and nothing parts the thousands.

    Raises:
        NotAnAmountError: if it is none, or could be two.
    """
    bare = text.strip()
    sign = bare[:1] if bare[:1] in {"+", "-"} else ""
    bare = bare[len(sign) :].lstrip()
    if not sign and bare[-1:] in {"+", "-"}:
        sign, bare = bare[-1], bare[:-1].rstrip()
    if len(bare) > _MOST or not re.search("[0-9]", bare):
        raise NotAnAmountError(text)
    found = _PLAIN.fullmatch(bare if decimal else _ungrouped(bare))
    odd = {".", ","} - {decimal} if decimal else set()
    if found is None or odd & set(bare) or (not decimal and _EITHER.fullmatch(bare)):
        raise NotAnAmountError(text)
    minor = (found["minor"] or "").rstrip("0")
    point = "." if minor else ""
    return minor_units(
        f"{'-' if sign == '-' else ''}{found['units'] or '0'}{point}{minor}", currency
    )


def _ungrouped(bare: str) -> str:
    if _MANY.fullmatch(bare):
        return re.sub("[.,]", "", bare)
    found = _GROUPED.fullmatch(bare)
    return re.sub("[^0-9]", "", found[1]) + found["rest"] if found else bare


def day(year: int, month: int, number: int) -> str | None:
    """Return a day as `2024-03-01`, None if there is no such day."""
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None
