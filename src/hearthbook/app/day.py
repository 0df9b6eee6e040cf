"""A day, a week, a month of one book, for a screen: counts first, words on request.

1. Messages are counts here. What others wrote is shown only to who opens it.
2. A day without entries is a day without entries, and nothing is concluded from it.
3. What was corrected or taken back stays in its place and says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import TYPE_CHECKING
from typing import Final
from weakref import WeakKeyDictionary

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import BOOKS
from hearthbook.app.times import zone
from hearthbook.base.time import DAY
from hearthbook.base.time import HOUR
from hearthbook.base.time import moment
from hearthbook.base.time import shown
from hearthbook.findings.figures import HAPPENED
from hearthbook.findings.figures import spelled
from hearthbook.findings.telling import told
from hearthbook.records.codec import kind
from hearthbook.records.event import Correction
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved
from hearthbook.records.roles import CARE

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from hearthbook.app.household import Household
    from hearthbook.app.words import Words
    from hearthbook.records.resolution import Known
    from hearthbook.records.resolution import Resolved

_TELLING: Final = ("person", "import", "correction", "retraction")
_LATE: Final = HOUR
_NOTE: Final = "finding-note"
PLAIN: Final = (*CARE, "measurement")


class Item(Struct, frozen=True):
    """One entry of a day. `clock` is empty for what is known to the day alone.

    `late` is how many whole hours after it happened it was written down, None if at once.
    """

    ref: str
    kind: str
    clock: str
    says: tuple[str, ...]
    late: int | None
    struck: bool


class Day(Struct, frozen=True):
    """The entries of a day of the calendar, and how many of each kind began on it."""

    day: date
    items: tuple[Item, ...]
    counts: dict[str, int]


# Read once for each size of the books, and gone with the household it is of.
_TOLD: Final[WeakKeyDictionary[Household, dict[str, tuple[int, int, Known]]]] = (
    WeakKeyDictionary()
)


# What was shown since a book last grew: she goes back and forth between days.
_DAYS: Final[
    WeakKeyDictionary[
        Household, tuple[tuple[int, ...], dict[tuple[str, date, int, str], list[Day]]]
    ]
] = WeakKeyDictionary()
_MOST_DAYS: Final = 40


def telling(home: Household, book: str) -> Known:
    """Return what the entries say of people, files and each other, messages left unread."""
    sizes = home.book("record").size, home.book(book).size
    held = _TOLD.setdefault(home, {}).get(book)
    if held is None or held[:2] != sizes:
        held = (*sizes, _telling(home, book))
        _TOLD[home][book] = held
    return held[2]


def _telling(home: Household, book: str) -> Known:
    held = home.of_kind("record", *_TELLING)
    if book != "record":
        held += home.of_kind(book, *_TELLING)
    # A correction counts only beside the entry that it puts in the other's place.
    named = [one.record.by for one in held if isinstance(one.record, Correction)]
    numbers = [home.book(book).number(ref) for ref in named]
    held += home.entries(book, [number for number in numbers if number is not None])
    return known(held)


def today(home: Household) -> date:
    """Return the day it is in the family's zone."""
    return shown(now(), zone(home.setting("zone"))).date()


def day(home: Household, *, on: date, book: str, kinds: tuple[str, ...], words: Words) -> Day:
    """Return what began on a day; `kinds` narrows it.

    Raises:
        Failure: if there is no such book.
    """
    return days(home, first=on, number=1, book=book, kinds=kinds, words=words)[0]


def days(  # what narrows a timeline; all are named
    home: Household,
    *,
    first: date,
    number: int,
    book: str,
    kinds: tuple[str, ...],
    words: Words,
) -> list[Day]:
    """Return the entries of `number` days, beginning with `first`.

    Raises:
        Failure: if there is no such book.
    """
    _is_book(book)
    sizes = tuple(home.book(name).size for name in BOOKS)
    if home not in _DAYS or _DAYS[home][0] != sizes:
        _DAYS[home] = sizes, {}
    kept, key = _DAYS[home][1], (book, first, number, words.language)
    if key not in kept:
        if len(kept) >= _MOST_DAYS:
            kept.clear()
        kept[key] = _days(home, first, number, book, words)
    return [_narrowed(one, kinds) for one in kept[key]]


def _narrowed(day: Day, kinds: tuple[str, ...]) -> Day:
    if not kinds:
        return day
    return Day(day.day, tuple(one for one in day.items if one.kind in kinds), day.counts)


