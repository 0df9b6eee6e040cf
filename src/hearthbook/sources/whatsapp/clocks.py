"""What a printed time says, on a clock of twelve hours or of twenty-four."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.sources.whatsapp.halves import half
from hearthbook.sources.whatsapp.signs import DIGIT
from hearthbook.sources.whatsapp.signs import SPACE
from hearthbook.sources.whatsapp.signs import unmarked
from hearthbook.sources.whatsapp.signs import value_of

if TYPE_CHECKING:
    from hearthbook.sources.whatsapp.halves import Half

_NUMBER: Final = re.compile(rb"(?>(?:%b)+)" % DIGIT)
_SIXTY: Final = {f"{number:02}".encode(): f"{number:02}" for number in range(60)}
_EDGES: Final = re.compile(rb"\A(?:%b)+|(?:%b)+\Z" % (SPACE, SPACE))


class Clocks:
    """The clocks of one run. What stands before the last two digits is worked out once.

    `plain`: the word beside the numbers is unknown but says nothing of the half of the day.
    """

    def __init__(self, *, plain: bool) -> None:
        self._plain = plain
        self._begun: dict[tuple[bytes, bytes], str] = {}

    def read(self, clock: bytes) -> str | None:
        """Return `clock` as ISO 8601 has it, `T14:05`, or None if no clock shows that."""
        before, _, after = clock.rpartition(b":")
        last = _SIXTY.get(after[:2])
        if last is None or not before:
            return clock_of(clock, plain=self._plain)
        key = (before, after[2:])
        begun = self._begun.get(key)
        if begun is None:
            whole = clock_of(before + b":00" + after[2:], plain=self._plain)
            begun = self._begun[key] = "" if whole is None else whole[:-2]
        return begun + last if begun else None


def clock_of(clock: bytes, *, plain: bool = False) -> str | None:
    """Return `clock` as ISO 8601 has it, `T14:05`, or None if no clock shows that.

    `plain`: the word beside the numbers is unknown but says nothing of the half of the day.
    """
    text = unmarked(clock)
    numbers = [value_of(number) for number in _NUMBER.findall(text)]
    around = _NUMBER.split(text)
    word = _EDGES.sub(b"", around[0]) or _EDGES.sub(b"", around[-1])
    said: Half | None = half(word) if word and not plain else "plain"
    hour = None if said is None else _hour(numbers[0], said)
    if hour is None or any(number > 59 for number in numbers[1:]):
        return None
    return "T" + ":".join(f"{number:02}" for number in (hour, *numbers[1:]))


def _hour(shown: int, said: Half) -> int | None:
    """Return the hour of the day.

    Midnight is 12 AM on most clocks and 0 AM on some; noon is 12 PM, or 0 PM in Japan. Some
    phones write PM beside hours above twelve.
    """
    match said:
        case "plain":
            return shown if shown < 24 else None
        case "am":
            return shown % 12 if shown <= 12 else None
        case "pm":
            return shown % 12 + 12 if shown < 24 else None
        case "noon":
            return {11: 11, 12: 12, 1: 13, 2: 14}.get(shown)
