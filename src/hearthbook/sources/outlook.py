"""Reader of Outlook's mailboxes (`.pst`, `.ost`) where no other program can write them out.

Keeps
    The file, as one stretch that was not read. Where `readpst` (package pst-utils) is on the
    computer its mails, calendars and cards are read: see `hearthbook.app.mailbox`. Then too the
    mailbox is one stretch of which only is said that its contents came from another program.
Cannot know
    Anything of what is in it, and where in it a mail stands that readpst wrote out.
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
