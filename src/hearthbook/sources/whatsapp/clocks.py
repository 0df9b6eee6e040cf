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

_NUMBER: Final = re.compile(rb"(?:%b)++" % DIGIT)
# Most clocks: plain digits and colons, the word after them.
_USUAL: Final = re.compile(
    rb"([0-9]{1,2})((?::[0-5][0-9]){1,2})((?:[^0-9:].{0,40})?)", re.DOTALL
)
_EDGES: Final = re.compile(rb"\A(?:%b)+|(?:%b)+\Z" % (SPACE, SPACE))


class Clocks:
    """The clocks of one run. Hour and word are worked out once; there are few of them.

    `plain`: the word beside the numbers is unknown but says nothing of the half of the day.
    """

    def __init__(self, *, plain: bool) -> None:
        self._plain = plain
        self._hours: dict[tuple[bytes, bytes], str | None] = {}

    def read(self, clock: bytes) -> str | None:
        """Return `clock` as ISO 8601 has it, `T14:05`, or None if no clock shows that."""
        usual = _USUAL.fullmatch(clock)
        if usual is None:
            return clock_of(clock, plain=self._plain)
        hour, rest, word = usual.groups()
        key = (hour, word)
        if key not in self._hours:
            whole = clock_of(hour + b":00" + word, plain=self._plain)
            self._hours[key] = whole and whole[:3]
        found = self._hours[key]
        return None if found is None else found + rest.decode()


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
