"""Reader of `msgstore.db`, the database of WhatsApp on Android, once it is decrypted.

Keeps
    A message for each row of `message` (since 2021) or `messages` (before), a call for each row
    of `call_log`: numbers, groups, names, sizes and hashes of files, which message answers
    which, when it reached whom and was read, edits, what was taken back.
Checks
    Nothing beyond the tables themselves.
Cannot know
    What was deleted for oneself: only that row numbers are missing. What an edited message said
    before: the app does not keep it. Names of people, which lie in `wa.db`. Who was in a group.
    The owner's own number. What lies only in `msgstore.db-wal`, where that did not come along.
Leaves in the original
    Quoted texts, places (coordinates above all), contact cards, polls, signs set to messages,
    keys of files, and all tables that are not read, each of which is named.
Seen in the wild
    A first row that stands for nothing (`key_id` -1). Both tables of messages in one file.
    Numbers hidden behind ids (`@lid`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hearthbook.sources.database import Database
from hearthbook.sources.database import Reading
from hearthbook.sources.whatsapp_db import calls
from hearthbook.sources.whatsapp_db import older
from hearthbook.sources.whatsapp_db import rows
from hearthbook.sources.whatsapp_db.around import LOOKED_UP
from hearthbook.sources.whatsapp_db.around import Around

if TYPE_CHECKING:
    from hearthbook.sources.tables import Tables


class WhatsAppDb(Database):
    """Reader of WhatsApp's own database."""

    name = "whatsapp-db"
    version = 1
    signs = (
        (b"chat_row_id", b"sender_jid_row_id", b"key_id"),
        (b"key_remote_jid", b"key_from_me", b"media_wa_type"),
    )
    looked_up = LOOKED_UP

    def readings(self, tables: Tables) -> dict[str, Reading]:
        """Return how messages, old and new, and calls are read."""
        around = Around(tables)
        return {
            "message": Reading(rows.COLUMNS, partial(rows.record, around=around)),
            "messages": Reading(older.COLUMNS, partial(older.record, around=around)),
            "call_log": Reading(calls.COLUMNS, partial(calls.record, around=around)),
        }
