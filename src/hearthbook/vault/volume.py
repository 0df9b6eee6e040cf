"""A volume: the log of a book in one epoch, as it is read, and behind it those before.

1. What is read is read in stretches, so that no reader holds up the database for long.
2. Entries are numbered through all epochs; sizes of heads, roots and proofs are those of the
   log of one epoch.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from typing import Final

from msgspec import structs

from hearthbook.base.refs import begins_with
from hearthbook.base.refs import ref
from hearthbook.vault.errors import ErasedError
from hearthbook.vault.formats import leaf as leaves
from hearthbook.vault.formats import tile
from hearthbook.vault.formats import tree
from hearthbook.vault.heads import volume
from hearthbook.vault.log import Log
from hearthbook.vault.log import place
from hearthbook.vault.store import snapshot
from hearthbook.vault.store import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from typing import Self

    import apsw

    from hearthbook.vault.formats import note
    from hearthbook.vault.log import Entry
    from hearthbook.vault.log import Row
    from hearthbook.vault.log import TakenIn

_STRETCH: Final = 4 * tile.WIDTH


class Volume:
    """One of the three books as it is read, in one epoch and those before it."""

    def __init__(
        self, name: str, db: apsw.Connection, key: note.Key, earlier: Self | None
    ) -> None:
        self.name = name
        self.key = key  # verifies what this book's log signs; its name is the log's origin
        self.log = Log(db)
        self.epoch: int = earlier.epoch + 1 if earlier else 1
        self.place = place(name, self.epoch)
        self.first = earlier.size if earlier else 0
        self.earlier = earlier
        self._db = db

    @property
    def volume(self) -> str:
        """The name of this book in this epoch, as `record.e1`."""
        return volume(self.key)

    def epochs(self) -> tuple[Self, ...]:
        """Return the book in each epoch, the oldest first, itself last."""
        return (*(self.earlier.epochs() if self.earlier else ()), self)

    def holding(self, n: int) -> Self:
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

    def some(self, numbers: Sequence[int]) -> list[Entry]:
        """Return the entries with these numbers, in their order, without what is not."""
        found = {one.n: one for one in self.earlier.some(numbers)} if self.earlier else {}
        own = [n - self.first for n in numbers if n >= self.first]
        with told(self.place):
            found |= {one.n: one for one in self._numbered(self.log.some(own))}
        return [found[n] for n in numbers if n in found]

    def number(self, named: str) -> int | None:
        """Return the number of the entry with the ref `named`, None if there is none."""
        begins = begins_with(named)
        if begins is None:
            return None
        with told(self.place):
            found = self.log.find(begins)
        own = [n + self.first for n, leaf_hash in found if ref(leaf_hash) == named]
        earlier = self.earlier.number(named) if self.earlier and not own else None
        return own[0] if own else earlier

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
