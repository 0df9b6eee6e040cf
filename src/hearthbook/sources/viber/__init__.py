"""Reader of `viber.db`, in which Viber for computers keeps its messages.

Keeps
    A message for each row of `Messages`: when it was sent, in which direction, who wrote it
    (number and saved name), who else is in the chat, its words, the name of its file, the
    number by which Viber's servers know it, that it was deleted.
Checks
    Nothing beyond the tables themselves.
Cannot know
    What was said before an edit or a deletion. Who was in a group at the time: the table has
    who is in it now. What was never fetched to this computer. The owner's number, where no
    message of theirs says it. What lies only in the log beside it (`-wal`),
    where that did not come along.
Leaves in the original
    Calls, signs set to messages, places, stickers, delivery and reading, all other tables,
    each of which is named.
Seen in the wild
    The words of a picture in `Subject`; numbers without a plus; chats without a name.

Nobody publishes the tables. They are read as several independent programs read them, none of
which had a sample to give: `tests/sources/viber/PROVENANCE.md` says what was not seen. The
databases of Viber on phones (`viber_messages`, `Contacts.data`) are others, and not read.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hearthbook.sources.database import Database
from hearthbook.sources.database import Reading
from hearthbook.sources.viber.rows import COLUMNS
from hearthbook.sources.viber.rows import LOOKED_UP
from hearthbook.sources.viber.rows import Around
from hearthbook.sources.viber.rows import record

if TYPE_CHECKING:
    from hearthbook.sources.tables import Tables


class Viber(Database):
    """Reader of the database of Viber for computers."""

    name = "viber"
    version = 1
    signs = ((b"ChatInfo", b"EventID", b"PayloadPath"),)
    looked_up = LOOKED_UP

    def readings(self, tables: Tables) -> dict[str, Reading]:
        """Return how the table `Messages` is read, and what is looked up for it."""
        return {"Messages": Reading(COLUMNS, partial(record, around=Around(tables)))}
