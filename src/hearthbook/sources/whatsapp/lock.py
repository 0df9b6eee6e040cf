"""One shape, compiled: a narrow pattern that reads 26 MB in the time the grammar reads four.

Widths of numbers belong to a shape too. They are told from many headers, for `11` says nothing:
where numbers are padded `1/2/2024` is no header, where they are not `01/02/2024` is none.
"""

from __future__ import annotations

import re
from itertools import chain
from itertools import zip_longest
from typing import TYPE_CHECKING
from typing import Final
from typing import Literal
from typing import TypeAlias

from msgspec import Struct

from hearthbook.sources.whatsapp.halves import family
from hearthbook.sources.whatsapp.halves import half
from hearthbook.sources.whatsapp.shape import BEGINS
from hearthbook.sources.whatsapp.shape import ERA
from hearthbook.sources.whatsapp.shape import LONGEST_HEADER
from hearthbook.sources.whatsapp.shape import SENDER
from hearthbook.sources.whatsapp.shape import Shape
from hearthbook.sources.whatsapp.signs import MARK
from hearthbook.sources.whatsapp.signs import MARKS
from hearthbook.sources.whatsapp.signs import SPACE
from hearthbook.sources.whatsapp.signs import value_of
from hearthbook.sources.whatsapp.signs import width_of
from hearthbook.sources.whatsapp.signs import zero_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.sources.whatsapp.shape import Header

Hours: TypeAlias = Literal["known", "plain", "unknown"]
Width: TypeAlias = Literal["padded", "unpadded", "either"]

_CLEAR: Final = 3  # so many times more headers of one width than of the other settle it
_EITHER: Final[tuple[Width, ...]] = ("either",) * 6
_MOST_WORDS: Final = 12
_GAP_FIRST: Final = re.compile(rb"\A" + SPACE)
_GAP_LAST: Final = re.compile(SPACE + rb"\Z")


class Lock(Struct, frozen=True):
    """A shape with the widths and words of one file.

    `after_crlf`: headers stand after CR LF and nowhere else; lines after a bare LF are typed.
    `hours`: whether the word beside a time is known, or says nothing since hours go up to 23.
    """

    shape: Shape
    widths: tuple[Width, ...]
    words: tuple[bytes, ...]
    hours: Hours
    after_crlf: bool = False

    @property
    def line_end(self) -> bytes:
        """What stands before a header."""
        return b"\r\n" if self.after_crlf else b"\n"

    def head(self) -> bytes:
        """Return the pattern of a header in three groups: what leads, and date and time."""
        return self._written(lead=b"(%b)", date=b"(%b)", clock=b"(%b)")

    def start(self) -> re.Pattern[bytes]:
        """Return the pattern of a header and, in a fourth group, its sender if it has one."""
        return re.compile(rb"%b(%b|)" % (self.head(), SENDER))

    def entries(self) -> re.Pattern[bytes]:
        """Return the pattern that splits a file: a header whole, then as `start`."""
        return re.compile(rb"%b(%b(%b|))" % (self.line_end, self.head(), SENDER))

    def census(self) -> re.Pattern[bytes]:
        """Return the pattern of a header's date, or else of a line that begins like one."""
        after = rb"(?<=\r\n)" if self.after_crlf else b""
        head = self._written(date=b"(%b)")
        return re.compile(
            rb"\n(?:%b%b|(%b[^\n]{0,%d}))" % (after, head, BEGINS, LONGEST_HEADER)
        )

    def _written(
        self, *, lead: bytes = b"%b", date: bytes = b"%b", clock: bytes = b"%b"
    ) -> bytes:
        shape = self.shape
        dated = date % _date(shape, self.widths[:3])
        timed = clock % _clock(shape, self.widths[3], self.words)
        first, second = (timed, dated) if shape.time_first else (dated, timed)
        glue, close = re.escape(shape.glue), re.escape(shape.close)
        # nothing, which is commonest, is tried before marks: a repeat costs even if it fails
        bracket = rb"\[" if shape.bracket else b""
        leading = lead % (rb"(?:%b|(?>%b+)%b)" % (bracket, MARK, bracket))
        return b"".join((leading, first, glue, second, close))


def lock(headers: Sequence[Header], *, after_crlf: bool) -> Lock:
    """Return the lock of `headers`, which are of one shape."""
    columns = zip(*(one.numbers for one in headers), strict=True)
    widths = tuple(map(_width, columns))
    words = sorted({one.word for one in headers if one.word}, key=lambda one: (-len(one), one))
    hours: Hours = "known"
    if any(half(word) is None for word in words):
        latest = max(value_of(one.numbers[3]) for one in headers)
        hours = "plain" if latest > 12 else "unknown"
    return Lock(headers[0].shape, widths, tuple(words[:_MOST_WORDS]), hours, after_crlf)


def loosened(tight: Lock) -> Lock:
    """Return `tight` without its widths and its line end."""
    return Lock(tight.shape, _EITHER, tight.words, tight.hours)


def _width(numbers: Iterable[bytes]) -> Width:
    padded = unpadded = 0
    for number in numbers:
        if width_of(number) == 1:
            unpadded += 1
        elif width_of(number) == 2 and value_of(number) < 10:
            padded += 1
    if padded >= _CLEAR * unpadded and padded:
        return "padded"
    return "unpadded" if unpadded >= _CLEAR * padded and unpadded else "either"


def _date(shape: Shape, widths: Sequence[Width]) -> bytes:
    numbers = [
        shape.script * 4
        if place == shape.long_year and b"@" not in shape.date
        else _number(shape.script, width)
        for place, width in enumerate(widths)
    ]
    return _laid(map(_escaped, shape.date), numbers, marked=shape.marked)


def _clock(shape: Shape, hour: Width, words: Sequence[bytes]) -> bytes:
    numbers = [_number(shape.script, hour), *(shape.script * 2 for _ in shape.clock[2:])]
    spelled = {one for word in words for one in family(word)}
    longest_first = sorted(spelled, key=lambda one: (-len(one), one))
    word = rb"(?i:" + rb"|".join(map(re.escape, longest_first)) + rb")"
    before, *between, after = shape.clock
    around = (
        word + _gap(_GAP_LAST, before) if before else b"",
        *map(_escaped, between),
        _gap(_GAP_FIRST, after) + word if after else b"",
    )
    return _laid(around, numbers, marked=shape.marked)


def _gap(place: re.Pattern[bytes], around: bytes) -> bytes:
    found = place.search(around)
    return re.escape(found[0]) if found else b""


def _escaped(piece: bytes) -> bytes:
    return rb"".join(ERA if one == b"@" else re.escape(one) for one in re.split(rb"(@)", piece))


def _laid(around: Iterable[bytes], numbers: Sequence[bytes], *, marked: bool) -> bytes:
    marks = MARKS if marked else b""
    laid = chain.from_iterable(zip_longest(around, numbers, fillvalue=b""))
    return marks.join((b"", *(piece for piece in laid if piece), b""))


def _number(digit: bytes, width: Width) -> bytes:
    match width:
        case "padded":
            return digit * 2  # a class twice is found faster than a class counted to two
        case "unpadded":
            return rb"(?!%b%b)%b{1,2}" % (zero_of(digit), digit, digit)
        case "either":
            return digit + rb"{1,2}"
