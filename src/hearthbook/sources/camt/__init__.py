"""Reader of bank statements in ISO 20022 XML: CAMT.052, 053 and 054, all versions.

Keeps
    A booking for each `Ntry`, a balance for each `Bal`. The sign is that of `CdtDbtInd`; what a
    bank takes back (`RvslInd`) and what is not booked yet is marked. Times are kept as days.
Checks
    Opening balance and booked entries must come to the closing balance, or it is marked; so is
    an entry of several payments that name another sum. An entry that is not well-formed is a
    snag and spoils no other.
Cannot know
    Which of several payments in one entry was whose, beyond the names in it. Entries before and
    after the statement.
Leaves in the original
    Bank codes, charges, exchange rates, addresses, summaries, interest; which side she is on.
Seen in the wild
    `Sts` with and without `Cd`, parties with and without `Pty`, five decimals, prefixes, no
    booking day, `DtTm` for a day, statements of several accounts, balances of other currencies.

Schemas: https://www.iso20022.org/iso-20022-message-definitions
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from msgspec.structs import replace

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Balance
from hearthbook.records.statement import Booking
from hearthbook.records.statement import Edge
from hearthbook.sources.camt.entries import balance
from hearthbook.sources.camt.entries import booking
from hearthbook.sources.camt.parsing import parsed
from hearthbook.sources.camt.tags import Tags
from hearthbook.sources.contract import Asked
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.camt.tags import Tag
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_PROLOG: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+(?:<\?xml[^<>]{0,500}\?>[ \t\r\n]*+)?"
)
_ENCODING: Final = re.compile(rb"""encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_.-]{1,40})["']""")
_PLAIN: Final = re.compile("utf-8|us-ascii|iso-8859-([1-9]|1[013456])|windows-125[0-8]")
_ROOT: Final = re.compile(
    rb"(?>(?:<!--(?>(?:[^-]|-(?!-)){0,4000})-->[ \t\r\n]*+)*)"
    rb"<(?:[A-Za-z_][A-Za-z0-9_.-]{0,40}:)?Document"
    rb"(?:[ \t\r\n][^<>]{0,4000}camt\.05[234]\.[^<>]*>|"
    rb">[ \t\r\n]*+<BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)[ \t\r\n>])"
)
_RECORDS: Final = ("Ntry", "Bal")
_STATEMENTS: Final = ("Stmt", "Rpt", "Ntfctn")
_KNOWN: Final = frozenset(
    b"Id StmtPgntn RptPgntn NtfctnPgntn ElctrncSeqNb RptgSeq LglSeqNb CreDtTm FrToDt "
    b"CpyDplctInd RptgSrc Acct RltdAcct TxsSummry AddtlStmtInf AddtlRptInf "
    b"AddtlNtfctnInf".decode().split()
)
_ACCOUNTS: Final = ("Id/IBAN", "Id/BBAN", "Id/Othr/Id", "Id/PrtryAcct/Id")
_LONGEST: Final = 1 << 18
_AHEAD: Final = 1 << 13  # bookings of a statement that are kept from when they were added up
_LONGEST_NAME: Final = 1 << 10
_DEEPEST: Final = 64


