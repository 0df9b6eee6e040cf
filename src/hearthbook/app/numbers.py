"""Bring names and telephone numbers into one form, so that equal ones are seen to be equal."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.text import nfc

if TYPE_CHECKING:
    from collections.abc import Callable


def regional(text: str) -> str:
    """Return a country a person named (ISO 3166, two letters) as it is written.

    Raises:
        Failure: if its numbers are not known.
    """
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415  # loads for half a second

    if text.upper() not in SUPPORTED_REGIONS:
        raise Failure("no-such-region", Exit.WRONG_USAGE, region=text)
    return text.upper()


def is_national(name: str) -> bool:
    """Tell whether a name is a number that only means something within its country."""
    return name[:1] == "0" and name.replace(" ", "").isdecimal()


def normal(region: str) -> Callable[[str], str]:
    """Return what brings a name or number into one form, for a family in `region` (ISO 3166).

    A number in national form is read as one of `region`; without a region it stays as it is,
    and so does what is no number: short codes, sender words, names.
    """

    @lru_cache(maxsize=50_000)
    def form(name: str) -> str:
        plain = nfc(name).strip()
        if sum(sign.isdigit() for sign in plain) >= 7 and not any(s.isalpha() for s in plain):
            return _international(plain, region) or plain.casefold()
        return plain.casefold()

    return form


def _international(number: str, region: str) -> str | None:
    import phonenumbers as known  # noqa: PLC0415  # loads for half a second; few need it

    try:
        parsed = known.parse(number, region or None)
    except known.NumberParseException:
        return None
    if not known.is_possible_number(parsed):
        return None
    return known.format_number(parsed, known.PhoneNumberFormat.E164)
