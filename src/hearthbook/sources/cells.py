"""What stands in the cells of a foreign table, and which row goes with which."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import nfc
from hearthbook.records.marking import composed
from hearthbook.records.message import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.tables import Row
    from hearthbook.sources.tables import Tables

LONGEST: Final = 150_000  # signs of a text; a record must stay below a megabyte


def whole(row: Row, name: str) -> int:
    """Return a whole number, 0 where there is none."""
    value = row.get(name)
    return value if isinstance(value, int) else 0


def string(row: Row, name: str) -> str:
    """Return a text in composed form, empty where there is none."""
    value = row.get(name)
    return nfc(value[:LONGEST]) if isinstance(value, str) else ""


def text(row: Row, name: str, marks: set[Mark]) -> str:
    """Return the words that somebody wrote; mark where they had to be changed or cut."""
    value = row.get(name)
    if not isinstance(value, str):
        return ""
    if len(value) > LONGEST:
        marks.add(Mark.CUT_OFF)
    return composed(value[:LONGEST], marks)


def count(row: Row, name: str) -> int | None:
    """Return a number that counts something, None where there is none."""
    value = row.get(name)
    return value if isinstance(value, int) and 0 <= value < 1 << 53 else None


def one_to_one(tables: Tables, table: str, key: str, value: str) -> dict[int, int]:
    """Return what number of `value` goes with each number of `key`, the last if several do."""
    return dict(_pairs(tables, table, key, value))


def one_to_many(tables: Tables, table: str, key: str, value: str) -> dict[int, list[int]]:
    """Return what numbers of `value` go with each number of `key`."""
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in _pairs(tables, table, key, value):
        found[one].append(other)
    return found


def _pairs(tables: Tables, table: str, key: str, value: str) -> Iterator[tuple[int, int]]:
    for _, row in tables.looked_up(table, key, value):
        one, other = row.get(key), row.get(value)
        if isinstance(one, int) and isinstance(other, int):
            yield one, other
