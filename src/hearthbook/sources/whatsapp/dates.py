"""Which number of a date is its day: a vote of the whole file, never the word of one line.

1. Each order is tried on every date. A date it makes impossible speaks against it by as many
   lines as carry the date, a step back in time by one.
2. The digits decide if all other orders make at least two lines impossible, or a tenth. One
   line does not decide: it may be typed, or pasted out of another phone's export.
3. Else the order of the file decides: the fewest steps back. That is a weaker grade.
4. Else the names of media decide, for they carry a date of their own.
5. Else nobody knows, and a person must say.

A long year may be Buddhist. A year that fits no calendar known here makes every time of the
file words and nothing more: the Persian and the Islamic year look alike and are 43 years apart.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date as calendar_date
from typing import TYPE_CHECKING
from typing import Final
from typing import Literal
from typing import TypeAlias

from msgspec import Struct

from hearthbook.sources.contract import DateOrder
from hearthbook.sources.whatsapp.shape import ERA
from hearthbook.sources.whatsapp.signs import DIGIT
from hearthbook.sources.whatsapp.signs import unmarked
from hearthbook.sources.whatsapp.signs import value_of

if TYPE_CHECKING:
    from hearthbook.sources.whatsapp.shape import Shape

Day: TypeAlias = tuple[int, int, int]
Calendar: TypeAlias = Literal["gregorian", "buddhist", "unknown"]
Grade: TypeAlias = Literal["digits", "names", "sequence", "said", "open"]

_ORDERS: Final[dict[int, tuple[DateOrder, ...]]] = {
    0: ("ymd",),
    2: ("dmy", "mdy"),
    -1: ("dmy", "mdy", "ymd"),
}
_PLACES: Final[dict[DateOrder, tuple[int, int, int]]] = {
    "dmy": (2, 1, 0),
    "mdy": (2, 0, 1),
    "ymd": (0, 1, 2),
}
# The year before the first one of each reign. https://www.ndl.go.jp/constitution/e/etc/era.html
_REIGNS: Final = {
    "令和".encode(): 2018,
    b"R": 2018,
    "平成".encode(): 1988,
    b"H": 1988,
    "昭和".encode(): 1925,
    b"S": 1925,
}
_BUDDHIST: Final = 543
_BUDDHIST_SAID: Final = re.compile(rb"B\.?E|\xe0\xb8\x9e\.\xe0\xb8\xa8\.")
_NUMBER: Final = re.compile(rb"(%b?)((?>(?:%b)+))" % (ERA, DIGIT))
# WhatsApp began in 2009. A short year that comes first is rare (Basque, Nepali, Korean), so it
# has less room than a day that comes first: 2015 to 2029. It never comes before a bare point.
_SHORT_YEARS: Final = {2: range(9, 51), 0: range(15, 30)}
_YEAR_LAST: Final[tuple[DateOrder, ...]] = ("dmy", "mdy")
_LONG_YEARS: Final = range(1970, 2101)
_MOST_KNOWN: Final = 50_000


class Verdict(Struct, frozen=True):
    """How the dates of a run are read, and what that rests on."""

    order: DateOrder | None
    grade: Grade
    calendar: Calendar
    long_year: int

    @property
    def firm(self) -> bool:
        """Tell whether the dates can be read at all."""
        return self.order is not None and self.calendar != "unknown"

    @property
    def undecided(self) -> bool:
        """Tell whether a person's word would settle the order, and is needed."""
        return self.order is None and self.calendar != "unknown"

    def told(self, order: DateOrder | None) -> Verdict:
        """Return the verdict if a person says `order`, for that outweighs the file's own."""
        open_to_it = self.grade in {"open", "sequence"} and self.calendar != "unknown"
        if order is None or not open_to_it or order not in _ORDERS[self.long_year]:
            return self
        return Verdict(order, "said", self.calendar, self.long_year)

    def day(self, date: bytes) -> str | None:
        """Return `date` as ISO 8601 has it, or None if there is no such day."""
        if self.order is None:
            return None
        found = _day(fields(date), self.order, self.calendar, self.long_year)
        return None if found is None else "{:04}-{:02}-{:02}".format(*found)

    def possible(self, date: bytes) -> bool:
        """Tell whether `date` is a day in any order."""
        read = fields(date)
        return any(
            _day(read, order, self.calendar, self.long_year)
            for order in _ORDERS[self.long_year]
        )


