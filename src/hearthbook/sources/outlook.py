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
from hearthbook.sources.whole import WholeFile
from hearthbook.sources.whole import unread

if TYPE_CHECKING:
    from hearthbook.records.provenance import Snag
    from hearthbook.sources.contract import Original

MAGIC: Final = b"!BDN"


class Outlook(WholeFile):
    """Reader of Outlook's mailboxes, which it keeps and does not read."""

    name = "outlook"
    version = 1

    def kind(self, head: bytes) -> str | None:
        """Return what a mailbox of Outlook is, None if it is none."""
        return "application/vnd.ms-outlook" if head.startswith(MAGIC) else None

    def record(self, original: Original, kind: str) -> Snag:
        """Return the whole of it as a snag."""
        del kind
        return unread(original, Reason.UNREAD_MAILBOX)
