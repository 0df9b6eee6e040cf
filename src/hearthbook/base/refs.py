"""Short names of entries, fit for a line of print and for reading out over the phone.

A ref is the first 60 bits of the entry's leaf hash in twelve signs of Crockford's base 32
(https://www.crockford.com/base32.html; no I, L, O, U), written in three groups of four. So a
stranger who holds the leaf can work the ref out with `sha256sum`, and the ref tells nothing
of what the entry says: the leaf is salted.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Every entry that is read is named: two signs at a time take half as long as one.
_TWO: Final = tuple(one + other for one in _SIGNS for other in _SIGNS)
REF: Final = re.compile(f"[{_SIGNS}]{{4}}-[{_SIGNS}]{{4}}-[{_SIGNS}]{{4}}")


def ref(leaf_hash: bytes) -> str:
    """Return the ref of the entry whose leaf has the hash `leaf_hash` (32 bytes)."""
    number = int.from_bytes(leaf_hash[:8], "big") >> 4
    first = f"{_TWO[number >> 50]}{_TWO[number >> 40 & 1023]}"
    second = f"{_TWO[number >> 30 & 1023]}{_TWO[number >> 20 & 1023]}"
    return f"{first}-{second}-{_TWO[number >> 10 & 1023]}{_TWO[number & 1023]}"


def begins_with(named: str) -> bytes | None:
    """Return the first seven bytes of the leaf hash behind a ref; None if it is no ref."""
    if not REF.fullmatch(named):
        return None
    number = 0
    for sign in named.replace("-", ""):
        number = number << 5 | _SIGNS.index(sign)
    return (number >> 4).to_bytes(7, "big")
