"""Layouts of banks' tables as a person confirmed them: each holds for one heading."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.records.provenance import Setting
from hearthbook.sources.statement_layout import Layout

if TYPE_CHECKING:
    from hearthbook.app.household import Household

_NAME: Final = "statement-layout"
_CHARSETS: Final = ("utf-8", "cp1252", "cp1251", "iso8859-15", "cp1250", "koi8-r")


def layouts(home: Household) -> tuple[Layout, ...]:
    """Return what was confirmed, the last word for each heading."""
    held: dict[tuple[tuple[str, ...], str], Layout] = {}
    for entry in home.of_kind("record", "setting"):
        said = entry.record
        if isinstance(said, Setting) and said.name == _NAME:
            layout = msgspec.json.decode(said.value, type=Layout)
            held[layout.heading, layout.sign] = layout
    return tuple(held.values())


def fitting(layout: Layout) -> Layout:
    """Return a layout by which a table can be read.

    Raises:
        Failure: if it names a column that is not in its heading, or leaves something open.
    """
    if not _is_whole(layout):
        raise Failure("bad-columns", Exit.WRONG_USAGE, heading=", ".join(layout.heading))
    return layout


def keep(home: Household, layout: Layout) -> None:
    """Write a confirmed layout down, if it is new.

    Raises:
        Failure: if no table can be read by it.
    """
    if fitting(layout) not in layouts(home):
        home.say(_NAME, msgspec.json.encode(layout).decode())


def _is_whole(layout: Layout) -> bool:
    """Tell whether a table can be read by `layout`; a document needs its heading alone."""
    if not layout.heading or len(layout.sign) != 1 or layout.charset not in _CHARSETS:
        return False
    if layout.document:
        return True
    named = (layout.booked, layout.valued, layout.amount, layout.debit, layout.credit)
    others = (layout.currency, layout.counterparty, layout.reference, *layout.purpose)
    sums = bool(layout.amount) != bool(layout.debit and layout.credit)
    return (
        bool(layout.booked)
        and sums
        and {*named, *others} <= {"", *layout.heading}
        and layout.date_order is not None
        and layout.decimal in {".", ","}
    )
