"""What a person may fill in for each kind of entry, and the record it becomes.

A form is data: the command line and the pages show the same fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.case_forms import CASE_FORMS
from hearthbook.app.family_forms import FAMILY_FORMS
from hearthbook.app.typed import Form
from hearthbook.app.typed import basis
from hearthbook.app.typed import field
from hearthbook.records import event
from hearthbook.records import family

if TYPE_CHECKING:
    from hearthbook.app.typed import Typed
    from hearthbook.records.codec import Record


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


def _visit(typed: Typed) -> Record:
    return event.Visit(
        person=typed.person("person"),
        children=typed.people("child"),
        status=event.Status(typed.text("status", "kept")),
        when=typed.at(),
        until=typed.until(),
        place=typed.text("place"),
        basis=basis(typed),
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
        basis=basis(typed),
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
        basis=basis(typed),
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
        basis=basis(typed),
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


def _note(typed: Typed) -> Record:
    return event.Note(
        text=typed.text("text"),
        people=typed.people("person"),
        when=typed.at(),
        recorded_by=typed.common.writer,
        written=typed.common.written,
        origin=typed.common.origin,
    )


_NAME: Final = field("name", required=True)
_CHILD: Final = field("child", required=True, many=True)
_BASIS: Final = (field("how", *map(str, event.How)), field("source"))
_TIME: Final = (field("at"),)
_SPAN: Final = (field("at"), field("until"))
_CARE: Final = (field("by"), field("note"))
_WHAT: Final = field("what", required=True)
_PEOPLE: Final = field("person", many=True)

FORMS: Final[dict[str, Form]] = {
    "child": Form((_NAME, field("born"), field("alias", many=True), field("as")), _child),
    "person": Form((_NAME, field("relation"), field("alias", many=True), field("as")), _adult),
    "feed": Form(
        (
            _CHILD,
            field("way", *map(str, family.FeedWay)),
            field("ml"),
            field("minutes"),
            field("side", "left", "right", "both"),
            *_SPAN,
            *_CARE,
        ),
        _feed,
    ),
    "diaper": Form((_CHILD, field("held", "wet", "dirty", "both"), *_TIME, *_CARE), _diaper),
    "sleep": Form((_CHILD, *_SPAN, *_CARE), _sleep),
    "care": Form(
        (
            field("act", *map(str, family.Act), required=True),
            field("child", many=True),
            *_SPAN,
            *_CARE,
        ),
        _care,
    ),
    "measurement": Form(
        (
            field("child", required=True),
            field("quantity", *map(str, family.Quantity), required=True),
            field("value", required=True),
            *_TIME,
            field("note"),
        ),
        _measurement,
    ),
    "visit": Form(
        (
            field("person", required=True),
            _CHILD,
            field("status", *map(str, event.Status)),
            *_SPAN,
            field("place"),
            *_BASIS,
            field("note"),
        ),
        _visit,
    ),
    "incident": Form((_WHAT, _PEOPLE, *_TIME, field("place"), *_BASIS), _incident),
    "statement": Form(
        (
            field("words", required=True),
            field("speaker", required=True),
            field("to", many=True),
            *_TIME,
            *_BASIS,
        ),
        _statement,
    ),
    "payment": Form(
        (
            field("payer", required=True),
            field("payee"),
            field("amount", required=True),
            field("currency"),
            field("purpose"),
            *_TIME,
            *_BASIS,
        ),
        _payment,
    ),
    "expense": Form(
        (
            _WHAT,
            field("amount", required=True),
            field("currency"),
            field("child", many=True),
            field("by"),
            *_TIME,
        ),
        _expense,
    ),
    "note": Form((field("text", required=True), _PEOPLE, *_TIME), _note),
    **CASE_FORMS,
    **FAMILY_FORMS,
}
