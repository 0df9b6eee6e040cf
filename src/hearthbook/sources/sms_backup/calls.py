"""The element `call`: a line of the call log.

1. What became of a call is what the phone typed it as: 1 answered, 3 missed, 4 voicemail,
   5 rejected, 6 blocked, 7 answered on another device. An unanswered call is never more.
2. An outgoing call (2) that lasted was connected. One of no seconds was dialled, and nobody
   can tell from it whether anybody heard it ring.
3. A caller who withheld his number is unknown, whatever stands in its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.message import Call
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.sources.sms_backup.fields import in_order
from hearthbook.sources.sms_backup.fields import moment
from hearthbook.sources.sms_backup.parties import label
from hearthbook.sources.sms_backup.parties import number

if TYPE_CHECKING:
    from hearthbook.records.message import Mark
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.sms_backup.fields import Element

_OUT: Final = "2"
_OUTCOMES: Final = {
    "1": Outcome.ANSWERED,
    "3": Outcome.MISSED,
    "4": Outcome.VOICEMAIL,
    "5": Outcome.REJECTED,
    "6": Outcome.BLOCKED,
    "7": Outcome.ELSEWHERE,
}
_WITHHELD: Final = "2"
_SECONDS: Final = re.compile(r"[0-9]{1,15}")


def call(element: Element, origin: FromFile, marks: set[Mark]) -> Call | Reason:
    """Return the call in `element`, or why it holds none."""
    when = moment(element)
    if isinstance(when, Reason):
        return when
    kind = element.get("type", marks)
    if kind is None or not element.has("number"):
        return Reason.MISSING_FIELD
    lasted = element.get("duration", marks) or ""
    seconds = int(lasted) if _SECONDS.fullmatch(lasted) else None
    other = number(element.get("number", marks))
    if kind != _OUT and element.get("presentation", marks) == _WITHHELD:
        other = None
    name = label(element.get("contact_name", marks))
    outcome = became(kind, seconds)
    return Call(origin, when, speaking(kind, other, name), outcome, seconds, in_order(marks))


def became(kind: str, seconds: int | None) -> Outcome:
    """Return the outcome of a call of the type `kind` that lasted `seconds`."""
    if kind == _OUT:
        return Outcome.ANSWERED if seconds else Outcome.DIALLED
    return _OUTCOMES.get(kind, Outcome.UNKNOWN)


def speaking(kind: str, other: str | None, name: str | None) -> Parties:
    """Return the parties of a call of the type `kind`; an unknown type names nobody."""
    if kind == _OUT:
        return Parties(None, () if other is None else (other,), Way.OUT, name)
    if kind in _OUTCOMES:
        return Parties(other, (), Way.IN, name)
    return Parties(label=name)
