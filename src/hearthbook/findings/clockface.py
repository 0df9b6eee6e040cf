"""Which hour, weekday and month a fact was in, where its time is exact enough to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.base.time import DAY
from hearthbook.base.time import HOUR
from hearthbook.base.time import shown

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from hearthbook.base.time import Span

_LONG_HOUR = 3 * HOUR
_LONG_DAY = 2 * DAY
_LONG_MONTH = 32 * DAY


class Face:
    """A clock and a calendar of one zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def hour(self, span: Span) -> int | None:
        """Return the hour of the day, 0 to 23, that all of `span` lies in; None if no one does.

        The hour that comes twice in autumn is one hour of the face.
        """
        first, last = self._ends(span)
        return first.hour if span.length < _LONG_HOUR and first.hour == last.hour else None

    def weekday(self, span: Span) -> int | None:
        """Return the weekday, 0 for Monday, that all of `span` lies in; None if no one does."""
        first, last = self._ends(span)
        same = first.date() == last.date()
        return first.weekday() if span.length < _LONG_DAY and same else None

    def month(self, span: Span) -> str | None:
        """Return the month, as `2026-01`, that all of `span` lies in; None if no one does."""
        first, last = self._ends(span)
        same = (first.year, first.month) == (last.year, last.month)
        return f"{first:%Y-%m}" if span.length < _LONG_MONTH and same else None

    def _ends(self, span: Span) -> tuple[datetime, datetime]:
        return shown(span.start, self._zone), shown(span.end - 1, self._zone)
