"""The audit of an open vault, in two depths.

Quick: the trees from their leaf hashes up, every head ever signed, every head in `heads/`.
Full, besides: the databases page by page, every entry's leaf from what is stored of it, every
record, every original. Hashes that fit each other prove little if the values are not read too:
a page of a database can be put back to an earlier state without a hash of the tree changing.
An erased entry still has its leaf, so no hash tells whether it was erased in the open: what was
must be named by a tombstone that came after it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.base.refs import ref
from hearthbook.records.codec import NotARecordError
from hearthbook.records.codec import read
from hearthbook.records.draft import Story
from hearthbook.records.event import Erasure
from hearthbook.records.event import Retraction
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.vault.agreement import agree
from hearthbook.vault.epochs import restored
from hearthbook.vault.errors import VaultError
from hearthbook.vault.formats import leaf as leaves
from hearthbook.vault.formats import tile
from hearthbook.vault.formats import tree
from hearthbook.vault.formats.check import Check
from hearthbook.vault.formats.checkpoint import NotACheckpointError
from hearthbook.vault.formats.checkpoint import read_signed
from hearthbook.vault.heads import FOLDER as HEADS
from hearthbook.vault.originals import FOLDER as ORIGINALS

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from typing import TypeAlias

    from hearthbook.records.codec import Record
    from hearthbook.vault.book import Book
    from hearthbook.vault.log import Row
    from hearthbook.vault.vault import Vault

    Move: TypeAlias = Callable[[int, int], None]

# What was erased in silence cannot be had back from anywhere; it keeps no backup from use.
UNSAID: Final = ("audit-erased", "audit-unsaid")

_STRETCH: Final = 16 * tile.WIDTH
_BLOCK: Final = 4096  # bytes of an original that count, for the progress, as one entry


def audit(vault: Vault, *, full: bool = False, move: Move | None = None) -> Iterator[Check]:
    """Yield what was looked at in a vault, and whether it was as it should be.

    `move` is told how much is done, and of how much. Nothing is changed.
    """
    run = _Audit(vault, full, move)
    for book in vault.epochs():
        yield from _or_unreadable(run.book(book))
        if full and book.epoch == vault.epoch:
            yield from run.erased(book)
    yield from _or_unreadable(run.heads())
    if full:
        yield from _or_unreadable(run.originals())


def _or_unreadable(checks: Iterator[Check]) -> Iterator[Check]:
    try:
        yield from checks
    except VaultError as error:
        yield Check("audit-readable", error.place, ok=False)


class _Audit:
    """One run of the audit."""

    def __init__(self, vault: Vault, full: bool, move: Move | None) -> None:  # noqa: FBT001  # named where it is called
        self._vault, self._full, self._move = vault, full, move
        self._needed: set[str] = set()
        self._erased: list[tuple[int, str]] = []
        self._named: set[int | str] = set()
        self._earlier = 0
        self._done = 0
        self._of = sum(book.size for book in vault.books())
        if full:
            files = vault.originals
            self._of = 2 * self._of + sum(_blocks(files.sealed_size(n)) for n in files.names())

    def _moved(self, by: int) -> None:
        self._done += by
        if self._move is not None:
            self._move(self._done, self._of)

    def book(self, book: Book) -> Iterator[Check]:
        """Yield what is to be said of one book."""
        with book.at_one_moment():
            size = book.log.size()
            yield Check("audit-entries", book.place, book.log.complete(size), size)
            yield Check("audit-tree", book.place, self._tree(book, size), size)
            heads = book.log.heads()
            bad = [signed for signed, raw in heads if not _stands(book, signed, raw)]
            yield Check("audit-signed", book.place, bool(heads) and not bad, len(heads))
            if self._full:
                yield Check("audit-database", book.place, book.log.intact())
                bad_entries = list(self._entries(book, size))
                yield Check("audit-leaves", book.place, not bad_entries, size)
                yield from _stretches(book.place, bad_entries)
                if self._earlier:
                    yield Check("audit-clock", book.place, ok=True, of=self._earlier)

    def _tree(self, book: Book, size: int) -> bool:
        """Work out the upper tiles from the lowest and compare; all of them, and no others."""
        level, expected = 0, b""
        while size:
            upward, held = list[bytes](), list[bytes]()
            for place, (n, hashes) in enumerate(book.log.tiles(level)):
                wanted = min(tile.WIDTH, size - n * tile.WIDTH) * tree.HASH
                if n != place or len(hashes) != wanted:
                    return False
                if wanted == tile.FULL:
                    upward.append(tree.folded(hashes))
                held.append(hashes)
                self._moved(len(hashes) // tree.HASH if level == 0 else 0)
            if len(held) != -(-size // tile.WIDTH) or (level and b"".join(held) != expected):
                return False
            level, size, expected = level + 1, size // tile.WIDTH, b"".join(upward)
        return not book.log.reaches(level)

    def _entries(self, book: Book, size: int) -> Iterator[tuple[int, str]]:
        """Yield the numbers of the entries that are not as they should be, and what is not.

        A clock that was set back is no fault of an entry: it is counted, and said.
        """
        self._earlier = latest = 0
        for start in range(0, size, _STRETCH):
            stop = min(start + _STRETCH, size)
            numbers = range(start // tile.WIDTH, -(-stop // tile.WIDTH))
            hashes = b"".join(book.log.tile(0, n) for n in numbers)
            for _, group in groupby(book.log.rows(start, stop), key=lambda row: row.envelope):
                rows = list(group)
                sealed = _sealed(rows[0].envelope, latest)
                self._earlier += len(rows) if sealed < latest else 0
                latest = max(latest, sealed)
                for row, found in zip(rows, _hashes(book, rows), strict=True):
                    at = (row.n - start) * tree.HASH
                    if found != hashes[at : at + tree.HASH]:
                        yield row.n, "audit-entry"
                    elif row.leaf:
                        self._erased.append((book.first + row.n, ref(found)))
                    elif not self._readable(row, book.first + row.n):
                        yield row.n, "audit-record"
            self._moved(stop - start)

    def _readable(self, row: Row, n: int) -> bool:
        """Tell whether the record of a row is one, and note the originals it rests on.

        `n` is the number of the entry in its book. If it is a tombstone, what it names of the
        entries before it is noted too; in the first format such a one was a retraction.
        """
        try:
            record = read(row.record)
        except (NotARecordError, RecursionError):
            return False
        self._needed.update(_rests_on(record))
        if isinstance(record, Erasure):
            for start, end in record.entries:
                self._named.update(range(start, min(end, n)))
        elif isinstance(record, Retraction) and record.why == "erased":
            self._named.update(one for _, one in self._erased if one == record.of)
        return True

    def erased(self, book: Book) -> Iterator[Check]:
        """Yield whether all that was erased of a book, in all its epochs, is named as such."""
        unsaid = [(n, UNSAID[1]) for n, one in self._erased if self._named.isdisjoint({n, one})]
        if self._erased:
            yield Check(UNSAID[0], book.name, not unsaid, len(self._erased))
        yield from _stretches(book.name, unsaid)
        self._erased, self._named = [], set()

    def heads(self) -> Iterator[Check]:
        """Yield what is to be said of the heads beside the databases."""
        books = self._vault.epochs()
        for book in books:
            path = self._vault.heads.newest(book.volume)
            yield Check("audit-head", f"{HEADS}/{path.name}", path.is_file())
        found = self._vault.heads.all([book.key for book in books])
        for book in books:
            heads = found[book.key.name]
            agree(book, heads, closed=book.epoch < self._vault.epoch)
            yield Check("audit-heads", book.place, ok=True, of=len(heads))
        for book in self._vault.books():
            yield from restored(book, found)

    def originals(self) -> Iterator[Check]:
        """Yield what is to be said of the originals; all entries must have been read before."""
        files = self._vault.originals
        names, bad = files.names(), 0
        for name in names:
            if not files.sound(name):
                bad += 1
                yield Check("audit-original", f"{ORIGINALS}/{name}", ok=False)
            self._moved(_blocks(files.sealed_size(name)))
        yield Check("audit-originals", ORIGINALS, not bad, len(names))
        missing = [digest for digest in sorted(self._needed) if not files.holds(digest)]
        for digest in missing:
            yield Check("audit-missing", digest, ok=False)
        yield Check("audit-needed", ORIGINALS, not missing, len(self._needed))


def _stretches(place: str, bad: Sequence[tuple[int, str]]) -> Iterator[Check]:
    """Yield one check for each stretch of entries with the same fault."""
    at = 0
    while at < len(bad):
        first, what = bad[at]
        count = 1
        while at + count < len(bad) and bad[at + count] == (first + count, what):
            count += 1
        where = f"{place} {first}" + (f"-{first + count - 1}" if count > 1 else "")
        yield Check(what, where, ok=False, of=count)
        at += count


def _blocks(size: int) -> int:
    return -(-size // _BLOCK)


def _stands(book: Book, size: int, raw: bytes) -> bool:
    """Test whether a head that was signed is still one of this log."""
    try:
        head = read_signed(raw, book.key)
    except NotACheckpointError:
        return False
    return head.size == size <= book.log.size() and head.root == book.root(size)


def _sealed(envelope: bytes, latest: int) -> int:
    """Return when an envelope says it was sealed; `latest` if it is erased or says nothing."""
    try:
        found = msgspec.json.decode(envelope, type=dict[str, object]).get("sealed")
    except ValueError:
        return latest
    return found if isinstance(found, int) else latest


def _hashes(book: Book, rows: Sequence[Row]) -> list[bytes]:
    """Return the leaf hashes of rows that share an envelope; none for what has no leaf."""
    if any(row.leaf for row in rows):
        return [tree.leaf_hash(row.leaf) if row.leaf else b"" for row in rows]
    try:
        return leaves.leaf_hashes(
            [row.record for row in rows],
            rows[0].envelope,
            book.name,
            b"".join(row.seed for row in rows),
        )
    except leaves.NotSealableError:
        return [b""] if len(rows) == 1 else [_hashes(book, [row])[0] for row in rows]


def _rests_on(record: Record) -> Iterator[str]:
    origin = getattr(record, "origin", None)
    if isinstance(origin, FromFile):
        yield origin.original
    if isinstance(record, Import):
        yield record.original
    if isinstance(record, Story):
        yield record.story
