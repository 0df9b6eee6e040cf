"""The recovery code: 140 random bits on paper, in signs that are read out without doubt.

28 signs of Crockford's base 32 and 4 more that check them, in eight groups of four. The check
is the first 20 bits of SHA-256("hearthbook/recovery/v1" 00 the 28 signs). Small letters, spaces
and hyphens do not matter; I and L are read as 1, O as 0 (https://www.crockford.com/base32.html),
and the Cyrillic letters that look like Latin ones as those.
"""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from typing import Final

from hearthbook.vault.errors import LockedError

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE: Final = re.compile(f"[{_SIGNS}]{{32}}")
_LABEL: Final = b"hearthbook/recovery/v1\x00"
_CHOSEN: Final = 28
# Cyrillic A, Ve, Ie, Ka, Em, En, O, Er, Es, Te, U, Ha as they look on paper.
_ALIKE: Final = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425ILO",
    "ABEKMH0PCTYX110",
)


def new_code() -> str:
    """Return a new recovery code."""
    return _grouped(_checked("".join(secrets.choice(_SIGNS) for _ in range(_CHOSEN))))


def read_code(typed: str) -> str:
    """Return the code that was typed, in its one form.

    Raises:
        LockedError: if a sign is missing, foreign or mistaken.
    """
    plain = re.sub(r"[\s-]", "", typed.upper()).translate(_ALIKE)
    if not _CODE.fullmatch(plain) or _checked(plain[:_CHOSEN]) != plain:
        raise LockedError("vault-code-typo")
    return _grouped(plain)


def _checked(signs: str) -> str:
    number = int.from_bytes(sha256(_LABEL + signs.encode()).digest()[:3], "big") >> 4
    return signs + "".join(_SIGNS[number >> shift & 31] for shift in (15, 10, 5, 0))


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))
