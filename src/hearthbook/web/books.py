"""The three books as an address names them: by one letter, which tells a looker-on nothing."""

from __future__ import annotations

from typing import Final

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import BOOKS

__all__ = ["BOOKS", "book_named"]

_LETTERS: Final = {one[0]: one for one in BOOKS}


def book_named(letter: str) -> str:
    """Return the book a letter stands for; without one it is the first.

    Raises:
        Failure: if there is no such book.
    """
    found = _LETTERS.get(letter or BOOKS[0][0])
    if found is None:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=letter)
    return found
