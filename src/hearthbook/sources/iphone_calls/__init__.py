"""Reader of an iPhone's calls: `CallHistory.storedata`, and `voicemail.db`.

Keeps
    A call for each row: the other's number or address, which way it went, whether it was
    answered, how long it lasted. A voicemail is a call that ended in one.
Checks
    Nothing beyond the tables themselves.
Cannot know
    Calls older than about the last thousand, which the phone lets go. Whether a call that went
    out and was not answered was heard. What was said. What lies only in the log beside it
    (`-wal`), where that did not come along.
Leaves in the original
    Which service and which network, places, the sound of a voicemail, which is a file of its
    own, its transcript.
Seen in the wild
    Numbers as bytes; withheld numbers empty; one call in several rows of a group.

Columns as iLEAPP (https://github.com/abrignoni/iLEAPP) and others describe them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.sources.database import Database
from hearthbook.sources.database import Reading
from hearthbook.sources.iphone_calls import rows

if TYPE_CHECKING:
    from hearthbook.sources.tables import Tables


class IPhoneCalls(Database):
    """Reader of the calls and voicemails of an iPhone."""

    name = "iphone-calls"
    version = 1
    signs = (
        (b"ZCALLRECORD", b"ZORIGINATED", b"ZANSWERED"),
        (b"voicemail", b"trashed_date", b"callback_num"),
    )

    def readings(self, tables: Tables) -> dict[str, Reading]:
        """Return how calls and voicemails are read."""
        del tables
        return {
            "ZCALLRECORD": Reading(rows.CALL_COLUMNS, rows.call),
            "voicemail": Reading(rows.VOICEMAIL_COLUMNS, rows.voicemail),
        }
