"""What the mother writes down of others: visits, words, incidents, money, appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from demo.diary import SOMEWHERE
from demo.diary import WRITER
from demo.diary import day_of
from demo.diary import shown
from demo.people import DAYS
from demo.people import TWINS
from demo.people import at
from demo.people import is_quiet
from demo.phrases import PHRASES
from hearthbook.base.time import MINUTE
from hearthbook.records.event import Appointment
from hearthbook.records.event import Basis
from hearthbook.records.event import Expense
from hearthbook.records.event import How
from hearthbook.records.event import Incident
from hearthbook.records.event import Note
from hearthbook.records.event import Payment
from hearthbook.records.event import Statement
from hearthbook.records.event import Status
from hearthbook.records.event import Visit

if TYPE_CHECKING:
    from demo.diary import Diary

# The day after the birth, the hour, what became of it.
_VISITS: Final = (
    (44, 15, Status.KEPT),
    (51, 15, Status.MISSED),
    (58, 11, Status.CANCELLED),
    (77, 15, Status.MISSED),
    (91, 15, Status.MISSED),
    (104, 16, Status.KEPT),
    (112, 15, Status.CANCELLED),
    (127, 15, Status.KEPT),
    (149, 15, Status.MISSED),
    (163, 15, Status.CANCELLED),
    (184, 10, Status.KEPT),
    (191, 15, Status.MISSED),
    (215, 15, Status.MISSED),
    (236, 15, Status.KEPT),
    (243, 15, Status.PLANNED),
)
# The day, and how much of what was due, in cents.
_PAYMENTS: Final = ((47, 15000), (109, 20000), (131, 8000), (188, 20000), (233, 5000))
_INCIDENTS: Final = 30


def everything_else(diary: Diary) -> None:
    """Write it all down."""
    visits(diary)
    incidents(diary)
    statements(diary)
    money(diary)
    meetings(diary)
    notes(diary)


def visits(diary: Diary) -> None:
    """Write down the father's visits, and those that did not come about; and help that came."""
    for day, hour, status in _VISITS:
        moment = at(day, hour * 60 + diary.rng.between(0, 30))
        visit(diary, "viktor", status, moment, 50)
    for day in range(2, DAYS, 5):
        visit(diary, "nina", Status.KEPT, at(day, 9 * 60 + diary.rng.between(0, 20)), 480)


def visit(diary: Diary, person: str, status: Status, moment: int, minutes: int) -> None:
    """Write down one visit."""
    written = diary.written(moment)
    until = shown(moment + minutes * MINUTE) if status is Status.KEPT else None
    place, note = "at home", ""
    diary.keep(
        written,
        Visit(
            person=person,
            children=TWINS,
            status=status,
            when=shown(moment),
            until=until,
            place=place,
            basis=Basis(),
            recorded_by=WRITER,
            written=written,
            note=note,
            origin=SOMEWHERE,
        ),
    )


def basis(source: str) -> Basis:
    """Return how the mother knows: herself, or told by somebody."""
    return Basis() if source == "self" else Basis(How.TOLD, source)


def _day(diary: Diary, person: str, place: int, every: int) -> int:
    """Return a day for the entry at `place` of those that come `every` so many days."""
    day = min(place * every + diary.rng.below(every), DAYS - 1)
    while person == "viktor" and is_quiet(day):
        day = (day + 7) % DAYS
    return day


def incidents(diary: Diary) -> None:
    """Write down what happened, good and bad."""
    for place in range(_INCIDENTS):
        told = PHRASES.incidents[place % len(PHRASES.incidents)]
        day = _day(diary, told.person, place, DAYS // _INCIDENTS)
        moment = at(day, diary.rng.between(8 * 60, 22 * 60))
        written = diary.written(moment)
        when = shown(moment) if told.source == "self" else day_of(moment)
        diary.keep(
            written,
            Incident(
                told.text,
                (told.person,),
                when,
                "",
                basis(told.source),
                WRITER,
                written,
                SOMEWHERE,
            ),
        )


def statements(diary: Diary) -> None:
    """Write down words, and who heard them."""
    every = DAYS // len(PHRASES.statements)
    for place, told in enumerate(PHRASES.statements):
        day = _day(diary, told.person, place, every)
        moment = at(day, diary.rng.between(9 * 60, 21 * 60))
        written = diary.written(moment)
        heard = (WRITER,) if told.source == "self" else (told.source,)
        diary.keep(
            written,
            Statement(
                told.text,
                told.person,
                heard,
                shown(moment),
                basis(told.source),
                WRITER,
                written,
                SOMEWHERE,
            ),
        )


def money(diary: Diary) -> None:
    """Write down what he paid, and what she spent."""
    for day, cents in _PAYMENTS:
        moment = at(day, 12 * 60)
        written = diary.written(moment)
        paid = Payment(
            payer="viktor",
            payee=WRITER,
            amount=cents,
            currency="EUR",
            purpose="for the girls",
            when=day_of(moment),
            basis=Basis(How.DOCUMENT, "bank statement"),
            recorded_by=WRITER,
            written=written,
            origin=SOMEWHERE,
        )
        diary.keep(written, paid)
    for day in range(4, DAYS, 6):
        cost = diary.rng.pick(PHRASES.expenses)
        moment = at(day, diary.rng.between(9 * 60, 19 * 60))
        written = diary.written(moment)
        spent = Expense(
            paid_by="nina" if diary.rng.chance(15) else WRITER,
            children=TWINS,
            amount=diary.rng.between(cost.least, cost.most),
            currency="EUR",
            what=cost.text,
            when=day_of(moment),
            recorded_by=WRITER,
            written=written,
            origin=SOMEWHERE,
        )
        diary.keep(written, spent)


def meetings(diary: Diary) -> None:
    """Write down doctors, offices, the lawyer."""
    for place, day in enumerate(range(9, DAYS, 19)):
        meeting = PHRASES.appointments[place % len(PHRASES.appointments)]
        people = (WRITER, "adler") if "lawyer" in meeting.text else (WRITER, *TWINS)
        moment = at(day, diary.rng.between(8 * 60, 16 * 60))
        written = diary.written(moment)
        diary.keep(
            written,
            Appointment(
                meeting.text,
                people,
                Status.KEPT,
                shown(moment),
                meeting.place,
                WRITER,
                written,
                SOMEWHERE,
            ),
        )


def notes(diary: Diary) -> None:
    """Write down a few words now and then."""
    for place, day in enumerate(range(6, DAYS, 16)):
        text = PHRASES.notes[place % len(PHRASES.notes)]
        moment = at(day, 22 * 60 + diary.rng.between(0, 90))
        written = diary.written(moment)
        diary.keep(written, Note(text, (), shown(moment), WRITER, written, SOMEWHERE))
