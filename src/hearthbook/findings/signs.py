"""What shows that a person came, wrote, called, paid or cared; and what merely names them.

For and against are told apart by what happened, never by who did it.

1. A line that an app wrote is nobody's sign; a draft that was never sent is none either.
2. A call is a sign of who called, answered or not. One that was answered is a sign of both.
3. A visit is a sign only if it was kept. A planned, missed or cancelled one names the person.
4. An entry that is no sign of a person but concerns them is beside: what they are said to have
   said or done, what was sent to them, where they are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.event import Status
from hearthbook.records.event import Visit
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.message import Outcome
from hearthbook.records.message import Way
from hearthbook.records.roles import CARE

if TYPE_CHECKING:
    from hearthbook.records.resolution import Resolved

# The kinds whose entries can be signs: where none is, this is all that was not found.
SIGNS: Final = ("message", "call", "visit", "payment", "expense", *CARE)
_DONE: Final = frozenset({"payment", "expense", *CARE})


def sort(fact: Resolved) -> str:
    """Return the kind of `fact`, told apart where the kind alone says too little."""
    record = fact.record
    if isinstance(record, Message):
        if fact.way is Way.UNSENT:
            return "message-unsent"
        return "call-line" if Mark.CALL_LINE in record.marks else "message"
    if isinstance(record, Visit):
        return f"visit-{record.status}"
    return fact.kind


def is_sign(fact: Resolved, person: str) -> bool:
    """Tell whether `fact` shows that `person` came, wrote, called, paid or cared."""
    record = fact.record
    if isinstance(record, Message):
        return fact.person == person and fact.way is not Way.UNSENT
    if isinstance(record, Call):
        both = record.outcome is Outcome.ANSWERED and person in fact.others
        return fact.person == person or both
    if isinstance(record, Visit):
        return fact.person == person and record.status is Status.KEPT
    return fact.kind in _DONE and fact.person == person


def concerns(fact: Resolved, person: str) -> bool:
    """Tell whether `fact` names `person`, on whichever side of it."""
    return fact.person == person or person in fact.others
