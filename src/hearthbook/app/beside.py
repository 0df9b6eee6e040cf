"""What lies beside a file and belongs to it: the log of a database that was being written.

Until the log is merged into the database, by the phone or the computer it is from, what was
written last is not in the file itself. A write-ahead log (`-wal`) is read together with the
database; a rollback journal holds what was there before, and is kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct

from hearthbook.app.archive import DATABASE
from hearthbook.app.failure import Failure
from hearthbook.app.given import digest_of
from hearthbook.app.notices import Beside
from hearthbook.app.telling import LOG
from hearthbook.app.telling import log_of

_LOGS: Final = (LOG, "-journal")
_WRITES_AHEAD: Final = (18, 2)  # the place of the header's read version, and what it says


class Lying(Struct, frozen=True):
    """A file, the name it goes by, and the paths of those it lies among, by their names.

    `among` is None for a file of a folder: what lies beside it is what the folder holds.
    """

    path: str
    name: str
    among: dict[str, str] | None = None

    def with_end(self, end: str) -> Path:
        """Return where a file lies, or would lie, that has `end` after this one's name."""
        return self._beside(self.name + end, Path(self.path).name + end)

    def without_end(self, end: str) -> Path:
        """Return where a file lies, or would lie, that lacks this one's `end`."""
        own = Path(self.path).name
        return self._beside(self.name.removesuffix(end), own.removesuffix(end))

    def _beside(self, name: str, own: str) -> Path:
        if self.among is None:
            return Path(self.path).with_name(own)
        return Path(self.among.get(name, ""))


def log_beside(file: Lying) -> str | None:
    """Return the name of the log beside a database, None if there is none or it is empty."""
    if not is_database(file):
        return None
    ends = (end for end in _LOGS if _head(file.with_end(end)))
    return next((_short(file.name) + end for end in ends), None)


def log_missing(file: Lying) -> str | None:
    """Return the name of the log that a database may have and that does not lie beside it."""
    head = _head(Path(file.path))
    place, ahead = _WRITES_AHEAD
    asks = head.startswith(DATABASE) and head[place : place + 1] == bytes([ahead])
    there = file.with_end(LOG).is_file()
    return _short(file.name) + LOG if asks and not there else None


def is_log(file: Lying) -> bool:
    """Tell whether a file is a write-ahead log by its name and its first bytes."""
    return bool(log_of(file.name, _head(Path(file.path))))


def is_database(file: Lying) -> bool:
    """Tell whether a file is a database by its first bytes."""
    return _head(Path(file.path)).startswith(DATABASE)


def database_of(log: Lying) -> str | None:
    """Return the name of the database whose log a file is; None if it is no such log."""
    name = log_of(log.name, _head(Path(log.path)))
    return _short(name) if name else None


def database_beside(log: Lying) -> Beside | None:
    """Return the database whose log a file is, if both lie side by side."""
    if not is_log(log):
        return None
    file = log.without_end(LOG)
    try:
        found = _head(file).startswith(DATABASE)
        return Beside(str(file), digest_of(file)) if found else None
    except Failure:
        return None


def _short(name: str) -> str:
    return name.rpartition("/")[2]


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(32)
    except OSError:
        return b""
