"""Reader of the log beside a database: `chat.db-wal`, `msgstore.db-wal`, `chat.db-journal`.

Keeps
    The file, as one stretch that was not read. What was written last, before the copy was
    made, may lie only there, and not in the database beside it.
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
from hearthbook.records.provenance import Snag
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_LOGS: Final = (
    b"\x37\x7f\x06\x82",
    b"\x37\x7f\x06\x83",
    b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7",
)


class DatabaseLog:
    """Reader of the log of a database, which it keeps and does not read."""

    name = "database-log"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens the log of a database."""
        del name
        return head.startswith(_LOGS)

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield the whole of it as a snag."""
        del answers
        size = len(original.data)
        if size:
            known = self.recognises("", original.data[:32])
            reason = Reason.UNREAD_LOG if known else Reason.NO_ENTRY
            yield Snag(origin(original, 0, size), reason)
