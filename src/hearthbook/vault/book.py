"""A book: the entries of its log, in an encrypted database of their own.

1. Entries are only ever inserted, but for `erase`.
2. A batch is one transaction: entries, tiles of the tree, and how far an import has come.
3. Only what is committed is signed; the signed head is committed in its turn; then it is put
   beside the database. A crash in between leaves a log that is longer than its newest head,
   which is in order; a head longer than its log never is.
4. What is read is read in stretches, so that no reader holds up the database for long.
5. A restore begins a new epoch: a new log with a key of its own, behind which the earlier ones
   are read and never written again. Entries are numbered through all epochs; sizes of heads,
   roots and proofs are those of the log of one epoch.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from typing import Final

from msgspec import structs

from hearthbook.vault import batch
from hearthbook.vault import store
from hearthbook.vault.errors import BusyError
from hearthbook.vault.errors import ErasedError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.errors import UnsignedError
from hearthbook.vault.formats import leaf as leaves
from hearthbook.vault.formats import note
from hearthbook.vault.formats import tile
from hearthbook.vault.formats import tree
from hearthbook.vault.formats.checkpoint import Checkpoint
from hearthbook.vault.formats.checkpoint import read_signed
from hearthbook.vault.heads import volume
from hearthbook.vault.log import Log
from hearthbook.vault.log import place
from hearthbook.vault.store import snapshot
from hearthbook.vault.store import told
from hearthbook.vault.store import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path

    import apsw

    from hearthbook.vault.heads import Heads
    from hearthbook.vault.keys import Signer
    from hearthbook.vault.log import Entry
    from hearthbook.vault.log import Row
    from hearthbook.vault.log import Sealed
    from hearthbook.vault.log import TakenIn

_STRETCH: Final = 4 * tile.WIDTH


class Book:
    """One of the three books of an open vault, in its newest epoch, with those before it."""

    def __init__(
        self,
        name: str,
        db: apsw.Connection,
        signer: Signer,
        heads: Heads,
        earlier: Book | None = None,
    ) -> None:
        self.name = name
        self.log = Log(db)
        self.epoch: int = earlier.epoch + 1 if earlier else 1
        self.place = place(name, self.epoch)
        self.first = earlier.size if earlier else 0
        self.earlier = earlier
        self._db = db
        self._signer = signer
        self._heads = heads

    @property
    def key(self) -> note.Key:
        """The key that verifies what this book's log signs; its name is the log's origin."""
        return self._signer.key

    @property
    def outer(self) -> tuple[str, ...]:
        """The names of the fields that the log itself adds to an entry."""
        return batch.outer(self.name)

    @property
    def volume(self) -> str:
        """The name of this book in this epoch, as `record.e1`."""
        return volume(self.key)

    def copy_to(self, path: Path, key: str) -> None:
        """Copy the database, as it is now, to a new file with the same `key`."""
        with told(self.place):
            store.copy(self._db, path, key)

    def epochs(self) -> tuple[Book, ...]:
        """Return the book in each epoch, the oldest first, itself last."""
        return (*(self.earlier.epochs() if self.earlier else ()), self)

    def holding(self, n: int) -> Book:
        """Return this book in the epoch that the entry with the number `n` is of.

        Raises:
            IndexError: if there is no such entry.
        """
        if self.earlier and n < self.first:
            return self.earlier.holding(n)
        if not self.first <= n < self.size:
            raise IndexError(n)
        return self

    def close(self) -> None:
        """Let go of the databases."""
        self._db.close()
        if self.earlier:
            self.earlier.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other program from writing into the vault's header or this book.

        Raises:
            BusyError: if another program is writing.
        """
        with told(self.place), transaction(self._db):
            yield

    def append(
        self, entries: Sequence[Sealed], envelope: bytes, taken: TakenIn | None = None
    ) -> int:
        """Append entries that share an envelope and return the number of the first.

        Each is its seed, its record, and the hash of the leaf that `leaf_hashes` makes of the
        three. `taken` is written down in the same step.

        Raises:
            NotSealableError: if the envelope is not one for this book, or an entry not sound.
            BusyError: if another program is writing.
            NotWrittenError: if the disk does not take it.
            UnsignedError: if they are in, and only their head could not be written.
        """
        batch.examine(entries, envelope, self.name)
        with told(self.place), transaction(self._db):
            first = self.log.size()
            self.log.insert(first, entries, envelope)
            if taken is not None:
                self.log.put_taken(taken)
        self._sign_committed()
        return self.first + first

    def add(
        self, records: Sequence[bytes], envelope: bytes, taken: TakenIn | None = None
    ) -> int:
        """Append records with seeds of their own and return the number of the first.

        Raises:
            NotSealableError, BusyError, NotWrittenError, UnsignedError: as `append`.
        """
        return self.append(batch.made(records, envelope, self.name), envelope, taken)

    def erase(self, numbers: Sequence[int], tombstone: bytes, envelope: bytes) -> int:
        """Destroy what entries say and return the number of the tombstone, a new entry.

        Their leaves stay, so every proof still holds, and nothing can be guessed from them:
        their seeds are gone. What copies and backups of the vault hold is out of reach.

        Raises:
            IndexError: if there is no such entry.
            ErasedError: if one of them is erased already.
            NotSealableError, BusyError, NotWrittenError, UnsignedError: as `append`.
        """
        kept = [(self._leaf(self._whole(n)), n) for n in numbers]
        entry = batch.made([tombstone], envelope, self.name)
        batch.examine(entry, envelope, self.name)
        with told(self.place), transaction(self._db):
            first = self.log.size()
            self.log.insert(first, entry, envelope)
            self._erase(kept)
        try:
            for closed in self.epochs()[:-1]:
                closed.forget(kept)
            self._sign_committed()
        finally:
            self._empty_journal()
        return self.first + first

    def forget(self, kept: Sequence[tuple[bytes, int]]) -> None:
        """Destroy what entries of a closed epoch say: `kept` are their leaves and numbers.

        Those of other epochs are passed over. The tombstone stands in a later epoch by now.

        Raises:
            BusyError, NotWrittenError: as `append`.
        """
        with told(self.place), transaction(self._db):
            self._erase(kept)
        self._empty_journal()

    def _erase(self, kept: Sequence[tuple[bytes, int]]) -> None:
        own = range(self.log.size())
        self.log.erase([(leaf, n - self.first) for leaf, n in kept if n - self.first in own])

    def _empty_journal(self) -> None:
        # The write-ahead log has the old pages until it is emptied; a program that still
        # reads them puts that off until it is done.
        with told(self.place):
            self._db.execute("pragma wal_checkpoint(truncate)").fetchall()

    def forget_imports(self, originals: Sequence[str]) -> None:
        """Strike what is written of the import of originals that were erased.

        Raises:
            BusyError, NotWrittenError: as `append`.
        """
        with told(self.place), transaction(self._db):
            for original in originals:
                self.log.forget(original)
        self._empty_journal()
        if self.earlier:
            self.earlier.forget_imports(originals)

    def _sign_committed(self) -> None:
        try:
            self.sign()
        except (BusyError, NotWrittenError) as error:
            raise UnsignedError("vault-unsigned", error.place) from error

    def sign(self) -> bytes:
        """Sign the log as it is committed, if it is not yet, and return the signed head.

        Raises:
            BusyError, NotWrittenError: as `append`.
        """
        with told(self.place):
            with transaction(self._db):
                size = self.log.size()
                if not self.log.head(size):
                    head = Checkpoint(self.key.name, size, self._root(size))
                    self.log.put_head(size, self._signed(head))
            # Holding the database, so that an older head never replaces a newer one.
            with transaction(self._db):
                newest = self.log.newest_head()
                self._heads.put_newest(self.volume, newest)
        return newest

    def seal(self) -> Path:
        """Sign the log as it stands, keep the head for good, and return where it lies.

        Raises:
            BusyError, NotWrittenError: as `append`.
        """
        signed = self.sign()
        return self._heads.keep(self.volume, read_signed(signed, self.key).size, signed)

    def sign_release(self, size: int, root: bytes) -> bytes:
        """Return the signed head of a release of this book: a small tree of its own."""
        return self._signed(Checkpoint(f"{self.key.name}/release", size, root))

    @property
    def size(self) -> int:
        """How many entries there are, those of earlier epochs among them."""
        with told(self.place):
            return self.first + self.log.size()

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` entries of the log, or over all.

        Raises:
            IndexError: if there are not that many.
        """
        with told(self.place):
            return self._root(self._within(size))

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """Yield the entries from `start` up to, and not counting, `stop`."""
        end = self.size if stop is None else min(stop, self.size)
        if self.earlier and start < self.first:
            yield from self.earlier.entries(start, min(end, self.first))
        for at in range(max(start, self.first), end, _STRETCH):
            yield from self._stretch(at, min(at + _STRETCH, end))

    def entry(self, n: int) -> Entry:
        """Return the entry with the number `n`.

        Raises:
            IndexError: if there is none.
        """
        held = self.holding(n)
        return self._stretch(n, n + 1)[0] if held is self else held.entry(n)

    def leaf(self, n: int) -> bytes:
        """Return the leaf of an entry: what its hash is of.

        Raises:
            IndexError: if there is no such entry.
        """
        row = self._row(n)
        return row.leaf or self._leaf(row)

    def disclosures(self, n: int) -> tuple[bytes, ...]:
        """Return the disclosures of all fields of an entry, in the order of their names.

        Raises:
            IndexError: if there is no such entry.
            ErasedError: if it was erased.
        """
        row = self._whole(n)
        return leaves.disclosures(row.record, row.envelope, row.seed)

    def inclusion(self, n: int, size: int | None = None) -> tuple[bytes, ...]:
        """Return the proof that entry `n` is in its epoch's log of `size` entries, or of all.

        It has the number `n - first` there.

        Raises:
            IndexError: if it is not.
        """
        held = self.holding(n)
        if held is not self:
            return held.inclusion(n, size)
        with told(self.place):
            return tree.inclusion(n - self.first, self._within(size), self.log.subtrees())

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Return the proof that the log of `new` entries begins with that of `old` entries.

        Raises:
            IndexError: if it does not.
        """
        with told(self.place):
            return tree.consistency(old, self._within(new), self.log.subtrees())

    def checkpoint(self) -> bytes:
        """Return the newest signed head. After a crash it may lack what came in last."""
        with told(self.place):
            return self.log.newest_head()

    def checkpoints(self) -> list[tuple[int, bytes]]:
        """Return the sizes that were ever signed, each with its signed head, in order."""
        with told(self.place):
            return self.log.heads()

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Read what is read inside as it stands now, whatever is written meanwhile.

        Raises:
            BusyError, DamagedError: if it cannot be read.
        """
        with told(self.place), snapshot(self._db):
            yield

    def taken(self, original: str) -> TakenIn | None:
        """Return how far the import of an original has come; None if it never began."""
        with told(self.place):
            found = self.log.taken(original)
        return self.earlier.taken(original) if found is None and self.earlier else found

    def _signed(self, checkpoint: Checkpoint) -> bytes:
        return note.signed(checkpoint.text(), self.key, self._signer.sign).written()

    def _root(self, size: int) -> bytes:
        return tree.root(size, self.log.subtrees())

    def _within(self, size: int | None) -> int:
        whole = self.log.size()
        if size is not None and not 0 <= size <= whole:
            raise IndexError
        return whole if size is None else size

    def _stretch(self, start: int, stop: int) -> list[Entry]:
        with told(self.place):
            return self._numbered(self.log.entries(start - self.first, stop - self.first))

    def _numbered(self, found: list[Entry]) -> list[Entry]:
        """Return entries of this epoch's log with the numbers they have in the book."""
        if not self.first:
            return found
        return [structs.replace(one, n=one.n + self.first) for one in found]

    def _row(self, n: int) -> Row:
        held = self.holding(n)
        with told(held.place):
            return held.log.rows(n - held.first, n - held.first + 1)[0]

    def _whole(self, n: int) -> Row:
        row = self._row(n)
        if row.leaf:
            raise ErasedError("vault-erased", str(n))
        return row

    def _leaf(self, row: Row) -> bytes:
        return leaves.sealed(row.record, row.envelope, self.name, row.seed)
