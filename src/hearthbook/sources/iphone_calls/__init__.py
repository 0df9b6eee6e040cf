"""Reader of an iPhone's calls: `CallHistory.storedata`, and `voicemail.db`.

Keeps
    A call for each row: the other's number or address, which way it went, whether it was
    answered, how long it lasted. A voicemail is a call that ended in one.
Checks
    Nothing beyond the tables themselves.
Cannot know
    Calls older than about the last thousand, which the phone lets go. Whether a call that went
    out and was not answered was heard. What was said. What lies only in the log beside it
    (`-wal`).
Leaves in the original
    Which service and which network, places, the sound of a voicemail, which is a file of its
    own, its transcript.
Seen in the wild
    Numbers as bytes; withheld numbers empty; one call in several rows of a group.

Columns as iLEAPP (https://github.com/abrignoni/iLEAPP) and others describe them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.sources.iphone_calls import rows
from hearthbook.sources.tables import MAGIC
from hearthbook.sources.tables import DamagedError
from hearthbook.sources.tables import Reading
from hearthbook.sources.tables import Tables
from hearthbook.sources.tables import damaged
from hearthbook.sources.tables import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_CALLS: Final = (b"ZCALLRECORD", b"ZORIGINATED", b"ZANSWERED")
_VOICEMAILS: Final = (b"voicemail", b"trashed_date", b"callback_num")


class IPhoneCalls:
    """Reader of the calls and voicemails of an iPhone."""

    name = "iphone-calls"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a database with the tables of calls or of voicemails."""
        del name
        known = (all(sign in head for sign in signs) for signs in (_CALLS, _VOICEMAILS))
        return head.startswith(MAGIC) and any(known)

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: times are moments, and a row says which way a call went."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every row of the tables that are read: calls, frames and snags."""
        del answers
        readings = {
            "ZCALLRECORD": Reading(rows.CALL_COLUMNS, rows.call),
            "voicemail": Reading(rows.VOICEMAIL_COLUMNS, rows.voicemail),
        }
        try:
            with Tables(original.data) as tables:
                yield from told(original, tables, readings, frozenset())
        except DamagedError:
            yield from damaged(original)
