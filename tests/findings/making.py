"""Entries made by hand: one line each, so that a test shows what it is about."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from hearthbook.records.event import Basis
from hearthbook.records.event import Payment
from hearthbook.records.event import Status
from hearthbook.records.event import Visit
from hearthbook.records.family import Feed
from hearthbook.records.family import FeedShare
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Person
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.resolution import Entry
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from hearthbook.records.codec import Record
    from hearthbook.records.message import Mark
    from hearthbook.records.when import When

CHAT = "c" * 64
PHONE = "f" * 64
BERLIN = "Europe/Berlin"
TYPED = FromDevice("phone", 1)
_NUMBERS = count()


def entry(record: Record, ref: str = "", sealed: int = 10) -> Entry:
    return Entry(ref or f"ref-{next(_NUMBERS):06d}", record, sealed)


def minute(at: str, zone: str | None = BERLIN, fold: int | None = None) -> Wall:
    return Wall(at, Precision.MINUTE, zone, fold)  # type: ignore[arg-type] # 0, 1 or None


def day(at: str, zone: str | None = BERLIN) -> Wall:
    return Wall(at, Precision.DAY, zone)


def person(short: str, *aliases: str, name: str = "", child: bool = False) -> Person:
    return Person(short, name or short.title(), "", child, aliases, None, "anna", 1, TYPED)


def taken_in(
    original: str = CHAT, zone: str | None = BERLIN, me: str | None = "Anna", counter: int = 1
) -> Import:
    return Import(
        original=original,
        name=f"{original[:1]}.txt",
        size=1,
        reader="some",
        version=1,
        zone=zone,
        me=me,
        date_order=None,
        records=1,
        snags=0,
        recorded_by="anna",
        written=1,
        origin=FromDevice("home", counter),
    )


def chat(sender: str | None, at: When, *marks: Mark, text: str = "hello") -> Message:
    start = next(_NUMBERS)
    origin = FromFile(CHAT, start, start + 1)
    return Message(origin, at, Parties(sender), text, marks, ())


def sms(number: str, way: Way, at: When, label: str | None = None) -> Message:
    start = next(_NUMBERS)
    sender, to = (number, ()) if way is Way.IN else (None, (number,))
    parties = Parties(sender, to, way, label)
    return Message(FromFile(PHONE, start, start + 1), at, parties, "hello", (), ())


def call(number: str | None, way: Way, at: When, outcome: Outcome = Outcome.MISSED) -> Call:
    start = next(_NUMBERS)
    outgoing = way is Way.OUT and number is not None
    parties = Parties(None, (number,), way) if outgoing and number else Parties(number, (), way)
    return Call(FromFile(PHONE, start, start + 1), at, parties, outcome, None, ())


def visit(who: str, at: When, status: Status = Status.KEPT, until: When | None = None) -> Visit:
    return Visit(who, ("vera", "ida"), status, at, until, "", Basis(), "anna", 1, "", TYPED)


def payment(who: str, at: When) -> Payment:
    return Payment(who, "anna", 5000, "EUR", "", at, Basis(), "anna", 1, TYPED)


def feed(who: str, at: When, *children: str) -> Feed:
    shares = tuple(FeedShare(child) for child in children)
    return Feed(shares, FeedWay.BOTTLE, who, "anna", at, None, 1, "", TYPED)
