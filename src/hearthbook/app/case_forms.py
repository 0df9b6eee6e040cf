"""The forms of a case: appointments, the case itself, days to act by, papers handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.typed import Form
from hearthbook.app.typed import field
from hearthbook.records import case
from hearthbook.records import event

if TYPE_CHECKING:
    from hearthbook.app.typed import Typed
    from hearthbook.records.codec import Record


def _appointment(typed: Typed) -> Record:
    return event.Appointment(
        what=typed.text("what"),
        people=typed.people("person"),
        status=event.Status(typed.text("status", "planned")),
        when=typed.at(),
        place=typed.text("place"),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
        sort=event.Meets(typed.text("sort", "other")),
        until=typed.until(),
        case=typed.text("case"),
        note=typed.text("note"),
        documents=typed.refs("document"),
    )


def _proceeding(typed: Typed) -> Record:
    return case.Proceeding(
        name=typed.text("name"),
        court=typed.text("court"),
        number=typed.text("number"),
        judge=typed.text("judge"),
        lawyer=typed.text("lawyer"),
        note=typed.text("note"),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
    )


def _deadline(typed: Typed) -> Record:
    counting = typed.text("counting")
    return case.Deadline(
        what=typed.text("what"),
        case=typed.text("case"),
        when=typed.day("last-day"),
        counts_from=typed.text("counts-from"),
        start=typed.day("start"),
        days=typed.whole("days"),
        counting=case.Counting(counting) if counting else None,
        set_by=typed.text("set-by"),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        note=typed.text("note"),
        documents=typed.refs("document"),
        origin=typed.common.origin,
    )


def _filing(typed: Typed) -> Record:
    return case.Filing(
        what=typed.text("what"),
        case=typed.text("case"),
        filed_with=typed.text("with"),
        number=typed.text("number"),
        filed_by=typed.person("by", typed.common.writer),
        when=typed.at(),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        note=typed.text("note"),
        documents=typed.refs("document"),
        origin=typed.common.origin,
    )


_WHAT: Final = field("what", required=True)
_MORE: Final = (field("case"), field("note"), field("document", many=True))

CASE_FORMS: Final[dict[str, Form]] = {
    "appointment": Form(
        (
            _WHAT,
            field("person", many=True),
            field("sort", *map(str, event.Meets)),
            field("status", *map(str, event.Status)),
            field("at"),
            field("until"),
            field("place"),
            *_MORE,
        ),
        _appointment,
    ),
    "proceeding": Form(
        (
            field("name", required=True),
            *map(field, ("court", "number", "judge", "lawyer", "note")),
        ),
        _proceeding,
    ),
    "deadline": Form(
        (
            _WHAT,
            *map(field, ("last-day", "counts-from", "start", "days")),
            field("counting", *map(str, case.Counting)),
            field("set-by"),
            *_MORE,
        ),
        _deadline,
    ),
    "filing": Form(
        (_WHAT, field("with", required=True), *map(field, ("number", "by", "at")), *_MORE),
        _filing,
    ),
}
