"""What an institution or a program wrote down: bookings, balances, meetings, contacts.

These are the file's words and not yet anybody's claim: a booking becomes a payment between two
people, or a meeting a visit, only when a person says so.
"""

from __future__ import annotations

from enum import StrEnum

from hearthbook.records.fact import Fact
from hearthbook.records.fact import Part
from hearthbook.records.message import Mark
from hearthbook.records.numbers import Count
from hearthbook.records.numbers import Whole
from hearthbook.records.provenance import FromFile
from hearthbook.records.when import When


class Booking(Fact, frozen=True, tag="booking"):
    """A line of an account's statement.

    `amount` is in minor units of `currency`, in hundredths if the file does not name one, and
    is negative where the account lost it. `booked` is None where the file gives no day, as for
    what is not booked yet. Texts are empty where the file says nothing.
    """

    origin: FromFile
    account: str
    booked: When | None
    valued: When | None
    amount: Whole
    currency: str
    counterparty: str
    purpose: str
    reference: str
    raw_amount: str
    raw_date: str
    marks: tuple[Mark, ...]


class Edge(StrEnum):
    """Which balance it is."""

    OPENING = "opening"
    CLOSING = "closing"
    INTERIM = "interim"  # of a page or of an hour, not of the whole statement
    AVAILABLE = "available"  # what could be spent: not only what was booked


class Balance(Fact, frozen=True, tag="balance"):
    """What stood on an account, as printed.

    `which` is None where the file calls it by a word that no list has.
    """

    origin: FromFile
    account: str
    which: Edge | None
    when: When
    amount: Whole
    currency: str
    raw_amount: str
    raw_date: str
    marks: tuple[Mark, ...]


class Standing(StrEnum):
    """Whether a meeting was to take place, in the calendar's own words."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"
    UNSAID = "unsaid"


class Attendee(Part, frozen=True):
    """Who was asked to a meeting, and what they answered, in the calendar's own words."""

    name: str
    address: str = ""
    answer: str = ""


class Meeting(Fact, frozen=True, tag="meeting"):
    """An entry of a calendar. It says what was planned, never what took place.

    `when` and `until` are None where the entry does not say; the end is not part of the
    meeting, so an all-day meeting ends on the day after. `rule` holds the lines of the
    recurrence as written: nothing is expanded. `instance` is the one meeting of a series that
    the entry is about. `written` is when the program says it wrote the entry; `raw_when` are
    the lines that `when` and `until` were read from.
    """

    origin: FromFile
    uid: str
    sequence: Count | None
    instance: str
    rule: tuple[str, ...]
    standing: Standing
    summary: str
    place: str
    note: str
    organizer: Attendee | None
    attendees: tuple[Attendee, ...]
    when: When | None
    until: When | None
    all_day: bool
    written: When | None
    raw_when: tuple[str, ...]
    marks: tuple[Mark, ...]


class Address(Part, frozen=True):
    """A number or a mail address as written, and what the card calls it."""

    value: str
    label: str = ""


class Contact(Fact, frozen=True, tag="contact"):
    """A card of an address book.

    `others` are the lines that say something else, as text; pictures, sounds and keys are left
    in the original.
    """

    origin: FromFile
    name: str
    numbers: tuple[Address, ...]
    mails: tuple[Address, ...]
    others: tuple[str, ...]
    marks: tuple[Mark, ...]
