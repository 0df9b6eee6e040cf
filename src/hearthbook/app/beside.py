"""What lies beside a file and belongs to it: the log of a database that was being written.

Until the log is merged into the database, by the phone or the computer it is from, what was
written last is not in the file itself. A write-ahead log (`-wal`) is read together with the
database; a rollback journal holds what was there before, and is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.archive import DATABASE
from hearthbook.app.failure import Failure
from hearthbook.app.given import digest_of
from hearthbook.app.notices import Beside
from hearthbook.app.telling import LOG
from hearthbook.app.telling import log_of

if TYPE_CHECKING:
    from pathlib import Path

_LOGS: Final = (LOG, "-journal")
_WRITES_AHEAD: Final = (18, 2)  # the place of the header's read version, and what it says


def log_beside(file: Path) -> str | None:
    """Return the name of the log beside a database, None if there is none or it is empty."""
    if not _head(file).startswith(DATABASE):
        return None
    beside = (file.with_name(file.name + end) for end in _LOGS)
    return next((one.name for one in beside if _head(one)), None)


def log_missing(file: Path) -> str | None:
    """Return the name of the log that a database may have and that does not lie beside it."""
    head, log = _head(file), file.with_name(file.name + LOG)
    place, ahead = _WRITES_AHEAD
    asks = head.startswith(DATABASE) and head[place : place + 1] == bytes([ahead])
    return log.name if asks and not log.exists() else None


def database_beside(log: Path) -> Beside | None:
    """Return the database whose log a file is, if both lie side by side."""
    name = log_of(log.name, _head(log))
    if not name:
        return None
    file = log.with_name(name)
    try:
        found = _head(file).startswith(DATABASE)
        return Beside(str(file), digest_of(file)) if found else None
    except Failure:
        return None


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(32)
    except OSError:
        return b""
