"""Read the text file that WhatsApp writes at *Export chat*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Asked
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_ENTRY: Final = re.compile(rb"^\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d", re.MULTILINE)


class WhatsApp:
    """Reader of the text of an exported chat."""

    name = "whatsapp"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` holds an entry."""
        del name
        return _ENTRY.search(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return what the file cannot say."""
        del original
        return (Asked.ZONE, Asked.ME)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield the whole as one snag."""
        del answers
        if len(original.data):
            yield Snag(origin(original, 0, len(original.data)), Reason.NO_ENTRY)
