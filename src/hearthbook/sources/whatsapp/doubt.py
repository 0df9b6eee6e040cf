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
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final

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


class Neighbours:
    """What each entry's neighbours say of it, stretch after stretch.

    `firm`: times can be compared. The first line of a run, if the app wrote it, may be later
    than what follows: it is no step back.
    """

    def __init__(self, *, firm: bool) -> None:
        self._firm = firm
        self._before: list[tuple[str, bytes]] = []

    def doubted(self, found: Stretch, *, opening: bool) -> set[int]:
        """Return where the entries of `found` begin that their neighbours speak against."""
        shift = len(self._before)
        ats = [at for at, _ in self._before] + found.ats + [at for at, _ in found.ahead]
        whos = [who for _, who in self._before] + found.whos + [who for _, who in found.ahead]
        places = _lone(ats, whos)
        if self._firm:
            steps = [n for n, (a, b) in enumerate(pairwise(ats)) if b < a]
            back = {
                n for n in steps if earlier_minute(ats[n + 1], ats[n]) and (n or not opening)
            }
            places |= back | {n + 1 for n in back}
        self._before = list(zip(found.ats, found.whos, strict=True))[-_WINDOW + 1 :]
        own = range(shift, shift + len(found.ats))
        return {found.starts[place - shift] for place in places if place in own}


def _lone(ats: Sequence[str], whos: Sequence[bytes]) -> set[int]:
    """Return the places of single entries inside another's run, all with one time."""
    places = set[int]()
    windows = zip(ats, ats[_WINDOW - 1 :], strict=False)  # one is shorter by a window
    for n in [n for n, (first, last) in enumerate(windows) if first == last]:
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
