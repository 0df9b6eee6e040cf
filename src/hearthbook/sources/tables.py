"""A foreign SQLite database, read where it lies in memory and never written.

1. SQLite reads the bytes of the original through `_Held`; there is no file, no journal and no
   temporary file. They are said to be immutable, and so SQLite asks for no write-ahead log,
   even if the header does (https://www.sqlite.org/c3ref/c_iocap_atomic.html).
2. Nothing that the database itself says is run: no views, triggers or functions, no virtual
   tables, a schema that is not trusted, no extension. Rows are read from tables alone.
3. Row numbers (`rowid`) rise. Where they do not, or SQLite meets damage, nothing is read on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import Self
from typing import TypeAlias

import apsw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from hearthbook.sources.logged import Logged

Data: TypeAlias = "bytes | mmap | Logged"
Value: TypeAlias = object  # int, str, bytes, None, or a number with a fraction
Row: TypeAlias = "dict[str, Value]"

MAGIC: Final = b"SQLite format 3\0"
_MOST_ROWS: Final = 1 << 53
_LONGEST: Final = 64 << 20
_VIRTUAL: Final = re.compile(r"\s*CREATE\s+VIRTUAL", re.IGNORECASE)
_COUNTING: Final = frozenset({"min", "max", "count"})
_LIMITS: Final = (
    (apsw.SQLITE_LIMIT_LENGTH, _LONGEST),
    (apsw.SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
    (apsw.SQLITE_LIMIT_ATTACHED, 0),
    (apsw.SQLITE_LIMIT_WORKER_THREADS, 0),
)
_OFF: Final = (
    apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA,
    apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER,
    apsw.SQLITE_DBCONFIG_ENABLE_VIEW,
    apsw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
)


class DamagedError(ValueError):
    """SQLite cannot read on, or what it reads cannot be."""


class Tables:
    """The tables of a database, by name; each with the names of its columns.

    Close it, or use it in a `with`.

    Raises:
        DamagedError: if SQLite cannot open it, or read what tables it has.
    """

    def __init__(self, data: Data) -> None:
        self._held = _Held(data)
        try:
            self._con = apsw.Connection(
                "held", flags=apsw.SQLITE_OPEN_READONLY, vfs=self._held.name
            )
            self.columns = self._opened()
        except (apsw.Error, UnicodeDecodeError) as error:
            self._held.unregister()
            raise DamagedError from error

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the database go."""
        self._con.close(force=True)
        self._held.unregister()

    def _opened(self) -> dict[str, tuple[str, ...]]:
        for limit, most in _LIMITS:
            self._con.limit(limit, most)
        for setting in _OFF:
            self._con.config(setting, 0)
        self._con.pragma("temp_store", "memory")
        self._con.authorizer = _allows
        schema = self._con.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        named = [
            (str(name), str(sql))
            for name, sql in schema
            if name and not str(name).startswith("sqlite_")
        ]
        return {
            name: tuple(
                str(row[1]) for row in self._rows(f"PRAGMA table_info({_quoted(name)})")
            )
            for name, sql in sorted(named)
            if not _VIRTUAL.match(sql)
        }

    def _rows(self, sql: str, *values: int) -> Iterator[tuple[Value, ...]]:
        yield from self._con.execute(sql, values)

    def has(self, table: str, *columns: str) -> bool:
        """Tell whether there is such a table with all of these columns."""
        return set(columns) <= set(self.columns.get(table, ())) and table in self.columns

    def top(self, table: str) -> int:
        """Return the number after the last row of a table, 0 if it has none.

        The rows of a table that has no row numbers are counted.

        Raises:
            DamagedError: if nobody can tell.
        """
        for last in ("max(rowid) + 1", "count(*)"):
            try:
                ((found,),) = self._rows(f"SELECT {last} FROM {_quoted(table)}")  # noqa: S608  # quoted; nothing of the file runs
            except apsw.SQLError:
                continue
            except (apsw.Error, ValueError) as error:
                raise DamagedError from error
            return found if isinstance(found, int) and 0 < found < _MOST_ROWS else 0
        raise DamagedError

    def rows(self, table: str, wanted: tuple[str, ...]) -> Iterator[tuple[int, Row | None]]:
        """Yield the number and the `wanted` columns of each row; None for one of broken text.

        A column that the table lacks is left out. What SQLite calls text is text, even in a
        column of numbers.

        Raises:
            DamagedError: where the table cannot be read on.
        """
        columns = [name for name in wanted if name in self.columns.get(table, ())]
        chosen = ", ".join(["rowid", *map(_quoted, columns)])
        sql = f"SELECT {chosen} FROM {_quoted(table)} WHERE rowid > ? ORDER BY rowid"  # noqa: S608  # quoted; nothing of the file runs
        last = -1
        while True:
            try:
                for number, *values in self._rows(sql, last):
                    if not isinstance(number, int) or not last < number < _MOST_ROWS:
                        raise DamagedError
                    last = number
                    yield number, dict(zip(columns, values, strict=True))
            except UnicodeDecodeError:
                last = self._after(table, last)
                yield last, None
            except apsw.Error as error:
                raise DamagedError from error
            else:
                return

    def has_below_zero(self, table: str) -> bool:
        """Tell whether there are rows of a number that no place can have.

        Raises:
            DamagedError: if nobody can tell.
        """
        try:
            ((found,),) = self._rows(f"SELECT min(rowid) FROM {_quoted(table)}")  # noqa: S608  # quoted; nothing of the file runs
        except (apsw.Error, ValueError) as error:
            raise DamagedError from error
        return isinstance(found, int) and found < 0

    def _after(self, table: str, last: int) -> int:
        sql = f"SELECT min(rowid) FROM {_quoted(table)} WHERE rowid > ?"  # noqa: S608  # quoted; nothing of the file runs
        try:
            ((found,),) = self._rows(sql, last)
        except apsw.Error as error:
            raise DamagedError from error
        if not isinstance(found, int) or not last < found < _MOST_ROWS:
            raise DamagedError
        return found

    def looked_up(self, table: str, *wanted: str) -> Iterator[tuple[int, Row]]:
        """Yield the whole rows of a table that others refer to, as far as they can be read."""
        if not self.has(table):
            return
        try:
            for number, row in self.rows(table, wanted):
                if row is not None:
                    yield number, row
        except DamagedError:
            return


