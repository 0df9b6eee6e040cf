"""Sign every book's log as it stands, and keep a copy of each head outside the databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.household import BOOKS

if TYPE_CHECKING:
    from hearthbook.app.household import Household


class Head(Struct, frozen=True):
    """The signed head of one book: how many entries it covers, and the file to hand on."""

    book: str
    size: int
    file: str


def seal(home: Household) -> tuple[Head, ...]:
    """Seal all books and return their heads."""
    heads = []
    for name in BOOKS:
        book = home.book(name)
        heads.append(Head(name, book.size, str(book.seal())))
    return tuple(heads)
