"""What an entry says of a case, of the time before a birth, of what is for the children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.findings.figures import Said
from hearthbook.records.birth import Pregnancy
from hearthbook.records.birth import Stay
from hearthbook.records.case import Deadline
from hearthbook.records.case import Done
from hearthbook.records.case import Filing
from hearthbook.records.case import Proceeding
from hearthbook.records.event import Appointment
from hearthbook.records.keepsake import Keepsake

if TYPE_CHECKING:
    from hearthbook.records.resolution import Known
    from hearthbook.records.resolution import Resolved

    Pieces = tuple[Said, ...]


def formal(fact: Resolved, known: Known) -> Pieces:
    """Return what `fact` says; of an appointment, what it says beside its time and place."""
    match fact.record:
        case Appointment():
            return _around(fact.record)
        case Proceeding() | Deadline() | Done():
            return (*_of_a_case(fact.record), *_around(fact.record))
        case Filing():
            return _filing(fact.record, known)
        case Pregnancy() | Stay():
            return _before(fact, known)
        case Keepsake():
            return _keepsake(fact.record)
        case _:
            return ()


def _of_a_case(record: Proceeding | Deadline | Done) -> Pieces:
    match record:
        case Proceeding():
            gaps = {"text": record.name, "court": record.court, "number": record.number}
            return (
                Said("finding-proceeding", {**gaps}),
                *_text("finding-presided", record.judge),
                *_text("finding-helped", record.lawyer),
            )
        case Deadline():
            gaps = {"text": record.what, "day": _clock(record.when) or "—"}
            return (
                Said("finding-deadline", {**gaps}),
                *_counted(record),
                *_text("finding-set-by", record.set_by),
            )
        case _:
            return (Said("finding-done", {"text": record.of, "day": _clock(record.when)}),)


def _counted(record: Deadline) -> Pieces:
    """Return how somebody counted; what nobody said is a dash."""
    if record.days is None and not record.counts_from and record.start is None:
        return ()
    sort: str | Said = "—"
    if record.counting is not None:
        sort = Said(f"finding-{record.counting}", {})
    counted: dict[str, str | Said | Pieces] = {
        "days": "—" if record.days is None else str(record.days),
        "counting": sort,
        "start": _clock(record.start) or "—",
        "from": record.counts_from or "—",
    }
    return (Said("finding-counted", counted),)


def _filing(record: Filing, known: Known) -> Pieces:
    where = {"text": record.what, "where": record.filed_with}
    by = known.name(known.party(record.filed_by)) if record.filed_by else ""
    return (
        Said("finding-filing", {**where}),
        *_text("finding-filed-by", by),
        *_text("finding-numbered", record.number),
        *_around(record),
    )


def _before(fact: Resolved, known: Known) -> Pieces:
    record = fact.record
    names = ", ".join(known.name(one) for one in fact.others)
    if isinstance(record, Pregnancy):
        facts = {
            "expecting": record.expecting,
            "week": record.week,
            "due": _clock(record.due),
            "last-period": _clock(record.last_period),
        }
        head = Said("finding-pregnancy", {"who": names, "text": record.what})
        more = [_text(f"finding-{name}", str(value or "")) for name, value in facts.items()]
        return (head, *(one for some in more for one in some), *_around(record))
    if isinstance(record, Stay):
        return (
            Said(f"finding-stay-{record.sort}", {"who": names}),
            *_text("finding-place", record.place),
            *_text("finding-ordered-by", record.ordered_by),
            *_around(record),
        )
    return ()


def _keepsake(record: Keepsake) -> Pieces:
    """Return what it is, and never its words: a letter waits to be opened."""
    head = Said(f"finding-keepsake-{record.sort}", {"text": record.title})
    return (head, *_text("finding-opens", _clock(record.opens)))


def _around(
    record: Appointment | Proceeding | Deadline | Done | Filing | Pregnancy | Stay,
) -> Pieces:
    """Return what every such entry may say beside its own: until when, notes, papers."""
    documents = getattr(record, "documents", ())
    attached = {"count": str(len(documents)), "refs": ", ".join(documents)}
    return (
        *_text("finding-until", _clock(getattr(record, "until", None))),
        *_text("finding-case", getattr(record, "case", "")),
        *_text("finding-note", getattr(record, "note", "")),
        *((Said("finding-attached", {**attached}),) if documents else ()),
    )


def _text(name: str, words: str) -> Pieces:
    return (Said(name, {"text": words}),) if words else ()


def _clock(when: object) -> str:
    return str(getattr(when, "at", getattr(when, "words", ""))).replace("T", " ")
