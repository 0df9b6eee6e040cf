"""What joins the epochs of a book: each later log begins with where the one before it ended.

A backup that is restored may be older than what was sealed since. To append to its log would
sign a second history, so the log is closed, and a new one begun with a key of its own. Its
first entry names the head at which the closed one ended, and the largest head known of it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.codec import NotARecordError
from hearthbook.records.codec import read
from hearthbook.records.provenance import Restored
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.formats.check import Check
from hearthbook.vault.store import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.vault.book import Book
    from hearthbook.vault.formats.checkpoint import Checkpoint

_MARK: Final = b'"kind":"restored"'


def restored(
    book: Book, heads: Mapping[str, Sequence[tuple[str, Checkpoint]]]
) -> Iterator[Check]:
    """Yield for each later epoch of a book whether it says truly where the one before ended.

    `heads` are those held beside the databases, by the origin of their log: of each that covers
    more than was restored, the log must say so.
    """
    for before, later in pairwise(book.epochs()):
        said = _restored(later.entry(later.first).record) if later.log.size() else None
        yield Check("audit-epoch", later.place, said is not None and _true(said, before))
        for at, head in heads[before.key.name]:
            if head.size > before.log.size():
                ok = owned(book, before, head)
                yield Check("audit-lost", at, ok, head.size - before.log.size())


def owned(book: Book, before: Book, head: Checkpoint) -> bool:
    """Tell whether the log of `book` owns that what `head` covers of `before` is lost."""
    records = (one.record for one in book.entries(before.size) if _MARK in one.record)
    return any(
        said is not None and _owns(said, before, head) for said in map(_restored, records)
    )


def _restored(raw: bytes) -> Restored | None:
    try:
        record = read(raw)
    except NotARecordError:
        return None
    return record if isinstance(record, Restored) else None


def _owns(said: Restored, before: Book, head: Checkpoint) -> bool:
    if said.before != before.key.name or said.known < head.size:
        return False
    return said.known > head.size or said.known_root == text64(head.root)


def _true(said: Restored, before: Book) -> bool:
    with told(before.place):
        size = before.log.size()
        return (said.before, said.size) == (before.key.name, size) and said.root == text64(
            before.root()
        )
