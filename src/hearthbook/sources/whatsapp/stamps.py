"""Stamps as times: each date and each time of day is worked out once and then looked up."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import nfc
from hearthbook.sources.whatsapp.clocks import Clocks
from hearthbook.sources.whatsapp.signs import unmarked

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence

    from hearthbook.sources.whatsapp.census import Run

# Stands in what is given for a stamp that no calendar and no clock can show.
IMPOSSIBLE: Final = "\0"
_MOST_KNOWN: Final = 40_000


class _Known(dict[bytes, str]):
    """What parts of stamps say, worked out when they are first looked up."""

    def __init__(self, reading: Callable[[bytes], str | None], after: str) -> None:
        super().__init__()
        self._reading, self._after = reading, after
        self.any_impossible = False

    def __missing__(self, part: bytes) -> str:
        """Work out what `part` says."""
        if len(self) > _MOST_KNOWN:
            self.clear()
        found = self._reading(part)
        self.any_impossible = self.any_impossible or found is None
        self[part] = said = IMPOSSIBLE if found is None else found + self._after
        return said


class Stamps:
    """The stamps of one run, read as its census found right.

    `firm`: they are times in ISO 8601. If not they are the printed words, for nobody knows
    which number is the day, or what the word beside the hour says.
    """

    def __init__(self, run: Run) -> None:
        shape, self._hours, self._verdict = run.lock.shape, run.lock.hours, run.verdict
        self.firm = self._verdict.firm and self._hours != "unknown"
        self._clocks = Clocks(plain=self._hours == "plain")
        self._swapped = self.firm and shape.time_first
        glue = "" if self.firm else nfc(shape.glue.decode("utf-8", "replace"))
        first, second = (self._day, self._clock)[:: -1 if shape.time_first else 1]
        self._first, self._second = _Known(first, glue), _Known(second, "")

    @property
    def any_impossible(self) -> bool:
        """Tell whether any stamp read so far is no time."""
        return self._first.any_impossible or self._second.any_impossible

    def read(self, firsts: Sequence[bytes], seconds: Sequence[bytes]) -> list[str]:
        """Return the times of the stamps whose parts are `firsts` and `seconds`, as printed."""
        one = map(self._first.__getitem__, firsts)
        two = map(self._second.__getitem__, seconds)
        return list(map(add, two, one) if self._swapped else map(add, one, two))

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
