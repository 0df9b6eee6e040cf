"""The tables of a book's database: entries, tiles of their tree, signed heads, imports."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from typing import cast

import msgspec

from hearthbook.base.refs import ref
from hearthbook.vault.formats import tile
from hearthbook.vault.formats import tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from typing import TypeAlias

    import apsw

    Sealed: TypeAlias = tuple[bytes, bytes, bytes]  # seed, record, hash of the leaf
    Blob: TypeAlias = bytes | None

_AT_ONCE: Final = 500  # entries asked for in one statement


class Entry(msgspec.Struct, frozen=True):
    """One entry as it stands in its book. An erased one has an empty record and envelope."""

    n: int
    leaf_hash: bytes
    record: bytes
    envelope: bytes

    @property
    def ref(self) -> str:
        """The short name of the entry."""
        return ref(self.leaf_hash)


class Row(msgspec.Struct, frozen=True):
    """What an entry's leaf is made of, or the leaf itself if the entry was erased."""

    n: int
    seed: bytes
    envelope: bytes
    record: bytes
    leaf: bytes


class TakenIn(msgspec.Struct, frozen=True):
    """How far the import of an original has come: how many records are in, and if all are."""

    original: str
    records: int
    done: bool


def place(name: str, epoch: int) -> str:
    """Return where the database of a book in an epoch lies in the vault."""
    return f"books/{name}.db" if epoch == 1 else f"books/{name}.e{epoch}.db"


