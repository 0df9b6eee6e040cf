"""What the index keeps of an entry: pure, so that it can be worked out in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple

from hearthbook.records.codec import kind
from hearthbook.records.draft import EventDraft
from hearthbook.records.draft import QuoteDraft
from hearthbook.records.event import Appointment
from hearthbook.records.event import Document
from hearthbook.records.event import Expense
from hearthbook.records.event import Incident
from hearthbook.records.event import Note
from hearthbook.records.event import Payment
from hearthbook.records.event import Statement
from hearthbook.records.event import Visit
from hearthbook.records.family import Person
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile

if TYPE_CHECKING:
    from hearthbook.records.codec import Record


class Row(NamedTuple):
    """One entry: its kind, its moment in ms if known, the sender's name, its words."""

    kind: str
    at: int | None
    who: str | None
    original: str | None
    text: str


def row(record: Record, at: int | None) -> Row:
    """Return the row of `record`, which happened at the moment `at`, or nobody knows when."""
    if isinstance(record, Message):
        media = " ".join(one.name for one in record.media)
        text = f"{record.text} {media}" if media else record.text
        return Row("message", at, record.parties.sender, record.origin.original, text)
    if isinstance(record, Call):
        label = record.parties.label or ""
        return Row("call", at, record.parties.sender, record.origin.original, label)
    origin = getattr(record, "origin", None)
    original = origin.original if isinstance(origin, FromFile) else None
    return Row(kind(record), at, None, original, _words(record))


def _words(record: Record) -> str:
    if isinstance(record, Person):
        return " ".join((record.name, *record.aliases))
    match record:
        case QuoteDraft(words=several):
            return " ".join(several)
        case Statement(words=words) | EventDraft(words=words):
            return words
        case Incident(what=words, place=more) | Appointment(what=words, place=more):
            return f"{words} {more}"
        case Visit(note=words, place=more) | Payment(purpose=words, payer=more):
            return f"{words} {more}"
        case Note(text=words) | Document(name=words) | Expense(what=words):
            return words
        case _:
            return str(getattr(record, "note", ""))
