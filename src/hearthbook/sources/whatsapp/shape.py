"""The grammar of all headers known, and the shape of one header.

1. On Android `date, time - `, on iOS `[date, time] `; in Vietnamese the time comes first.
2. `UNIVERSAL` knows all of them and is slow. It looks at lines that begin like a header: first
   to find the shapes of a file, later to find out what stands inside a message.
3. A `Shape` is what the headers of one export have in common: brackets, order, signs between
   numbers, year long or short, seconds, the style of the words for the halves of the day, the
   very spaces. Digits, and the words themselves, may differ.

No quantifier without a bound stands inside another, so a line costs what it is long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from typing import NamedTuple

from msgspec import Struct

from hearthbook.sources.whatsapp.halves import WORD
from hearthbook.sources.whatsapp.halves import style
from hearthbook.sources.whatsapp.signs import DIGIT
from hearthbook.sources.whatsapp.signs import MARKED
from hearthbook.sources.whatsapp.signs import MARKS
from hearthbook.sources.whatsapp.signs import SPACE
from hearthbook.sources.whatsapp.signs import one_of
from hearthbook.sources.whatsapp.signs import script_of
from hearthbook.sources.whatsapp.signs import unmarked
from hearthbook.sources.whatsapp.signs import width_of

# Years of Japanese emperors: a letter on phones, a word in full.
ERA: Final = one_of("令和", "平成", "昭和", "R", "H", "S")
_PARTS: Final = {
    b"M": MARKS,
    b"S": SPACE,
    b"D": DIGIT,
    b"W": WORD,
    b"era": rb"(?:%b(?=%b))?" % (ERA, DIGIT),
    b"after": one_of("BE", "B.E.", "พ.ศ.", "ค.ศ.", "AD", "CE", "г.", "р."),
    b"sep": one_of(".", "/", "-", "年", "月", "년", "월"),
    b"end": one_of(".", "日", "일"),
    b"comma": one_of(",", "،", "、"),
    b"dash": one_of("-", "–", "—"),
    # any letters; marks and wide spaces are bytes of this class too, so it is kept short
    b"L": rb"[A-Za-z\x80-\xff]",
}


def _filled(template: bytes) -> bytes:
    return template % _PARTS


_PARTS[b"date"] = _filled(
    rb"""%(M)b %(era)b (?>%(D)b{1,4}) %(M)b%(sep)b%(M)b%(S)b?%(M)b (?>%(D)b{1,2})
    %(M)b%(sep)b%(M)b%(S)b?%(M)b %(era)b (?>%(D)b{1,4}) %(M)b %(end)b?(?:%(S)b?%(after)b)?"""
)
_PARTS[b"clock"] = _filled(
    rb"""(?:%(W)b%(S)b?)? (?>%(D)b{1,2}) (?:[:.]|%(S)b?h%(S)b?) %(D)b{2} (?:[:.]%(D)b{2})?
    (?:%(S)b?%(M)b(?:%(W)b|%(L)b[A-Za-z.\x80-\xff]{0,23}))?"""
)
# A word may stand between date and time: `klo`, `kl.`, `um`, `a las`, in any language.
_PARTS[b"glueword"] = _filled(rb"(?!%(W)b%(S)b?%(D)b)%(L)b{1,20}\.?%(S)b")
_PARTS[b"glue"] = _filled(
    rb"""%(M)b(?:
        (?:%(comma)b(?>%(S)b{0,2})|(?>%(S)b{1,2}))(?:%(glueword)b(?:%(glueword)b)?)?
        |(?=%(W)b)
    )%(M)b"""
)

UNIVERSAL: Final = re.compile(
    _filled(
        rb"""(?P<lead>%(M)b)(?P<open>\[%(M)b)?
        (?:
            (?P<date>%(date)b)(?P<glue>%(glue)b)(?P<clock>%(clock)b)
            |(?P<clock_first>%(clock)b)(?P<glue_after>%(glue)b)(?P<date_last>%(date)b)
        )%(M)b
        (?P<close>(?(open)\]%(S)b?|(?:%(S)b%(dash)b%(S)b|:%(S)b)))"""
    ),
    re.VERBOSE,
)
# What a line must begin with for the grammar to be asked: a number, and what may follow it.
BEGINS: Final = _filled(
    rb"%(M)b\[?+%(M)b%(era)b(?>(?:%(D)b){1,4})%(M)b(?:[.:/\-h\x20\xc2\xe2]|%(sep)b)"
)
# A sender is one to a hundred characters, so up to four hundred bytes, up to a colon with
# nothing or a blank after it. `Name:.` is how an entry without content was written.
# Most names hold no colon, and the first branch, which is the fastest, is all they need.
SENDER: Final = (
    rb"[^:\n]{1,400}+:\x20"
    rb"|[^:\n]{1,400}+(?>(?::[^:\s.][^:\n]{0,100}+){0,3}):(?:\x20|(?=\.?\r?(?:\n|\Z)))"
)
LONGEST_HEADER: Final = 240

_NUMBER: Final = re.compile(rb"(?>%b+)" % DIGIT)
_ERA: Final = re.compile(ERA + rb"\Z")
_WORD_BEFORE: Final = re.compile(rb"(?P<word>.*?)(?P<gap>%b?)\Z" % SPACE, re.DOTALL)
_WORD_AFTER: Final = re.compile(rb"(?P<gap>%b?)(?P<word>.*)\Z" % SPACE, re.DOTALL)


class Shape(Struct, frozen=True):
    """What the headers of one export have in common.

    `date` and `clock` are what stands around their numbers, `@` for an era, `w` for a word.
    `long_year` is the place of a number of four digits or of an era's year, -1 if none is.
    """

    bracket: bool
    time_first: bool
    marked: bool
    script: bytes
    date: tuple[bytes, ...]
    long_year: int
    glue: bytes
    clock: tuple[bytes, ...]
    close: bytes


class Header(NamedTuple):
    """One header: its shape, date and time as printed but for marks, numbers, word, and end."""

    shape: Shape
    date: bytes
    clock: bytes
    numbers: tuple[bytes, ...]
    word: bytes
    end: int


def header(line: bytes) -> Header | None:
    """Return the header that `line` begins with, if it begins with one."""
    found = UNIVERSAL.match(line)
    if found is None:
        return None
    date = unmarked(found["date"] or found["date_last"])
    clock = unmarked(found["clock"] or found["clock_first"])
    dated, timed = _date_form(date), _clock_form(clock)
    if dated is None or timed is None:
        return None
    days, around_days, long_year = dated
    hours, around_hours, word = timed
    shape = Shape(
        bracket=found["open"] is not None,
        time_first=found["date"] is None,
        marked=MARKED.search(found[0], len(found["lead"])) is not None,
        script=script_of(days[0]),
        date=around_days,
        long_year=long_year,
        glue=unmarked(found["glue"] or found["glue_after"] or b""),
        clock=around_hours,
        close=found["close"],
    )
    return Header(shape, date, clock, (*days, *hours), word, found.end())


def _taken_apart(text: bytes) -> tuple[tuple[bytes, ...], list[bytes]]:
    return tuple(_NUMBER.findall(text)), _NUMBER.split(text)


@lru_cache(maxsize=1 << 12)
def _date_form(date: bytes) -> tuple[tuple[bytes, ...], tuple[bytes, ...], int] | None:
    numbers, around = _taken_apart(date)
    eras = [place for place in (0, 2) if _ERA.search(around[place])]
    long = [place for place in (0, 2) if width_of(numbers[place]) > 2]
    signs = (around[1].strip(), _ERA.sub(b"", around[2]).strip())
    if signs[0] != signs[1] and signs not in _UNLIKE:
        return None
    if len({*eras, *long}) > 1 or any(width_of(numbers[place]) == 3 for place in long):
        return None
    form = tuple(_ERA.sub(b"@", piece) for piece in around)
    return numbers, form, (eras + long or [-1])[0]


@lru_cache(maxsize=1 << 12)
def _clock_form(clock: bytes) -> tuple[tuple[bytes, ...], tuple[bytes, ...], bytes] | None:
    numbers, around = _taken_apart(clock)
    before, after = _WORD_BEFORE.match(around[0]), _WORD_AFTER.match(around[-1])
    if (
        before is None
        or after is None
        or len(numbers) > 3
        or (before["word"] and after["word"])
    ):
        return None
    form = (
        style(before["word"]) + before["gap"],
        *around[1:-1],
        after["gap"] + style(after["word"]),
    )
    return numbers, form, before["word"] or after["word"]


# In Chinese, Japanese and Korean each number has a sign of its own.
_UNLIKE: Final = frozenset({("年".encode(), "月".encode()), ("년".encode(), "월".encode())})
