"""A booking or a balance from what stands in its element."""

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
from hearthbook.records.statement import Edge
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.camt.parsing import Entry

_DATE: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T[0-9:.]{1,20})?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SIGNS: Final = {"CRDT": "", "DBIT": "-"}
_TRUE: Final = ("true", "1")
_NOT_GIVEN: Final = "NOTPROVIDED"
_EDGES: Final = {
    "OPBD": Edge.OPENING,
    "PRCD": Edge.OPENING,
    "CLBD": Edge.CLOSING,
    "ITBD": Edge.INTERIM,
    "OPAV": Edge.AVAILABLE,
    "CLAV": Edge.AVAILABLE,
    "ITAV": Edge.AVAILABLE,
    "FWAV": Edge.AVAILABLE,
}
_OTHER_SIDE: Final = {"CRDT": ("Dbtr", "UltmtDbtr"), "DBIT": ("Cdtr", "UltmtCdtr")}
_WORDS: Final = (
    "RmtInf/Ustrd",
    "RmtInf/Strd/CdtrRefInf/Ref",
    "RmtInf/Strd/CdtrRefInf/CdtrRef",
    "RmtInf/Strd/AddtlRmtInf",
    "AddtlTxInf",
)


def booking(entry: Entry, place: FromFile, account: str) -> Booking | Reason:
    """Return the booking in `entry`, or why there is none."""
    amount = _amount(entry)
    if isinstance(amount, Reason):
        return amount
    booked, valued = _day(entry, "BookgDt"), _day(entry, "ValDt")
    if isinstance(booked, Reason):
        return booked
    back = entry.text("RvslInd").lower() in _TRUE
    if back:
        entry.marks.add(Mark.REVERSED)
    if entry.text("Sts/Cd", "Sts") not in {"BOOK", ""}:
        entry.marks.add(Mark.PENDING)
    details = entry.payments()
    if len(details) > 1:
        entry.marks.add(Mark.SEVERAL_INSIDE)
        _add_up(entry, details, amount)
    lines = [line for one in details for path in _WORDS for line in one.texts(path)]
    return Booking(
        origin=place,
        account=account,
        booked=booked,
        valued=None if isinstance(valued, Reason) else valued,
        amount=amount,
        currency=entry.currency("Amt"),
        counterparty=", ".join(_others(entry, details, back=back)),
        purpose="\n".join([*lines, *entry.texts("AddtlNtryInf")]),
        reference=" ".join(_references(entry, details)),
        raw_amount=_printed(entry),
        raw_date=entry.text("BookgDt/Dt", "BookgDt/DtTm"),
        marks=in_order(entry.marks),
    )


def balance(entry: Entry, place: FromFile, account: str) -> Balance | Reason:
    """Return the balance in `entry`, or why there is none."""
    amount, when = _amount(entry), _day(entry, "Dt")
    if isinstance(amount, Reason):
        return amount
    if when is None or isinstance(when, Reason):
        return when or Reason.MISSING_FIELD
    code = entry.text("Tp/CdOrPrtry/Cd", "Tp/Cd")
    part = entry.text("Tp/SubTp/Cd") == "INTM"
    return Balance(
        origin=place,
        account=account,
        which=Edge.INTERIM if part else _EDGES.get(code),
        when=when,
        amount=amount,
        currency=entry.currency("Amt"),
        raw_amount=_printed(entry),
        raw_date=entry.text("Dt/Dt", "Dt/DtTm"),
        marks=in_order(entry.marks),
    )


def _printed(entry: Entry) -> str:
    return " ".join(filter(None, (entry.text("CdtDbtInd"), entry.text("Amt"))))


def _amount(entry: Entry) -> int | Reason:
    raw, sign = entry.text("Amt"), _SIGNS.get(entry.text("CdtDbtInd"))
    if not raw or sign is None:
        return Reason.MISSING_FIELD
    try:
        return printed_amount(f"{sign}{raw}", entry.currency("Amt"), ".")
    except NotAnAmountError:
        return Reason.NOT_AN_AMOUNT


def _day(entry: Entry, path: str) -> Wall | Reason | None:
    text = entry.text(f"{path}/Dt", f"{path}/DtTm")
    if not text:
        return None
    found = _DATE.fullmatch(text)
    at = day(*map(int, found.groups())) if found else None
    return Wall(at, Precision.DAY) if at else Reason.NOT_A_DATE


def _add_up(entry: Entry, details: list[Entry], amount: int) -> None:
    """Mark the booking if its payments say how much they were and come to another sum."""
    parts: list[int] = []
    for one in details:
        path = "Amt" if one.text("Amt") else "AmtDtls/TxAmt/Amt"
        same = one.currency(path) == entry.currency("Amt")
        sign = _SIGNS.get(one.text("CdtDbtInd") or entry.text("CdtDbtInd"))
        if not same or sign is None or not one.text(path):
            return
        try:
            parts.append(printed_amount(f"{sign}{one.text(path)}", one.currency(path), "."))
        except NotAnAmountError:
            return
    if sum(parts) != amount:
        entry.marks.add(Mark.NOT_THE_SUM)


def _others(entry: Entry, details: list[Entry], *, back: bool) -> list[str]:
    """Return the names and accounts of the other side, each once.

    What is taken back keeps the sides it had when it went the other way.
    """
    found: dict[str, None] = {}
    for one in details:
        way = one.text("CdtDbtInd") or entry.text("CdtDbtInd")
        if back:
            way = {"CRDT": "DBIT", "DBIT": "CRDT"}.get(way, "")
        for side in _OTHER_SIDE.get(way, ()):
            place = f"RltdPties/{side}"
            number = one.text(f"{place}Acct/Id/IBAN", f"{place}Acct/Id/Othr/Id")
            name = one.text(f"{place}/Nm", f"{place}/Pty/Nm")
            found |= dict.fromkeys(filter(None, [" ".join(filter(None, (name, number)))]))
    return list(found)


def _references(entry: Entry, details: list[Entry]) -> list[str]:
    own = [*entry.texts("NtryRef"), *entry.texts("AcctSvcrRef")]
    inner = [text for one in details for text in one.texts("Refs/EndToEndId")]
    return [one for one in dict.fromkeys([*own, *inner]) if one != _NOT_GIVEN]