class Log:
    """What is asked of, and put into, the database of a book; errors are the database's own."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    def size(self) -> int:
        """Return how many entries there are."""
        [(last,)] = self._db.execute("select max(n) from entry")
        return 0 if last is None else cast("int", last) + 1

    def leaves(self) -> int:
        """Return how many leaves the tiles hold."""
        found = self._db.execute(
            "select n, length(hashes) from tile where level = 0 order by n desc limit 1"
        ).fetchone()
        return 0 if found is None else found[0] * tile.WIDTH + found[1] // tree.HASH

    def complete(self, size: int) -> bool:
        """Tell whether the entries are numbered from 0 without a gap, and each has its leaf."""
        [(held,)] = self._db.execute("select count(*) from entry where n >= 0")
        return bool(held == size == self.leaves())

    def reaches(self, level: int) -> bool:
        """Tell whether there is a tile of `level` or above."""
        found = self._db.execute("select 1 from tile where level >= ? limit 1", (level,))
        return found.fetchone() is not None

    def intact(self) -> bool:
        """Read every page and tell whether the database finds nothing wrong."""
        return self._db.execute("pragma integrity_check").fetchall() == [("ok",)]

    def tile(self, level: int, n: int) -> bytes:
        """Return the hashes of a tile; none if it is not there."""
        found = self._db.execute(
            "select hashes from tile where level = ? and n = ?", (level, n)
        ).fetchone()
        return b"" if found is None else bytes(found[0])

    def subtrees(self) -> tree.Subtrees:
        """Return the complete subtrees of the log; no tile is read twice."""
        held: dict[tuple[int, int], bytes] = {}

        def read(level: int, n: int) -> bytes:
            if (level, n) not in held:
                held[level, n] = self.tile(level, n)
            return held[level, n]

        return tile.subtrees(read)

    def rows(self, start: int, stop: int) -> list[Row]:
        """Return the rows of the entries from `start` up to, and not counting, `stop`."""
        found = self._db.execute(
            "select n, seed, envelope, record, leaf from entry"
            " where n >= ? and n < ? order by n",
            (start, stop),
        )
        typed = cast("Iterator[tuple[int, Blob, Blob, Blob, Blob]]", found)
        return [Row(n, *(part or b"" for part in parts)) for n, *parts in typed]

    def entries(self, start: int, stop: int) -> list[Entry]:
        """Return the entries from `start` up to, and not counting, `stop`.

        Raises:
            NotATileError: if the tree lacks one of them.
        """
        rows = self._db.execute(
            "select n, record, envelope from entry where n >= ? and n < ? order by n",
            (start, stop),
        ).fetchall()
        found = cast("list[tuple[int, Blob, Blob]]", rows)
        numbers = range(start // tile.WIDTH, -(-stop // tile.WIDTH))
        hashes = b"".join(self.tile(0, n) for n in numbers)[start % tile.WIDTH * tree.HASH :]
        if [row[0] for row in found] != list(range(start, stop)):
            raise tile.NotATileError
        if len(hashes) < tree.HASH * len(found):
            raise tile.NotATileError
        parted = [hashes[at : at + tree.HASH] for at in range(0, len(hashes), tree.HASH)]
        return [
            Entry(n, leaf_hash, record or b"", envelope or b"")
            for leaf_hash, (n, record, envelope) in zip(parted, found, strict=False)
        ]

    def some(self, numbers: Sequence[int]) -> list[Entry]:
        """Return the entries with these numbers, in their order; one that is not is left out.

        Raises:
            NotATileError: if the tree lacks one of them.
        """
        found: dict[int, tuple[Blob, Blob]] = {}
        for at in range(0, len(numbers), _AT_ONCE):
            wanted = numbers[at : at + _AT_ONCE]
            holes = ",".join("?" * len(wanted))
            rows = self._db.execute(
                f"select n, record, envelope from entry where n in ({holes})",  # noqa: S608  # only "?"
                wanted,
            )
            typed = cast("Iterator[tuple[int, Blob, Blob]]", rows)
            found |= {n: (record, envelope) for n, record, envelope in typed}
        tiles = {n: self.tile(0, n) for n in {n // tile.WIDTH for n in found}}
        entries: list[Entry] = []
        for n in numbers:
            if n in found:
                at = n % tile.WIDTH * tree.HASH
                leaf_hash = tiles[n // tile.WIDTH][at : at + tree.HASH]
                if len(leaf_hash) < tree.HASH:
                    raise tile.NotATileError
                record, envelope = found[n]
                entries.append(Entry(n, leaf_hash, record or b"", envelope or b""))
        return entries

    def find(self, begins: bytes) -> list[tuple[int, bytes]]:
        """Return the numbers and leaf hashes of the entries whose leaf hash `begins` so."""
        found: list[tuple[int, bytes]] = []
        for n, hashes in self.tiles(0):
            at = hashes.find(begins)
            while at >= 0:
                place, inside = divmod(at, tree.HASH)
                if not inside:
                    found.append((n * tile.WIDTH + place, hashes[at : at + tree.HASH]))
                at = hashes.find(begins, at + 1)
        return found

    def insert(self, first: int, batch: Sequence[Sealed], envelope: bytes) -> None:
        """Append entries, and their leaves to the tiles."""
        self._db.executemany(
            "insert into entry(n, seed, envelope, record) values (?, ?, ?, ?)",
            ((n, seed, envelope, record) for n, (seed, record, _) in enumerate(batch, first)),
        )
        edges, size, level = list[bytes](), first, 0
        while size:
            edges.append(self.tile(level, size // tile.WIDTH) if size % tile.WIDTH else b"")
            level, size = level + 1, size // tile.WIDTH
        grown = tile.grown(first, edges, b"".join([leaf_hash for _, _, leaf_hash in batch]))
        self._db.executemany(
            "insert or replace into tile values (?, ?, ?)",
            ((one.level, one.n, hashes) for one, hashes in grown),
        )

    def erase(self, kept: Sequence[tuple[bytes, int]]) -> None:
        """Put leaves in place of what entries say: the only statement that changes an entry."""
        self._db.executemany(
            "update entry set leaf = ?, seed = null, envelope = null, record = null"
            " where n = ? and leaf is null",
            kept,
        )

    def tiles(self, level: int) -> Iterator[tuple[int, bytes]]:
        """Yield the tiles of a level with their numbers, in order."""
        found = self._db.execute(
            "select n, hashes from tile where level = ? order by n", (level,)
        )
        yield from cast("Iterator[tuple[int, bytes]]", found)

    def head(self, size: int) -> bytes:
        """Return the signed head of that size, or nothing."""
        found = self._db.execute("select note from checkpoint where size = ?", (size,))
        return b"".join(one for (one,) in cast("Iterator[tuple[bytes]]", found))

    def newest_head(self) -> bytes:
        """Return the signed head of the largest size, or nothing."""
        found = self._db.execute("select note from checkpoint order by size desc limit 1")
        return b"".join(one for (one,) in cast("Iterator[tuple[bytes]]", found))

    def heads(self) -> list[tuple[int, bytes]]:
        """Return all signed heads with their sizes, in order."""
        found = self._db.execute("select size, note from checkpoint order by size").fetchall()
        return cast("list[tuple[int, bytes]]", found)

    def put_head(self, size: int, signed: bytes) -> None:
        """Keep the signed head of a size."""
        self._db.execute("insert into checkpoint values (?, ?)", (size, signed))

    def taken(self, original: str) -> TakenIn | None:
        """Return how far an import has come; None if it never began."""
        found = self._db.execute(
            "select records, done from taken where original = ?", (original,)
        ).fetchone()
        return None if found is None else TakenIn(original, found[0], bool(found[1]))

    def put_taken(self, taken: TakenIn) -> None:
        """Write down how far an import has come."""
        self._db.execute(
            "insert into taken values (?, ?, ?) on conflict(original)"
            " do update set records = excluded.records, done = excluded.done",
            (taken.original, taken.records, taken.done),
        )

    def forget(self, original: str) -> None:
        """Strike the line of an import whose file and entries were erased."""
        self._db.execute("delete from taken where original = ?", (original,))
