"""A log and its database that come in at different times are read together once both are here.

1. They find each other by the names that they were taken in by: `chat.db` and `chat.db-wal`.
   Where several by one name are here nobody can tell which belongs, and nothing is paired: then
   both must be given at once.
2. What is here already is brought into memory for the reading, and not taken in again.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from hearthbook.app.beside import Lying
from hearthbook.app.beside import database_beside
from hearthbook.app.beside import is_database
from hearthbook.app.beside import is_log
from hearthbook.app.gathering import name_of
from hearthbook.app.received import Received
from hearthbook.app.rereading import UNREAD_LOG
from hearthbook.app.take_in import take_in
from hearthbook.app.telling import LOG
from hearthbook.records.provenance import Import

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.app.take_in import Move
    from hearthbook.app.take_in import Said
    from hearthbook.app.take_in import Taken


def take_in_with(
    home: Household, *, lying: Lying, said: Said, book: str, move: Move
) -> tuple[Taken, ...]:
    """Take in a file, a log with its database if that is here, and the log that waited for it.

    Raises:
        Failure: if it cannot be opened or read at all, or something must be said first.
    """
    if is_log(lying) and database_beside(lying) is None:
        return (_log(home, lying, said, book, move),)
    taken = take_in(home, path=lying, said=said, book=book, move=move)
    waiting = _of_name(home, book, lying.name + LOG) if is_database(lying) else None
    if waiting is None or waiting.reader != UNREAD_LOG:
        return (taken,)
    with closing(_held(home, waiting)) as log:
        late = Lying(log.path, waiting.name, {lying.name: lying.path})
        read = take_in(home, path=late, said=said, book=book, move=move)
    return (taken, read) if read.new else (taken,)


def lying_at(path: str, name: str = "") -> Lying:
    """Return a file in a folder, under its own name or `name`."""
    return Lying(path, name or name_of(Path(path).name))


def _log(home: Household, lying: Lying, said: Said, book: str, move: Move) -> Taken:
    found = _of_name(home, book, lying.name.removesuffix(LOG))
    if found is None:
        return take_in(home, path=lying, said=said, book=book, move=move)
    with closing(_held(home, found)) as database:
        both = structs.replace(lying, among={found.name: database.path})
        return take_in(home, path=both, said=said, book=book, move=move)


def _of_name(home: Household, book: str, name: str) -> Import | None:
    """Return what is said last of the one file by a name that is here; None if not of one."""
    if not name:
        return None
    imports = [one.record for one in home.of_kind(book, "import")]
    found = {
        one.original: one for one in imports if isinstance(one, Import) and one.name == name
    }
    here = [one for one in found.values() if home.vault.originals.holds(one.original)]
    return here[0] if len(here) == 1 else None


def _held(home: Household, said: Import) -> Received:
    """Return an original, held in memory."""
    held = Received(said.name)
    try:
        home.vault.originals.get(said.original, held)
    except BaseException:
        held.close()
        raise
    return held
