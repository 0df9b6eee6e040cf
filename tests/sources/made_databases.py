"""Made-up databases, small, for readers of databases."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence


def database(
    rows: Mapping[str, Sequence[Mapping[str, object]]], schema: str, extra: str = ""
) -> bytes:
    """Return a database of `schema` with `rows` by table."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(f"PRAGMA page_size = 512; {schema}; {extra}")
    for table, some in rows.items():
        for row in some:
            names = ", ".join(row)
            gaps = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({gaps})",  # noqa: S608  # a test's own names
                tuple(row.values()),
            )
    connection.commit()
    raw = connection.serialize()
    connection.close()
    return raw
