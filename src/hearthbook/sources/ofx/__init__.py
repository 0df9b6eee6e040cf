"""Reader of bank statements in OFX and QFX, 1.x (SGML, tags left open) and 2.x (XML).

Keeps
    A booking for each `STMTTRN`, a balance for each `LEDGERBAL` and `AVAILBAL`. A time is kept
    as the day that is written, for banks put noon, midnight or Greenwich there at will.
Checks
    That tags inside a booking are closed in order and no field comes twice. The charset in the
    header is believed only where the bytes are no UTF-8, for it is often wrong.
Cannot know
    Bookings outside the asked period, and whether two bookings of one `FITID` are one: banks
    use it again. There is no opening balance, so nothing can be added up.
Leaves in the original
    Securities (`BUYSTOCK` and the like), which are snags; sign-on and status; the type, the
    number of a cheque.
Seen in the wild
    A header on one line, or none; CDATA; decimal commas; signs before zeros; empty tags.

Format: https://financialdataexchange.org/FDX/About/OFX-Work-Group.aspx
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Balance
from hearthbook.records.statement import Booking
from hearthbook.records.statement import Edge
from hearthbook.sources.contract import Asked
from hearthbook.sources.ofx.entries import balance
from hearthbook.sources.ofx.entries import booking
from hearthbook.sources.ofx.tags import Tags
from hearthbook.sources.ofx.tags import code_page
from hearthbook.sources.ofx.tags import without_ends_of_leaves
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.ofx.tags import Token

_HEADER: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>(?:[ \t\r\n]++|<\?[^<>]{0,500}\?>|"
    rb"(?:OFXHEADER|DATA|VERSION|SECURITY|"
    rb"ENCODING|CHARSET|COMPRESSION|OLDFILEUID|NEWFILEUID):[^<\r\n]{0,500}+)*)"
)
_ROOT: Final = re.compile(_HEADER.pattern + rb"<OFX[ \t\r\n>]")
_RECORDS: Final = {b"STMTTRN": None, b"LEDGERBAL": Edge.CLOSING, b"AVAILBAL": Edge.AVAILABLE}
_BOUNDS: Final = frozenset(
    b"OFX STMTRS CCSTMTRS INVSTMTRS BANKTRANLIST INVTRANLIST INVBANKTRAN".split()
)
_ACCOUNTS: Final = (b"BANKID", b"BROKERID", b"BRANCHID", b"ACCTID", b"ACCTTYPE")
_OPENS_ACCOUNT: Final = (b"BANKACCTFROM", b"CCACCTFROM", b"INVACCTFROM")
_LEAVES: Final = frozenset(_ACCOUNTS).union(
    b"CODE SEVERITY MESSAGE DTSERVER LANGUAGE DTPROFUP DTACCTUP ORG FID INTU.BID INTU.USERID "
    b"INTU.ORG SESSCOOKIE ACCESSKEY USERKEY TSKEYEXPIRE TRNUID CLTCOOKIE CURDEF ACCTKEY "
    b"DTSTART DTEND DTASOF SUBACCTFUND".split()
)
_WRAPS: Final = _BOUNDS.union(
    _OPENS_ACCOUNT,
    b"SIGNONMSGSRSV1 SONRS STATUS FI BANKMSGSRSV1 STMTTRNRS CREDITCARDMSGSRSV1 CCSTMTTRNRS "
    b"INVSTMTMSGSRSV1 INVSTMTTRNRS".split(),
)
_LONGEST: Final = 1 << 17
_LONGEST_NAME: Final = 1 << 10
_CURRENCY: Final = re.compile("[A-Za-z]{3}")


class Ofx:
    """Reader of OFX and QFX."""

    name = "ofx"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens with the root tag, behind a header or without one."""
        del name
        plain = head if head[:64].count(0) < 16 else head.replace(b"\0", b"")
        return (
            _ROOT.match(plain.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")) is not None
        )

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone: a bank's day is a stretch of time only somewhere."""
        del original
        return (Asked.ZONE,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every booking, balance, snag and frame of `original`, in file order."""
        del answers
        size = len(original.data)
        if size and original.data[:64].count(0) >= 16:
            yield Snag(origin(original, 0, size), Reason.NOT_TEXT)
            return
        yield from _Statement(original).read()


class _Statement:
    """A file that is being read, from its first byte to its last."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._data = original.data
        self._account: dict[bytes, str] = {}
        self._currency = ""
        self._unknown = b""
        self._closed = False
        header = _HEADER.match(original.data, 0, 1 << 16)
        self._start = header.end() if header else 0
        self._tags = Tags(original.data, code_page(original.data[: self._start]))

    def read(self) -> Iterator[Yield]:
        """Yield the records, and between them runs of what is frame or cannot be read."""
        since, why, running = 0, None, self._start > 0
        for start, end, found in self._pieces():
            ends = isinstance(found, Booking | Balance | Snag) or found is not why
            if running and ends and start > since:
                yield self._run(since, start, why)
                since = start
            if isinstance(found, Booking | Balance | Snag):
                yield found
                since, running = end, False
            else:
                why, running = found, True
        if running:
            cut = why is None and not self._closed
            yield self._run(since, len(self._data), Reason.CUT_OFF if cut else why)

    def _run(self, start: int, end: int, why: Reason | None) -> Yield:
        place = origin(self._original, start, end)
        return Frame(place) if why is None else Snag(place, why)

    def _pieces(self) -> Iterator[tuple[int, int, Booking | Balance | Snag | Reason | None]]:
        tokens = self._tags.tokens(self._start)
        waiting = next(tokens, None)
        while (token := waiting) is not None:
            if token.close or token.name not in _RECORDS:
                yield token.start, token.end, self._outside(token)
                waiting = next(tokens, None)
                continue
            inside, waiting = self._inside(token, tokens)
            end = inside[-1].end
            read = self._record(inside, last=end == len(self._data))
            place = origin(self._original, token.start, end)
            yield token.start, end, Snag(place, read) if isinstance(read, Reason) else read

    def _inside(
        self, first: Token, tokens: Iterator[Token]
    ) -> tuple[list[Token], Token | None]:
        """Return the tokens of the record that begins with `first`, and the token after it."""
        found = [first]
        for token in tokens:
            if token.close and token.name == first.name:
                return [*found, token], next(tokens, None)
            long = token.start - first.start > _LONGEST
            if long or token.name in _RECORDS or token.name in _BOUNDS:
                return found, token
            found.append(token)
        return found, None

    def _outside(self, token: Token) -> Reason | None:
        """Return why `token` is no frame; take in what it says of what follows."""
        name = token.name
        if not name:
            return None if self._tags.blank(token.start, token.end) else Reason.NO_ENTRY
        if self._is_unknown(token):
            return Reason.UNKNOWN_ELEMENT
        if (token.close or name in _WRAPS) and not self._tags.blank(token.text, token.end):
            return Reason.NO_ENTRY
        if token.end - token.text > _LONGEST_NAME and name in _LEAVES:
            return Reason.TOO_LONG
        if name == b"OFX":
            self._closed = token.close
        elif not token.close:
            self._take(name, token)
        return None

    def _is_unknown(self, token: Token) -> bool:
        """Tell whether `token` is unknown, or stands in an element that is."""
        name, outer = token.name, self._unknown
        if name in _BOUNDS:
            self._unknown = b""
            return False
        if outer:
            if token.close and name == outer:
                self._unknown = b""
            return True
        known = name in _WRAPS or name in _LEAVES
        if not known and not token.close and self._tags.blank(token.text, token.end):
            self._unknown = name
        return not known

    def _take(self, name: bytes, token: Token) -> None:
        if name in {b"STMTRS", b"CCSTMTRS", b"INVSTMTRS"}:
            self._account, self._currency = {}, ""
        elif name in _OPENS_ACCOUNT:
            self._account = {}
        elif name in _ACCOUNTS:
            self._account[name] = self._tags.text(
                token, self._tags.encoding(token.text, token.end), set()
            )
        elif name == b"CURDEF":
            text = self._tags.text(token, "utf-8", set())
            self._currency = text.upper() if _CURRENCY.fullmatch(text) else ""

    def _record(self, inside: list[Token], *, last: bool) -> Booking | Balance | Reason:
        first, final = inside[0], inside[-1]
        if final.end - first.start > _LONGEST:
            return Reason.TOO_LONG
        if not final.close or final.name != first.name:
            return Reason.CUT_OFF if last else Reason.BROKEN_MARKUP
        marks = {Mark.CUT_OFF} if last and not self._closed else set[Mark]()
        stray = not all(
            self._tags.blank(one.text, one.end) for one in inside if one.close or one is first
        )
        fields = None if stray else self._fields(inside[1:-1], marks)
        if fields is None:
            return Reason.BROKEN_MARKUP
        place = origin(self._original, first.start, final.end)
        account = " ".join(filter(None, (self._account.get(one, "") for one in _ACCOUNTS)))
        which = _RECORDS[first.name]
        if which is None:
            return booking(fields, place, account, self._currency, marks)
        return balance(fields, which, place, account, self._currency, marks)

    def _fields(self, tokens: list[Token], marks: set[Mark]) -> dict[str, str] | None:
        """Return the text of each field by its path; None if the markup is broken."""
        encoding = self._tags.encoding(tokens[0].start, tokens[-1].end) if tokens else "utf-8"
        own = list(without_ends_of_leaves(tokens))
        closed = {token.name for token in own if token.close}
        fields: dict[str, str] = {}
        path: list[bytes] = []
        for token in own:
            if token.close:
                if not path or path.pop() != token.name:
                    return None
                continue
            key = b"/".join([*path, token.name]).decode()
            if not token.name or key in fields:
                return None
            fields[key] = self._tags.text(token, encoding, marks)
            if token.name in closed and not fields[key]:
                path.append(token.name)
        return None if path else fields
