"""Reader of Quicken's interchange files (QIF), as banks and programs of accounts write them.

Keeps
    A booking for each record of a bank, cash, card, asset or liability account: day, amount,
    payee, memo, category, number. The account is the name in the last `!Account`.
Checks
    Whether day and month can be told apart: an order counts only if every date of the file
    fits it and no other order does. Parts of a split must come to its amount.
Cannot know
    The order of a date where several fit: then a person is asked, and until somebody says, the
    date stays as written. The currency, the owner, the letters of bytes that are no UTF-8.
Leaves in the original
    Cleared marks, addresses. Investments, prices, lists of categories and every other section
    are snags.
Seen in the wild
    `D1/ 5'99`, year first, no `^` after the last record, records before any section.

Format: https://en.wikipedia.org/wiki/Quicken_Interchange_Format
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
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources.contract import Asked
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import DateOrder
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+"
    rb"!(?:Type|Account|Option|Clear)(?::[^\r\n]{1,40})?[ \t]*[\r\n]",
    re.IGNORECASE,
)
_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_ENDS: Final = re.compile(rb"\^[ \t]*[\r\n]*")
_BLANK: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")
_DATED: Final = re.compile(rb"(?:\A|[\r\n])D([0-9/.'\- ]{6,20})(?=[\r\n]|\Z)")
_DATE: Final = re.compile(
    r"(\d{1,2}|\d{4})\s*[-/.]\s*(\d{1,2})\s*([-/.'])\s*(\d{1,2}|\d{4})", re.ASCII
)
_BOOKS: Final = frozenset({"bank", "cash", "ccard", "oth a", "oth l"})
_ONCE: Final = "DTUPN"
_KNOWN: Final = "DTUPNMLCAFSE$%X"
_LONGEST: Final = 1 << 16


class Qif:
    """Reader of QIF."""

    name = "qif"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens with a section of the format."""
        del name
        return _ROOT.match(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone of its days, and the order of dates unless they tell."""
        open_ = _order(original.data)[1]
        return (Asked.ZONE, Asked.DATE_ORDER) if open_ else (Asked.ZONE,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every booking, snag and frame of `original`, in file order."""
        yield from _Ledger(original, _order(original.data)[0] or answers.date_order).read()


class _Ledger:
    """A file that is being read, from its first byte to its last."""

    def __init__(self, original: Original, order: DateOrder | None) -> None:
        self._original = original
        self._data = original.data
        self._order = order
        self._section = ""
        self._account = ""

    def read(self) -> Iterator[Yield]:
        """Yield the records, each from behind the last `^` up to its own."""
        start = 0
        for line in _LINE.finditer(self._data):
            begin, end = line.span()
            if begin == end:
                break
            if self._data[begin : begin + 1] == b"!":
                if begin > start:
                    yield self._record(start, begin, whole=False)
                yield self._heading(begin, end)
                start = end
            elif _ENDS.fullmatch(self._data, begin, end):
                yield self._record(start, end, whole=True)
                start = end
        if start < len(self._data):
            yield self._record(start, len(self._data), whole=False)

    def _heading(self, start: int, end: int) -> Yield:
        place = origin(self._original, start, end)
        text = self._data[start : min(end, start + 80)].decode("utf-8", "replace").strip()
        word, _, kind = text.lower().partition(":")
        if word in {"!option", "!clear"}:
            return Frame(place)
        self._section = kind.strip() if word == "!type" else word
        known = self._section == "!account" or self._section in _BOOKS
        return Frame(place) if known else Snag(place, Reason.UNKNOWN_ELEMENT)

    def _record(self, start: int, end: int, *, whole: bool) -> Yield:
        place = origin(self._original, start, end)
        if end - start > _LONGEST:
            return Snag(place, Reason.TOO_LONG)
        raw = self._data[start:end]
        if _BLANK.fullmatch(raw) or (whole and _BLANK.fullmatch(raw.rstrip()[:-1])):
            return Frame(place)
        if self._section not in {"!account", *_BOOKS}:
            return Snag(place, Reason.UNKNOWN_ELEMENT if self._section else Reason.NO_ENTRY)
        at_end = end == len(self._data)
        if not whole and not (at_end and raw.endswith((b"\n", b"\r"))):
            return Snag(place, Reason.CUT_OFF if at_end else Reason.BROKEN_MARKUP)
        marks = set[Mark]() if whole else {Mark.CUT_OFF}
        text = composed(decoded(raw, ("utf-8-sig",), marks), marks)
        lines = [one.rstrip() for one in re.split("[\r\n]+", text.lstrip())]
        fields = [(one[0], one[1:].strip()) for one in lines if one and one[0] != "^"]
        if self._section == "!account":
            self._account = next((value for code, value in fields if code == "N"), "")
            return Frame(place)
        found = _booking(fields, place, self._account, self._order, marks)
        return Snag(place, found) if isinstance(found, Reason) else found


def _booking(
    fields: list[tuple[str, str]],
    place: FromFile,
    account: str,
    order: DateOrder | None,
    marks: set[Mark],
) -> Booking | Reason:
    codes = [code for code, _ in fields]
    if any(codes.count(code) > 1 for code in _ONCE):
        return Reason.BROKEN_MARKUP
    own = dict(fields)
    date, raw = own.get("D", ""), own.get("T") or own.get("U", "")
    if not date or not raw:
        return Reason.MISSING_FIELD
    when, amount = _when(date, order, marks), _amount(raw)
    if amount is None:
        return Reason.NOT_AN_AMOUNT
    if when is None:
        return Reason.NOT_A_DATE
    if any(code not in _KNOWN for code in codes):
        marks.add(Mark.UNREAD_INSIDE)
    if "$" in codes:
        parts = [_amount(value) for code, value in fields if code == "$"]
        sums = sum(part for part in parts if part is not None)
        marks |= {Mark.SEVERAL_INSIDE} | ({Mark.NOT_THE_SUM} if sums != amount else set())
    return Booking(
        origin=place,
        account=account,
        booked=when,
        valued=None,
        amount=amount,
        currency="",
        counterparty=own.get("P", ""),
        purpose="\n".join(value for code, value in fields if code in "MLSE" and value),
        reference=own.get("N", ""),
        raw_amount=raw,
        raw_date=date,
        marks=in_order(marks),
    )


def _amount(text: str) -> int | None:
    try:
        return printed_amount(text, "")
    except NotAnAmountError:
        return None


def _order(data: bytes | mmap) -> tuple[DateOrder | None, bool]:
    """Return the one order that every date fits, None if there is not just one.

    The second says whether that leaves a date that could be several days.
    """
    fits: set[DateOrder] = {"dmy", "mdy", "ymd"}
    doubtful = False
    for found in _DATED.finditer(data):
        days = _days(found[1].decode())
        fits = fits & days.keys() if days else fits
        doubtful = doubtful or len(set(days.values())) > 1
    order = next(iter(fits)) if len(fits) == 1 else None
    return order, doubtful and order is None


def _when(text: str, order: DateOrder | None, marks: set[Mark]) -> Wall | Told | None:
    """Return the day, or the text of a date that could be several; None if it is no date."""
    days = _days(text)
    if not days:
        return None
    if len(set(days.values())) == 1:
        return Wall(next(iter(days.values())), Precision.DAY)
    if order in days:
        return Wall(days[order], Precision.DAY)
    marks.add(Mark.AMBIGUOUS_DATE)
    return Told(text)


def _days(text: str) -> dict[DateOrder, str]:
    """Return the days that `text` may be, by the order of its parts."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return {}
    first, second, sign, last = found.groups()
    parts: dict[DateOrder, tuple[str, str, str]] = {}
    if len(first) < 3:
        parts = {"dmy": (last, second, first), "mdy": (last, first, second)}
    if len(last) < 3 and sign != "'" and len(first) in {2, 4}:
        parts["ymd"] = (first, second, last)
    read = {
        order: day(_year(year), int(month), int(number))
        for order, (year, month, number) in parts.items()
    }
    return {order: at for order, at in read.items() if at is not None}


def _year(written: str) -> int:
    """Return a year; of two digits, one from 1977 to 2076, for no such file is older."""
    number = int(written)
    if len(written) > 2:
        return number
    return number + (2000 if number < 77 else 1900)
