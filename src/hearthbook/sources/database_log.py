"""Reader of the log beside a database: `chat.db-wal`, `msgstore.db-wal`, `chat.db-journal`.

Keeps
    The file, as one stretch that was not read, where it came without its database, or is a
    rollback journal. A write-ahead log that lies beside its database is read together with it,
    by the reader that knows the database: see `hearthbook.sources.database`.
Cannot know
    Which rows those are: they are pages of the other file, and mean nothing without it.
Seen in the wild
    In one phone's copy one of 25 messages lay only here.

Format: https://www.sqlite.org/fileformat2.html, 3 and 4
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.provenance import Reason
from hearthbook.sources.whole import WholeFile
from hearthbook.sources.whole import unread

if TYPE_CHECKING:
    from hearthbook.records.provenance import Snag
    from hearthbook.sources.contract import Original

_LOGS: Final = (
    b"\x37\x7f\x06\x82",
    b"\x37\x7f\x06\x83",
    b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7",
)


class DatabaseLog(WholeFile):
    """Reader of the log of a database, which it keeps and does not read."""

    name = "database-log"
    version = 1

    def kind(self, head: bytes) -> str | None:
        """Return what a log of a database is, None if it is none."""
        return "application/octet-stream" if head.startswith(_LOGS) else None

    def record(self, original: Original, kind: str) -> Snag:
        """Return the whole of it as a snag."""
        del kind
        return unread(original, Reason.UNREAD_LOG)
