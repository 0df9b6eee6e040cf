"""Reader of the CSV files of Baby Tracker (babytrackers.com), one for each kind of act.

Keeps
    Sleeps, nursing, pumping, bottles, and diapers. The unit of an amount stands in its heading,
    as `Amount (oz.)`. Durations are whole minutes.
Checks
    That left and right add up to the total beside them.
Cannot know
    Who did it, and who wrote it down. The zone. Which milk a bottle held. Whose mother pumped:
    that file names no child.
    Whether the time of a sleep is its start; it is taken as when the sleep was, without an end.
Seen in the wild
    Rows that end with their last text, with and without the commas behind it; `2/3/26, 04:10`.
    The files of formula, growth and medicine are not known, and are not read.

Columns: exports published by users.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.units import figure
from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import FeedWay
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.sources.care import needed
from hearthbook.sources.care import one_of
from hearthbook.sources.care import table
from hearthbook.sources.contract import Asked
from hearthbook.sources.rows import Line
from hearthbook.sources.rows import heading
from hearthbook.sources.rows import heading_of
from hearthbook.sources.rows import lines
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import order_of
from hearthbook.sources.stamps import stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from fractions import Fraction

    from hearthbook.sources.care import Entry
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Cared
    from hearthbook.sources.contract import DateOrder
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

    Maker = Callable[[Entry], Sequence[Cared]]

_AMOUNT: Final = re.compile(r"(?:(left|right|total) )?amount \((oz|ml)\.?\)")
_PARTS: Final = {"left": Trait.LEFT_VOLUME, "right": Trait.RIGHT_VOLUME, "total": Trait.VOLUME}
_HELD: Final = {"wet": "w", "dirty": "d", "mixed": "wd", "dry": ""}


class BabyTracker:
    """Reader of Baby Tracker's exports."""

    name = "baby-tracker"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether the columns of `head` are those of one of its files."""
        del name
        found = heading(head)
        return found is not None and _maker(found.names) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone, and the order of dates unless they tell."""
        open_ = order_of(_times(original))[1]
        return (Asked.ZONE, Asked.DATE_ORDER) if open_ else (Asked.ZONE,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        found = heading_of(original)
        make = _maker(() if found is None else found.names)
        order = order_of(_times(original))[0] or answers.date_order
        yield from table(original, partial(_row, make, order))


def _times(original: Original) -> Iterator[str]:
    for line in lines(original):
        if isinstance(line, Line):
            yield line.cells.get("time", "")


def _row(make: Maker | None, order: DateOrder | None, entry: Entry) -> Sequence[Cared]:
    if make is None:
        return []
    entry.child = entry.take("baby")
    entry.when = stamp(needed(entry.take("time")), order)
    entry.note = entry.take("note")
    return make(entry)


def _minutes(entry: Entry, what: Trait, name: str) -> int:
    text = entry.take(name)
    if text and not (text.isascii() and text.isdigit() and len(text) < 6):
        raise UnreadableError(Reason.NOT_AN_AMOUNT)
    entry.says(what, f"{text} min" if text else "", int(text) * 60 if text else None)
    return int(text or 0)


def _sleep(entry: Entry) -> Sequence[Cared]:
    _minutes(entry, Trait.DURATION, "duration(minutes)")
    return [entry.sleep()]


def _sides(entry: Entry) -> str | None:
    entry.says(Trait.FIRST_SIDE, entry.take("start side"))
    left = _minutes(entry, Trait.LEFT, "left duration (min)")
    right = _minutes(entry, Trait.RIGHT, "right duration (min)")
    total = _minutes(entry, Trait.DURATION, "total duration (min)")
    if total and left + right and total != left + right:
        entry.marks.add(Mark.NOT_THE_SUM)
    return "both" if left and right else "left" if left else "right" if right else None


def _nursing(entry: Entry) -> Sequence[Cared]:
    side = _sides(entry)
    return [entry.feed(FeedWay.BREAST, side)]


def _amounts(entry: Entry) -> None:
    found = [part for part in map(_AMOUNT.fullmatch, entry.columns) if part]
    figures = {part[1] or "total": _amount(entry, part) for part in found}
    sides = figures.get("left", 0) + figures.get("right", 0)
    if sides and figures.get("total", sides) != sides:
        entry.marks.add(Mark.NOT_THE_SUM)


def _amount(entry: Entry, part: re.Match[str]) -> Fraction:
    text = entry.take(part[0])
    entry.volume(_PARTS[part[1] or "total"], f"{text} {part[2]}" if text else "")
    return figure(text or "0")


def _pump(entry: Entry) -> Sequence[Cared]:
    _sides(entry)
    _amounts(entry)
    return [entry.care(Act.PUMP)]


def _bottle(entry: Entry) -> Sequence[Cared]:
    _amounts(entry)
    return [entry.feed(FeedWay.BOTTLE)]


def _diaper(entry: Entry) -> Sequence[Cared]:
    held = one_of(needed(entry.take("status")), _HELD)
    return [entry.diaper(wet="w" in held, dirty="d" in held)]


def _maker(names: tuple[str, ...]) -> Maker | None:
    """Return what reads the rows of a file with the columns `names`, None if nothing does."""
    held = set(names)
    amounts = [one[1] for one in map(_AMOUNT.fullmatch, names) if one]
    if "time" not in held:
        return None
    if {"start side", "total duration (min)"} <= held:
        return _pump if amounts else _nursing
    if "baby" not in held:
        return None
    if amounts == [None]:
        return _bottle
    return next((make for name, make in _BY_COLUMN if name in held), None)


_BY_COLUMN: Final = (("duration(minutes)", _sleep), ("status", _diaper))
