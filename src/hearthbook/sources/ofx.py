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
    Securities (`BUYSTOCK` and the like), which are snags; sign-on and status.
Seen in the wild
    A header on one line, or none; CDATA; decimal commas; signs before zeros; empty tags.

Format: https://financialdataexchange.org/FDX/About/OFX-Work-Group.aspx
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

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
from hearthbook.records.statement import Balance
from hearthbook.records.statement import Booking
from hearthbook.records.statement import Edge
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_HEADER: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t\r\n]++|<\?[^<>]{0,500}\?>|[A-Z]{4,12}:[^<\r\n]{0,500}+)*+"
)
_ROOT: Final = re.compile(_HEADER.pattern + rb"<OFX[ \t\r\n>]")
_CHARSET: Final = re.compile(rb"""(?:CHARSET:|ENCODING:|encoding=["'])([A-Za-z0-9-]{2,20})""")
_TOKEN: Final = re.compile(
    rb"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9._]{0,40})(?:[ \t\r\n][^<>]{0,200})?(?P<own>/?)>"
)
_TEXT: Final = re.compile(rb"[^<]*+")
_JUNK: Final = re.compile(rb"<?[^<]*+")
_SEALED: Final = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
_ENTITY: Final = re.compile(r"&(amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_SIGNS: Final = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "nbsp": "\u00a0",
}
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_DATE: Final = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{2}){0,3}(?:[.:][0-9]{1,6})?\s*(?:\[[^\]]*\])?"
)
_RECORDS: Final = {b"STMTTRN": None, b"LEDGERBAL": Edge.CLOSING, b"AVAILBAL": Edge.AVAILABLE}
_BOUNDS: Final = frozenset(
    b"OFX STMTRS CCSTMTRS INVSTMTRS BANKTRANLIST INVTRANLIST INVBANKTRAN".split()
)
_ACCOUNTS: Final = (b"BANKID", b"BROKERID", b"BRANCHID", b"ACCTID", b"ACCTTYPE")
_OPENS_ACCOUNT: Final = (b"BANKACCTFROM", b"CCACCTFROM", b"INVACCTFROM")
_FRAME: Final = _BOUNDS.union(
    _ACCOUNTS,
    _OPENS_ACCOUNT,
    b"SIGNONMSGSRSV1 SONRS STATUS CODE SEVERITY MESSAGE DTSERVER LANGUAGE DTPROFUP DTACCTUP "
    b"FI ORG FID INTU.BID INTU.USERID INTU.ORG SESSCOOKIE ACCESSKEY USERKEY TSKEYEXPIRE "
    b"BANKMSGSRSV1 STMTTRNRS TRNUID CLTCOOKIE CURDEF ACCTKEY DTSTART DTEND CREDITCARDMSGSRSV1 "
    b"CCSTMTTRNRS INVSTMTMSGSRSV1 INVSTMTTRNRS DTASOF SUBACCTFUND".split(),
)
_LONGEST: Final = 1 << 17


