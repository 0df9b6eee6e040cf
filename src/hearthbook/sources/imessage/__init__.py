"""Reader of the database of Messages: `chat.db` of macOS, `sms.db` of an iPhone's backup.

Keeps
    A message for each row of the table `message`: iMessages, SMS and RCS, signs set to others,
    lines of the app; who is in the chat, when it was delivered and read, what it said before
    it was edited, what was taken back, the names and sizes of its files.
Checks
    Whether the phone still holds as "recently deleted" what its owner deleted.
Cannot know
    What was deleted for good: only that row numbers are missing, which may have other causes.
    Who stands behind a number: names are in the address book. Who was in a group at the time:
    the table has who is in it now. What lies only in `chat.db-wal`, where it did not come too.
Leaves in the original
    How a text looks, contents of apps and links, the service, accounts, all other tables, each
    of which is named.
Seen in the wild
    `text` empty since macOS 13; dates in seconds before 10.13; one dialogue in several chats.

Tables as iLEAPP and the published schema have them; columns that a system lacks are left out.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hearthbook.sources.database import Database
from hearthbook.sources.database import Reading
from hearthbook.sources.imessage.around import LOOKED_UP
from hearthbook.sources.imessage.around import Around
from hearthbook.sources.imessage.rows import COLUMNS
from hearthbook.sources.imessage.rows import record

if TYPE_CHECKING:
    from hearthbook.sources.tables import Tables


class IMessage(Database):
    """Reader of the database of Messages."""

    name = "imessage"
    version = 1
    signs = ((b"chat_message_join", b"handle", b"is_from_me"),)
    looked_up = LOOKED_UP

    def readings(self, tables: Tables) -> dict[str, Reading]:
        """Return how the table `message` is read, and what is looked up for it."""
        return {"message": Reading(COLUMNS, partial(record, around=Around(tables)))}
