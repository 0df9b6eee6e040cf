"""Reader of the sleeps of a SNOO bassinet, as a command line for it writes them.

Keeps
    One sleep a row, and how many seconds of it the bassinet counted as asleep and as soothing.
    It is the machine that wrote the row down, and nobody else.
Checks
    That the stated duration is the end less the start.
Cannot know
    Which child lay in it, and who put the child there. The zone, unless a time has an offset.
Leaves out
    Files of daily sums: they are no events, and no reader takes them for some.

Columns: the community's command line for the bassinet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.detail import Trait
from hearthbook.records.provenance import Reason
from hearthbook.sources.care import needed
from hearthbook.sources.care import table
from hearthbook.sources.contract import Asked
from hearthbook.sources.rows import heading
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.sources.care import Entry
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Cared
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_COLUMNS: Final = {"start_time", "end_time", "duration", "asleep", "soothing"}


class Snoo:
    """Reader of a SNOO's sleeps."""

    name = "snoo"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether the columns of `head` are those of its sleeps."""
        del name
        found = heading(head)
        return found is not None and set(found.names) >= _COLUMNS

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the child and the zone."""
        del original
        return (Asked.CHILD, Asked.ZONE)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        yield from table(original, _row)


def _row(entry: Entry) -> Sequence[Cared]:
    entry.recorded_by = "SNOO"
    entry.when = stamp(needed(entry.take("start_time")))
    end = entry.take("end_time")
    entry.ends(stamp(end) if end else None)
    whole = entry.take("duration")
    if whole:
        entry.lasted(whole, _seconds(whole))
    for name, what in (("asleep", Trait.ASLEEP), ("soothing", Trait.SOOTHING)):
        text = entry.take(name)
        entry.says(what, text, _seconds(text) if text else None)
    return [entry.sleep()]


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise UnreadableError(Reason.NOT_AN_AMOUNT)
    return int(text)
