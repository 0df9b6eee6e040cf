"""Read the text file that WhatsApp writes at *Export chat*.

Keeps
    Every dated entry, the app's own lines included, as exactly as the file has it: the text to
    the sign (composed, and marked where that changed it), names as saved on the phone.
Checks
    The whole file before the first record: one shape of headers, the order of day and month,
    line ends, senders. What only looks like a header stays text, and its message is marked.
Cannot know
    The zone. Whose phone it was. What was deleted before the export, or left out because the
    chat was too long. On Android, whether a line that looks like a header was typed.
Seen in the wild
    `tests/sources/whatsapp/`; more than thirty languages, two systems, four calendars.

Steps: `census` finds the runs, `stretches` cuts them, `entries` makes records.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Asked
from hearthbook.sources.pieces import origin
from hearthbook.sources.whatsapp.census import runs
from hearthbook.sources.whatsapp.entries import Entries
from hearthbook.sources.whatsapp.recognition import is_chat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import DateOrder
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.whatsapp.census import Run

# A byte order mark, blanks and line ends. More than this of them is worth a look.
_BLANK: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]{0,1024}+")


class WhatsApp:
    """Reader of the text of an exported chat."""

    name = "whatsapp"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` is the beginning of a chat; the file's name says nothing."""
        del name
        return is_chat(head)

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return what the file cannot say: zone, whose phone, and at times the date order."""
        found = runs(original.data)
        if not found:
            return ()
        undecided = any(run.verdict.undecided for run in found)
        return (Asked.ZONE, Asked.ME, *((Asked.DATE_ORDER,) if undecided else ()))

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Return every entry, snag and frame of `original`, in file order."""
        found = runs(original.data)
        first = found[0].start if found else len(original.data)
        entries = (
            Entries(original, _told(run, answers.date_order), joined=run.start != first)
            for run in found
        )
        return chain(_before(original, first), chain.from_iterable(entries))


def _before(original: Original, first: int) -> tuple[Yield, ...]:
    """Return what stands before the first entry."""
    if not first:
        return ()
    place = origin(original, 0, first)
    blank = _BLANK.fullmatch(original.data, 0, first)
    return (Frame(place) if blank else Snag(place, Reason.NO_ENTRY),)


def _told(run: Run, order: DateOrder | None) -> Run:
    """Return `run` with the order a person named, where the digits leave a choice."""
    verdict = run.verdict.told(order)
    return run if verdict is run.verdict else msgspec.structs.replace(run, verdict=verdict)
