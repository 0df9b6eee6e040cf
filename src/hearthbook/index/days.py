"""How much began when: counts by kind for every quarter of an hour.

So that a page of a month, or a day's number of messages, is a few rows to add up, however many
entries there are. A quarter of an hour is the largest slot that fits the days of every zone:
some zones are three quarters of an hour off. https://data.iana.org/time-zones/theory.html
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.time import MINUTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from hearthbook.index.rows import Row

SLOT: Final = 15 * MINUTE
TABLE: Final = """
create table tally(slot integer, kind text, count integer not null,
                   primary key(slot, kind)) without rowid;
"""


def count(db: apsw.Connection, rows: Sequence[Row]) -> None:
    """Add `rows` to the counts; what has no moment is in none."""
    found = Counter((row.at // SLOT, row.kind) for row in rows if row.at is not None)
    db.executemany(
        "insert into tally values (?, ?, ?)"
        " on conflict(slot, kind) do update set count = count + excluded.count",
        [(slot, kind, number) for (slot, kind), number in found.items()],
    )


def tallies(db: apsw.Connection, start: int, end: int) -> dict[int, dict[str, int]]:
    """Return the counts of the slots from `start` up to `end`, by the slot's first moment."""
    held: dict[int, dict[str, int]] = {}
    rows = db.execute(
        "select slot, kind, count from tally where slot >= ? and slot < ?",
        (-(-start // SLOT), -(-end // SLOT)),
    )
    for slot, kind, number in rows:
        if isinstance(slot, int) and isinstance(number, int):
            held.setdefault(slot * SLOT, {})[str(kind)] = number
    return held
