"""What a person may fill in for each kind of entry, and the record it becomes.

A form is data: the command line and the pages show the same fields.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from hearthbook.app.typed import Field
from hearthbook.app.typed import Typed
from hearthbook.records import event
from hearthbook.records import family
from hearthbook.records.codec import Record


class Form(Struct, frozen=True):
    """The fields of one kind, and what makes a record of them."""

    fields: tuple[Field, ...]
    record: Callable[[Typed], Record]


def _child(typed: Typed) -> Record:
    return _person(typed, child=True)


def _adult(typed: Typed) -> Record:
    return _person(typed, child=False)


def _person(typed: Typed, *, child: bool) -> Record:
    name = typed.text("name")
    return family.Person(
        person=typed.text("as", name).casefold().replace(" ", "-"),
        name=name,
        relation="child" if child else typed.text("relation", "unknown"),
        child=child,
        aliases=typed.texts("alias"),
        born=typed.at("born") if typed.text("born") else None,
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
    )


def _feed(typed: Typed) -> Record:
    amount, minutes = typed.whole("ml"), typed.whole("minutes")
    side = typed.text("side") or None
    return family.Feed(
        shares=tuple(
            family.FeedShare(child, amount, minutes, side) for child in typed.people("child")
        ),
        way=family.FeedWay(typed.text("way", "bottle")),
        performed_by=typed.person("by", typed.common.writer),
        recorded_by=typed.common.writer,
        when=typed.at(),
        until=typed.until(),
        written=typed.common.written,
        note=typed.text("note"),
        origin=typed.common.origin,
    )


def _diaper(typed: Typed) -> Record:
    held = typed.text("held", "wet")
    wet, dirty = held in {"wet", "both"}, held in {"dirty", "both"}
    return family.Diaper(
        shares=tuple(family.DiaperShare(child, wet, dirty) for child in typed.people("child")),
        performed_by=typed.person("by", typed.common.writer),
        recorded_by=typed.common.writer,
        when=typed.at(),
        written=typed.common.written,
        note=typed.text("note"),
        origin=typed.common.origin,
    )


def _sleep(typed: Typed) -> Record:
    return family.Sleep(
        children=typed.people("child"),
        performed_by=typed.person("by", typed.common.writer),
        recorded_by=typed.common.writer,
        when=typed.at(),
        until=typed.until(),
        written=typed.common.written,
        note=typed.text("note"),
        origin=typed.common.origin,
    )


def _care(typed: Typed) -> Record:
    return family.Care(
        act=family.Act(typed.text("act")),
        children=typed.people("child"),
        performed_by=typed.person("by", typed.common.writer),
        recorded_by=typed.common.writer,
        when=typed.at(),
        until=typed.until(),
        written=typed.common.written,
        note=typed.text("note"),
        origin=typed.common.origin,
    )


def _measurement(typed: Typed) -> Record:
    return family.Measurement(
        child=typed.person("child"),
        quantity=family.Quantity(typed.text("quantity")),
        value=typed.whole("value") or 0,
        recorded_by=typed.common.writer,
        when=typed.at(),
        written=typed.common.written,
        note=typed.text("note"),
        origin=typed.common.origin,
    )


def _basis(typed: Typed) -> event.Basis:
    how = event.How(typed.text("how", event.How.SELF))
    return event.Basis(how, typed.text("source"))


def _visit(typed: Typed) -> Record:
    return event.Visit(
        person=typed.person("person"),
        children=typed.people("child"),
        status=event.Status(typed.text("status", "kept")),
        when=typed.at(),
        until=typed.until(),
        place=typed.text("place"),
        basis=_basis(typed),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        note=typed.text("note"),
        origin=typed.common.origin,
    )


def _incident(typed: Typed) -> Record:
    return event.Incident(
        what=typed.text("what"),
        people=typed.people("person"),
        when=typed.at(),
        place=typed.text("place"),
        basis=_basis(typed),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
    )


def _statement(typed: Typed) -> Record:
    return event.Statement(
        words=typed.text("words"),
        speaker=typed.person("speaker"),
        addressees=typed.people("to"),
        when=typed.at(),
        basis=_basis(typed),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
    )


def _payment(typed: Typed) -> Record:
    currency = typed.text("currency", typed.common.currency)
    return event.Payment(
        payer=typed.person("payer"),
        payee=typed.person("payee", typed.common.writer),
        amount=typed.amount("amount", currency),
        currency=currency,
        purpose=typed.text("purpose"),
        when=typed.at(),
        basis=_basis(typed),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
    )


def _expense(typed: Typed) -> Record:
    currency = typed.text("currency", typed.common.currency)
    return event.Expense(
        paid_by=typed.person("by", typed.common.writer),
        children=typed.people("child"),
        amount=typed.amount("amount", currency),
        currency=currency,
        what=typed.text("what"),
        when=typed.at(),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
    )


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
    )


def _note(typed: Typed) -> Record:
    return event.Note(
        text=typed.text("text"),
        people=typed.people("person"),
        when=typed.at(),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
    )


def _field(name: str, *choices: str, required: bool = False, many: bool = False) -> Field:
    return Field(name, required, many, choices)


_NAME: Final = _field("name", required=True)
_CHILD: Final = _field("child", required=True, many=True)
_BASIS: Final = (_field("how", *map(str, event.How)), _field("source"))
_TIME: Final = (_field("at"),)
_SPAN: Final = (_field("at"), _field("until"))
_CARE: Final = (_field("by"), _field("note"))
_WHAT: Final = _field("what", required=True)
_PEOPLE: Final = _field("person", many=True)

FORMS: Final[dict[str, Form]] = {
    "child": Form((_NAME, _field("born"), _field("alias", many=True), _field("as")), _child),
    "person": Form(
        (_NAME, _field("relation"), _field("alias", many=True), _field("as")), _adult
    ),
    "feed": Form(
        (
            _CHILD,
            _field("way", *map(str, family.FeedWay)),
            _field("ml"),
            _field("minutes"),
            _field("side", "left", "right", "both"),
            *_SPAN,
            *_CARE,
        ),
        _feed,
    ),
    "diaper": Form((_CHILD, _field("held", "wet", "dirty", "both"), *_TIME, *_CARE), _diaper),
    "sleep": Form((_CHILD, *_SPAN, *_CARE), _sleep),
    "care": Form(
        (
            _field("act", *map(str, family.Act), required=True),
            _field("child", many=True),
            *_SPAN,
            *_CARE,
        ),
        _care,
    ),
    "measurement": Form(
        (
            _field("child", required=True),
            _field("quantity", *map(str, family.Quantity), required=True),
            _field("value", required=True),
            *_TIME,
            _field("note"),
        ),
        _measurement,
    ),
    "visit": Form(
        (
            _field("person", required=True),
            _CHILD,
            _field("status", *map(str, event.Status)),
            *_SPAN,
            _field("place"),
            *_BASIS,
            _field("note"),
        ),
        _visit,
    ),
    "incident": Form((_WHAT, _PEOPLE, *_TIME, _field("place"), *_BASIS), _incident),
    "statement": Form(
        (
            _field("words", required=True),
            _field("speaker", required=True),
            _field("to", many=True),
            *_TIME,
            *_BASIS,
        ),
        _statement,
    ),
    "payment": Form(
        (
            _field("payer", required=True),
            _field("payee"),
            _field("amount", required=True),
            _field("currency"),
            _field("purpose"),
            *_TIME,
            *_BASIS,
        ),
        _payment,
    ),
    "expense": Form(
        (
            _WHAT,
            _field("amount", required=True),
            _field("currency"),
            _field("child", many=True),
            _field("by"),
            *_TIME,
        ),
        _expense,
    ),
    "appointment": Form(
        (_WHAT, _PEOPLE, _field("status", *map(str, event.Status)), *_TIME, _field("place")),
        _appointment,
    ),
    "note": Form((_field("text", required=True), _PEOPLE, *_TIME), _note),
}
