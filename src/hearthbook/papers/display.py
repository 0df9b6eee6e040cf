"""What a page shows of a text: all of it, and nothing that is not in it.

1. A line break stays, a tab becomes four spaces.
2. Signs that would turn the direction of writing, or that nobody could see, become a visible
   token: `‹RLO›`, `‹ZWSP›`, `‹U+E000›`. So do control signs, signs without meaning, and signs
   that no font of the papers can draw: one of them would keep the whole paper from being made.
3. Joiners and variation selectors stay: emoji and several scripts are made with them. So do the
   tags of a flag, in a flag; anywhere else they would be hidden text.
4. Of the marks piled upon one letter the first eight stay where they are; more would cover
   the lines around it.
5. A run of forty signs or more may be broken every forty, between what a reader takes for one
   sign (https://www.unicode.org/reports/tr29/). The break itself, U+200B, cannot be seen and
   is no part of the text: it never leaves the page.
Every token is counted in the notes. The text itself stays as it is, in the records.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple
from unicodedata import category

import msgspec
import regex  # type: ignore[import-untyped]  # it ships no types
from msgspec import Struct

if TYPE_CHECKING:
    import re

BREAK: Final = "\u200b"
RUN: Final = 40
_MOST_MARKS: Final = 8
_NAMES: Final = {
    "\u00ad": "SHY",
    "\u034f": "CGJ",
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2028": "LSEP",
    "\u2029": "PSEP",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}
# Default ignorable code points that no format category gives away, and the blank of Braille.
# https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt
_UNSEEN: Final = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# What shapes its neighbours and draws nothing itself: no font need cover it.
_JOINERS: Final = frozenset({"\u200c", "\u200d", *map(chr, range(0xFE00, 0xFE10))})
# Format signs that are drawn: they stand over or under numbers.
_DRAWN: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_CLUSTER: Final = regex.compile(r"\r\n|\X")
_FLAG: Final = regex.compile(
    r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]+\U000e007f"
)
_LONG: Final = regex.compile(rf"[^\s\u200b]{{{RUN},}}")
# A line never ends behind these, not even behind spaces that follow, unless told so:
# https://www.unicode.org/reports/tr14/#LB14
_HOLDING: Final = regex.compile(
    r"(?:\p{lb=OP}|[\p{Pi}&&\p{lb=QU}])\s+(?=[^\s\u200b]{10})", regex.V1
)
# Most messages: signs that the first font draws, each of them alone.
_PLAIN: Final = regex.compile(
    r"[\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff\u0400-\u0482\u048a-\u052f№—–…“”„‘’€₽]*+"
)


class Note(NamedTuple):
    """One kind of sign that a text's page shows by a token, and how often."""

    sign: str
    token: str
    times: int


class Shown(NamedTuple):
    """A text as the page shows it, and what was put in place of what."""

    text: str
    notes: tuple[Note, ...]


class Typeface(Struct, frozen=True):
    """One of the papers' fonts and the signs it can draw, as first and last of each run."""

    family: str
    file: str
    signs: tuple[tuple[int, int], ...]


@cache
def typefaces() -> tuple[Typeface, ...]:
    """Return the papers' fonts in the order in which the press tries them."""
    table = files("hearthbook.papers").joinpath("fonts", "coverage.json").read_bytes()
    return msgspec.json.decode(table, type=tuple[Typeface, ...])


@cache
def _drawable() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(chr(n) for first, last in face.signs for n in range(first, last + 1))
        for face in typefaces()
    )


def display(text: str) -> Shown:
    """Return what a page shows of `text`."""
    if _PLAIN.fullmatch(text):
        return Shown(_breakable(text), ())
    found: Counter[str] = Counter()
    shown = "".join(_cluster(cluster, found) for cluster in _CLUSTER.findall(text))
    notes = tuple(Note(f"U+{ord(s):04X}", _token(s), n) for s, n in sorted(found.items()))
    return Shown(_breakable(shown), notes)


def _cluster(cluster: str, found: Counter[str]) -> str:
    """Return what is shown of one cluster, which may be one sign or many."""
    if cluster in {"\n", "\r\n"}:
        return "\n"
    if cluster == "\t":
        return "    "
    if _FLAG.fullmatch(cluster):
        return cluster
    kept = _kept(cluster)
    tokens = []
    shown = []
    for at, sign in enumerate(cluster):
        if at in kept:
            shown.append(sign)
        else:
            found[sign] += 1
            tokens.append(_token(sign))
    return "".join(shown + tokens)


def _kept(cluster: str) -> set[int]:
    """Return which signs of `cluster` can be drawn together, by one font."""
    fit = {at: sign for at, sign in enumerate(cluster) if not _unfit(sign)}
    drawn = {at: sign for at, sign in fit.items() if sign not in _JOINERS}
    if not drawn:
        return set(fit)
    base = min(drawn)
    faces = [face for face in _drawable() if drawn[base] in face]
    if not faces:
        return set()
    whole = (face for face in faces if face.issuperset(drawn.values()))
    face = next(whole, faces[0])
    marks = [at for at, sign in drawn.items() if category(sign) in {"Mn", "Me"}]
    heaped = set(marks[_MOST_MARKS:])
    return {at for at, sign in fit.items() if sign in _JOINERS or sign in face} - heaped


@cache
def _unfit(sign: str) -> bool:
    if sign in _NAMES or sign in _UNSEEN:
        return True
    kind = category(sign)
    hidden = kind == "Cf" and sign not in _JOINERS and sign not in _DRAWN
    return hidden or kind in {"Cc", "Cs", "Co"}


def _token(sign: str) -> str:
    return f"‹{_NAMES.get(sign) or f'U+{ord(sign):04X}'}›"


def _breakable(text: str) -> str:
    broken: str = _LONG.sub(_broken, text)
    free: str = _HOLDING.sub(rf"\g<0>{BREAK}", broken)
    return free


def _broken(found: re.Match[str]) -> str:
    clusters = regex.findall(r"\X", found.group())
    return BREAK.join("".join(clusters[at : at + RUN]) for at in range(0, len(clusters), RUN))
