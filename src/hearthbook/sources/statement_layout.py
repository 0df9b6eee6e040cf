"""How a bank's table of bookings is laid out: proposed from its content, confirmed by a person.

1. Every bank lays out its tables in its own way, and none says how. What the content shows is a
   proposal with reasons; nothing is read by it before a person says yes.
2. A yes holds for every table with the same heading and the same sign between cells.
3. A table is proposed as a statement only if it has a column of days, one or two of amounts
   under a heading that speaks of money, and one that says what for, with whom or what is left.
4. Where the days of the content fit several orders, the order stays open and must be said.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.base.text import nfc
from hearthbook.sources.contract import DateOrder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

_SIGNS: Final = (";", ",", "\t", "|")
_DAY: Final = re.compile(
    r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?:[ T]\d{1,2}:\d{2}.*)?", re.ASCII
)
_AMOUNT: Final = re.compile(
    r"[+-]?\s?\d[\d.,' \u00a0\u202f\u2019]*(?:[.,]\d{1,2})?\s?[+-]?", re.ASCII
)
_TAIL: Final = re.compile(r"([.,])\d{1,2}\s?[+-]?\Z", re.ASCII)
_CURRENCY: Final = re.compile("[€$£¥₽₴₸]|(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_CODE: Final = re.compile(r"[(\[\s]([A-Z]{3})[)\]]?$")
_MOST_COLUMNS: Final = 60
_MOST_ROWS: Final = 400
_LONGEST_NAME: Final = 120
_RUN: Final = re.compile("[\xc0-\xff]{3}")

# Words in headings, in small letters; the first role whose word a heading holds is its own.
_WORDS: Final[dict[str, str]] = {
    "balance": "balance|saldo|kontostand|solde|остаток|баланс",
    "valued": "valut|value date|wertstellung|date de valeur|fecha valor",
    "debit": "debit|débit|soll|belastung|withdrawal|paid out|money out|расход|списан|дебет"
    "|cargo|addebit",
    "credit": "credit|crédit|haben|gutschrift|deposit|paid in|money in|приход|зачислен"
    "|поступлен|кредит|abono|accredit",
    "amount": "amount|betrag|umsatz|summe|сумма|сума|importe|montant|importo|kwota|bedrag",
    "currency": "currency|währung|waehrung|валюта|devise|moneda|divisa",
    "reference": "reference|referenz|référence|номер док|referencia",
    "counterparty": "payee|empfänger|empfaenger|begünstigt|beguenstigt|auftraggeber|beteiligter"
    "|counterparty|beneficiar|получатель|контрагент|name|tegenpartij",
    "purpose": "verwendungszweck|buchungstext|description|details|memo|purpose|narrative"
    "|назначение|описание|concepto|libell|descrizione|text",
}
_MONEY: Final = ("amount", "debit", "credit", "balance")


class Layout(Struct, frozen=True, forbid_unknown_fields=True):
    """Which column says what. Columns go by their heading; an empty name is no column.

    Either `amount` is signed, or `debit` and `credit` are apart. `negated` turns signs round.
    `document` says that such a table is no statement.
    """

    heading: tuple[str, ...]
    sign: str
    charset: str = "utf-8"
    booked: str = ""
    valued: str = ""
    amount: str = ""
    debit: str = ""
    credit: str = ""
    currency: str = ""
    currency_code: str = ""
    counterparty: str = ""
    purpose: tuple[str, ...] = ()
    reference: str = ""
    date_order: DateOrder | None = None
    decimal: str = ""
    negated: bool = False
    document: bool = False


class Because(Struct, frozen=True):
    """A reason: what it is for, and the cell or the heading that shows it."""

    what: str
    shows: str


class Proposal(Struct, frozen=True):
    """A layout that the content suggests, and why; `first` is the first row, cell by cell."""

    layout: Layout
    because: tuple[Because, ...]
    first: tuple[str, ...] = ()


def plain(name: str) -> str:
    """Return the form in which headings are compared."""
    shown = "".join(sign if sign.isprintable() else " " for sign in nfc(name))
    return nfc(" ".join(shown.casefold().split()))


def bare(amount: str) -> str:
    """Return an amount without the name or the sign of its currency."""
    return _CURRENCY.sub("", amount).strip()


def cells_of(text: str, sign: str) -> list[str]:
    """Return the cells of one row."""
    try:
        found = next(csv.reader([text.replace("\0", "")], delimiter=sign), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in found]


def proposed(head: bytes) -> Proposal | None:
    """Return what a table that begins with `head` seems to be; None if no statement."""
    whole = head[: head.rfind(b"\n") + 1] or head
    charset = _charset(whole)
    lines = [one for one in re.split("[\r\n]+", whole.decode(charset, "replace")) if one]
    for sign in _signs(lines):
        rows = [cells_of(line, sign) for line in lines[:_MOST_ROWS]]
        at = _heading(rows)
        if at is not None:
            return _proposal(rows[at], rows[at + 1 :], sign, charset)
    return None


def _charset(raw: bytes) -> str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        # Letters of western languages stand alone among others; Cyrillic words run on.
        runs = len(_RUN.findall(raw.decode("latin-1")))
        return "cp1251" if runs > 2 else "cp1252"
    return "utf-8"


def _signs(lines: Sequence[str]) -> list[str]:
    counts = {sign: sum(line.count(sign) for line in lines[:_MOST_ROWS]) for sign in _SIGNS}
    return sorted((s for s in _SIGNS if counts[s]), key=lambda sign: -counts[sign])


def _heading(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the place of the heading: as wide as most rows, of names, with data below it."""
    widths = Counter(len(row) for row in rows if len(row) > 2)
    if not widths:
        return None
    width = widths.most_common(1)[0][0]
    for at, row in enumerate(rows[:-1]):
        if len(row) != width or len(row) > _MOST_COLUMNS or len(set(map(plain, row))) != width:
            continue
        names = [cell for cell in row if cell]
        if len(names) < 3 or any(_DAY.fullmatch(n) or _AMOUNT.fullmatch(n) for n in names):
            continue
        if any(_DAY.fullmatch(cell) for cell in rows[at + 1]):
            return at
    return None


