"""Reader of what the Android app "SMS Backup & Restore" writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield


class SmsBackup:
    """Reader of `sms-*.xml` and `calls-*.xml`."""

    name = "sms-backup"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens with the root tag of such a backup."""
        del name
        return re.search(rb"<(?:smses|calls)[\s/>]", head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: times are moments, and each record says which way it went."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        if len(original.data):
            yield Snag(origin(original, 0, len(original.data)), Reason.NO_ENTRY)