class Camt:
    """Reader of CAMT statements."""

    name = "camt"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a document of one of the three messages."""
        del name
        plain = head if head[:64].count(0) < 16 else head.replace(b"\0", b"")
        prolog = _PROLOG.match(plain.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff"))
        return prolog is not None and _ROOT.match(prolog.string, prolog.end()) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone: a bank's day is a stretch of time only somewhere."""
        del original
        return (Asked.ZONE,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every booking, balance, snag and frame of `original`, in file order."""
        del answers
        size = len(original.data)
        prolog = _PROLOG.match(original.data, 0, 1 << 12)
        declared = _ENCODING.search(prolog[0]) if prolog else None
        encoding = declared[1].decode().lower() if declared else "utf-8"
        if size and (original.data[:64].count(0) >= 16 or not _PLAIN.fullmatch(encoding)):
            yield Snag(origin(original, 0, size), Reason.NOT_TEXT)
            return
        yield from _Message(original, encoding, prolog.end() if prolog else 0).read()


class _Message:
    """A file that is being read, from its first byte to its last."""

    def __init__(self, original: Original, encoding: str, start: int) -> None:
        self._original = original
        self._data = original.data
        self._size = len(original.data)
        self._tags = Tags(original.data)
        self._encoding = encoding
        self._start = start
        self._path: list[str] = []
        self._unknown = 0  # how deep the unknown element is that holds what follows
        self._closed = False
        self._account = ""
        self._fails = False  # whether the statement does not come to its closing balance
        self._ahead: dict[
            int, Booking
        ] = {}  # read already, but for the account, by their start

    def read(self) -> Iterator[Yield]:
        """Yield the records, and between them runs of what is frame or cannot be read."""
        since, why, running, at = 0, None, self._start > 0, self._start
        while at < self._size:
            tag = self._tags.at(at)
            record = tag.name in _RECORDS and not tag.close
            found = self._known(tag) if record else self._outside(tag)
            ends = isinstance(found, Booking | Balance | Snag) or found is not why
            if running and ends and at > since:
                yield self._run(since, at, why)
                since = at
            if isinstance(found, Booking | Balance | Snag):
                yield found
                since, running, at = found.origin.end, False, found.origin.end
            else:
                why, running, at = found, True, tag.end
        if running and self._size:
            cut = why is None and not self._closed
            yield self._run(since, self._size, Reason.CUT_OFF if cut else why)

    def _run(self, start: int, end: int, why: Reason | None) -> Yield:
        place = origin(self._original, start, end)
        return Frame(place) if why is None else Snag(place, why)

    def _known(self, tag: Tag) -> Booking | Balance | Snag:
        """Return the record that begins with `tag`, read now or before."""
        held = self._ahead.pop(tag.start, None)
        return self._record(tag) if held is None else replace(held, account=self._account)

    def _record(self, tag: Tag) -> Booking | Balance | Snag:
        end, closed = self._tags.end(tag)
        place = origin(self._original, tag.start, end)
        last = end == self._size and not self._closed
        if not closed or end - tag.start > _LONGEST:
            broken = Reason.CUT_OFF if last else Reason.BROKEN_MARKUP
            return Snag(place, Reason.TOO_LONG if closed else broken)
        marks = {Mark.CUT_OFF} if last else set[Mark]()
        entry = parsed(self._data[tag.start : end], self._encoding, marks)
        if entry is None:
            return Snag(place, Reason.BROKEN_MARKUP)
        if tag.name == "Ntry":
            found: Booking | Balance | Reason = booking(entry, place, self._account)
        else:
            if self._fails and entry.text("Tp/CdOrPrtry/Cd", "Tp/Cd") == "CLBD":
                marks.add(Mark.NOT_THE_SUM)
            found = balance(entry, place, self._account)
        return Snag(place, found) if isinstance(found, Reason) else found

    def _outside(self, tag: Tag) -> Reason | None:
        """Return why `tag` is no frame; take in what it says of what follows."""
        if not tag.name:
            inside = self._data[tag.start + 1 : tag.end] if tag.comment else b"<"
            blank = self._tags.blank(tag.start, tag.end)
            return None if blank or b"<" not in inside else Reason.NO_ENTRY
        if tag.close:
            return self._leave(tag)
        if not tag.own and len(self._path) < _DEEPEST:
            self._enter(tag)
        elif not tag.own:
            return Reason.BROKEN_MARKUP
        text = not self._tags.blank(tag.text, tag.end)
        if text and (tag.own or tag.name in _STATEMENTS or len(self._path) < 3):
            return Reason.NO_ENTRY
        unknown = self._unknown or (tag.own and not self._is_known(tag.name, self._path))
        return Reason.UNKNOWN_ELEMENT if unknown else None

    def _enter(self, tag: Tag) -> None:
        if not self._unknown and not self._is_known(tag.name, self._path):
            self._unknown = len(self._path) + 1
        if tag.name == "Document":
            self._closed = False
        self._path.append(tag.name)
        if tag.name in _STATEMENTS:
            self._account, self._fails = "", False
            self._fails = self._does_not_add_up(tag)
        elif not self._account and "Acct" in self._path:
            inner = "/".join(self._path[self._path.index("Acct") + 1 :])
            if inner in _ACCOUNTS and tag.end - tag.text <= _LONGEST_NAME:
                text = self._data[tag.text : tag.end].decode(self._encoding, "replace")
                self._account = " ".join(text.split())

    def _leave(self, tag: Tag) -> Reason | None:
        depth, unknown = len(self._path), self._unknown
        if tag.name not in self._path:
            return Reason.BROKEN_MARKUP
        while self._path.pop() != tag.name:
            pass
        if len(self._path) < self._unknown:
            self._unknown = 0
        if not self._path and tag.name == "Document":
            self._closed = True
        if len(self._path) + 1 < depth:
            return Reason.BROKEN_MARKUP
        if not self._tags.blank(tag.text, tag.end):
            return Reason.NO_ENTRY
        return Reason.UNKNOWN_ELEMENT if unknown else None

    def _is_known(self, name: str, path: list[str]) -> bool:
        match len(path):
            case 0:
                return name == "Document"
            case 1:
                return name.startswith("BkToCstmr")
            case 2:
                return name == "GrpHdr" or name in _STATEMENTS
            case 3:
                return path[-1] == "GrpHdr" or name in _KNOWN
            case _:
                return True

    def _does_not_add_up(self, statement: Tag) -> bool:
        """Tell whether the entries of a statement miss its closing balance."""
        balances: dict[Edge, Balance] = {}
        total, currencies, at = 0, set[str](), statement.end
        while at < self._size:
            tag = self._tags.at(at)
            if tag.name in _STATEMENTS or tag.name == "Document":
                break
            if tag.close or tag.name not in _RECORDS:
                at = tag.end
                continue
            found = self._record(tag)
            at = found.origin.end
            if isinstance(found, Booking) and len(self._ahead) < _AHEAD:
                self._ahead[tag.start] = found
            if isinstance(found, Booking) and Mark.PENDING not in found.marks:
                total += found.amount
                currencies.add(found.currency)
            elif isinstance(found, Balance) and found.which is not None:
                balances.setdefault(found.which, found)
        first, last = balances.get(Edge.OPENING), balances.get(Edge.CLOSING)
        if first is None or last is None:
            return False
        same = len(currencies | {first.currency, last.currency}) == 1
        return same and first.amount + total != last.amount
