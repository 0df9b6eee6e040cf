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
from typing import TYPE_CHECKING
from typing import Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.sources.whatsapp.stretches import Stretch

_WINDOW: Final = 4
_MOST_FOLLOWING: Final = 10
_SOON: Final = timedelta(minutes=15)
_MINUTE: Final = len("2024-03-01T14:05")


class Context:
    """What came just before a stretch."""

    def __init__(self) -> None:
        self._before: list[tuple[str, bytes]] = []

    def doubted(self, found: Stretch) -> set[int]:
        """Return where the entries of `found` begin that their neighbours speak against."""
        back = len(self._before)
        ats = [*(at for at, _ in self._before), *found.ats, *(at for at, _ in found.ahead)]
        whos = [*(who for _, who in self._before), *found.whos, *(w for _, w in found.ahead)]
        places = [
            n for n, (a, b) in enumerate(zip(ats, ats[1:], strict=False)) if b < a
        ]  # zip, for the second list is one shorter
        late = [n for n in places if n + back and ats[n + 1][:_MINUTE] < ats[n][:_MINUTE]]
        return set()
