"""Reader of a bank's table of bookings, by a layout that a person confirmed.

Keeps
    A booking for each row: its days, its amount, with whom, what for; the cells as written.
Checks
    That day and amount are what the layout says; any other row under the heading is a snag.
Cannot know
    The account, where no column says it. Whether the layout is right: a person said so.
Leaves in the original
    What stands above the heading, balances, and columns that the layout does not name.

It is no reader that recognises files by itself: see `hearthbook.sources.statement_layout`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.money import NotAnAmountError
from hearthbook.base.printed import day
from hearthbook.base.printed import printed_amount
from hearthbook.records.marking import composed
from hearthbook.records.marking import decoded
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Booking
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.contract import Asked
from hearthbook.sources.pieces import origin
from hearthbook.sources.statement_layout import bare
from hearthbook.sources.statement_layout import cells_of
from hearthbook.sources.statement_layout import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.statement_layout import Layout

_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_DAY: Final = re.compile(
    r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?:[ T]\d{1,2}:\d{2}.*)?", re.ASCII
)
_LONGEST: Final = 1 << 16
_PLACES: Final = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
_PARTING: Final = re.compile("['\u2019 \u00a0\u202f]")


class StatementTable:
    """Reader of one layout."""

    name = "statement-table"
    version = 1

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether a row of `head` is the heading of the layout."""
        del name
        return any(self._is_heading(head[start:end]) for start, end in _rows(head[:_LONGEST]))

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone of its days."""
        del original
        return (Asked.ZONE,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every booking, snag and frame of `original`, in file order."""
        del answers
        below = False
        for start, end in _rows(original.data):
            place = origin(original, start, end)
            raw = original.data[start:end]
            if self._is_heading(raw):
                below = True
                yield Frame(place)
            elif not below or not raw.strip(b" \t\r\n;,|\xef\xbb\xbf"):
                yield Frame(place)
            else:
                yield self._row(raw, place)

    def _is_heading(self, raw: bytes) -> bool:
        text = raw.decode(self._layout.charset, "replace").lstrip("\ufeff")
        names = tuple(map(plain, cells_of(text.rstrip("\r\n"), self._layout.sign)))
        wanted = self._layout.heading
        return len(names) == len(wanted) and all(
            name.startswith(known) for name, known in zip(names, wanted, strict=True)
        )

    def _row(self, raw: bytes, place: FromFile) -> Yield:
        if len(raw) > _LONGEST:
            return Snag(place, Reason.TOO_LONG)
        marks = set[Mark]()
        text = composed(decoded(raw, (self._layout.charset,), marks), marks)
        cells = cells_of(text.rstrip("\r\n"), self._layout.sign)
        if len(cells) < len(self._layout.heading):
            return Snag(place, Reason.MISSING_FIELD)
        if any(cells[len(self._layout.heading) :]):
            return Snag(place, Reason.BROKEN_MARKUP)
        return self._booking(dict(zip(self._layout.heading, cells, strict=False)), place, marks)

    def _booking(self, row: dict[str, str], place: FromFile, marks: set[Mark]) -> Yield:
        layout = self._layout
        currency = row.get(layout.currency, "") or layout.currency_code
        raw_date, raw_amount = row[layout.booked], self._raw_amount(row)
        booked = self._day(raw_date)
        if booked is None:
            return Snag(place, Reason.NOT_A_DATE)
        amount = self._amount(row, currency)
        if amount is None:
            return Snag(place, Reason.NOT_AN_AMOUNT)
        return Booking(
            origin=place,
            account="",
            booked=booked,
            valued=self._day(row.get(layout.valued, "")),
            amount=amount,
            currency=currency,
            counterparty=row.get(layout.counterparty, ""),
            purpose="\n".join(row[name] for name in layout.purpose if row.get(name)),
            reference=row.get(layout.reference, ""),
            raw_amount=raw_amount,
            raw_date=raw_date,
            marks=in_order(marks),
        )

    def _raw_amount(self, row: dict[str, str]) -> str:
        layout = self._layout
        names = (layout.amount,) if layout.amount else (layout.debit, layout.credit)
        return next((row[name] for name in names if row.get(name)), "")

    def _amount(self, row: dict[str, str], currency: str) -> int | None:
        """Return the amount, negative where the account lost it; None if there is not one."""
        layout = self._layout
        turned = -1 if layout.negated else 1
        if layout.amount:
            whole = self._minor(row[layout.amount], currency)
            return None if whole is None else turned * whole
        out, come = row.get(layout.debit, ""), row.get(layout.credit, "")
        debit, credit = (self._minor(one, currency) if one else 0 for one in (out, come))
        if debit is None or credit is None or bool(debit) == bool(credit):
            return None
        return turned * (abs(credit) - abs(debit))

    def _minor(self, text: str, currency: str) -> int | None:
        parting = "." if self._layout.decimal == "," else ","
        digits = _PARTING.sub("", bare(text)).replace(parting, "")
        try:
            return printed_amount(digits, currency, self._layout.decimal)
        except NotAnAmountError:
            return None

    def _day(self, text: str) -> Wall | None:
        found = _DAY.fullmatch(text)
        if found is None:
            return None
        year, month, number = (
            int(found[1 + at]) for at in _PLACES[self._layout.date_order or "ymd"]
        )
        at = day(year + 2000 if year < 100 else year, month, number)
        return None if at is None else Wall(at, Precision.DAY)


def _rows(data: bytes | mmap) -> Iterator[tuple[int, int]]:
    """Yield where rows begin and end: at line ends outside of quotes.

    A quote that is not closed within 64 KiB ends its row at the end of its own line.
    """
    at, size = 0, len(data)
    while at < size:
        end = first = _line_end(data, at)
        quotes = data[at:end].count(b'"')
        while quotes % 2 and end < size and end - at < _LONGEST:
            more = _line_end(data, end)
            quotes += data[end:more].count(b'"')
            end = more
        end = first if quotes % 2 else end
        yield at, end
        at = end


def _line_end(data: bytes | mmap, at: int) -> int:
    found = _LINE.match(data, at)
    return len(data) if found is None else found.end()
