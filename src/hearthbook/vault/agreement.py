"""Does a log agree with the heads that it has signed, wherever they were kept?

1. A head that covers more than there is: the log was **rolled back**. In an epoch that is
   closed it may be so: a restore went on from a backup that was older, and its first entry
   says how much was lost. Whether it says enough is for the audit to tell.
2. A head of a size that this log has signed too, with another root: the log was **forked**. Two
   histories were written on from one, as in a folder that was copied and used in both places.
3. Any other head that does not fit: the log was **rewritten** since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import HeadMismatchError
from hearthbook.vault.formats import tree
from hearthbook.vault.formats.checkpoint import NotACheckpointError
from hearthbook.vault.formats.checkpoint import read_signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.vault.book import Book
    from hearthbook.vault.formats.checkpoint import Checkpoint


def agree(book: Book, heads: Sequence[tuple[str, Checkpoint]], *, closed: bool = False) -> None:
    """Compare the log of a book in one epoch with heads, and with its own newest.

    Raises:
        HeadMismatchError: if it was rolled back, forked or rewritten, or its own is not signed.
        DamagedError: if it does not agree with itself.
    """
    log = book.log
    with book.at_one_moment():
        if log.leaves() != log.size():
            raise DamagedError("vault-damaged-tree", book.place)
        try:
            own = read_signed(log.newest_head(), book.key)
        except NotACheckpointError as error:
            raise HeadMismatchError("vault-head-forged", book.place) from error
        _agree(book, book.place, own)
        for place, head in heads:
            if not (closed and head.size > log.size()):
                _agree(book, place, head)


def _agree(book: Book, place: str, head: Checkpoint) -> None:
    log = book.log
    if head.size > log.size():
        raise HeadMismatchError("vault-rolled-back", place)
    if tree.root(head.size, log.subtrees()) != head.root:
        own = log.head(head.size) and place != book.place
        raise HeadMismatchError("vault-forked" if own else "vault-rewritten", place)
