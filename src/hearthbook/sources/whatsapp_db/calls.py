"""A row of the table `call_log` as a record.

`call_result` 5 is a call that was answered. 0, 2, 4 and 7 are others: of one that came in the
phone's owner did not take it; of one that went out the table does not say why it ended. Any
other number is a result that nobody has told us of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.marking import in_order
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.sources.cells import count
from hearthbook.sources.cells import whole
from hearthbook.sources.whatsapp_db.around import moment

if TYPE_CHECKING:
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.tables import Row
    from hearthbook.sources.whatsapp_db.around import Around

COLUMNS: Final = (
    "jid_row_id",
    "from_me",
    "timestamp",
    "duration",
    "call_result",
    "group_jid_row_id",
)
_ANSWERED: Final = 5
_NOT_TAKEN: Final = frozenset({0, 2, 4, 7})


def record(place: FromFile, number: int, row: Row, around: Around) -> Call | Reason:
    """Return the call that a row is, or why it is none."""
    del number
    when = moment(row.get("timestamp"))
    if when is None:
        return Reason.NOT_A_DATE if row.get("timestamp") else Reason.MISSING_FIELD
    marks, group = set[Mark](), whole(row, "group_jid_row_id")
    person, named = around.person(whole(row, "jid_row_id")), tuple[str, ...]()
    if group:
        marks.add(Mark.GROUP)
        called = around.group(group).name
        named = (called,) if called else ()
    if whole(row, "from_me"):
        parties = Parties(None, named or ((person,) if person else ()), Way.OUT)
    else:
        parties = Parties(person, named, Way.IN)
    return Call(
        origin=place,
        when=when,
        parties=parties,
        outcome=_outcome(row),
        seconds=count(row, "duration"),
        marks=in_order(marks),
    )


def _outcome(row: Row) -> Outcome:
    result, outgoing = row.get("call_result"), bool(whole(row, "from_me"))
    if result == _ANSWERED:
        return Outcome.ANSWERED
    if outgoing and isinstance(result, int):
        return Outcome.DIALLED
    return Outcome.MISSED if result in _NOT_TAKEN else Outcome.UNKNOWN
