"""Rows of the tables of calls and voicemails as records.

1. `ZDATE` counts seconds since 2001-01-01 UTC, with a fraction; `date` of a voicemail counts
   seconds since 1970.
2. A call that came in and was not answered was missed. Of one that went out and was not
   answered nobody can tell more than that it was dialled.
3. A voicemail that lies in the bin (`trashed_date`) is marked as deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import nfc
from hearthbook.records.marking import in_order
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.cells import string
from hearthbook.sources.cells import whole

if TYPE_CHECKING:
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.tables import Row

CALL_COLUMNS: Final = ("ZDATE", "ZDURATION", "ZORIGINATED", "ZANSWERED", "ZADDRESS", "ZNAME")
VOICEMAIL_COLUMNS: Final = ("sender", "date", "duration", "trashed_date")
_APPLE: Final = 978_307_200_000  # 2001-01-01 in ms since 1970
_FARTHEST: Final = 3_000_000 * 86_400_000


def call(place: FromFile, number: int, row: Row) -> Call | Reason:
    """Return the call that a row of `ZCALLRECORD` is, or why it is none."""
    del number
    when = _moment(row.get("ZDATE"), _APPLE)
    if when is None:
        return Reason.NOT_A_DATE if row.get("ZDATE") else Reason.MISSING_FIELD
    other, label = _address(row), string(row, "ZNAME") or None
    answered = bool(whole(row, "ZANSWERED"))
    if whole(row, "ZORIGINATED"):
        parties = Parties(None, (other,) if other else (), Way.OUT, label)
        unanswered = Outcome.DIALLED
    else:
        parties = Parties(other, (), Way.IN, label)
        unanswered = Outcome.MISSED
    return Call(
        origin=place,
        when=when,
        parties=parties,
        outcome=Outcome.ANSWERED if answered else unanswered,
        seconds=_seconds(row.get("ZDURATION")),
        marks=(),
    )


def voicemail(place: FromFile, number: int, row: Row) -> Call | Reason:
    """Return the call that ended in a voicemail, or why a row is none."""
    del number
    when = _moment(row.get("date"), 0)
    if when is None:
        return Reason.NOT_A_DATE if row.get("date") else Reason.MISSING_FIELD
    marks = {Mark.DELETED} if whole(row, "trashed_date") else set[Mark]()
    return Call(
        origin=place,
        when=when,
        parties=Parties(string(row, "sender") or None, (), Way.IN),
        outcome=Outcome.VOICEMAIL,
        seconds=_seconds(row.get("duration")),
        marks=in_order(marks),
    )


def _moment(seconds: object, epoch: int) -> Moment | None:
    """Return the moment of a count of seconds, cut to the second; zero is no time."""
    whole_seconds = _whole(seconds)
    if not whole_seconds or abs(whole_seconds) * 1000 > _FARTHEST:
        return None
    return Moment(whole_seconds * 1000 + epoch, Precision.SECOND)


def _seconds(value: object) -> int | None:
    length = _whole(value)
    return length if length is not None and 0 <= length < 1 << 31 else None


def _whole(value: object) -> int | None:
    """Return a number without its fraction, None of what is no number."""
    if value is None or isinstance(value, str | bytes):
        return None
    try:
        return int(value)  # type: ignore[call-overload, no-any-return]  # SQLite knows no other types
    except (OverflowError, ValueError):
        return None


def _address(row: Row) -> str | None:
    value = row.get("ZADDRESS")
    if isinstance(value, bytes):
        value = value[:200].decode("utf-8", "replace")
    return nfc(value[:200].strip()) or None if isinstance(value, str) else None
