"""Times and zones as a person types them, and nothing that would have to be guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import Literal

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.time import NoSuchReadingError
from hearthbook.base.time import NoSuchZoneError
from hearthbook.base.time import read_in_zone
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK: Final = re.compile(r"\d{2}:\d{2}", re.ASCII)
_FULL: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", re.ASCII)


def zone(name: str) -> ZoneInfo:
    """Return the zone a person named.

    Raises:
        Failure: if no zone goes by that name.
    """
    try:
        return zone_named(name)
    except NoSuchZoneError as error:
        raise Failure("no-such-zone", Exit.WRONG_USAGE, zone=name) from error


def when(text: str, zone_name: str) -> Wall:
    """Return the time a person typed: a day, a day and clock, a clock of today, or `now`.

    Raises:
        Failure: if it is none of these, or no clock in the zone ever showed it.
    """
    clock = zone(zone_name)
    if text == "now":
        at = shown(now(), clock)
        return Wall(at.strftime("%Y-%m-%dT%H:%M"), Precision.MINUTE, zone_name, _fold(at.fold))
    if _CLOCK.fullmatch(text):
        text = f"{shown(now(), clock).date().isoformat()}T{text}"
    precision = Precision.DAY if _DAY.fullmatch(text) else Precision.MINUTE
    if precision is Precision.MINUTE and not _FULL.fullmatch(text):
        raise Failure("no-such-time", Exit.WRONG_USAGE, time=text)
    if precision is Precision.MINUTE and len(text) > len("2026-01-01T00:00"):
        precision = Precision.SECOND
    text = text.replace(" ", "T")
    try:
        read_in_zone(text if "T" in text else f"{text}T12:00", clock)
    except NoSuchReadingError as error:
        raise Failure("no-such-time", Exit.WRONG_USAGE, time=text) from error
    return Wall(text, precision, zone_name)


def _fold(fold: int) -> Literal[1] | None:
    return 1 if fold else None
