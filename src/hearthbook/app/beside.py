"""What lies beside a file and belongs to it: the log of a database that was being written.

Until the log is merged into the database, by the phone or the computer it is from, what was
written last is not in the file itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

if TYPE_CHECKING:
    from pathlib import Path

_DATABASE: Final = b"SQLite format 3\0"
_LOGS: Final = ("-wal", "-journal")


def log_beside(file: Path) -> str | None:
    """Return the name of the log beside a database, None if there is none or it is empty."""
    try:
        with file.open("rb") as opened:
            if opened.read(len(_DATABASE)) != _DATABASE:
                return None
        beside = (file.with_name(file.name + end) for end in _LOGS)
        return next((one.name for one in beside if one.is_file() and one.stat().st_size), None)
    except OSError:
        return None
