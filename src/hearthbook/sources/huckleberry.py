"""Reader of the CSV file of Huckleberry, which has one row for every act of one child.

Keeps
    Feeds, diapers, potty, sleeps, pumping, solids, medicines, growth, temperatures, and the
    other acts it knows. *Logged By* is who wrote the row down. A column means something else in
    every type of row: the duration of a diaper is its colour. A row of growth gives a record
    for each of its figures.
Checks
    That stated durations are the end less the start. `00:12R` is hours and minutes, or minutes
    and seconds: a reading longer than the whole feed is impossible, and what any row of the
    file proves holds for its others. Where nothing or both are proved, it stays as written.
Cannot know
    Which child it is about, and who did it. The zone. Which side a part without a letter was.
Seen in the wild
    Times after a spreadsheet (`6/5/2024 6:05 AM`), `Start Conditions`, types in small letters,
    rows that are there twice, sleeps without an end.

Columns and their meanings: exports published by users; the vocabulary of `huckleberry-api`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Quantity
from hearthbook.records.provenance import Reason
from hearthbook.sources.care import needed
from hearthbook.sources.care import table
from hearthbook.sources.contract import Asked
from hearthbook.sources.rows import Line
from hearthbook.sources.rows import heading
from hearthbook.sources.rows import lines
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import order_of
from hearthbook.sources.stamps import seconds
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

_COLUMNS: Final = {"type", "start", "end", "duration", "start location", "notes"}
_FIRST: Final = ("start condition", "start conditions")
_LAST: Final = ("end condition", "end conditions")
_PLACE: Final = "start location"
_SIDE: Final = re.compile(r"([0-9]{1,2}):([0-5][0-9])\s*([LRlr]?)")
_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_HELD: Final = re.compile(
    r"(?P<both>both)?[\s,]*(?:(?P<pee>pee)(?:\s*:\s*(?P<wet>[a-z]*))?)?"
    r"[\s,]*(?:(?<![a-z])(?P<poo>poo)(?:\s*:\s*(?P<dirty>[a-z]*))?)?",
    re.IGNORECASE,
)
_ACTS: Final = {
    "tummy time": Act.TUMMY,
    "bath": Act.BATH,
    "story time": Act.STORY,
    "screen time": Act.SCREEN,
    "skin to skin": Act.SKIN,
    "indoor play": Act.PLAY,
    "outdoor play": Act.PLAY,
    "brush teeth": Act.TEETH,
}


class Huckleberry:
    """Reader of Huckleberry's export."""

    name = "huckleberry"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether the columns of `head` are Huckleberry's."""
        del name
        found = heading(head)
        names = set() if found is None else set(found.names)
        return names >= _COLUMNS and not names.isdisjoint(_FIRST)

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return child and zone, the order of dates unless they tell, units of bare numbers."""
        asked = [Asked.CHILD, Asked.ZONE]
        if order_of(_starts(original))[1]:
            asked.append(Asked.DATE_ORDER)
        if any(map(_NUMBER.fullmatch, _figures(original))):
            asked.append(Asked.UNITS)
        return tuple(asked)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        order = order_of(_starts(original))[0] or answers.date_order
        yield from table(original, _Reading(order, _unit_of_sides(original)).row)


def _starts(original: Original) -> Iterator[str]:
    for line in lines(original):
        if isinstance(line, Line):
            yield from filter(None, (line.cells.get("start", ""), line.cells.get("end", "")))


def _figures(original: Original) -> Iterator[str]:
    for line in lines(original):
        if isinstance(line, Line):
            yield from (line.cells.get(name, "") for name in (*_FIRST, _PLACE, *_LAST))


def _unit_of_sides(original: Original) -> int | None:
    """Return the seconds that a side's first number counts; None if the file does not tell."""
    proved: set[int] = set()
    for line in lines(original):
        if isinstance(line, Line) and line.cells.get(_PLACE, "").casefold() == "breast":
            texts = [line.cells.get(name, "") for name in (*_FIRST, *_LAST)]
            proved |= _proves(line.cells.get("duration", ""), texts)
    return next(iter(proved)) if len(proved) == 1 else None


def _proves(total: str, sides: Sequence[str]) -> set[int]:
    """Return which unit one row proves: 3600 if its sides add up, 60 if an hour is too long."""
    read = [found for found in map(_SIDE.fullmatch, sides) if found]
    try:
        whole = seconds(total)
    except UnreadableError:
        return set()
    times = [int(one[1]) * 3600 + int(one[2]) * 60 for one in read]
    if any(time > whole + 60 for time in times):
        return {60}
    return {3600} if times and whole and abs(sum(times) - whole) < 120 else set()


