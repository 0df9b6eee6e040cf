"""Dates in names of media: `IMG-20240305-WA0001.jpg`, `…-PHOTO-2024-03-05-21-41-55.jpg`.

The app gives the name on the day the file is sent or comes in, year first. So a name beside a
header can tell which of its numbers is the day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.sources.places import places

if TYPE_CHECKING:
    from mmap import mmap

    from hearthbook.sources.whatsapp.dates import Tally
    from hearthbook.sources.whatsapp.lock import Lock

_NAME: Final = (
    rb"(?:[A-Z]{3}-([0-9]{4})([0-9]{2})([0-9]{2})-WA[0-9]"
    rb"|-[A-Z]{3,10}-([0-9]{4})-([0-9]{2})-([0-9]{2})-[0-9]{2}-[0-9]{2}-[0-9]{2}\.)"
)


def weigh_names(data: bytes | mmap, start: int, end: int, lock: Lock, tally: Tally) -> None:
    """Tell `tally` of every dated name that stands on the line of a header."""
    pattern = re.compile(lock.head() + rb"[^\n]{0,200}?" + _NAME)
    date = 3 if lock.shape.time_first else 2
    for found in places(pattern, data, start, end):
        year, month, day = (part for part in found.groups()[3:] if part is not None)
        tally.named(found[date], (int(year), int(month), int(day)))
