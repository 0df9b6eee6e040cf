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
    The owner's own number. What lies only in `msgstore.db-wal` beside it.
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
from typing import Final

from hearthbook.sources.tables import MAGIC
from hearthbook.sources.tables import DamagedError
from hearthbook.sources.tables import Reading
from hearthbook.sources.tables import Tables
from hearthbook.sources.tables import damaged
from hearthbook.sources.tables import told
from hearthbook.sources.whatsapp_db import calls
from hearthbook.sources.whatsapp_db import older
from hearthbook.sources.whatsapp_db import rows
from hearthbook.sources.whatsapp_db.around import LOOKED_UP
from hearthbook.sources.whatsapp_db.around import Around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_NEW: Final = (b"chat_row_id", b"sender_jid_row_id", b"key_id")
_OLD: Final = (b"key_remote_jid", b"key_from_me", b"media_wa_type")


class WhatsAppDb:
    """Reader of WhatsApp's own database."""

    name = "whatsapp-db"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a database with the tables of WhatsApp."""
        del name
        known = (all(sign in head for sign in signs) for signs in (_NEW, _OLD))
        return head.startswith(MAGIC) and any(known)

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: times are moments, and a row says whether the owner wrote it."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every row of the tables that are read: messages, calls, frames and snags."""
        del answers
        try:
            with Tables(original.data) as tables:
                around = Around(tables)
                readings = {
                    "message": Reading(rows.COLUMNS, partial(rows.record, around=around)),
                    "messages": Reading(older.COLUMNS, partial(older.record, around=around)),
                    "call_log": Reading(calls.COLUMNS, partial(calls.record, around=around)),
                }
                yield from told(original, tables, readings, LOOKED_UP)
        except DamagedError:
            yield from damaged(original)
