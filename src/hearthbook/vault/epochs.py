"""What joins the epochs of a book: each later log begins with where the one before it ended.

A backup that is restored may be older than what was sealed since. To append to its log would
sign a second history, so the log is closed, and a new one begun with a key of its own. Its
first entry names the head at which the closed one ended, and the largest head known of it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

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


def restored(
    book: Book, heads: Mapping[str, Sequence[tuple[str, Checkpoint]]]
) -> Iterator[Check]:
    """Yield for each later epoch of a book whether it says truly where the one before ended.

    `heads` are those held beside the databases, by the origin of their log: of each that covers
    more than was restored, the log must say so.
    """
    for before, later in pairwise(book.epochs()):
        said = next(sayings(later), None)
        true = said is not None and _true(said, before)
        yield Check("audit-epoch", later.place, true)
        for at, head in heads[before.key.name]:
            if said is not None and head.size > said.size:
                ok = any(admits(one, before, head) for one in sayings(later))
                yield Check("audit-lost", at, ok, head.size - said.size)


def sayings(book: Book) -> Iterator[Restored]:
    """Yield what the log of a later epoch says of the one before, its first entry first."""
    for entry in book.entries(book.first):
        if entry.n == book.first or b'"kind":"restored"' in entry.record:
            try:
                record = read(entry.record)
            except NotARecordError:
                continue
            if isinstance(record, Restored):
                yield record


def admits(said: Restored, before: Book, head: Checkpoint) -> bool:
    """Tell whether `said` owns that what `head` covers, beyond what was restored, is lost."""
    if said.before != before.key.name or said.known < head.size:
        return False
    return said.known > head.size or said.known_root == text64(head.root)


def _true(said: Restored, before: Book) -> bool:
    with told(before.place):
        size = before.log.size()
        return (said.before, said.size) == (before.key.name, size) and said.root == text64(
            before.root()
        )
