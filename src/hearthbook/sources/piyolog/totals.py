"""The totals that PiyoLog prints under each day, worked out again from what was read.

A sleep counts in a day as far as it lies in it. Where one has no beginning in the file, it
began before midnight; where it has no end, it ended after midnight.
"""

from __future__ import annotations

import re
from typing import Final

from hearthbook.sources.piyolog.kinds import SIDES
from hearthbook.sources.piyolog.kinds import WORDS
from hearthbook.sources.piyolog.lines import minutes_of

_DAY: Final = 24 * 60
_TIMES: Final = re.compile(
    "(?P<times>\\d{1,3})\\s*(?:times?|\u56de)(?:\\s*(?P<ml>\\d{1,5})\\s*ml)?", re.IGNORECASE
)
_TOTAL: Final = "\u5408\u8a08"
_COUNTED: Final = ("formula", "expressed", "pumping", "pee", "poop")
_NAMES: Final = {
    **{f"had {WORDS[kind][0].casefold()}": kind for kind in _COUNTED},
    **{WORDS[kind][0].casefold(): kind for kind in _COUNTED},
    **{f"{word}{_TOTAL}": kind for kind in _COUNTED for word in WORDS[kind][1:]},
}
_BREAST: Final = ("Total Breastfeeding time", f"\u6bcd\u4e73{_TOTAL}")
_SLEEP: Final = ("Total sleep", f"\u7761\u7720{_TOTAL}")
_LIKE_ONE: Final = re.compile(f"(?:Total |Had ).*|.*{_TOTAL}.*|.*\\d+ ?times?.*")


class Day:
    """What was read of one day, as far as totals are made of it."""

    def __init__(self, asleep_since: int | None) -> None:
        """Begin a day; `asleep_since` is nought if a sleep goes on from the day before."""
        self._times: dict[str, int] = {}
        self._tenths: dict[str, int] = {}
        self._sides = [0, 0]
        self._asleep = 0
        self._since = asleep_since
        self._woken = False

    @property
    def sleeping(self) -> bool:
        """Whether the day ends in a sleep that goes on."""
        return self._since is not None

    def add(self, kind: str, value: str, tenths: int, clock: str) -> None:
        """Add a line that became a record; `tenths` of a millilitre is its volume."""
        self._times[kind] = self._times.get(kind, 0) + 1
        self._tenths[kind] = self._tenths.get(kind, 0) + tenths
        at = int(clock[:2]) * 60 + int(clock[3:])
        found = SIDES.fullmatch(value) if kind == "breast" else None
        if found is not None:
            self._sides = [
                self._sides[0] + int(found["left"] or 0),
                self._sides[1] + int(found["right"] or 0),
            ]
        if kind == "sleep":
            self._since, self._woken = at, True
        elif kind == "wake" and (self._since is not None or not self._woken):
            self._asleep += at - (self._since or 0)
            self._since, self._woken = None, True

    def agrees(self, text: str) -> bool | None:
        """Tell whether the total `text` is what was read; None if it is none that is known."""
        for name in _BREAST:
            if text.startswith(name):
                found = SIDES.fullmatch(text[len(name) :].strip())
                return None if found is None else self._sides == _both(found)
        for name in _SLEEP:
            if text.startswith(name):
                spent = minutes_of(text[len(name) :])
                asleep = self._asleep + (0 if self._since is None else _DAY - self._since)
                return None if spent is None else spent == asleep
        return self._counted(text)

    def _counted(self, text: str) -> bool | None:
        found = _TIMES.search(text)
        kind = None if found is None else _NAMES.get(text[: found.start()].strip().casefold())
        if found is None or kind is None or found.end() != len(text):
            return None
        volume = found["ml"]
        same = int(found["times"]) == self._times.get(kind, 0)
        return same and (volume is None or int(volume) * 10 == self._tenths.get(kind, 0))


def like_a_total(text: str) -> bool:
    """Tell whether `text` looks like a total, be it one that is known or not."""
    return _LIKE_ONE.fullmatch(text) is not None


def _both(found: re.Match[str]) -> list[int]:
    return [int(found["left"] or 0), int(found["right"] or 0)]