def fields(date: bytes) -> Day:
    """Return the numbers of `date`, years of a reign or called Buddhist as the common ones."""
    plain = unmarked(date)
    first, second, third = (
        value_of(number) + _REIGNS.get(era, 0) for era, number in _NUMBER.findall(plain)
    )
    if _BUDDHIST_SAID.search(plain):
        third += -_BUDDHIST if third >= 1000 else 2500 - _BUDDHIST
    return first, second, third


def _day(read: Day, order: DateOrder, calendar: Calendar, long_year: int) -> Day | None:
    at = _PLACES[order]
    year, month, day = read[at[0]], read[at[1]], read[at[2]]
    if calendar == "unknown":
        return (year, month, day) if 0 < month <= 12 and 0 < day <= 31 else None
    if calendar == "buddhist":
        year -= _BUDDHIST
    if long_year == -1 and year < 100:
        year = 2000 + year if year in _SHORT_YEARS[at[0]] else 0
    if year not in _LONG_YEARS:
        return None
    try:
        calendar_date(year, month, day)
    except ValueError:
        return None
    return year, month, day


class Tally:
    """The votes of all dates of a run, in the order of the file."""

    def __init__(self, shape: Shape) -> None:
        self._long_year = shape.long_year
        pointed = shape.long_year == -1 and shape.date[1] == b"."
        self._orders = _YEAR_LAST if pointed else _ORDERS[shape.long_year]
        self._known: dict[bytes, tuple[Calendar, tuple[Day | None, ...]]] = {}
        self._calendars: Counter[Calendar] = Counter()
        self._bad: Counter[DateOrder] = Counter()
        self._back: Counter[DateOrder] = Counter()
        self._named: Counter[DateOrder] = Counter()
        self._last: dict[DateOrder, Day] = {}
        self._ends: tuple[set[int], set[int]] = (set(), set())
        self.lines = 0

    def add(self, date: bytes, lines: int, *, opening: bool = False) -> None:
        """Count `lines` that follow each other with the same `date`.

        `opening`: the app's first line, whose date may be later than what follows.
        """
        calendar, days = self._known.get(date) or self._learn(date)
        self.lines += lines
        self._calendars[calendar] += lines
        for order, day in zip(self._orders, days, strict=True):
            if day is None:
                self._bad[order] += lines
            elif not opening:
                self._back[order] += day < self._last.get(order, day)
                self._last[order] = day

    def named(self, date: bytes, day: Day) -> None:
        """Count a file that says it was made on `day` and came with the line of `date`."""
        for order in self._orders:
            self._named[order] += self._read(fields(date), order) == day

    def verdict(self) -> Verdict:
        """Return how the dates are to be read."""
        calendar = self._calendar()
        if calendar == "unknown":
            return Verdict(None, "open", calendar, self._long_year)
        order, grade = self._order()
        return Verdict(order, grade, calendar, self._long_year)

    def _calendar(self) -> Calendar:
        if self._long_year == -1:
            hopeless = min(self._bad[order] for order in self._orders) * 2 > self.lines
            return "unknown" if hopeless else "gregorian"
        return max(self._calendars, key=lambda one: self._calendars[one], default="gregorian")

    def _order(self) -> tuple[DateOrder | None, Grade]:
        least = min(self._bad[order] for order in self._orders)
        near = [order for order in self._orders if self._close(self._bad[order] - least)]
        if len(near) == 1:
            return near[0], "digits"
        names = sorted(near, key=lambda order: -self._named[order])
        if self._named[names[0]] > 2 * self._named[names[1]]:
            return names[0], "names"
        if "ymd" in near and len(self._ends[0]) > len(self._ends[1]):
            near.remove("ymd")  # a year does not change more often than the day
        fewest = min(self._back[order] for order in near)
        left = [order for order in near if self._back[order] == fewest]
        return (left[0], "sequence") if len(left) == 1 else (None, "open")

    def _close(self, more: int) -> bool:
        return more < 2 and more * 10 < self.lines

    def _learn(self, date: bytes) -> tuple[Calendar, tuple[Day | None, ...]]:
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        read = fields(date)
        self._ends[0].add(read[0])
        self._ends[1].add(read[2])
        days = tuple(self._read(read, order) for order in self._orders)
        self._known[date] = learnt = (_calendar_of(read[self._long_year]), days)
        return learnt

    def _read(self, read: Day, order: DateOrder) -> Day | None:
        return _day(read, order, _calendar_of(read[self._long_year]), self._long_year)


def _calendar_of(year: int) -> Calendar:
    if year < 100 or year in _LONG_YEARS:
        return "gregorian"
    return "buddhist" if year - _BUDDHIST in _LONG_YEARS else "unknown"
