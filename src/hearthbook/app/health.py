"""How a vault is: its books, their heads, who stamped them, and a check on request."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.household import BOOKS
from hearthbook.app.times import zone
from hearthbook.app.verify import Checked
from hearthbook.base.time import shown
from hearthbook.records.event import Stamp
from hearthbook.vault.audit import audit
from hearthbook.vault.formats.checkpoint import read_signed

if TYPE_CHECKING:
    from collections.abc import Callable

    from hearthbook.app.household import Household


class BookHealth(Struct, frozen=True):
    """One book: how many entries, how many its newest head covers, that head's root."""

    book: str
    size: int
    covered: int
    root: str
    last: str


class Stamped(Struct, frozen=True):
    """A head that an outside authority stamped: of which book, how large, when."""

    book: str
    size: int
    authority: str
    at: str


class Health(Struct, frozen=True):
    """A vault's books and stamps; times in the family's zone."""

    books: tuple[BookHealth, ...]
    stamps: tuple[Stamped, ...]
    originals: int
    zone: str


def health(home: Household) -> Health:
    """Return how the vault is; nothing is read through."""
    clock = zone(home.setting("zone"))

    def at(ms: int) -> str:
        return shown(ms, clock).strftime("%Y-%m-%d %H:%M")

    books = []
    for name in BOOKS:
        book = home.book(name)
        head = read_signed(book.checkpoint(), book.key)
        last = next(iter(home.entries(name, [book.size - 1])), None)
        books.append(
            BookHealth(
                book=name,
                size=book.size,
                covered=head.size,
                root=b64encode(head.root).decode("ascii"),
                last=at(last.sealed) if last is not None else "",
            )
        )
    found = [one.record for one in home.of_kind("record", "stamp")]
    stamps = [
        Stamped(one.book, one.size, one.authority, at(one.at))
        for one in found
        if isinstance(one, Stamp)
    ]
    return Health(
        tuple(books), tuple(reversed(stamps)), len(home.vault.originals.names()), clock.key
    )


def check(home: Household, *, full: bool, move: Callable[[int, int], None]) -> list[Checked]:
    """Read the vault through and return what holds; with `full`, every entry and original."""
    return [
        Checked(one.what, one.where, one.of, passed=one.ok)
        for one in audit(home.vault, full=full, move=move)
    ]
