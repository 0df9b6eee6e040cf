"""What is logged in a PiyoLog file, and the record that each kind of line makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Quantity
from hearthbook.records.provenance import Reason
from hearthbook.sources.care import needed
from hearthbook.sources.stamps import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.sources.care import Entry
    from hearthbook.sources.contract import Cared

# The words that begin a line, longest first; what follows is its value.
WORDS: Final = {
    "breast": ("Breastfeeding", "\u6bcd\u4e73"),
    "expressed": ("Expressed Breast Milk", "\u643e\u6bcd\u4e73"),
    "formula": ("Formula", "\u30df\u30eb\u30af"),
    "pumping": ("Pumping", "\u643e\u4e73", "\u3055\u304f\u4e73"),
    "sleep": ("Sleep", "\u5bdd\u308b"),
    "wake": ("Wake-up", "\u8d77\u304d\u308b"),
    "pee": ("Pee", "\u304a\u3057\u3063\u3053"),
    "poop": ("Poop", "\u3046\u3093\u3061"),
    "bath": ("Baths", "Bath", "\u304a\u98a8\u5442"),
    "walk": ("Walks", "Walk", "\u6563\u6b69", "\u3055\u3093\u307d"),
    "temperature": ("Body Temp.", "Body Temp", "\u4f53\u6e29"),
    "weight": ("Weight", "\u4f53\u91cd"),
    "height": ("Height", "\u8eab\u9577"),
    "head": ("Head Size", "\u982d\u56f2"),
    "vaccine": ("Vaccine", "\u4e88\u9632\u63a5\u7a2e"),
    "medicine": ("Medicine", "\u304f\u3059\u308a", "\u85ac"),
    "meal": ("Meal", "\u96e2\u4e73\u98df"),
}
_BY_WORD: Final = {word: kind for kind, words in WORDS.items() for word in words}
_KIND: Final = re.compile(
    "|".join(re.escape(word) for word in sorted(_BY_WORD, key=len, reverse=True))
)
_GAP: Final = re.compile(r"[ \t\u3000]{2,}")
SIDES: Final = re.compile(
    "(?P<l>(?:L|\u5de6)\\s*(?P<left>\\d{1,3})\\s*(?:m|\u5206))?\\s*[\u25b6\u25c0\u2192/]?\\s*"
    "(?P<r>(?:R|\u53f3)\\s*(?P<right>\\d{1,3})\\s*(?:m|\u5206))?"
)
_QUANTITIES: Final = {
    "temperature": Quantity.TEMPERATURE,
    "weight": Quantity.WEIGHT,
    "height": Quantity.LENGTH,
    "head": Quantity.HEAD,
}
_ACTS: Final = {"bath": Act.BATH, "walk": Act.WALK, "pumping": Act.PUMP}


class Logged(NamedTuple):
    """A line taken apart: its kind, empty if nobody knows it, and its parts as written."""

    kind: str
    word: str
    value: str
    note: str


def logged(what: str) -> Logged:
    """Return what is logged, taken apart."""
    head, *rest = _GAP.split(what, maxsplit=1)
    found = _KIND.match(head)
    if found is None or not (found.end() == len(head) or head[found.end()] in " (\u3000"):
        return Logged("", "", head, "")
    note = rest[0].strip() if rest else ""
    return Logged(_BY_WORD[found[0]], found[0], head[found.end() :].strip(), note)


def record(line: Logged, entry: Entry) -> Sequence[Cared]:
    """Return the record of a line.

    Raises:
        UnreadableError: if its value is none, or its kind is not known.
    """
    kind, value = line.kind, line.value
    if kind == "breast":
        return [_breast(value, entry)]
    if kind in {"formula", "expressed"}:
        entry.volume(Trait.VOLUME, value)
        entry.says(Trait.MILK, line.word)
        return [entry.feed(FeedWay.BOTTLE)]
    if kind in _QUANTITIES:
        return [entry.measured(_QUANTITIES[kind], needed(value))]
    if kind in _ACTS:
        entry.volume(Trait.VOLUME, value) if kind == "pumping" else entry.says(
            Trait.TEXT, value
        )
        return [entry.care(_ACTS[kind])]
    return [_other(kind, value, entry)]


def _other(kind: str, value: str, entry: Entry) -> Cared:
    if kind in {"pee", "poop"}:
        entry.says(Trait.TEXT, value)
        return entry.diaper(wet=kind == "pee" or None, dirty=kind == "poop" or None)
    if kind == "meal":
        entry.says(Trait.FOOD, value)
        return entry.feed(FeedWay.SOLIDS)
    if kind == "vaccine":
        entry.says(Trait.VACCINE, value)
        return entry.care(Act.VACCINE)
    if kind == "medicine":
        entry.says(Trait.MEDICINE, value)
        return entry.care(Act.MEDICINE)
    raise UnreadableError(Reason.UNKNOWN_ELEMENT)


def _breast(value: str, entry: Entry) -> Cared:
    found = SIDES.fullmatch(value)
    if found is None:
        raise UnreadableError(Reason.NOT_AN_AMOUNT)
    for side, what in (("left", Trait.LEFT), ("right", Trait.RIGHT)):
        if found[side] is not None:
            entry.says(what, found[side[0]], int(found[side]) * 60)
    sides = [side for side in ("left", "right") if int(found[side] or 0)]
    return entry.feed(FeedWay.BREAST, "both" if len(sides) == 2 else next(iter(sides), None))