def _allows(code: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Say yes to reading tables and to nothing else that a statement may ask."""
    counts = code == apsw.SQLITE_FUNCTION and (second or "").lower() in _COUNTING
    asks = code == apsw.SQLITE_PRAGMA and first == "table_info"
    reads = code in {apsw.SQLITE_SELECT, apsw.SQLITE_READ}
    return apsw.SQLITE_OK if counts or asks or reads else apsw.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class _Held(apsw.VFS):
    """Hands SQLite one file: the bytes it is made of."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self.name = f"held-{id(self)}"
        super().__init__(self.name, base="")

    def xOpen(self, name: object, flags: object) -> _File:  # noqa: N802  # SQLite's name
        """Open the one file there is."""
        del name, flags
        return _File(self._data)

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: N802  # SQLite's name
        """Say that there is no other file."""
        del pathname, flags
        return False

    def xFullPathname(self, name: str) -> str:  # noqa: N802  # SQLite's name
        """Return the name as it is."""
        return name

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001  # SQLite's name and order
        """Refuse."""
        del filename, syncdir
        raise apsw.ReadOnlyError


class _File(apsw.VFSFile):
    """The bytes of a database, as SQLite asks for them."""

    def __init__(self, data: Data) -> None:
        self._data = data  # and no file is opened, as the class above would

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802  # SQLite's name
        """Return so many bytes, fewer at the end."""
        return self._data[offset : offset + amount]

    def xFileSize(self) -> int:  # noqa: N802  # SQLite's name
        """Return how long the file is."""
        return len(self._data)

    def xDeviceCharacteristics(self) -> int:  # noqa: N802  # SQLite's name
        """Say that nobody else changes the file."""
        return apsw.SQLITE_IOCAP_IMMUTABLE

    def xSectorSize(self) -> int:  # noqa: N802  # SQLite's name
        """Return the size of a sector."""
        return 4096

    def xFileControl(self, op: int, ptr: int) -> bool:  # noqa: N802  # SQLite's name
        """Know no further requests."""
        del op, ptr
        return False

    def xLock(self, level: int) -> None:  # noqa: N802  # SQLite's name
        """Need no lock: nobody else has these bytes."""

    def xUnlock(self, level: int) -> None:  # noqa: N802  # SQLite's name
        """Need no lock."""

    def xCheckReservedLock(self) -> bool:  # noqa: N802  # SQLite's name
        """Say that nobody is about to write."""
        return False

    def xClose(self) -> None:  # noqa: N802  # SQLite's name
        """Hold nothing."""
