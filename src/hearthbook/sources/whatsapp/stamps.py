"""Stamps as times: each date and each time of day is worked out once and then looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import nfc
from hearthbook.sources.whatsapp.clocks import Clocks
from hearthbook.sources.whatsapp.signs import unmarked

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.sources.whatsapp.census import Run

# Stands in what is given for a stamp that no calendar and no clock can show.
IMPOSSIBLE: Final = "\0"
_MOST_KNOWN: Final = 40_000


class Stamps:
    """The stamps of one run, read as its census found right.

    `firm`: they are times in ISO 8601. If not they are the printed words, for nobody knows
    which number is the day, or what the word beside the hour says.
    """

    def __init__(self, run: Run) -> None:
        shape, self._hours, self._verdict = run.lock.shape, run.lock.hours, run.verdict
        self.firm = self._verdict.firm and self._hours != "unknown"
        self.any_impossible = False
        self._clocks = Clocks(plain=self._hours == "plain")
        self._swapped = self.firm and shape.time_first
        self._first: dict[bytes, str] = {}
        self._second: dict[bytes, str] = {}
        self._read = (self._clock, self._day) if shape.time_first else (self._day, self._clock)
        self._glue = "" if self.firm else nfc(shape.glue.decode("utf-8", "replace"))

    def read(self, firsts: Sequence[bytes], seconds: Sequence[bytes]) -> list[str]:
        """Return the times of the stamps whose parts are `firsts` and `seconds`, as printed."""
        try:
            return self._looked_up(firsts, seconds)
        except KeyError:
            self._learn(self._first, firsts, self._read[0], self._glue)
            self._learn(self._second, seconds, self._read[1], "")
            return self._looked_up(firsts, seconds)

    def _looked_up(self, firsts: Iterable[bytes], seconds: Iterable[bytes]) -> list[str]:
        one, two = self._first, self._second
        pairs = zip(firsts, seconds, strict=True)
        if self._swapped:
            return [two[second] + one[first] for first, second in pairs]
        return [one[first] + two[second] for first, second in pairs]

    def _learn(
        self,
        known: dict[bytes, str],
        parts: Sequence[bytes],
        reading: Callable[[bytes], str | None],
        after: str,
    ) -> None:
        if len(known) > _MOST_KNOWN:
            known.clear()
        for part in {*parts} - known.keys():
            found = reading(part)
            self.any_impossible = self.any_impossible or found is None
            known[part] = IMPOSSIBLE if found is None else found + after

    def _day(self, date: bytes) -> str | None:
        if self.firm:
            return self._verdict.day(date)
        return _words(date) if self._verdict.possible(date) else None

    def _clock(self, clock: bytes) -> str | None:
        if self._hours == "unknown":
            return _words(clock)
        found = self._clocks.read(clock)
        return found if self.firm or found is None else _words(clock)


def _words(printed: bytes) -> str | None:
    try:
        return nfc(unmarked(printed).decode())
    except UnicodeDecodeError:
        return None
