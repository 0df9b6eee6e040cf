"""A booking or a balance from the text of its fields."""

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
from hearthbook.records.when import Told
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from hearthbook.records.provenance import FromFile

_BOOKED: Final = re.compile(
    r"(?P<date>(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d))(?P<entry>\d{4})? ?"
    r"(?P<side>R?[CD]|E[CD])[A-Z]?[ \n]?(?P<amount>[0-9.,]{1,20})(?P<type>[A-Z][A-Z0-9 ]{3})"
    r"(?P<own>[^\n]*?)(?://(?P<bank>[^\n]*))?(?P<more>\n.*)?",
    re.ASCII | re.DOTALL,
)
_BALANCE: Final = re.compile(
    r"(?P<side>[CD])(?P<date>(?P<year>\d\d)(?P<month>\d\d)(?P<day>\d\d))"
    r"(?P<currency>[A-Z]{3})?(?P<amount>[0-9.,]{1,20})",
    re.ASCII,
)
_SUBFIELD: Final = re.compile(r"\?(\d\d)", re.ASCII)
_CODED: Final = re.compile(r"\d{3}\s*\?\d\d", re.ASCII)
_NAMED: Final = re.compile(r"/NAME/([^/\n]+)")
EDGES: Final = {
    "60F": Edge.OPENING,
    "60M": Edge.INTERIM,
    "62F": Edge.CLOSING,
    "62M": Edge.INTERIM,
    "64": Edge.AVAILABLE,
    "65": Edge.AVAILABLE,
}
_PURPOSE: Final = ("00", *map(str, range(20, 30)), *map(str, range(60, 64)))
_NO_REFERENCE: Final = "NONREF"


def booking(
    texts: list[str], place: FromFile, account: str, currency: str, marks: set[Mark]
) -> Booking | Reason:
    """Return the booking that a `:61:` and what follows it say, or why there is none."""
    line = _BOOKED.fullmatch(texts[0])
    if line is None:
        return Reason.NO_ENTRY
    side = line["side"]
    amount = _amount(line["amount"], currency, lost=side in {"D", "RC", "ED"})
    valued, booked = _on(line), _booked(line, marks)
    if amount is None:
        return Reason.NOT_AN_AMOUNT
    if isinstance(booked, Reason) or (booked is None and isinstance(valued, Told)):
        return Reason.NOT_A_DATE
    if side[0] in "RE":
        marks.add(Mark.REVERSED if side[0] == "R" else Mark.PENDING)
    name, purpose = _said("\n".join(filter(None, texts[1:])))
    references = (line["own"].strip(), (line["bank"] or "").strip())
    return Booking(
        origin=place,
        account=account,
        booked=booked,
        valued=valued,
        amount=amount,
        currency=currency,
        counterparty=name,
        purpose="\n".join(filter(None, ((line["more"] or "").strip(), purpose))),
        reference=" ".join(one for one in references if one not in {"", _NO_REFERENCE}),
        raw_amount=side + line["amount"],
        raw_date=line["date"] + (line["entry"] or ""),
        marks=in_order(marks),
    )


def balance(  # what the field says, and what stood before it
    text: str, which: Edge, place: FromFile, account: str, currency: str, marks: set[Mark]
) -> Balance | Reason:
    """Return the balance in `text`, or why there is none."""
    found = _BALANCE.fullmatch(text)
    if found is None:
        return Reason.NO_ENTRY
    unit = found["currency"] or currency
    amount = _amount(found["amount"], unit, lost=found["side"] == "D")
    if amount is None:
        return Reason.NOT_AN_AMOUNT
    raw = found["side"] + found["amount"]
    when = _on(found)
    return Balance(
        place, account, which, when, amount, unit, raw, found["date"], in_order(marks)
    )


def _year(written: str) -> int:
    """Return the year of two digits. The format is of 1977, and no file is older."""
    short = int(written)
    return 2000 + short if short < 77 else 1900 + short


def _amount(written: str, currency: str, *, lost: bool) -> int | None:
    try:
        return printed_amount(f"{'-' if lost else ''}{written}", currency, ",")
    except NotAnAmountError:
        return None


def _on(found: re.Match[str]) -> Wall | Told:
    # Banks that count 30 days to every month write 30 February: it is kept as it stands.
    at = day(_year(found["year"]), int(found["month"]), int(found["day"]))
    return Wall(at, Precision.DAY) if at else Told(found["date"])


def _booked(line: re.Match[str], marks: set[Mark]) -> Wall | Reason | None:
    """Return the day of booking, in the year in which it is nearest to the value date."""
    if line["entry"] is None:
        return None
    month, number = int(line["entry"][:2]), int(line["entry"][2:])
    apart = month - int(line["month"])
    turn = (apart < -6) - (apart > 6)
    if turn:
        marks.add(Mark.YEAR_INFERRED)
    at = day(_year(line["year"]) + turn, month, number)
    return Wall(at, Precision.DAY) if at else Reason.NOT_A_DATE


def _said(text: str) -> tuple[str, str]:
    """Return the name of the other side, if one is marked as such, and all other words."""
    if not _CODED.match(text):
        named = _NAMED.search(text.replace("\n", ""))
        return named[1].strip() if named else "", text
    parts = _SUBFIELD.split(text.replace("\n", ""))
    fields = [(n, words.strip()) for n, words in zip(parts[1::2], parts[2::2], strict=True)]
    name = " ".join(words for n, words in fields if n in {"31", "32", "33"} and words)
    lines = (words for n, words in fields if n in _PURPOSE and words)
    return name, "\n".join(lines)