class _Token(NamedTuple):
    """A tag and the text behind it, or bytes that are no tag: these have no `name`."""

    name: bytes
    close: bool
    start: int
    text: int
    end: int


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
        """Return nothing: dates are written year first, and an account has no owner here."""
        del original
        return ()

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
        self._closed = False
        self._nowhere: set[bytes] = set()
        header = _HEADER.match(original.data, 0, 1 << 16)
        self._start = header.end() if header else 0
        declared = _CHARSET.findall(original.data[: self._start])
        self._encodings = ("utf-8", *filter(None, map(_code_page, declared)), "cp1252")[:2]

    def read(self) -> Iterator[Yield]:
        """Yield the pieces; what is no record is gathered into runs of one sort."""
        held, since, why = None, 0, None
        if self._start:
            held, why = True, None
        for start, end, found in self._pieces():
            if isinstance(found, Booking | Balance):
                if held:
                    yield self._run(since, start, why)
                yield found
                held, since = None, end
                continue
            if held and found is not why:
                yield self._run(since, start, why)
                since = start
            held, why = True, found
        if held:
            cut = why is None and not self._closed
            yield self._run(since, len(self._data), Reason.CUT_OFF if cut else why)

    def _run(self, start: int, end: int, why: Reason | None) -> Yield:
        place = origin(self._original, start, end)
        return Frame(place) if why is None else Snag(place, why)

    def _pieces(self) -> Iterator[tuple[int, int, Booking | Balance | Reason | None]]:
        tokens = self._tokens(self._start)
        waiting = next(tokens, None)
        while (token := waiting) is not None:
            if token.close or token.name not in _RECORDS:
                yield token.start, token.end, self._outside(token)
                waiting = next(tokens, None)
                continue
            inside, waiting = self._inside(token, tokens)
            end = inside[-1].end
            yield token.start, end, self._record(inside, last=end == len(self._data))

    def _inside(
        self, first: _Token, tokens: Iterator[_Token]
    ) -> tuple[list[_Token], _Token | None]:
        """Return the tokens of the record that begins with `first`, and the token after it."""
        found = [first]
        for token in tokens:
            if token.close and token.name == first.name:
                return [*found, token], next(tokens, None)
            if token.name in _RECORDS or token.name in _BOUNDS:
                return found, token
            found.append(token)
        return found, None

    def _outside(self, token: _Token) -> Reason | None:
        """Return why `token` is no frame; take in what it says of what follows."""
        name, text = token.name, self._text(token.text, token.end, set())
        if not name:
            return Reason.NO_ENTRY if self._data[token.start : token.end].strip() else None
        if name not in _FRAME:
            return Reason.UNKNOWN_ELEMENT
        if token.close:
            self._closed = self._closed or name == b"OFX"
            return Reason.NO_ENTRY if text else None
        if name in {b"STMTRS", b"CCSTMTRS", b"INVSTMTRS"}:
            self._account, self._currency = {}, ""
        elif name in _OPENS_ACCOUNT:
            self._account = {}
        elif name in _ACCOUNTS:
            self._account[name] = text
        elif name == b"CURDEF":
            self._currency = text
        return None

    def _record(self, inside: list[_Token], *, last: bool) -> Booking | Balance | Reason:
        first, final = inside[0], inside[-1]
        if final.end - first.start > _LONGEST:
            return Reason.TOO_LONG
        if not final.close or final.name != first.name:
            return Reason.CUT_OFF if last else Reason.BROKEN_MARKUP
        marks = {Mark.CUT_OFF} if last and not self._closed else set[Mark]()
        fields = self._fields(inside[1:-1], marks)
        if fields is None or self._text(final.text, final.end, set()):
            return Reason.BROKEN_MARKUP
        place = origin(self._original, first.start, final.end)
        account = " ".join(filter(None, (self._account.get(one, "") for one in _ACCOUNTS)))
        which = _RECORDS[first.name]
        if which is None:
            return _booking(fields, place, account, self._currency, marks)
        return _balance(fields, which, place, account, self._currency, marks)

    def _fields(self, tokens: list[_Token], marks: set[Mark]) -> dict[str, str] | None:
        """Return the text of each field by its path; None if the markup is broken."""
        closers = [token.name for token in tokens if token.close]
        fields: dict[str, str] = {}
        path: list[bytes] = []
        leaf = b""
        for token in tokens:
            text = self._text(token.text, token.end, marks)
            if token.close:
                if path and token.name == path[-1]:
                    path.pop()
                elif token.name != leaf:
                    return None
                leaf = b""
            elif not token.name:
                return None
            else:
                key = b"/".join([*path, token.name]).decode()
                leaf = token.name
                if key in fields:
                    return None
                fields[key] = text
            if token.close and text:
                return None
            if not token.close and not text and self._holds(token, tokens, closers):
                path.append(token.name)
                leaf = b""
        return None if path else fields

    def _holds(self, token: _Token, tokens: list[_Token], closers: list[bytes]) -> bool:
        """Tell whether the empty `token` is closed further on: then it holds what follows."""
        if token.name not in closers:
            return False
        after = next((one for one in tokens if one.start >= token.end), None)
        return after is not None and not (after.close and after.name == token.name)

    def _text(self, start: int, end: int, marks: set[Mark]) -> str:
        raw = decoded(self._data[start:end], self._encodings, marks)
        parts = _CDATA.split(raw)
        parts[::2] = [_ENTITY.sub(_sign, part) for part in parts[::2]]
        return composed("".join(parts).strip(), marks)

    def _tokens(self, at: int) -> Iterator[_Token]:
        size = len(self._data)
        while at < size:
            tag = _TOKEN.match(self._data, at)
            if tag is None:
                end = self._sealed(at, b"<!--") or self._until(_JUNK, at)
                yield _Token(b"", close=False, start=at, text=at, end=end)
            else:
                end, name = self._value(tag.end()), tag["name"].upper()
                stop = tag.end() if tag["own"] else end
                yield _Token(name, bool(tag["close"]), at, tag.end(), stop)
                if tag["own"]:
                    yield _Token(name, close=True, start=stop, text=stop, end=end)
            at = end

    def _value(self, at: int) -> int:
        """Return where the text at `at` ends; what is sealed as CDATA belongs to it."""
        at = self._until(_TEXT, at)
        while sealed := self._sealed(at, b"<![CDATA["):
            at = self._until(_TEXT, sealed)
        return at

    def _until(self, pattern: re.Pattern[bytes], at: int) -> int:
        found = pattern.match(self._data, at)
        return found.end() if found else at

    def _sealed(self, at: int, opening: bytes) -> int:
        """Return where the comment or CDATA at `at` ends, 0 if there is none."""
        closing = dict(_SEALED)[opening]
        if self._data[at : at + len(opening)] != opening or closing in self._nowhere:
            return 0
        found = self._data.find(closing, at + len(opening))
        if found < 0:
            self._nowhere.add(closing)
            return 0
        return found + len(closing)


def _code_page(declared: bytes) -> str:
    name = declared.decode().lower()
    if re.fullmatch("125[0-8]", name):
        return f"cp{name}"
    return name if re.fullmatch("iso-?8859-[0-9]{1,2}|windows-125[0-8]", name) else ""


def _sign(found: re.Match[str]) -> str:
    name = found[1]
    if name in _SIGNS:
        return _SIGNS[name]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    fits = 0 < number < 0xD800 or 0xDFFF < number < 0x110000
    return chr(number) if fits else found[0]


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


def _booking(
    fields: dict[str, str], place: FromFile, account: str, currency: str, marks: set[Mark]
) -> Booking | Reason:
    own = fields.get("CURRENCY/CURSYM") or currency
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


def _balance(  # noqa: PLR0913, PLR0917  # what stands around the tag, and what in it
    fields: dict[str, str],
    which: Edge,
    place: FromFile,
    account: str,
    currency: str,
    marks: set[Mark],
) -> Balance | Reason:
    raw, date = fields.get("BALAMT", ""), fields.get("DTASOF", "")
    amount, when = _amount(raw, currency), _day(date)
    if isinstance(amount, Reason):
        return amount
    if isinstance(when, Reason):
        return when
    return Balance(place, account, which, when, amount, currency, raw, date, in_order(marks))
