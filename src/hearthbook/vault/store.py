"""The database of a book: encrypted SQLite, whose every commit has reached the disk.

1. Cipher chacha20 with our own key of 32 bytes (SQLite3 Multiple Ciphers). A key of another
   length would silently be taken for a passphrase, so the length is checked here. A wrong key
   shows at the first read, not before. https://utelle.github.io/SQLite3MultipleCiphers/
2. WAL with `synchronous=FULL`: what was acknowledged outlives a power loss.
3. No mapped memory, and nothing temporary on disk. `serialize()` would give plaintext: it is
   not used anywhere.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from typing import Final

import apsw

from hearthbook.vault.errors import BusyError
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.formats.tile import NotATileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT: Final = 5_000  # milliseconds that another program's transaction is waited for

_FORMAT: Final = 1
_PAGES: Final = 1 << 14  # copied in one go; between two, another program may write
_KEY: Final = re.compile(r"[0-9a-f]{64}")
_OPEN: Final = apsw.SQLITE_OPEN_READWRITE
_TABLES: Final = """
create table entry(n integer primary key, seed blob, envelope blob, record blob, leaf blob,
                   check ((record is null) = (leaf is not null)));
create table tile(level integer, n integer, hashes blob not null, primary key(level, n))
    without rowid;
create table checkpoint(size integer primary key, note blob not null);
create table taken(original text primary key, records integer not null, done integer not null)
    without rowid;
"""


def connect(path: Path, key: str, *, new: bool = True, wait: int = WAIT) -> apsw.Connection:
    """Open the encrypted database at `path`; made if it is not there and may be `new`.

    Raises:
        ValueError: if `key` is not 64 hexadecimal digits.
        apsw.Error: if it is no database, or another key opens it.
    """
    if not _KEY.fullmatch(key):
        msg = "a database key is 64 hexadecimal digits"
        raise ValueError(msg)
    flags = _OPEN | apsw.SQLITE_OPEN_CREATE if new else _OPEN
    db = apsw.Connection(str(path), flags=flags)
    try:
        db.set_busy_timeout(wait)
        unlock(db, key)
    except BaseException:
        db.close()
        raise
    return db


def unlock(db: apsw.Connection, key: str) -> None:
    """Give a connection its key, and say how sure its commits must be."""
    _set_key(db, key)
    db.execute("select count(*) from sqlite_master").fetchall()
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.execute("pragma mmap_size=0")
    db.execute("pragma temp_store=memory")
    db.execute("pragma secure_delete=on")


def _set_key(db: apsw.Connection, key: str) -> None:
    db.execute("pragma cipher='chacha20'")
    db.execute(f"pragma key='raw:{key}'")


def make(path: Path, key: str) -> None:
    """Make the database of a book that has no entry yet."""
    db = connect(path, key)
    try:
        with transaction(db):
            db.execute(_TABLES)
            db.execute(f"pragma user_version={_FORMAT}")
    finally:
        db.close()


def opened(path: Path, key: str, place: str, wait: int) -> apsw.Connection:
    """Open the database of a book.

    Raises:
        DamagedError: if it is missing, or not as `make` made it.
        BusyError: if another program holds it.
    """
    if not path.is_file():
        raise DamagedError("vault-damaged-missing", place)
    with told(place):
        db = connect(path, key, new=False, wait=wait)
        if db.execute("pragma user_version").fetchall() != [(_FORMAT,)]:
            db.close()
            raise DamagedError("vault-damaged-database", place)
    return db


def copy(db: apsw.Connection, path: Path, key: str) -> None:
    """Copy a database as it is now to a new file at `path`, encrypted with the same `key`."""
    out = apsw.Connection(str(path), flags=_OPEN | apsw.SQLITE_OPEN_CREATE)
    try:
        _set_key(out, key)
        with out.backup("main", db, "main") as work:
            while not work.done:
                work.step(_PAGES)
    finally:
        out.close()


@contextmanager
def transaction(db: apsw.Connection) -> Iterator[None]:
    """Make what is written inside one step that is done or not done."""
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise


@contextmanager
def snapshot(db: apsw.Connection) -> Iterator[None]:
    """Read what is read inside as it was at one moment, whatever other programs write by then.

    Without it a program that adds entries between two questions looks like damage.
    """
    db.execute("begin")
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("rollback")


@contextmanager
def told(place: str) -> Iterator[None]:
    """Say in the vault's own errors what the database says in its own.

    Raises:
        BusyError: if another program holds it for too long.
        NotWrittenError: if the disk is full or refuses.
        DamagedError: if it cannot be read.
    """
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise BusyError("vault-busy", place) from error
    except (apsw.FullError, apsw.ReadOnlyError, apsw.CantOpenError) as error:
        raise NotWrittenError("vault-not-written", place) from error
    except apsw.Error as error:
        raise DamagedError("vault-damaged-database", place) from error
    except NotATileError as error:
        raise DamagedError("vault-damaged-tree", place) from error
