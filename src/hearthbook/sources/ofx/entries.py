"""A booking or a balance from the fields of its element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.money import NotAnAmountError
from hearthbook.base.printed import day
from hearthbook.base.printed import printed_amount
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.statement import Balance
from hearthbook.records.statement import Booking
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from hearthbook.records.provenance import FromFile
    from hearthbook.records.statement import Edge

_DATE: Final = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{2}){0,3}(?:[.:][0-9]{1,6})?\s*(?:\[[^\]]*\])?"
)


def booking(
    fields: dict[str, str], place: FromFile, account: str, currency: str, marks: set[Mark]
) -> Booking | Reason:
    """Return the booking with these `fields`, or why they make none."""
    own = fields.get("CURRENCY/CURSYM", "").upper() or currency
    date, raw = fields.get("DTPOSTED", ""), fields.get("TRNAMT", "")
    when, amount = _day(date), _amount(raw, own)
    if isinstance(when, Reason):
        return when
    if isinstance(amount, Reason):
        return amount
    valued = _day(fields.get("DTAVAIL", ""))
    if fields.get("CORRECTACTION", "").upper() == "DELETE":
        marks.add(Mark.REVERSED)
    accounts = (f"{one}/ACCTID" for one in ("BANKACCTTO", "CCACCTTO"))
    names = ("NAME", "EXTDNAME", "PAYEE/NAME", *accounts)
    return Booking(
        origin=place,
        account=account,
        booked=when,
        valued=None if isinstance(valued, Reason) else valued,
        amount=amount,
        currency=own,
        counterparty=" ".join(fields[one] for one in names if fields.get(one)),
        purpose=fields.get("MEMO", ""),
        reference=fields.get("FITID", ""),
        raw_amount=raw,
        raw_date=date,
        marks=in_order(marks),
    )


def balance(
    fields: dict[str, str],
    which: Edge,
    place: FromFile,
    account: str,
    currency: str,
    marks: set[Mark],
) -> Balance | Reason:
    """Return the balance with these `fields`, or why they make none."""
    raw, date = fields.get("BALAMT", ""), fields.get("DTASOF", "")
    amount, when = _amount(raw, currency), _day(date)
    if isinstance(amount, Reason):
        return amount
    if isinstance(when, Reason):
        return when
    return Balance(place, account, which, when, amount, currency, raw, date, in_order(marks))


def _day(text: str) -> Wall | Reason:
    if not text:
        return Reason.MISSING_FIELD
    found = _DATE.fullmatch(text)
    at = day(*map(int, found.groups())) if found else None
    return Wall(at, Precision.DAY) if at else Reason.NOT_A_DATE


def _amount(text: str, currency: str) -> int | Reason:
    if not text:
        return Reason.MISSING_FIELD
    try:
        return printed_amount(text, currency)
    except NotAnAmountError:
        return Reason.NOT_AN_AMOUNT