def _days(home: Household, first: date, number: int, book: str, words: Words) -> list[Day]:
    clock = zone(home.setting("zone"))
    edges = [midnight(first + timedelta(place), clock) for place in range(number + 1)]
    entries = list(home.entries(book, home.index(book).between(edges[0], edges[-1])))
    people = telling(home, book)
    facts = [one for one in resolved(entries, people) if one.kind in HAPPENED]
    counts = _by_day(home, book, edges)
    held: list[list[Item]] = [[] for _ in range(number)]
    for one in facts:
        place = bisect_right(edges, one.span.start) - 1 if one.span else -1
        if 0 <= place < number:
            held[place].append(_item(one, people, clock, words))
    return [
        Day(first + timedelta(place), tuple(held[place]), counts[place])
        for place in range(number)
    ]


def month(home: Household, *, year: int, number: int, book: str) -> dict[date, dict[str, int]]:
    """Return how many of each kind began on each day of a month.

    Raises:
        Failure: if there is no such book.
    """
    _is_book(book)
    clock = zone(home.setting("zone"))
    first = date(year, number, 1)
    after = (first + timedelta(31)).replace(day=1)
    length = (after - first).days
    edges = [midnight(first + timedelta(place), clock) for place in range(length + 1)]
    counts = _by_day(home, book, edges)
    return {first + timedelta(place): held for place, held in enumerate(counts)}


def _by_day(home: Household, book: str, edges: list[int]) -> list[dict[str, int]]:
    """Return how many of each kind began between each two of `edges`."""
    found: list[dict[int, dict[str, int]]] = [{} for _ in edges[1:]]
    for begun, counts in home.index(book).tallies(edges[0], edges[-1]).items():
        found[bisect_right(edges, begun) - 1][begun] = counts
    return [_sum(held) for held in found]


def plain(home: Household, words: Words) -> list[Item]:
    """Return the care of the last two days, without notes, and nothing else."""
    numbers = home.index("record").last(PLAIN, 40)
    entries = [one for one in home.entries("record", numbers) if kind(one.record) in PLAIN]
    people, clock = telling(home, "record"), zone(home.setting("zone"))
    facts = [one for one in resolved(entries, people) if one.fallen is None]
    recent = [one for one in facts if one.span and one.span.start >= now() - 2 * DAY]
    items = (_item(one, people, clock, words, note=False) for one in recent)
    return list(items)


def messages(
    home: Household, *, on: date, book: str, words: Words, most: int = 200
) -> tuple[list[Item], bool]:
    """Return the first messages of a day, and whether there are more."""
    _is_book(book)
    clock = zone(home.setting("zone"))
    start, end = midnight(on, clock), midnight(on + timedelta(1), clock)
    numbers = home.index(book).messages(start, end, most + 1)
    people = telling(home, book)
    facts = list(resolved(home.entries(book, numbers[:most]), people))
    return [_item(one, people, clock, words) for one in facts], len(numbers) > most


def undated(home: Household, *, book: str, words: Words) -> list[Item]:
    """Return what was written down of a time that only words give."""
    _is_book(book)
    numbers = home.index(book).undated(HAPPENED)
    people, clock = telling(home, book), zone(home.setting("zone"))
    facts = resolved(home.entries(book, numbers), people)
    return [_item(one, people, clock, words) for one in facts]


def midnight(day: date, clock: ZoneInfo) -> int:
    """Return the first moment of a day; where clocks skipped midnight it begins with them."""
    return moment(datetime.combine(day, time(), tzinfo=clock))


def _is_book(book: str) -> None:
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)


def _sum(slots: dict[int, dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for counts in slots.values():
        for one, number in counts.items():
            total[one] += number
    return {one: total[one] for one in HAPPENED if total[one]}


def _clock(at: datetime) -> str:
    return f"{at.hour:02d}:{at.minute:02d}"


def _item(
    fact: Resolved, people: Known, clock: ZoneInfo, words: Words, *, note: bool = True
) -> Item:
    span = fact.span
    exact = span is not None and span.length <= HOUR
    written = getattr(fact.record, "written", None)
    said = told(fact, people)
    lag = written - span.end if isinstance(written, int) and span is not None else 0
    return Item(
        ref=fact.ref,
        kind=fact.kind,
        clock=_clock(shown(span.start, clock)) if span is not None and exact else "",
        says=tuple(spelled(one, words) for one in said if note or one.name != _NOTE),
        late=lag // HOUR if lag >= _LATE else None,
        struck=fact.fallen is not None,
    )
