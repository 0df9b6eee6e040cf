"""A book: the entries of its log, in an encrypted database of their own.

1. Entries are only ever inserted, but for `erase`.
2. A batch is one transaction: entries, tiles of the tree, and how far an import has come.
3. Only what is committed is signed; the signed head is committed in its turn; then it is put
   beside the database. A crash in between leaves a log that is longer than its newest head,
   which is in order; a head longer than its log never is.
4. A restore begins a new epoch: a new log with a key of its own, behind which the earlier ones
   are read and never written again.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from hearthbook.base.refs import ref
from hearthbook.vault import batch
from hearthbook.vault import store
from hearthbook.vault.errors import BusyError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.errors import UnsignedError
from hearthbook.vault.formats import note
from hearthbook.vault.formats.checkpoint import Checkpoint
from hearthbook.vault.formats.checkpoint import read_signed
from hearthbook.vault.store import told
from hearthbook.vault.store import transaction
from hearthbook.vault.volume import Volume

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Self

    import apsw

    from hearthbook.vault.heads import Heads
    from hearthbook.vault.keys import Signer
    from hearthbook.vault.log import Sealed
    from hearthbook.vault.log import TakenIn


class Book(Volume):
    """One of the three books of an open vault, in its newest epoch, with those before it."""

    def __init__(
        self,
        name: str,
        db: apsw.Connection,
        signer: Signer,
        heads: Heads,
        earlier: Self | None = None,
    ) -> None:
        super().__init__(name, db, signer.key, earlier)
        self._signer = signer
        self._heads = heads

    @property
    def outer(self) -> tuple[str, ...]:
        """The names of the fields that the log itself adds to an entry."""
        return batch.outer(self.name)

    def copy_to(self, path: Path, key: str) -> None:
        """Copy the database, as it is now, to a new file with the same `key`."""
        with told(self.place):
            store.copy(self._db, path, key)

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
            self._sign_as_it_stands()
        self._publish_committed()
        return self.first + first

    def add(
        self, records: Sequence[bytes], envelope: bytes, taken: TakenIn | None = None
    ) -> int:
        """Append records with seeds of their own and return the number of the first.

        Raises:
            NotSealableError, BusyError, NotWrittenError, UnsignedError: as `append`.
        """
        return self.append(batch.made(records, envelope, self.name), envelope, taken)

    def add_named(
        self, record: bytes, naming: Callable[[str], bytes], envelope: bytes
    ) -> tuple[str, str]:
        """Append a record and, in the same step, the one that `naming` makes of its ref.

        Returns:
            The refs of the two.

        Raises:
            NotSealableError, BusyError, NotWrittenError, UnsignedError: as `append`.
        """
        [first] = batch.made([record], envelope, self.name)
        [second] = batch.made([naming(ref(first[2]))], envelope, self.name)
        self.append([first, second], envelope)
        return ref(first[2]), ref(second[2])

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
            self._sign_as_it_stands()
        try:
            for closed in self.epochs()[:-1]:
                closed.forget(kept)
            self._publish_committed()
        finally:
            self._empty_journal()
        return self.first + first

    def destroy(self, numbers: Sequence[int]) -> None:
        """Destroy what is left of entries that a tombstone calls erased.

        Raises:
            IndexError: if there is no such entry.
            BusyError, NotWrittenError: as `append`.
        """
        kept = [(self.leaf(n), n) for n in numbers]
        for one in self.epochs():
            one.forget(kept)

    def forget(self, kept: Sequence[tuple[bytes, int]]) -> None:
        """Destroy what entries of this epoch say: `kept` are their leaves and numbers.

        Those of other epochs are passed over. The tombstone stands in the newest by now.

        Raises:
            BusyError, NotWrittenError: as `append`.
        """
        try:
            with told(self.place), transaction(self._db):
                self._erase(kept)
        finally:
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

    def _sign_as_it_stands(self) -> None:
        # Within the step that adds to it: a head and what it signs are committed together or
        # not at all, and no head leaves this process before its log is on the disk.
        size = self.log.size()
        if not self.log.head(size):
            self.log.put_head(
                size, self._signed(Checkpoint(self.key.name, size, self._root(size)))
            )

    def _publish_committed(self) -> None:
        try:
            with told(self.place):
                self._publish()
        except (BusyError, NotWrittenError) as error:
            raise UnsignedError("vault-unsigned", error.place) from error

    def _publish(self) -> bytes:
        # Holding the database, so that an older head never replaces a newer one.
        with transaction(self._db):
            newest = self.log.newest_head()
            self._heads.put_newest(self.volume, newest)
        return newest

    def sign(self) -> bytes:
        """Sign the log as it is committed, if it is not yet, and return the signed head.

        Raises:
            BusyError, NotWrittenError: as `append`.
        """
        with told(self.place):
            with transaction(self._db):
                self._sign_as_it_stands()
            return self._publish()

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

    def _signed(self, checkpoint: Checkpoint) -> bytes:
        return note.signed(checkpoint.text(), self.key, self._signer.sign).written()