def _proposal(
    heading: Sequence[str], rows: Sequence[Sequence[str]], sign: str, charset: str
) -> Proposal | None:
    names = tuple(plain(name)[:_LONGEST_NAME] for name in heading)
    columns = {
        name: [row[at] for row in rows if len(row) > at and row[at]]
        for at, name in enumerate(names)
        if name
    }
    roles, because = _roles(columns)
    if "booked" not in roles or not ("amount" in roles or {"debit", "credit"} <= roles.keys()):
        return None
    if not {"purpose", "counterparty", "balance", "currency"} & roles.keys():
        return None
    sums = ("amount",) if "amount" in roles else ("debit", "credit")
    amounts = [cell for role in sums for cell in columns[roles[role][0]]]
    order, decimal = _order(columns[roles["booked"][0]]), _decimal(amounts)
    code = _CODE.search(heading[names.index(roles[sums[0]][0])])

    def column(role: str) -> str:
        return roles.get(role, [""])[0]

    layout = Layout(
        heading=names,
        sign=sign,
        charset=charset,
        booked=column("booked"),
        valued=column("valued"),
        amount=column("amount"),
        debit="" if "amount" in roles else column("debit"),
        credit="" if "amount" in roles else column("credit"),
        currency=column("currency"),
        currency_code=code[1] if code else "",
        counterparty=column("counterparty"),
        reference=column("reference"),
        purpose=tuple(roles.get("purpose", ())),
        date_order=order[0],
        decimal=decimal[0],
    )
    more = (Because("date-order", order[1]), Because("decimal", decimal[1]))
    shown = next((tuple(row) for row in rows if len(row) == len(names)), ())
    return Proposal(layout, (*because, *(one for one in more if one.shows)), shown)


def _roles(columns: dict[str, list[str]]) -> tuple[dict[str, list[str]], tuple[Because, ...]]:
    """Return the columns of each role, by heading and content, and why."""
    roles: dict[str, list[str]] = {}
    because: list[Because] = []
    for name, cells in columns.items():
        role = _role(name, cells)
        if role == "booked" and "booked" in roles:
            role = "valued"
        if role is None or (role in roles and role != "purpose"):
            continue
        roles.setdefault(role, []).append(name)
        because.append(Because(role, f"{name}: {cells[0]}" if cells else name))
    return roles, tuple(because)


def _role(name: str, cells: Sequence[str]) -> str | None:
    said = next(
        (role for role, words in _WORDS.items() if any(w in name for w in words.split("|"))),
        None,
    )
    if _most(cells, _DAY):
        return "valued" if said == "valued" else "booked"
    if said in _MONEY:
        return said if not cells or _most([bare(cell) for cell in cells], _AMOUNT) else None
    return None if said == "valued" else said


def _most(cells: Sequence[str], shape: re.Pattern[str]) -> bool:
    fits = sum(shape.fullmatch(cell) is not None for cell in cells)
    return bool(cells) and 10 * fits >= 9 * len(cells)


def _order(cells: Iterable[str]) -> tuple[DateOrder | None, str]:
    """Return the one order that the days fit, and a day that shows it."""
    fits: dict[DateOrder, str] = {"dmy": "", "mdy": "", "ymd": ""}
    for cell in cells:
        found = _DAY.fullmatch(cell)
        if found is None:
            continue
        first, second, third = (int(part) for part in found.groups())
        shown: set[DateOrder] = set()
        if len(found[1]) > 2:
            shown = {"ymd"}
        elif len(found[3]) > 2 or third > 31 or not third:
            shown = {"dmy"} if first > 12 else {"mdy"} if second > 12 else {"dmy", "mdy"}
        for order in [one for one in fits if shown and one not in shown]:
            del fits[order]
            fits = dict.fromkeys(fits, cell)
    left = list(fits.items())
    return left[0] if len(left) == 1 else (None, "")


def _decimal(cells: Iterable[str]) -> tuple[str, str]:
    """Return the sign before the cents, and an amount that shows it; `.` if none has cents."""
    for cell in cells:
        found = _TAIL.search(bare(cell))
        if found is not None:
            return found[1], cell
    return ".", ""
