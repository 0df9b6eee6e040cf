"""A bank's table before a person: what each column is taken for, and its rows as then read.

1. What is shown is a reading by a layout that nobody has confirmed; it is made in the child
   process, as every reading is, and nothing of it is kept.
2. Only a yes makes a layout hold. After a correction the rows are shown anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct
from msgspec import structs

from hearthbook.app.answers import ORDERS
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.layouts import fitting
from hearthbook.app.preview import Preview
from hearthbook.base.money import spelled
from hearthbook.base.text import nfc
from hearthbook.records.codec import read
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Booking
from hearthbook.records.when import Wall
from hearthbook.sources.statement_layout import Because  # msgspec reads the fields of a Struct
from hearthbook.sources.statement_layout import Layout  # the same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.beside import Lying
    from hearthbook.records.codec import Record
    from hearthbook.sources.statement_layout import Proposal

_ONE: Final = (
    *("booked", "valued", "amount", "debit", "credit"),
    *("currency", "counterparty", "reference"),
)
ROLES: Final = (*_ONE, "purpose")
DECIMALS: Final = (",", ".")
_FEW: Final = 5
_CODE: Final = 3


class Column(Struct, frozen=True):
    """A column: its heading, a cell of it, and what it is taken for, nothing if for none."""

    name: str
    example: str
    role: str


class Row(Struct, frozen=True):
    """A row as it would be read, each part as text."""

    day: str
    amount: str
    who: str
    what: str


class Table(Struct, frozen=True):
    """A bank's table, how it would be read, and the first rows of it so read.

    `rows` counts what would be bookings, `snags` rows that could not be read so.
    """

    layout: Layout
    columns: tuple[Column, ...]
    because: tuple[Because, ...]
    shown: tuple[Row, ...]
    rows: int
    snags: int


def table(
    lying: Lying, proposal: Proposal, *, tried: Layout, known: Sequence[Layout], member: str
) -> Table:
    """Return a proposed table as it reads by the layout that is `tried`.

    `known` are layouts that hold, `member` is where in an archive the table lies.
    """
    found = _read(lying, tried, known, member) if _is_readable(tried) else []
    bookings = [one for one in found if isinstance(one, Booking)]
    first = (*proposal.first, *[""] * len(tried.heading))
    return Table(
        layout=tried,
        columns=tuple(
            Column(name, cell, _role(tried, name))
            for name, cell in zip(tried.heading, first, strict=False)
            if name
        ),
        because=proposal.because,
        shown=tuple(_row(one) for one in bookings[:_FEW]),
        rows=len(bookings),
        snags=sum(isinstance(one, Snag) for one in found),
    )


def arranged(layout: Layout, roles: Sequence[str], rest: dict[str, str]) -> Layout:
    """Return a layout by which each column, in order, has the role that was chosen for it.

    `rest` says `order`, `decimal`, `code` (of the currency) and `negated`.

    Raises:
        Failure: if a role was chosen twice that only one column can have.
    """
    named = [name for name in layout.heading if name]
    held: dict[str, list[str]] = {}
    for name, role in zip(named, roles, strict=False):
        held.setdefault(role, []).append(name)
    for role in _ONE:
        if len(held.get(role, ())) > 1:
            raise Failure("column-twice", Exit.WRONG_USAGE, columns=", ".join(held[role]))
    order = next((one for one in ORDERS if one == rest.get("order")), None)
    code = nfc(rest.get("code", "")).strip().upper()
    return structs.replace(
        layout,
        **{role: held.get(role, [""])[0] for role in _ONE},
        purpose=tuple(held.get("purpose", ())),
        currency_code=code if code.isascii() and len(code) == _CODE else "",
        date_order=order,
        decimal=next((one for one in DECIMALS if one == rest.get("decimal")), ""),
        negated=bool(rest.get("negated")),
    )


def _is_readable(layout: Layout) -> bool:
    try:
        return not fitting(layout).document
    except Failure:
        return False


def _read(lying: Lying, tried: Layout, known: Sequence[Layout], member: str) -> list[Record]:
    """Return what the rows of the table would be."""
    try:
        preview = Preview(lying, None, story=False, layouts=(tried, *known))
        records = (read(line.encode()) for line in preview.lines())
        return [one for one in records if _member(one) == member]
    except Failure:
        return []


def _member(record: Record) -> str:
    return str(getattr(getattr(record, "origin", None), "member", ""))


def _role(layout: Layout, name: str) -> str:
    if name in layout.purpose:
        return "purpose"
    return next((role for role in _ONE if getattr(layout, role) == name), "")


def _row(one: Booking) -> Row:
    day = one.booked.at[:10] if isinstance(one.booked, Wall) else one.raw_date
    return Row(day, spelled(one.amount, one.currency).strip(), one.counterparty, one.purpose)
