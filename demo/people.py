"""Who the invented family is, and the days it is told of. All numbers are reserved for fiction.

https://www.bundesnetzagentur.de keeps these German numbers for film and theatre.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Final
from typing import NamedTuple

from hearthbook.base.time import HOUR
from hearthbook.base.time import NoSuchReadingError
from hearthbook.base.time import read_in_zone
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named

ZONE: Final = "Europe/Berlin"
BERLIN: Final = zone_named(ZONE)
FIRST: Final = date(2025, 12, 20)
DAYS: Final = 244  # up to and with 20 August 2026
TWINS: Final = ("vera", "ida")


class Somebody(NamedTuple):
    """One of the family: short name, name, relation, and how sources call them."""

    short: str
    name: str
    relation: str
    number: str = ""
    aliases: tuple[str, ...] = ()
    born: str = ""


LENA: Final = Somebody("lena", "Lena", "mother", "+491729925904", ("Lena Brandt", "Лена"))
VIKTOR: Final = Somebody(
    "viktor", "Viktor", "father", "+4915228817386", ("015228817386", "+49 1522 8817386")
)
GALINA: Final = Somebody(
    "galina", "Galina Pavlovna", "father's mother", "+493023125014", ("Galina", "Галина П.")
)
NINA: Final = Somebody(
    "nina", "Nina", "mother's mother", "+493023125220", ("Mama", "030 23125 220")
)
KATYA: Final = Somebody("katya", "Katya", "friend of both", "+4915254599371", ("Катя",))
ADLER: Final = Somebody("adler", "Ms Adler", "lawyer", "+493023125700", ("Kanzlei Adler",))
EVERYBODY: Final = (
    LENA,
    VIKTOR,
    GALINA,
    NINA,
    KATYA,
    ADLER,
    Somebody("vera", "Vera", "daughter", born="2025-12-20"),
    Somebody("ida", "Ida", "daughter", born="2025-12-20"),
    Somebody("vera-cousin", "Vera", "cousin", born="2018-05-02"),
)
# From day to day, the second not counted, nothing comes from Viktor.
QUIET: Final = ((1, 39), (62, 100), (136, 177), (202, 229))


def is_quiet(day: int) -> bool:
    """Tell whether nothing comes from the father on the `day` after the birth."""
    return any(start <= day < end for start, end in QUIET)


def at(day: int, minute: int, second: int = 0) -> int:
    """Return the moment of a clock reading; one the clocks skipped is taken an hour later."""
    reading = datetime.combine(FIRST, datetime.min.time()) + timedelta(days=day)
    wall = (reading + timedelta(minutes=minute, seconds=second)).isoformat()
    try:
        return read_in_zone(wall, BERLIN)
    except NoSuchReadingError:
        return at(day, minute + 60, second)


def clock(ms: int) -> datetime:
    """Return what clocks in Berlin showed."""
    return shown(ms, BERLIN).replace(tzinfo=None)


def wall(ms: int) -> str:
    """Return what clocks in Berlin showed, to the minute, as records have it."""
    return clock(ms).strftime("%Y-%m-%dT%H:%M")


LATE: Final = 4 * HOUR
