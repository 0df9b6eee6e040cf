"""The recovery code: 140 random bits on paper, in signs that are read out without doubt.

1. Seven groups of five signs of Crockford's base 32. The last sign of a group checks the other
   four and the group's place: with the place, from 1, to begin with, take the sum in GF(32)
   (x^5 + x^2 + 1) with each sign and double it, one after the other. One mistaken sign, two
   neighbours exchanged or two groups exchanged are always noticed, and the group is named.
2. Small letters, spaces and hyphens do not matter; I and L are read as 1, O as 0
   (https://www.crockford.com/base32.html), and the Cyrillic letters that look like Latin ones
   as those.
3. The first format had eight groups of four: 28 signs and 4 more, the first 20 bits of
   SHA-256("hearthbook/recovery/v1" 00 the 28 signs). Such codes are still read.
"""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from typing import Final

from hearthbook.vault.errors import LockedError

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS: Final = 7

_GROUP: Final = 5
_LENGTH: Final = GROUPS * _GROUP
_ONE_GROUP: Final = re.compile(f"[{SIGNS}]{{{_GROUP}}}")
_FIRST_FORMAT: Final = re.compile(f"[{SIGNS}]{{32}}")
_FIRST_LABEL: Final = b"hearthbook/recovery/v1\x00"
_FIRST_CHOSEN: Final = 28
# Cyrillic A, Ve, Ie, Ka, Em, En, O, Er, Es, Te, U, Ha as they look on paper.
_ALIKE: Final = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425ILO",
    "ABEKMH0PCTYX110",
)


def new_code() -> str:
    """Return a new recovery code."""
    groups = []
    for place in range(1, GROUPS + 1):
        chosen = "".join(secrets.choice(SIGNS) for _ in range(_GROUP - 1))
        groups.append(chosen + _check(chosen, place))
    return "-".join(groups)


def read_code(typed: str) -> str:
    """Return the code that was typed, in its one form.

    Raises:
        LockedError: if a sign is missing, foreign or mistaken; the place is that of the groups.
    """
    plain = _plain(typed)
    if _FIRST_FORMAT.fullmatch(plain):
        if _first_checked(plain[:_FIRST_CHOSEN]) != plain:
            raise LockedError("vault-code-typo")
        return _grouped(plain, 4)
    groups = _groups(typed, plain)
    wrong = _wrong(groups)
    if wrong:
        raise LockedError("vault-code-group", ", ".join(map(str, wrong)))
    return "-".join(groups)


def read_group(typed: str, place: int) -> bool:
    """Tell whether the group at `place`, from 1, could be one that was printed."""
    return _sound(_plain(typed), place)


def _groups(typed: str, plain: str) -> list[str]:
    """Return the seven groups: as they were kept apart in typing, or five signs each."""
    apart = [_plain(group) for group in re.split(r"[\s-]+", typed.strip())]
    counted = [plain[at : at + _GROUP] for at in range(0, len(plain), _GROUP)]
    ways = [groups for groups in (apart, counted) if len(groups) == GROUPS]
    if not ways or (len(plain) != _LENGTH and len(apart) != GROUPS):
        raise LockedError("vault-code-length", str(len(plain)))
    return min(ways, key=lambda groups: len(_wrong(groups)))


def _wrong(groups: list[str]) -> list[int]:
    return [place for place, group in enumerate(groups, 1) if not _sound(group, place)]


def _plain(typed: str) -> str:
    return re.sub(r"[\s-]", "", typed.upper()).translate(_ALIKE)


def _sound(group: str, place: int) -> bool:
    return bool(_ONE_GROUP.fullmatch(group)) and _check(group[:-1], place) == group[-1]


def _check(chosen: str, place: int) -> str:
    total = place
    for sign in chosen:
        total = _twice(total ^ SIGNS.index(sign))
    return SIGNS[total]


def _twice(value: int) -> int:
    return value << 1 ^ (0b100101 if value & 16 else 0)


def _first_checked(signs: str) -> str:
    number = int.from_bytes(sha256(_FIRST_LABEL + signs.encode()).digest()[:3], "big") >> 4
    return signs + "".join(SIGNS[number >> shift & 31] for shift in (15, 10, 5, 0))


def _grouped(signs: str, size: int) -> str:
    return "-".join(signs[at : at + size] for at in range(0, len(signs), size))
