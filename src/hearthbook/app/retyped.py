"""An entry as it would have been typed into its form, for somebody who corrects it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.forms import FORMS
from hearthbook.base.money import spelled
from hearthbook.records.codec import kind
from hearthbook.records.event import Basis
from hearthbook.records.event import Expense
from hearthbook.records.event import Payment
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from hearthbook.records.codec import Record

# Where a form's field has another name than the record's.
_NAMES: Final = {
    "at": ("when",),
    "child": ("children", "child"),
    "person": ("people", "person"),
    "to": ("addressees",),
    "by": ("performed_by", "paid_by", "filed_by"),
    "alias": ("aliases",),
    "as": ("person",),
    "document": ("documents",),
    "with": ("filed_with",),
    "counts-from": ("counts_from",),
    "last-day": ("when",),
    "set-by": ("set_by",),
    "last-period": ("last_period",),
    "ordered-by": ("ordered_by",),
    "stay": ("sort",),
    "keepsake": ("sort",),
}


def retyped(record: Record) -> tuple[str, dict[str, list[str]]]:
    """Return the form of a record, and its fields as they would have been filled in.

    Raises:
        Failure: if no form makes such a record.
    """
    name = kind(record)
    if name not in FORMS:
        raise Failure("not-corrected", Exit.WRONG_USAGE, ref=name)
    found: dict[str, list[str]] = {}
    for field in FORMS[name].fields:
        for source in _NAMES.get(field.name, (field.name,)):
            values = _texts(getattr(record, source, None))
            if values:
                found[field.name] = values
                break
    return name, found | _apart(record)


def _texts(value: object) -> list[str]:
    match value:
        case None | "":
            return []
        case Wall(at=at):
            return [at]
        case tuple():
            return [str(one) for one in value if one]
        case _:
            return [str(value)]


def _apart(record: Record) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    basis = getattr(record, "basis", None)
    if isinstance(basis, Basis):
        found = {"how": [str(basis.how)], "source": _texts(basis.source)}
    match record:
        case Payment() | Expense():
            found["amount"] = [spelled(record.amount, record.currency).split()[0]]
        case Feed(shares=shares):
            found["child"] = [one.child for one in shares]
            found |= {
                "ml": _texts(shares[0].millilitres),
                "minutes": _texts(shares[0].minutes),
                "side": _texts(shares[0].side),
            }
        case Diaper(shares=changed):
            found["child"] = [one.child for one in changed]
            held = (any(one.wet for one in changed), any(one.dirty for one in changed))
            named = {(True, False): "wet", (False, True): "dirty", (True, True): "both"}
            found["held"] = _texts(named.get(held))
        case _:
            pass
    return {name: values for name, values in found.items() if values}
