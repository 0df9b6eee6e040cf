"""Power cuts under the log.

The method is SQLite's own (https://www.sqlite.org/testing.html, 3.3): a file layer notes every
write and every sync. At a cut, what was synced is there; of the rest any part may be, down to
torn sectors. Names in a folder are taken to last at once. Encryption lies above the layer, so
it sees what a disk would see.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

import apsw

from hearthbook.vault import VaultError
from hearthbook.vault import store
from hearthbook.vault.book import Book
from hearthbook.vault.heads import Heads
from hearthbook.vault.keys import Signer
from tests.faults.tally import Tally
from tests.vault.family import ENVELOPE
from tests.vault.family import note

if TYPE_CHECKING:
    from pathlib import Path

KEY: Final = "5a" * 32
BATCHES: Final = 24
SECTOR: Final = 512
ORIGIN: Final = "hearthbook.invalid/x/record/e1"


class Done(NamedTuple):
    """One thing the disk was asked to do; `acknowledged` counts the entries said to be in."""

    act: str
    file: str
    at: int = 0
    raw: bytes = b""
    acknowledged: int = 0


NOTED: list[Done] = []


class NotingFile(apsw.VFSFile):
    """A file whose every write and sync is noted."""

    def __init__(
        self, base: str, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        self.name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        super().__init__(base, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  # SQLite's name
        """Note a write, and do it."""
        NOTED.append(Done("write", self.name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802  # SQLite's name
        """Note that the file was cut, and do it."""
        NOTED.append(Done("cut", self.name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802  # SQLite's name
        """Sync, and note that it is done."""
        super().xSync(flags)
        NOTED.append(Done("sync", self.name))


class NotingDisk(apsw.VFS):
    """A disk of such files."""

    def __init__(self) -> None:
        super().__init__("noting", "")

    def xOpen(  # noqa: N802  # SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        """Open a file that notes."""
        return NotingFile("", name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802  # SQLite's name
        """Note that a file goes, and let it."""
        NOTED.append(Done("gone", filename))
        super().xDelete(filename, syncdir)


def connected(path: Path, vfs: str | None = None) -> apsw.Connection:
    """Open a book's database, alone."""
    db = apsw.Connection(str(path), vfs=vfs)
    # A file layer in Python has no shared memory, which WAL needs unless it is alone.
    db.execute("pragma locking_mode=exclusive")
    store.unlock(db, KEY)
    db.execute("pragma wal_autocheckpoint=20")
    return db


def bits(*of: int) -> int:
    """Return a number that looks like chance and is the same in every run."""
    return int.from_bytes(sha256(repr(of).encode()).digest()[:8], "big")


def applied(held: bytearray, done: Done) -> None:
    """Do to the bytes of a file what was asked of it."""
    if done.act == "cut":
        del held[done.at :]
        return
    held.extend(bytes(max(0, done.at + len(done.raw) - len(held))))
    held[done.at : done.at + len(done.raw)] = done.raw


def torn(done: Done, cut: int, place: int) -> list[Done]:
    """Return what may be left of an act that was not synced: all, none, or some sectors."""
    mode = bits(cut) % 3
    if mode == 0 or (mode == 1 and bits(cut, place) % 2):
        return []
    if mode == 1 or done.act == "cut":
        return [done]
    return [
        done._replace(at=done.at + at, raw=done.raw[at : at + SECTOR])
        for at in range(0, len(done.raw), SECTOR)
        if bits(cut, place, at) % 2
    ]


class Disk:
    """What lies on a disk, and what was asked of it that may not lie there yet."""

    def __init__(self) -> None:
        self.lies: dict[str, bytearray] = {}
        self.waits: dict[str, list[tuple[int, Done]]] = {}
        self.acknowledged = 0

    def did(self, place: int, done: Done) -> None:
        """Take one act; only a sync makes what was asked lie there for certain."""
        match done.act:
            case "said":
                self.acknowledged = done.acknowledged
            case "gone":
                self.lies.pop(done.file, None)
                self.waits.pop(done.file, None)
            case "sync":
                for _, one in self.waits.pop(done.file, []):
                    applied(self.lies.setdefault(done.file, bytearray()), one)
            case _:
                self.waits.setdefault(done.file, []).append((place, done))

    def cut_off(self, cut: int) -> None:
        """Let some of what waits come to lie there, whole or torn."""
        for file, waiting in self.waits.items():
            for place, done in waiting:
                for part in torn(done, cut, place):
                    applied(self.lies.setdefault(file, bytearray()), part)


def recorded(folder: Path) -> list[Done]:
    """Return all that the disk was asked to do while a book was filled."""
    (folder / "heads").mkdir()
    disk = NotingDisk()
    NOTED.clear()
    db = connected(folder / "record.db", "multipleciphers-noting")
    with store.transaction(db):
        db.execute(store._TABLES)
    signer, _ = Signer.new(ORIGIN)
    book = Book("record", db, signer, Heads(folder / "heads"))
    for n in range(BATCHES):
        book.add([note(n, f"{n} {'he said ' * (n % 5 * 20)}")] * (n % 3 + 1), ENVELOPE)
        NOTED.append(Done("said", "", acknowledged=book.size))
    noted = list(NOTED)
    db.close()
    disk.unregister()
    return [done._replace(file=done.file.rsplit("/", 1)[-1]) for done in noted]


def power_cuts(folder: Path, count: int) -> Tally:
    """Cut the power `count` times; harmless is a book with all that it had acknowledged."""
    acts = recorded(folder)
    tally, n = Tally(), 0
    while tally.tried < count:
        cut, n = bits(n) % len(acts), n + 1
        disk = Disk()
        for place, done in enumerate(acts[:cut]):
            disk.did(place, done)
        disk.cut_off(cut)
        if disk.acknowledged:
            left = folder / str(n)
            left.mkdir()
            for name, raw in disk.lies.items():
                (left / name).write_bytes(raw)
            tally.add(f"cut {n} at act {cut}", noticed=False, harmless=_whole(left, disk))
    return tally


def _whole(folder: Path, disk: Disk) -> bool:
    """Tell whether a book opens with all that it had acknowledged, and agrees with itself."""
    try:
        db = connected(folder / "record.db")
        book = Book("record", db, Signer.new(ORIGIN)[0], Heads(folder))
        whole = book.size >= disk.acknowledged
        whole = whole and book.log.complete(book.size) and book.log.intact()
        whole = whole and len(list(book.entries())) == book.size
        whole = whole and book.log.heads()[-1][0] <= book.size
        db.close()
    except (apsw.Error, VaultError):
        return False
    return whole
