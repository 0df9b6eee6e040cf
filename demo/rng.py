"""A small generator of numbers: the same seed gives the same family on every machine.

SplitMix64, as published at https://prng.di.unimi.it/splitmix64.c; whole numbers only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD: Final = 2**64 - 1
_T = TypeVar("_T")


class Rng:
    """Numbers that look like chance and are not."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _WORD

    def word(self) -> int:
        """Return the next 64 bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _WORD
        mixed = self._state
        mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & _WORD
        mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & _WORD
        return mixed ^ mixed >> 31

    def below(self, end: int) -> int:
        """Return a number from 0 up to, and not counting, `end`."""
        return self.word() % end

    def between(self, least: int, most: int) -> int:
        """Return a number from `least` to `most`, both counted."""
        return least + self.below(most - least + 1)

    def chance(self, percent: int) -> bool:
        """Return yes in `percent` of a hundred cases."""
        return self.below(100) < percent

    def pick(self, some: Sequence[_T]) -> _T:
        """Return one of `some`."""
        return some[self.below(len(some))]

    def branch(self, name: str) -> Rng:
        """Return a generator of its own for one part, so that parts do not shift each other."""
        return Rng(self._state ^ int.from_bytes(name.encode().ljust(8, b"\0")[:8], "big"))
