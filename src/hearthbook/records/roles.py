"""Who did what to whom, of every kind of record that somebody writes down.

Only what the record itself says: nobody is looked up here. Who merely wrote something down is
nobody's part in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.event import Appointment
from hearthbook.records.event import Expense
from hearthbook.records.event import Incident
from hearthbook.records.event import Note
from hearthbook.records.event import Payment
from hearthbook.records.event import Statement
from hearthbook.records.event import Visit
from hearthbook.records.family import Care
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Measurement
from hearthbook.records.family import Sleep

if TYPE_CHECKING:
    from hearthbook.records.codec import Record
    from hearthbook.records.when import When

CARE: Final = ("feed", "diaper", "sleep", "care")


class Roles(NamedTuple):
    """When it was, who came, paid, spoke or did it, and who else it is about."""

    when: When | None = None
    who: str | None = None
    others: tuple[str, ...] = ()


def children(record: Record) -> tuple[str, ...]:
    """Return the children that an act of care was for, each once."""
    match record:
        case Feed(shares=shares):
            named = tuple(share.child for share in shares)
        case Diaper(shares=changed):
            named = tuple(share.child for share in changed)
        case Sleep(children=named) | Care(children=named):
            pass
        case _:
            named = ()
    return tuple(dict.fromkeys(named))


def roles(record: Record) -> Roles:
    """Return the roles in `record`; a record of something else has none."""
    match record:
        case Feed() | Diaper() | Sleep() | Care():
            return Roles(record.when, record.performed_by or None, children(record))
        case (
            Visit(person=who, children=named)
            | Expense(paid_by=who, children=named)
            | Statement(speaker=who, addressees=named)
        ):
            return Roles(record.when, who or None, named)
        case Payment(payer=who, payee=payee):
            return Roles(record.when, who or None, (payee,) if payee else ())
        case Measurement(child=child):
            return Roles(record.when, None, (child,))
        case Incident(people=named) | Appointment(people=named) | Note(people=named):
            return Roles(record.when, None, named)
        case _:
            return Roles()
