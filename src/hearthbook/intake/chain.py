"""Count how long after an event each time of a story lies.

1. The first relative time counts from the last thing told that happened; those after it count
   on from the point reached. `the next day` and `the day after` are one day and two.
2. What "passed" is counted from the event at least, and from the point reached at most.
3. `the day before` looks back and moves nothing. A date is a point of its own to count from.
4. What has no number (`one day`, `weeks later`) ends the count; nothing is made up for it.
5. Times inside quotations are somebody's words and move nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hearthbook.intake.page import Stretch
from hearthbook.intake.times import Effect
from hearthbook.intake.times import one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.intake.names import Quotes
    from hearthbook.intake.page import Page
    from hearthbook.intake.times import Found


@dataclass(frozen=True, slots=True)
class Placed:
    """A time, and how many days after `anchor` it lies, if the story lets anybody count."""

    time: Found
    anchor: Stretch | None = None
    days: tuple[int, int] | None = None


class _Chain:
    """The point the story has reached: so many days, at least and at most, after `anchor`."""

    def __init__(self, events: Sequence[Stretch]) -> None:
        self._events = events
        self._ends = [event.end for event in events]
        self._floor = 0
        self.anchor: Stretch | None = None
        self.least = self.most = 0
        self._unit = ""

    def place(self, time: Found, *, night: bool) -> Placed:
        """Return where `time` lies, and move on if the story does."""
        if time.effect is Effect.DATE:
            self._start_from(Stretch(time.start, time.end))
            return Placed(time)
        if time.effect is Effect.NONE or (time.effect is Effect.VAGUE and self._stop(time)):
            return Placed(time)
        if self.anchor is None:
            self._find_anchor(time.start)
        if self.anchor is None:
            return Placed(time)
        days = self._days(time, night=night)
        if days is None:
            self._stop(time)
            return Placed(time)
        return Placed(time, self.anchor, days)

    def _start_from(self, anchor: Stretch) -> None:
        self.anchor, self.least, self.most, self._unit = anchor, 0, 0, ""

    def _stop(self, time: Found) -> bool:
        self.anchor, self._unit, self._floor = None, "", time.end
        return True

    def _find_anchor(self, before: int) -> None:
        place = bisect_right(self._ends, before) - 1
        if place >= 0 and self._events[place].start >= self._floor:
            self._start_from(self._events[place])

    def _days(self, time: Found, *, night: bool) -> tuple[int, int] | None:
        if time.effect is Effect.SAME:
            return self.least, self.most + int(night)
        if time.least is not None and time.most is not None:
            length = time.least, time.most
        elif time.effect is Effect.ANOTHER and self._unit:
            length = one_of(self._unit)  # "two weeks passed, then another": one week more
        else:
            return None
        if time.effect is Effect.BEFORE:
            return self.least - length[1], self.most - length[0]
        self._unit = time.unit or self._unit
        self._move(time.effect, length)
        return self.least, self.most

    def _move(self, effect: Effect, length: tuple[int, int]) -> None:
        if effect is Effect.PASSED:
            self.least = max(self.least, length[0])
        else:
            self.least += length[0]
        self.most += length[1]


def placed(
    page: Page, times: Sequence[Found], events: Sequence[Stretch], quotes: Quotes
) -> list[Placed]:
    """Return `times` with the days that can be counted; `events` are what happened."""
    chain = _Chain(sorted(events, key=lambda event: event.end))
    found: list[Placed] = []
    for time in times:
        if quotes.around(time.start) is not None:
            found.append(Placed(time))
            continue
        words = page.low[time.start : time.end]
        found.append(chain.place(time, night="night" in words or "ноч" in words))
    return found
