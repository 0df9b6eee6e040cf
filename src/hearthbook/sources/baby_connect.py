"""Reader of the CSV file of Baby Connect.

Keeps
    Bottles, nursing, expressed milk and diapers, with the child and the caregiver who wrote the
    row down. The whole English text of a row is kept; of it only the minutes in brackets are
    read, `(7L, 5R)` or `(7m left)`.
Checks
    That the stated minutes are the end less the start.
Cannot know
    Who did it. The zone. The unit of a quantity, unless the row says `ml` or `oz` beside it.
    Sides, sizes and leaks that stand in the text alone stay words.
Seen in the wild
    No export with sleep, growth or medicine was at hand: such rows are snags, and stay.

Columns: exports published by users.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import FeedWay
from hearthbook.records.provenance import Reason
from hearthbook.sources.care import needed
from hearthbook.sources.care import one_of
from hearthbook.sources.care import table
from hearthbook.sources.contract import Asked
from hearthbook.sources.rows import Line
from hearthbook.sources.rows import heading
from hearthbook.sources.rows import lines
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import order_of
from hearthbook.sources.stamps import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.sources.care import Entry
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Cared
    from hearthbook.sources.contract import DateOrder
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_COLUMNS: Final = {"start time", "activity", "quantity", "extra data", "text", "child name"}
_SIDE: Final = re.compile(r"([0-9]{1,3})\s*m?\s*(left|right|L|R)")
_BRACKET: Final = re.compile(r"\(([^()]{1,40})\)")
_UNITS: Final = {"ml", "oz"}
_HELD: Final = {"wet": "w", "bm": "d", "bm+wet": "wd", "dry": ""}


class BabyConnect:
    """Reader of Baby Connect's export."""

    name = "baby-connect"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether the columns of `head` are Baby Connect's."""
        del name
        found = heading(head)
        return found is not None and set(found.names) >= _COLUMNS

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone, the units, and the order of dates unless they tell."""
        open_ = order_of(_times(original))[1]
        always = (Asked.ZONE, Asked.UNITS)
        return (*always, Asked.DATE_ORDER) if open_ else always

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        order = order_of(_times(original))[0] or answers.date_order
        yield from table(original, partial(_row, order))


def _times(original: Original) -> Iterator[str]:
    for line in lines(original):
        if isinstance(line, Line):
            yield from (line.cells.get("start time", ""), line.cells.get("end time", ""))


def _row(order: DateOrder | None, entry: Entry) -> Sequence[Cared]:
    entry.child, entry.recorded_by = entry.take("child name"), entry.take("caregiver")
    entry.note = entry.take("notes")
    entry.when = stamp(needed(entry.take("start time")), order)
    end, minutes, text = (entry.take(one) for one in ("end time", "duration (min)", "text"))
    if end:
        entry.ends(stamp(end, order))
    if minutes:
        if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 6):
            raise UnreadableError(Reason.NOT_AN_AMOUNT)
        entry.lasted(f"{minutes} min", int(minutes) * 60)
    entry.says(Trait.TEXT, text)
    kind, extra = needed(entry.take("activity")).casefold(), entry.take("extra data")
    if kind == "diaper":
        held = one_of(needed(extra), _HELD)
        return [entry.diaper(wet="w" in held, dirty="d" in held)]
    unit = extra if extra.casefold() in _UNITS else ""
    entry.volume(
        Trait.VOLUME, f"{entry.take('quantity')} {unit}".strip() if kind in _FED else ""
    )
    entry.says(Trait.MILK if kind == "bottle" else Trait.TEXT, "" if unit else extra)
    if kind == "nursing":
        return [entry.feed(FeedWay.BREAST, _sides(entry, text))]
    if kind not in _FED:
        raise UnreadableError(Reason.UNKNOWN_ELEMENT)
    return [entry.feed(FeedWay.BOTTLE) if kind == "bottle" else entry.care(Act.PUMP)]


def _sides(entry: Entry, text: str) -> str | None:
    """Keep the minutes at each side that stand in brackets, and return which sides they are."""
    found = (
        part
        for bracket in _BRACKET.finditer(text)
        for part in (_SIDE.fullmatch(one.strip()) for one in bracket[1].split(","))
        if part
    )
    sides: set[str] = set()
    for part in found:
        side = "left" if part[2].lower().startswith("l") else "right"
        entry.says(Trait.LEFT if side == "left" else Trait.RIGHT, part[0], int(part[1]) * 60)
        sides.add(side)
    return "both" if len(sides) == 2 else next(iter(sides), None)


_FED: Final = {"bottle", "expressed"}
