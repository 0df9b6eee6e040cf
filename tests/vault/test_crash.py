"""Power cuts and killed processes lose nothing that was acknowledged.

The method is SQLite's own (https://www.sqlite.org/testing.html, 3.3): a file layer notes every
write and every sync. At a cut, what was synced is there; of the rest any part may be, down to
torn sectors. Names in a folder are taken to last at once. Encryption lies above the layer, so
it sees what a disk would see.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import NamedTuple

import apsw
import pytest

from hearthbook.vault import store
from hearthbook.vault.book import Book
from hearthbook.vault.formats.checkpoint import read_signed
from hearthbook.vault.heads import Heads
from hearthbook.vault.keys import Signer
from tests.vault.family import ENVELOPE
from tests.vault.family import note

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vault.family import Household

KEY = "5a" * 32
BATCHES = 24
CUTS = 80
SECTOR = 512


class Done(NamedTuple):
    """One thing the disk was asked to do; `acknowledged` counts the entries said to be in."""

    act: str
    file: str
    at: int = 0
    raw: bytes = b""
    acknowledged: int = 0


NOTED: list[Done] = []


class NotingFile(apsw.VFSFile):
    def __init__(
        self, base: str, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        self.name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        super().__init__(base, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  # SQLite's name
        NOTED.append(Done("write", self.name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802  # SQLite's name
        NOTED.append(Done("cut", self.name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802  # SQLite's name
        super().xSync(flags)
        NOTED.append(Done("sync", self.name))


class NotingDisk(apsw.VFS):
    def __init__(self) -> None:
        super().__init__("noting", "")

    def xOpen(  # noqa: N802  # SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        return NotingFile("", name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802  # SQLite's name
        NOTED.append(Done("gone", filename))
        super().xDelete(filename, syncdir)


def connected(path: Path, vfs: str | None = None) -> apsw.Connection:
    db = apsw.Connection(str(path), vfs=vfs)
    # A file layer in Python has no shared memory, which WAL needs unless it is alone.
    db.execute("pragma locking_mode=exclusive")
    store.unlock(db, KEY)
    db.execute("pragma wal_autocheckpoint=20")
    return db


def bits(*of: int) -> int:
    return int.from_bytes(sha256(repr(of).encode()).digest()[:8], "big")


def applied(held: bytearray, done: Done) -> None:
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


@pytest.fixture
def recorded(tmp_path: Path) -> list[Done]:
    """Return all that the disk was asked to do while a book was filled."""
    (tmp_path / "heads").mkdir()
    disk = NotingDisk()
    NOTED.clear()
    db = connected(tmp_path / "record.db", "multipleciphers-noting")
    with store.transaction(db):
        db.execute(store._TABLES)
    signer, _ = Signer.new("hearthbook.invalid/x/record/e1")
    book = Book("record", db, signer, Heads(tmp_path / "heads"))
    for n in range(BATCHES):
        book.add([note(n, f"{n} {'he said ' * (n % 5 * 20)}")] * (n % 3 + 1), ENVELOPE)
        NOTED.append(Done("said", "", acknowledged=book.size))
    noted = list(NOTED)
    db.close()
    disk.unregister()
    return [done._replace(file=done.file.rsplit("/", 1)[-1]) for done in noted]


def test_no_power_cut_loses_what_was_acknowledged(recorded: list[Done], tmp_path: Path) -> None:
    assert sum(done.act == "sync" for done in recorded) > 2 * BATCHES
    assert not any(b"create table" in done.raw.lower() for done in recorded)
    tried = 0

    for n in range(CUTS):
        cut = bits(n) % len(recorded)
        disk = Disk()
        for place, done in enumerate(recorded[:cut]):
            disk.did(place, done)
        disk.cut_off(cut)
        folder = tmp_path / str(n)
        folder.mkdir()
        for name, raw in disk.lies.items():
            (folder / name).write_bytes(raw)
        if disk.acknowledged == 0:
            continue
        tried += 1
        db = connected(folder / "record.db")
        book = Book(
            "record", db, Signer.new("hearthbook.invalid/x/record/e1")[0], Heads(folder)
        )
        assert book.size >= disk.acknowledged, (n, cut)
        assert book.log.complete(book.size)
        assert book.log.intact()
        assert len(list(book.entries())) == book.size
        assert book.log.heads()[-1][0] <= book.size
        db.close()
    assert tried > CUTS // 2


KILLED = """
import sys
from pathlib import Path
from hearthbook.vault import header
from hearthbook.vault.vault import Vault
from hearthbook.vault.keys import Keys
from tests.vault.family import ENVELOPE, note

folder = Path(sys.argv[1])
sealed = header.read((folder / header.NAME).read_bytes())
keys = Keys(bytes.fromhex(sys.stdin.readline()), bytes.fromhex(sealed.header.vault))
vault = Vault(folder, sealed.header, keys, 5000)
for n in range(100000):
    vault.book("record").add([note(n)] * 7, ENVELOPE)
    print(vault.book("record").size, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 30])
def test_a_killed_process_leaves_a_vault_that_opens_with_all_it_said(
    family: Household, after: int
) -> None:
    command = [sys.executable, "-c", KILLED, str(family.folder)]
    said = 0
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(family.keys._master.hex() + "\n")
        child.stdin.flush()
        for _ in range(after):
            said = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        said = max([said, *(int(line) for line in child.stdout.read().split()[:-1])])

    with family.open() as vault:
        book = vault.book("record")
        assert book.size >= said > 304
        assert (book.size - 304) % 7 == 0
        assert read_signed(book.checkpoint(), book.key).size <= book.size
        assert book.add([note(1)], ENVELOPE) == book.size - 1
