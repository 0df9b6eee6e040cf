"""Days, clock readings and durations as tables and logs print them, and nothing guessed.

1. `2026-03-04` and `2026/3/4` are year, month, day. Of `3/4/26` the file decides: an order
   counts only if every date of the file fits it and no other order does; else a person is
   asked, and until then the stamp stays as it is written.
2. A reading is as exact as it is written: to the day, the minute, the second. `24:00` is none.
3. With an offset from UTC it is a moment. Without one it stays a reading, of no zone.
4. A bare number in a column of times is a spreadsheet's: days since 1899-12-30, of which a
   fraction is worked out to the second it was rounded from; of durations, a part of a day.
"""

from __future__ import annotations

import re
from datetime import datetime
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.time import moment
from hearthbook.base.units import whole
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthbook.records.when import When
    from hearthbook.sources.contract import DateOrder

_STAMP: Final = re.compile(
    r"(?P<day>[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})"
    r"(?:(?:,?\s+|T)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<part>[0-9]{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?\s?[Mm]\.?)?\s?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_PLAIN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]{1,20})?")
_SERIAL_FROM: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # what a clock showed has no zone
_PART_OF_DAY: Final = re.compile(r"0\.[0-9]{1,20}")
_CLOCK: Final = re.compile(r"([0-9]{1,3}):([0-9]{2})(?::([0-9]{2}))?")
_ORDERS: Final[tuple[DateOrder, ...]] = ("dmy", "mdy", "ymd")


class UnreadableError(ValueError):
    """Something a row needs cannot be read; the row becomes a snag with this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def stamp(text: str, order: DateOrder | None = None) -> When:
    """Return when `text` says it was; words if day and month cannot be told apart.

    Raises:
        UnreadableError: if it is no time that ever was.
    """
    if _PLAIN.fullmatch(text):
        return _plain(text.replace(" ", "T"))
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        return _serial(text.strip())
    days = _days(found["day"])
    if not days:
        raise UnreadableError(Reason.NOT_A_DATE)
    if order not in days and len(set(days.values())) > 1:
        return Told(text.strip())
    day = days[order] if order is not None and order in days else next(iter(days.values()))
    if found["hour"] is None:
        return Wall(day, Precision.DAY)
    return _read(day, found)


def order_of(texts: Iterable[str]) -> tuple[DateOrder | None, bool]:
    """Return the one order that all dates in `texts` fit, None if there is not just one.

    The second says whether that leaves a date that could be several days.
    """
    fits = set(_ORDERS)
    doubtful = False
    for text in texts:
        days = (
            {}
            if _PLAIN.fullmatch(text)
            else _days(re.split(r"[,\sT]", text.strip(), maxsplit=1)[0])
        )
        fits = fits & days.keys() if days else fits
        doubtful = doubtful or len(set(days.values())) > 1
    order = next(iter(fits)) if len(fits) == 1 else None
    return order, doubtful and order is None


def seconds(text: str) -> int:
    """Return the seconds of `text`: hours and minutes with a colon, or a spreadsheet's number.

    Raises:
        UnreadableError: if it is no such duration.
    """
    if _PART_OF_DAY.fullmatch(text):
        return whole(Fraction(text) * 86_400)
    found = _CLOCK.fullmatch(text.strip())
    if found is None or int(found[2]) > 59 or int(found[3] or 0) > 59:
        raise UnreadableError(Reason.NOT_AN_AMOUNT)
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


def between(start: When | None, end: When | None) -> int | None:
    """Return the seconds from `start` to `end`, both moments or both readings; else None.

    Two readings are subtracted as they were shown: their zone is not known here, and a night in
    which clocks were changed comes out an hour off.
    """
    if isinstance(start, Moment) and isinstance(end, Moment):
        return (end.ms - start.ms) // 1000
    if not isinstance(start, Wall) or not isinstance(end, Wall):
        return None
    if Precision.DAY in {start.precision, end.precision}:
        return None
    first, last = datetime.fromisoformat(start.at), datetime.fromisoformat(end.at)
    return (last - first) // timedelta(seconds=1)


def _plain(text: str) -> Wall:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableError(Reason.NOT_A_DATE) from error
    return Wall(text, Precision.MINUTE if len(text) == 16 else Precision.SECOND)


def _days(text: str) -> dict[DateOrder, str]:
    """Return the days that `text` may be, by the order of its parts."""
    parts = re.split("[-/.]", text)
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return {}
    first, second, last = parts
    orders: dict[DateOrder, tuple[str, str, str]] = {}
    if len(first) == 4:
        orders["ymd"] = (first, second, last)
    elif len(last) in {2, 4}:
        orders = {"dmy": (last, second, first), "mdy": (last, first, second)}
    found: dict[DateOrder, str] = {}
    for order, (year, month, number) in orders.items():
        whole_year = int(year) + (2000 if len(year) == 2 else 0)
        try:
            found[order] = datetime(whole_year, int(month), int(number)).date().isoformat()  # noqa: DTZ001  # a day has no zone
        except (ValueError, OverflowError):
            continue
    return found


def _read(day: str, found: re.Match[str]) -> When:
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise UnreadableError(Reason.NOT_A_DATE)
        hour = hour % 12 + (12 if half == "p" else 0)
    at = f"{day}T{hour:02d}:{found['minute']}"
    precision = Precision.MINUTE
    if found["second"] is not None:
        at, precision = f"{at}:{found['second']}", Precision.SECOND
    try:
        if found["offset"] is None:
            datetime.fromisoformat(at)
            return Wall(at, precision)
        return Moment(moment(datetime.fromisoformat(at + found["offset"])), precision)
    except (ValueError, OverflowError) as error:
        raise UnreadableError(Reason.NOT_A_DATE) from error


def _serial(text: str) -> Wall:
    if not _SERIAL.fullmatch(text):
        raise UnreadableError(Reason.NOT_A_DATE)
    days = Fraction(text)
    at = _SERIAL_FROM + timedelta(seconds=whole(days * 86_400))
    if days.denominator == 1:
        return Wall(at.date().isoformat(), Precision.DAY)
    if at.second == 0:
        return Wall(at.isoformat()[:16], Precision.MINUTE)
    return Wall(at.isoformat(), Precision.SECOND)
