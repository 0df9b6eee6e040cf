"""What one entry says, as sentences without a language, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.base.money import spelled as money
from hearthbook.base.time import in_utc
from hearthbook.findings.detailed import details
from hearthbook.findings.figures import Said
from hearthbook.findings.formal import formal
from hearthbook.records.event import Appointment
from hearthbook.records.event import Basis
from hearthbook.records.event import Expense
from hearthbook.records.event import How
from hearthbook.records.event import Incident
from hearthbook.records.event import Meets
from hearthbook.records.event import Note
from hearthbook.records.event import Payment
from hearthbook.records.event import Statement
from hearthbook.records.event import Visit
from hearthbook.records.family import Care
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Measurement
from hearthbook.records.family import Quantity
from hearthbook.records.family import Sleep
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.message import Way
from hearthbook.records.provenance import FromFile
from hearthbook.records.resolution import by_app
from hearthbook.records.statement import Booking
from hearthbook.records.statement import Meeting
from hearthbook.records.when import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthbook.records.family import DiaperShare
    from hearthbook.records.family import FeedShare
    from hearthbook.records.resolution import Known
    from hearthbook.records.resolution import Resolved

Pieces = tuple[Said, ...]
# What a reader noticed that changes what an entry says; the rest stands beside the original.
_DOUBTS = (
    Mark.DOUBTFUL_HEADER,
    Mark.DOUBTFUL_SENDER,
    Mark.HEADER_LIKE,
    Mark.DELETED,
    Mark.CUT_OFF,
    Mark.FORWARDED,
    Mark.PENDING,
    Mark.REVERSED,
)
_TENTHS = frozenset({Quantity.TEMPERATURE})


def told(fact: Resolved, known: Known) -> Pieces:
    """Return what `fact` says; an entry of no kind that happens says nothing."""
    match fact.record:
        case Message():
            return _message(fact, fact.record, known)
        case Call():
            return _call(fact, fact.record, known)
        case Feed() | Diaper() | Sleep() | Care():
            return _care(fact, known)
        case Payment() | Expense() | Measurement():
            return _figures(fact, known)
        case Booking() | Meeting():
            return _printed(fact.record)
        case _:
            return _event(fact, known)


def says(fact: Resolved, known: Known) -> Said:
    """Return who says so: the file it stands in, or who wrote it down and how they know."""
    record = fact.record
    origin = getattr(record, "origin", None)
    if isinstance(origin, FromFile):
        name = known.file(origin.original) or origin.original
        return Said("finding-says-file", {"file": name})
    by = known.name(known.party(str(getattr(record, "recorded_by", ""))))
    basis = getattr(record, "basis", None)
    if not isinstance(basis, Basis):
        return Said("finding-says-noted", {"by": by})
    if basis.how is How.SELF or not basis.source:
        return Said(f"finding-says-{basis.how}-plain", {"by": by})
    source = known.name(known.party(basis.source))
    return Said(f"finding-says-{basis.how}", {"by": by, "source": source})


def says_of_all(fact: Resolved, twins: Iterable[Resolved], known: Known) -> Said:
    """Return who says so of a message in several exports: the first file, then the rest."""
    origins = (getattr(one.record, "origin", None) for one in twins)
    files = sorted({known.file(one.original) or one.original[:12] for one in origins if one})
    if not files:
        return says(fact, known)
    return Said("finding-says-also", {"says": says(fact, known), "files": ", ".join(files)})


def people(some: Iterable[str], known: Known) -> str | Said:
    """Return the names of `some`; nobody is said in words."""
    names = ", ".join(known.name(one) for one in some if one)
    return names or Said("finding-nobody-named", {})


def _one(who: str, known: Known) -> str | Said:
    return known.name(who) if who else Said("finding-unknown-person", {})


def _text(name: str, words: str) -> Pieces:
    return (Said(name, {"text": words}),) if words else ()


def _message(fact: Resolved, record: Message, known: Known) -> Pieces:
    if by_app(record):
        return (Said("finding-app-line", {"text": record.text}),)
    name = "finding-message"
    if fact.way is Way.UNSENT:
        name = "finding-message-unsent"
    elif fact.others:
        name = "finding-message-to"
    gaps: dict[str, str | Said | Pieces] = {"who": _one(fact.who, known), "text": record.text}
    if name != "finding-message":
        gaps["to"] = people(fact.others, known)
    files = [Said("finding-file", {"text": one.name}) for one in record.media if one.name]
    return (Said(name, gaps), *files, *_doubts(record.marks))


def _doubts(marks: tuple[Mark, ...]) -> Pieces:
    return tuple(Said(f"mark-{mark}", {}) for mark in _DOUBTS if mark in marks)


def _call(fact: Resolved, record: Call, known: Known) -> Pieces:
    name = "finding-call-to" if fact.others else "finding-call"
    outcome = Said(f"finding-outcome-{record.outcome}", {})
    gaps: dict[str, str | Said | Pieces] = {"who": _one(fact.who, known), "outcome": outcome}
    if fact.others:
        gaps["to"] = people(fact.others, known)
    if not record.seconds:
        return (Said(name, gaps),)
    return (Said(name, gaps), Said("finding-seconds", {"seconds": str(record.seconds)}))


def _care(fact: Resolved, known: Known) -> Pieces:
    record = fact.record
    gaps: dict[str, str | Said | Pieces] = {
        "who": _one(fact.who, known),
        "children": people(fact.others, known),
    }
    match record:
        case Feed(shares=shares, way=way):
            gaps["way"] = Said(f"finding-fed-{way}", {})
            parts = [_feed_share(share, fact, known) for share in shares]
            head = Said("finding-feed", gaps)
        case Diaper(shares=changed):
            parts = [_diaper_share(share, fact, known) for share in changed]
            head = Said("finding-diaper", gaps)
        case Care(act=act):
            parts = []
            head = Said(f"finding-act-{act}", gaps)
        case _:
            parts = []
            head = Said("finding-sleep", gaps)
    until = getattr(record, "until", None)
    end = _text("finding-until", _clock(until)) if until is not None else ()
    shown = tuple(part for part in parts if part.gaps.get("held") != "")
    note = _text("finding-note", getattr(record, "note", ""))
    return (head, *shown, *end, *details(record, known), *note)


def _child(named: str, fact: Resolved, known: Known) -> str | Said:
    """Return a child's name; of a file about one child, as a person said of the file."""
    return known.name(known.party(named)) if named else people(fact.others, known)


