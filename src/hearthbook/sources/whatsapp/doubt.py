"""Entries that may be typed text of the entry before them.

A line typed like a header cannot be told from one on Android. What surrounds it can speak
against it, and the mark says no more than that:
1. a time earlier than the one before it, or later than the one after it;
2. another's single line inside a run of one sender, all within the unit of the clock;
3. another's line, soon after somebody announced another's words.
A name spelled almost like a frequent one is looked for in `senders`.
"""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from itertools import compress
from itertools import count
from operator import eq
from operator import gt
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.sources.whatsapp.stretches import Stretch

_WINDOW: Final = 4
_MOST_FOLLOWING: Final = 10
_SOON: Final = timedelta(minutes=15)
_MINUTE: Final = len("2024-03-01T14:05")


def earlier_minute(one: str, other: str) -> bool:
    """Tell whether the time `one` is in an earlier minute than `other`."""
    return one[:_MINUTE] < other[:_MINUTE]


class Said(NamedTuple):
    """Places in a stretch: of entries to doubt, and of entries earlier than the one before."""

    doubted: set[int]
    back: set[int]


class Neighbours:
    """What each entry's neighbours say of it, stretch after stretch.

    `firm`: times can be compared. `structural`: line ends tell headers from typed lines, so
    that nothing is doubted.
    """

    def __init__(self, *, firm: bool, structural: bool) -> None:
        self._firm, self._structural = firm, structural
        self._before: list[tuple[str, bytes]] = []

    def say(self, found: Stretch, *, opening: bool) -> Said:
        """Return what the entries of `found` say of each other.

        `opening`: the app wrote the first of them, and it may be later than what follows.
        """
        shift = len(self._before)
        ats = [at for at, _ in self._before] + found.ats + [at for at, _ in found.ahead]
        whos = [who for _, who in self._before] + found.whos + [who for _, who in found.ahead]
        kept = slice(-_WINDOW + 1, None)
        self._before = list(zip(found.ats[kept], found.whos[kept], strict=True))
        back = self._steps_back(ats, opening=opening)
        doubted = set[int]() if self._structural else _lone(ats, whos)
        if not self._structural:
            far = {n for n in back if earlier_minute(ats[n], ats[n - 1])}
            doubted |= far | {n - 1 for n in far}
        own = range(shift, shift + len(found.ats))
        return Said(
            {place - shift for place in doubted if place in own},
            {place - shift for place in back if place in own},
        )

    def _steps_back(self, ats: Sequence[str], *, opening: bool) -> list[int]:
        if not self._firm:
            return []
        steps = list(compress(count(1), map(gt, ats, ats[1:])))
        return steps[1:] if opening and steps[:1] == [1] else steps


def _lone(ats: Sequence[str], whos: Sequence[bytes]) -> set[int]:
    """Return the places of single entries inside another's run, all with one time."""
    places = set[int]()
    for n in compress(count(), map(eq, ats, ats[_WINDOW - 1 :])):
        a, b, c, d = whos[n : n + _WINDOW]
        if a == d and a and ats[n] == ats[n + 1] == ats[n + 2]:
            if b == a != c and c:
                places.add(n + 2)
            elif c == a != b and b:
                places.add(n + 1)
    return places


class Announcement:
    """Words of another that somebody has announced, and how long they may follow."""

    def __init__(self, who: bytes, at: str, *, firm: bool) -> None:
        self._who, self._left = who, _MOST_FOLLOWING
        self._until = (datetime.fromisoformat(at) + _SOON).isoformat() if firm else None

    def covers(self, who: bytes, at: str) -> bool:
        """Tell whether an entry of `who` at `at` may be what was announced."""
        self._left -= 1
        soon = self._until is None or at <= self._until
        return bool(who) and who != self._who and soon and self._left >= 0
