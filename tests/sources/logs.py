"""A made-up database of Messages and the log beside it, as they lie while the app is open."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tests.sources.imessage.writing import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = (
    "INSERT INTO handle (ROWID, id) VALUES (1, '+491700000002')",
    """INSERT INTO message (ROWID, guid, text, handle_id, date) VALUES
     (1, 'a', 'I come at six', 1, 790000000000000000),
     (2, 'b', 'No, at seven', 1, 790000060000000000)""",
)
AFTER = (
    "UPDATE message SET text = 'I do not come' WHERE ROWID = 2",
    """INSERT INTO message (ROWID, guid, text, handle_id, date) VALUES
     (3, 'c', 'Ask your mother', 1, 790000120000000000)""",
)


def database_and_log(
    folder: Path, *, before: tuple[str, ...] = BEFORE, after: tuple[str, ...] = AFTER
) -> tuple[bytes, bytes]:
    """Return a database that holds `before`, and its log with `after`; each is committed."""
    path = folder / "made.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(f"PRAGMA page_size = 512; PRAGMA journal_mode = WAL; {SCHEMA}")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    for one in before:
        connection.execute(one)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for one in after:
        connection.execute(one)
    found = path.read_bytes(), path.with_name("made.db-wal").read_bytes()
    connection.close()
    return found
