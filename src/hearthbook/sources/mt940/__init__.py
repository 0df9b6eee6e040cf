"""Reader of bank statements in SWIFT MT940 and MT942, in an envelope or without.

Keeps
    A booking for each `:61:` with the `:86:` and `:NS:` behind it, a balance for each `:60:`,
    `:62:`, `:64:`, `:65:`. The first date of a `:61:` is the value date, the second, which has
    no year, the day of booking: it takes the year in which the two are nearest.
Checks
    Opening balance and bookings of each page must come to its closing balance, or that is
    marked. A tag that is only a clock time at the start of a wrapped line is text.
Cannot know
    The letters of bytes that are no UTF-8, for the format names no character set. The day of
    booking where the bank leaves it out.
Leaves in the original
    Sums (`:90D:`), limits (`:34F:`), what is said of the whole statement behind `:62:`.
Seen in the wild
    30 February (banks that count 30 days to a month), amounts that end in the comma, funds
    codes, no closing tag, closing balances without a currency.

Format: https://www.sepaforcorporates.com/swift-for-corporates/account-statement-mt940-file-format-overview/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.records.marking import composed
from hearthbook.records.marking import decoded
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Balance
from hearthbook.records.statement import Booking
from hearthbook.sources.contract import Asked
from hearthbook.sources.mt940.entries import EDGES
from hearthbook.sources.mt940.entries import balance
from hearthbook.sources.mt940.entries import booking
from hearthbook.sources.mt940.fields import ends
from hearthbook.sources.mt940.fields import fields
from hearthbook.sources.mt940.fields import heads
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.mt940.fields import Field

_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[A-Za-z0-9{}:.,/ \t\x01-]{0,200}[\r\n]++){0,8}?"
    rb"(?:\{[^\r\n]{0,200}\{4:[ \t]*[\r\n]++)?"
    rb":20:[^\r\n]{0,80}[\r\n]++(?::21:[^\r\n]{0,80}[\r\n]++)?:25P?:"
)
_LIMIT: Final = re.compile(r"[A-Z]{3}")
_CLOSES: Final = ("62F", "62M", "90C", "90D")
_LONGEST: Final = 1 << 16


class Mt940:
    """Reader of MT940 and MT942."""

    name = "mt940"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens with a reference and an account, behind few short lines."""
        del name
        return _ROOT.match(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone: a bank's day is a stretch of time only somewhere."""
        del original
        return (Asked.ZONE,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every booking, balance, snag and frame of `original`, in file order."""
        del answers
        yield from _Statement(original).read()


class _Statement:
    """A file that is being read, from its first byte to its last."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._data = original.data
        self._size = len(original.data)
        self._account = ""
        self._currency = ""
        self._total: int | None = None  # what the page should come to, None if not known
        self._closed = True

    def read(self) -> Iterator[Yield]:
        """Yield the records, and between them runs of what is frame or cannot be read."""
        since, end, why, running = 0, 0, None, False
        for start, end, found in self._pieces():  # noqa: B007  # the last end closes the last run
            ends_run = isinstance(found, Booking | Balance | Snag) or found is not why
            if running and ends_run:
                yield self._run(since, start, why)
            if isinstance(found, Booking | Balance | Snag):
                yield found
                running = False
            else:
                since = since if running and not ends_run else start
                why, running = found, True
        if running:
            cut = why is None and not self._closed
            yield self._run(since, end, Reason.CUT_OFF if cut else why)

    def _run(self, start: int, end: int, why: Reason | None) -> Yield:
        place = origin(self._original, start, end)
        return Frame(place) if why is None else Snag(place, why)

    def _pieces(self) -> Iterator[tuple[int, int, Booking | Balance | Snag | Reason | None]]:
        held: list[Field] = []
        for field in fields(self._data):
            if held and field.tag not in {"86", "NS"}:
                yield held[0].start, held[-1].end, self._booking(held)
                held = []
            if field.tag == "61" or held:
                held.append(field)
            elif field.tag in EDGES:
                yield field.start, field.end, self._balance(field)
            else:
                yield field.start, field.end, self._frame(field)
        if held:
            yield held[0].start, held[-1].end, self._booking(held)

    def _frame(self, field: Field) -> Reason | None:
        """Return why `field` is no frame; take in what it says of what follows."""
        if not field.tag:
            end = ends(self._data, field.start, field.end)
            self._closed = self._closed or end
            plain = end or heads(self._data, field.start, field.end)
            return None if plain else Reason.NO_ENTRY
        if field.end - field.start > _LONGEST:
            return Reason.TOO_LONG
        text = self._text(field, set())
        if field.tag == "20":
            self._account, self._currency, self._total = "", "", None
        elif field.tag in {"25", "25P"}:
            self._account = text
        elif field.tag == "34F" and (found := _LIMIT.match(text)):
            self._currency = found[0]
        self._closed = field.tag in _CLOSES or (self._closed and field.tag == "86")
        return None

    def _text(self, field: Field, marks: set[Mark]) -> str:
        text = decoded(self._data[field.text : field.end], ("utf-8",), marks)
        return composed(re.sub("\r\n?", "\n", text).strip(), marks)

    def _balance(self, field: Field) -> Balance | Snag:
        place = origin(self._original, field.start, field.end)
        opens, closes = field.tag.startswith("60"), field.tag.startswith("62")
        before, self._total = self._total, None if opens or closes else self._total
        self._closed = closes or (self._closed and not opens)
        if field.end - field.start > _LONGEST:
            return Snag(place, Reason.TOO_LONG)
        marks = {Mark.CUT_OFF} if self._breaks_off(field.end) else set[Mark]()
        text = self._text(field, marks)
        found = balance(text, EDGES[field.tag], place, self._account, self._currency, marks)
        if isinstance(found, Reason):
            return Snag(place, Reason.CUT_OFF if Mark.CUT_OFF in marks else found)
        if opens:
            self._total, self._currency = found.amount, found.currency
        same = found.currency == self._currency
        if closes and same and before is not None and before != found.amount:
            marks.add(Mark.NOT_THE_SUM)
        return msgspec.structs.replace(found, marks=in_order(marks)) if marks else found

    def _booking(self, held: list[Field]) -> Booking | Snag:
        place = origin(self._original, held[0].start, held[-1].end)
        self._closed = False
        if place.end - place.start > _LONGEST:
            return Snag(place, Reason.TOO_LONG)
        cut = self._breaks_off(place.end)
        marks = {Mark.CUT_OFF} if cut else set[Mark]()
        texts = [self._text(field, marks) for field in held]
        found = booking(texts, place, self._account, self._currency, marks)
        if isinstance(found, Reason):
            return Snag(place, Reason.CUT_OFF if cut and len(held) == 1 else found)
        if self._total is not None and Mark.PENDING not in found.marks:
            self._total += found.amount
        return found

    def _breaks_off(self, end: int) -> bool:
        """Tell whether the file ends at `end` and should not."""
        whole = self._data[end - 1 : end] in {b"\n", b"\r"}
        return end == self._size and not (self._closed and whole)
