"""A log that was kept unread, and is read once its database lies beside it.

That it could not be read is then taken back, in the step that says it is in. A run that broke
off goes on where it stopped: the log's first import says how many entries there were before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.child import lines
from hearthbook.app.clock import now
from hearthbook.records.codec import read
from hearthbook.records.event import Retraction
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import Snag

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.app.notices import Job

UNREAD_LOG: Final = "database-log"  # the reader that keeps a log and does not read it
WITH_DATABASE: Final = "read-with-database"


def last_import(home: Household, book: str, digest: str) -> Import | None:
    """Return what was last said of a file, None if it was never in to its end."""
    records = (one.record for one in home.of_kind(book, "import"))
    found = [one for one in records if isinstance(one, Import) and one.original == digest]
    return found[-1] if found else None


def reads_anew(job: Job, before: Import) -> bool:
    """Tell whether a log that was kept unread yields something now, with its database."""
    if job.database is None or before.beside:
        return False
    found = (read(one) for one in lines(job) if isinstance(one, bytes))
    return any(not isinstance(one, Snag | Frame) for one in found)


def taken_back(home: Household, book: str, before: Import | None) -> list[Retraction]:
    """Return what takes back that a log as a whole was not read."""
    if before is None:
        return []
    whole, origin = FromFile(before.original, 0, before.size), home.origin(book)
    return [
        Retraction(one.ref, WITH_DATABASE, home.writer(), now(), origin)
        for one in home.of_kind(book, "snag")
        if isinstance(one.record, Snag) and one.record.origin == whole
    ]
