"""Reader of Outlook's mailboxes (`.pst`, `.ost`), which are kept and not read.

Keeps
    The file, as one stretch that was not read. `readpst` (package pst-utils) writes its mails
    as mbox, which the reader of mail reads; the mailbox beside it stays the original.
Cannot know
    Anything of what is in it.
Seen in the wild
    Mailboxes of many gigabytes; deleted mails that only special programs find.

Format: https://learn.microsoft.com/openspecs/office_file_formats/ms-pst
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

_MAGIC: Final = b"!BDN"


class Outlook:
    """Reader of Outlook's mailboxes, which it keeps and does not read."""

    name = "outlook"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a mailbox of Outlook."""
        del name
        return head.startswith(_MAGIC)

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
            reason = Reason.UNREAD_MAILBOX if known else Reason.NO_ENTRY
            yield Snag(origin(original, 0, size), reason)
