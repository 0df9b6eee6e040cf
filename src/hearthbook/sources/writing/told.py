"""What a document says of itself, and its dates."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.text import nfc
from hearthbook.base.time import moment
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from hearthbook.records.when import When

_DATE: Final = re.compile(
    r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)T?(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?(Z|[+-]\d\d'?:?\d\d'?|[+-]\d\d)?.*",
    re.ASCII | re.DOTALL,
)
_LONGEST: Final = 1_000


class Told(NamedTuple):
    """What a document says of itself; None and empty: it does not say."""

    made: When | None = None
    changed: When | None = None
    title: str = ""
    author: str = ""
    program: str = ""
    pages: int | None = None


def words(value: object) -> str:
    """Return a text that a document gives, in composed form."""
    said = "" if value is None else str(value)
    return nfc(said.encode("utf-8", "replace").decode().strip("\0 \r\n\t")[:_LONGEST])


def date(value: object) -> When | None:
    """Return the date in a document's own writing; a moment only if it has an offset."""
    found = _DATE.fullmatch(words(value))
    if found is None:
        return None
    shown = "{}-{}-{}T{}:{}:{}".format(*found.groups()[:6])
    digits = re.sub(r"[^\d+-]", "", found[7] or "")
    offset = f"{digits[:3]}:{digits[3:] or '00'}" if digits else "+00:00"
    try:
        at = datetime.fromisoformat(shown + (offset if found[7] else ""))
    except ValueError:
        return None
    if found[7]:
        return Moment(moment(at), Precision.SECOND)
    return Wall(shown, Precision.SECOND)