class _Reading:
    """What the file as a whole tells of its rows."""

    def __init__(self, order: DateOrder | None, unit: int | None) -> None:
        self._order = order
        self._unit = unit

    def row(self, entry: Entry) -> Sequence[Cared]:
        """Return the records of a row."""
        kind = needed(entry.take("type")).casefold()
        entry.recorded_by = entry.take("logged by")
        entry.note = entry.take("notes")
        entry.when = stamp(needed(entry.take("start")), self._order)
        end = entry.take("end")
        entry.until = None
        if kind == "sleep" or end:
            entry.ends(stamp(end, self._order) if end else None)
        if kind in {"diaper", "potty"}:
            return _diaper(entry, potty=kind == "potty")
        duration = entry.take("duration")
        if duration:
            entry.lasted(duration, seconds(duration))
        if kind == "feed":
            return self._feed(entry, duration)
        if kind in _ACTS:
            return [entry.care(_ACTS[kind])]
        if kind not in _KINDS:
            raise UnreadableError(Reason.UNKNOWN_ELEMENT)
        return _KINDS[kind](entry)

    def _feed(self, entry: Entry, duration: str) -> Sequence[Cared]:
        where = entry.take(_PLACE).casefold()
        first, last = entry.take(*_FIRST), entry.take(*_LAST)
        if where == "breast":
            sides = {self._side(entry, text, duration) for text in (first, last) if text}
            known = "both" if len(sides) == 2 else next(iter(sides), None)
            return [entry.feed(FeedWay.BREAST, None if "" in sides else known)]
        if where != "bottle":
            raise UnreadableError(Reason.UNKNOWN_ELEMENT)
        if first[:1].isdigit():  # older files write the volume in both columns, and no milk
            entry.says(Trait.TEXT, "" if first == last else first)
            first, last = "", last or first
        entry.says(Trait.MILK, first)
        entry.volume(Trait.VOLUME, last)
        tube = first.casefold() == "tube feeding"
        return [entry.feed(FeedWay.TUBE if tube else FeedWay.BOTTLE)]

    def _side(self, entry: Entry, text: str, duration: str) -> str:
        """Keep the time at one side, and return the side, nothing if it is not said."""
        found = _SIDE.fullmatch(text)
        if found is None:
            raise UnreadableError(Reason.NOT_AN_AMOUNT)
        own = _proves(duration, [text]) - {3600}
        unit = 60 if own else self._unit
        spent = None if unit is None else (int(found[1]) * unit + int(found[2]) * unit // 60)
        side = {"l": "left", "r": "right"}.get(found[3].lower(), "")
        what = {"left": Trait.LEFT, "right": Trait.RIGHT}.get(side, Trait.TEXT)
        entry.says(what, text, spent if side else None)
        return side


def _diaper(entry: Entry, *, potty: bool) -> Sequence[Cared]:
    entry.says(Trait.COLOUR, entry.take("duration"))
    entry.says(Trait.CONSISTENCY, entry.take(*_FIRST))
    text = entry.take(*_LAST)
    found = _HELD.fullmatch(text.strip())
    if found is None:
        if not potty:
            raise UnreadableError(Reason.UNKNOWN_ELEMENT)
        entry.says(Trait.TEXT, text)
        return [entry.care(Act.POTTY)]
    wet, dirty = (bool(found["both"] or found[name]) for name in ("pee", "poo"))
    entry.says(Trait.PEE, found["wet"] or "")
    entry.says(Trait.POO, found["dirty"] or "")
    if potty:
        entry.says(Trait.TEXT, text)
        return [entry.care(Act.POTTY)]
    return [entry.diaper(wet=wet if text else None, dirty=dirty if text else None)]


def _sleep(entry: Entry) -> Sequence[Cared]:
    return [entry.sleep()]


def _pump(entry: Entry) -> Sequence[Cared]:
    entry.volume(Trait.LEFT_VOLUME, entry.take(*_FIRST))
    entry.volume(Trait.RIGHT_VOLUME, entry.take(*_LAST))
    return [entry.care(Act.PUMP)]


def _solids(entry: Entry) -> Sequence[Cared]:
    entry.says(Trait.FOOD, entry.take(*_FIRST))
    entry.says(Trait.REACTION, entry.take(*_LAST))
    return [entry.feed(FeedWay.SOLIDS)]


def _meds(entry: Entry) -> Sequence[Cared]:
    entry.says(Trait.DOSE, entry.take(*_FIRST))
    entry.says(Trait.MEDICINE, entry.take(_PLACE))
    return [entry.care(Act.MEDICINE)]


def _growth(entry: Entry) -> Sequence[Cared]:
    figures = (
        (Quantity.WEIGHT, entry.take(*_FIRST)),
        (Quantity.LENGTH, entry.take(_PLACE)),
        (Quantity.HEAD, entry.take(*_LAST)),
    )
    if not any(text for _, text in figures):
        raise UnreadableError(Reason.MISSING_FIELD)
    return [entry.measured(quantity, text) for quantity, text in figures if text]


def _temp(entry: Entry) -> Sequence[Cared]:
    return [entry.measured(Quantity.TEMPERATURE, needed(entry.take(*_FIRST)))]


_KINDS: Final = {
    "sleep": _sleep,
    "pump": _pump,
    "solids": _solids,
    "meds": _meds,
    "growth": _growth,
    "temp": _temp,
}
