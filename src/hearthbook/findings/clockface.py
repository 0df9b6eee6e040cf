"""Which hour, weekday and month a fact was in, where its time is exact enough to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.time import DAY
from hearthbook.base.time import HOUR
from hearthbook.base.time import MINUTE
from hearthbook.base.time import shown

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from hearthbook.base.time import Span

_LONG_HOUR: Final = 3 * HOUR
_LONG_DAY: Final = 2 * DAY
_LONG_MONTH: Final = 32 * DAY
# Since 1980 clocks everywhere differ from UTC by whole quarters of an hour, and are changed at
# whole quarters. https://data.iana.org/time-zones/tz-link.html
_QUARTER: Final = 15 * MINUTE
_EVEN_SINCE: Final = 3652 * DAY


class Place(NamedTuple):
    """Where on the clock and the calendar a fact was; None is "not known so exactly".

    Hours are 0 to 23, weekdays 0 for Monday to 6, months as `2026-01`. The hour that comes
    twice in autumn is one hour of the face.
    """

    hour: int | None
    weekday: int | None
    month: str | None


class Face:
    """A clock and a calendar of one zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._quarters: dict[int, Place] = {}

    def place(self, span: Span) -> Place:
        """Return the hour, the weekday and the month that all of `span` lies in."""
        quarter = span.start // _QUARTER
        if quarter != (span.end - 1) // _QUARTER or span.start < _EVEN_SINCE:
            return self._looked_up(span)
        if quarter not in self._quarters:
            self._quarters[quarter] = self._looked_up(span)
        return self._quarters[quarter]

    def _looked_up(self, span: Span) -> Place:
        first, last = shown(span.start, self._zone), shown(span.end - 1, self._zone)
        same_hour = span.length < _LONG_HOUR and first.hour == last.hour
        same_day = span.length < _LONG_DAY and first.date() == last.date()
        same_month = span.length < _LONG_MONTH and first.month == last.month
        return Place(
            first.hour if same_hour else None,
            first.weekday() if same_day else None,
            f"{first:%Y-%m}" if same_month else None,
        )
