"""Who did what to whom, of every kind of record that somebody writes down.

Only what the record itself says: nobody is looked up here. Who merely wrote something down is
nobody's part in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.birth import Pregnancy
from hearthbook.records.birth import Stay
from hearthbook.records.case import Filing
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
from hearthbook.records.keepsake import Keepsake
from hearthbook.records.statement import Booking
from hearthbook.records.statement import Meeting
from hearthbook.records.when import Moment
from hearthbook.records.when import Told
from hearthbook.records.when import Wall

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
            Visit(person=who, children=others)
            | Expense(paid_by=who, children=others)
            | Statement(speaker=who, addressees=others)
        ):
            return Roles(record.when, who or None, others)
        case Filing(filed_by=who):
            return Roles(record.when, who or None)
        case Payment(payer=who, payee=payee):
            return Roles(record.when, who or None, (payee,) if payee else ())
        case _:
            return Roles(_when(record), None, _about(record))


def _when(record: Record) -> When | None:
    when = record.booked if isinstance(record, Booking) else getattr(record, "when", None)
    return when if isinstance(when, Wall | Moment | Told) else None


def _about(record: Record) -> tuple[str, ...]:
    """Return whom a record is about that says nothing of who did it."""
    match record:
        case Measurement(child=child):
            return (child,)
        case Booking(counterparty=other) | Pregnancy(person=other):
            # Which way money went is the bank's word; whose it was is nobody's yet.
            return (other,) if other else ()
        case (
            Incident(people=named)
            | Appointment(people=named)
            | Note(people=named)
            | Stay(people=named)
            | Keepsake(children=named)
        ):
            return named
        case Meeting(attendees=asked):
            return tuple(one.name or one.address for one in asked if one.name or one.address)
        case _:
            return ()
