"""A book: the entries of one log, in an encrypted database of its own.

1. Entries are only ever inserted, but for `erase`.
2. A batch is one transaction: entries, tiles of the tree, and how far an import has come.
3. Only what is committed is signed; the signed head is committed in its turn; then it is put
   beside the database. A crash in between leaves a log that is longer than its newest head,
   which is in order; a head longer than its log never is.
4. What is read is read in stretches, so that no reader holds up the database for long.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.base.refs import begins_with
from hearthbook.base.refs import ref
from hearthbook.records.numbers import Count
from hearthbook.vault.errors import BusyError
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import ErasedError
from hearthbook.vault.errors import HeadMismatchError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.errors import UnsignedError
from hearthbook.vault.formats import leaf as leaves
from hearthbook.vault.formats import note
from hearthbook.vault.formats import tile
from hearthbook.vault.formats import tree
from hearthbook.vault.formats.checkpoint import Checkpoint
from hearthbook.vault.formats.checkpoint import NotACheckpointError
from hearthbook.vault.formats.checkpoint import read_signed
from hearthbook.vault.log import Log
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


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    sealed: Count


class _ForCounsel(_Envelope, forbid_unknown_fields=True):
    counsel: str
    purpose: str


_ENVELOPES: Final = {"record": _Envelope, "counsel": _ForCounsel, "keepsake": _Envelope}


class Book:
    """One of the three books of an open vault."""

    def __init__(self, name: str, db: apsw.Connection, signer: Signer, heads: Heads) -> None:
        self.name = name
        self.log = Log(db)
        self.place = f"books/{name}.db"
        self._db = db
        self._signer = signer
        self._heads = heads

    @property
    def key(self) -> note.Key:
        """The key that verifies what this book's log signs; its name is the log's origin."""
        return self._signer.key

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def append(
        self, batch: Sequence[Sealed], envelope: bytes, taken: TakenIn | None = None
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
        self._examine(batch, envelope)
        with told(self.place), transaction(self._db):
            first = self.log.size()
            self.log.insert(first, batch, envelope)
            if taken is not None:
                self.log.put_taken(taken)
        self._sign_committed()
        return first

    def add(
        self, records: Sequence[bytes], envelope: bytes, taken: TakenIn | None = None
    ) -> int:
        """Append records with seeds of their own and return the number of the first.

        Raises:
            NotSealableError, BusyError, NotWrittenError, UnsignedError: as `append`.
        """
        return self.append(self._batch(records, envelope), envelope, taken)

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
        batch = self._batch([tombstone], envelope)
        self._examine(batch, envelope)
        with told(self.place), transaction(self._db):
            first = self.log.size()
            self.log.insert(first, batch, envelope)
            self.log.erase(kept)
        try:
            self._sign_committed()
        finally:
            # The write-ahead log has the old pages until it is emptied; a program that still
            # reads them puts that off until it is done.
            with told(self.place):
                self._db.execute("pragma wal_checkpoint(truncate)").fetchall()
        return first

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
                self._heads.put_newest(self.name, newest)
        return newest

    def seal(self) -> Path:
        """Sign the log as it stands, keep the head for good, and return where it lies.

        Raises:
            BusyError, NotWrittenError: as `append`.
        """
        signed = self.sign()
        return self._heads.keep(self.name, read_signed(signed, self.key).size, signed)

    def sign_release(self, size: int, root: bytes) -> bytes:
        """Return the signed head of a release of this book: a small tree of its own."""
        return self._signed(Checkpoint(f"{self.key.name}/release", size, root))

    @property
    def size(self) -> int:
        """How many entries there are."""
        with told(self.place):
            return self.log.size()

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` entries, or over all.

        Raises:
            IndexError: if there are not that many.
        """
        with told(self.place):
            return self._root(self._within(size))

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """Yield the entries from `start` up to, and not counting, `stop`."""
        end = self.size if stop is None else min(stop, self.size)
        for at in range(start, end, _STRETCH):
            with told(self.place):
                stretch = self.log.entries(at, min(at + _STRETCH, end))
            yield from stretch

    def entry(self, n: int) -> Entry:
        """Return the entry with the number `n`.

        Raises:
            IndexError: if there is none.
        """
        self._row(n)
        with told(self.place):
            return self.log.entries(n, n + 1)[0]

    def some(self, numbers: Sequence[int]) -> list[Entry]:
        """Return the entries with these numbers, in their order, without what is not."""
        with told(self.place):
            return self.log.some(numbers)

    def number(self, named: str) -> int | None:
        """Return the number of the entry with the ref `named`, None if there is none."""
        begins = begins_with(named)
        if begins is None:
            return None
        with told(self.place):
            found = self.log.find(begins)
        return next((n for n, leaf_hash in found if ref(leaf_hash) == named), None)

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
        """Return the proof that entry `n` is in the log of `size` entries, or of all.

        Raises:
            IndexError: if it is not.
        """
        with told(self.place):
            return tree.inclusion(n, self._within(size), self.log.subtrees())

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

    def taken(self, original: str) -> TakenIn | None:
        """Return how far the import of an original has come; None if it never began."""
        with told(self.place):
            return self.log.taken(original)

    def agree(self, heads: Sequence[tuple[str, Checkpoint]]) -> None:
        """Compare the log with heads it is said to have signed, and with its own newest.

        Raises:
            HeadMismatchError: if it is shorter than one, or was another at that size.
            DamagedError: if it does not agree with itself.
        """
        with told(self.place):
            if self.log.leaves() != self.log.size():
                raise DamagedError("vault-damaged-tree", self.place)
            try:
                own = read_signed(self.log.newest_head(), self.key)
            except NotACheckpointError as error:
                raise HeadMismatchError("vault-head-forged", self.place) from error
            for place, head in (*heads, (self.place, own)):
                self._agree(place, head)

    def _agree(self, place: str, head: Checkpoint) -> None:
        if head.size > self.log.size():
            raise HeadMismatchError("vault-rolled-back", place)
        if self._root(head.size) != head.root:
            raise HeadMismatchError("vault-rewritten", place)

    def _batch(self, records: Sequence[bytes], envelope: bytes) -> list[Sealed]:
        seeds = secrets.token_bytes(leaves.SEED * len(records))
        hashes = leaves.leaf_hashes(records, envelope, self.name, seeds)
        parted = [seeds[at : at + leaves.SEED] for at in range(0, len(seeds), leaves.SEED)]
        return list(zip(parted, records, hashes, strict=True))

    def _examine(self, batch: Sequence[Sealed], envelope: bytes) -> None:
        """Refuse what no leaf can be made of; the first and the last are made again."""
        short = any(len(seed) != leaves.SEED or len(h) != tree.HASH for seed, _, h in batch)
        try:
            msgspec.json.decode(envelope, type=_ENVELOPES[self.name])
        except ValueError as error:
            raise leaves.NotSealableError from error
        if short or not batch:
            raise leaves.NotSealableError
        for seed, record, leaf_hash in (batch[0], batch[-1]):
            if leaves.leaf_hashes([record], envelope, self.name, seed) != [leaf_hash]:
                raise leaves.NotSealableError

    def _signed(self, checkpoint: Checkpoint) -> bytes:
        return note.signed(checkpoint.text(), self.key, self._signer.sign).written()

    def _root(self, size: int) -> bytes:
        return tree.root(size, self.log.subtrees())

    def _within(self, size: int | None) -> int:
        whole = self.log.size()
        if size is not None and not 0 <= size <= whole:
            raise IndexError
        return whole if size is None else size

    def _row(self, n: int) -> Row:
        with told(self.place):
            found = self.log.rows(n, n + 1)
        if not found:
            raise IndexError(n)
        return found[0]

    def _whole(self, n: int) -> Row:
        row = self._row(n)
        if row.leaf:
            raise ErasedError("vault-erased", str(n))
        return row

    def _leaf(self, row: Row) -> bytes:
        return leaves.sealed(row.record, row.envelope, self.name, row.seed)