def _clock(when: object) -> str:
    if isinstance(when, Moment):
        return f"{in_utc(when.ms):%Y-%m-%d %H:%M} UTC"
    return str(getattr(when, "at", getattr(when, "words", ""))).replace("T", " ")


def _feed_share(share: FeedShare, fact: Resolved, known: Known) -> Said:
    held: list[Said] = []
    if share.millilitres is not None:
        held.append(Said("finding-millilitres", {"value": str(share.millilitres)}))
    if share.minutes is not None:
        held.append(Said("finding-minutes", {"value": str(share.minutes)}))
    name = _child(share.child, fact, known)
    return Said("finding-share", {"child": name, "held": tuple(held) or ""})


def _diaper_share(share: DiaperShare, fact: Resolved, known: Known) -> Said:
    found = "unsaid"
    if share.wet is not None or share.dirty is not None:
        found = {(True, True): "both", (True, False): "wet", (False, True): "dirty"}.get(
            (bool(share.wet), bool(share.dirty)), "dry"
        )
    name = _child(share.child, fact, known)
    return Said("finding-share", {"child": name, "held": Said(f"finding-diaper-{found}", {})})


def _figures(fact: Resolved, known: Known) -> Pieces:
    record, who = fact.record, _one(fact.who, known)
    match record:
        case Payment():
            amount = money(record.amount, record.currency)
            gaps = {"who": who, "to": people(fact.others, known), "amount": amount}
            return (Said("finding-payment", {**gaps}), *_text("finding-note", record.purpose))
        case Expense():
            amount = money(record.amount, record.currency)
            gaps = {"who": who, "children": people(fact.others, known), "amount": amount}
            return (Said("finding-expense", {**gaps}), *_text("finding-note", record.what))
        case Measurement():
            held = () if record.value is None else details(record, known)
            return (
                _measured(fact, record, known),
                *held,
                *_text("finding-note", record.note),
            )
        case _:
            return ()


def _measured(fact: Resolved, record: Measurement, known: Known) -> Said:
    child = people(fact.others, known)
    if record.value is None:
        written = details(record, known)
        return Said(f"finding-unmeasured-{record.quantity}", {"child": child, "held": written})
    value = _tenths(record.value) if record.quantity in _TENTHS else str(record.value)
    return Said(f"finding-measured-{record.quantity}", {"child": child, "value": value})


def _printed(record: Booking | Meeting) -> Pieces:
    if isinstance(record, Meeting):
        standing = Said(f"finding-standing-{record.standing}", {})
        head = Said("finding-meeting", {"text": record.summary, "standing": standing})
        more = _text("finding-place", record.place)
    else:
        amount = money(record.amount, record.currency).strip()
        head = Said("finding-booking", {"amount": amount, "other": record.counterparty})
        more = _text("finding-note", record.purpose)
    return (head, *more, *_doubts(record.marks))


def _tenths(value: int) -> str:
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 10}.{abs(value) % 10}"


def _event(fact: Resolved, known: Known) -> Pieces:
    record, others = fact.record, people(fact.others, known)
    who = _one(fact.who, known)
    match record:
        case Visit():
            status = Said(f"finding-status-{record.status}", {})
            head = Said("finding-visit", {"who": who, "children": others, "status": status})
            more = _text("finding-place", record.place) + _text("finding-note", record.note)
        case Incident():
            head = Said("finding-incident", {"text": record.what})
            more = _present(fact, known) + _text("finding-place", record.place)
        case Statement():
            head = Said("finding-statement", {"who": who, "text": record.words})
            more = (Said("finding-said-to", {"to": others}),) if fact.others else ()
        case Appointment():
            status = Said(f"finding-status-{record.status}", {})
            name = "finding-appointment" + (
                "" if record.sort is Meets.OTHER else f"-{record.sort}"
            )
            head = Said(name, {"text": record.what, "status": status})
            more = _present(fact, known) + _text("finding-place", record.place)
            more += formal(fact, known)
        case Note():
            return (Said("finding-noted", {"text": record.text}), *_present(fact, known))
        case _:
            return formal(fact, known)
    return (head, *more)


def _present(fact: Resolved, known: Known) -> Pieces:
    if not fact.others:
        return ()
    return (Said("finding-present", {"people": people(fact.others, known)}),)
