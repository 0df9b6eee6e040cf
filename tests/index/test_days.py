"""Counts by quarters of an hour, and entries by their time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.index.days import SLOT
from hearthbook.index.rows import Row
from hearthbook.index.search import Index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "7" * 64
TIMES = st.one_of(st.none(), st.integers(-10 * SLOT, 10 * SLOT))
ROWS = st.lists(
    st.builds(
        Row,
        st.sampled_from(["feed", "message", "call"]),
        TIMES,
        st.none(),
        st.none(),
        st.just(""),
    )
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    held = Index(tmp_path / "index" / "record.db", KEY)
    yield held
    held.close()


def counted(index: Index, start: int, end: int) -> Counter[str]:
    return Counter(
        {
            kind: sum(one.get(kind, 0) for one in index.tallies(start, end).values())
            for kind in ("feed", "message", "call")
        }
    )


@given(rows=ROWS, edge=st.integers(-9, 9))
def test_the_counts_are_those_of_the_rows_in_however_many_batches(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], edge: int
) -> None:
    index = Index(tmp_path_factory.mktemp("days") / "index" / "r.db", KEY)
    half = len(rows) // 2
    index.add(rows[:half], 0)
    index.add(rows[half:], half)
    inside = [one for one in rows if one.at is not None and -10 * SLOT <= one.at < edge * SLOT]
    found = counted(index, -10 * SLOT, edge * SLOT)
    index.close()

    assert +found == Counter(one.kind for one in inside)


def test_a_time_gives_what_began_in_it_in_order_and_no_message(index: Index) -> None:
    times = [("feed", 30), ("message", 20), ("call", 10), ("feed", 100), ("note", None)]
    index.add([Row(kind, at, None, None, "") for kind, at in times], 0)

    assert index.between(10, 100) == [2, 0]
    assert index.messages(10, 100, 9) == [1]
    assert index.undated(["note", "feed"]) == [4]
    assert index.last(["feed", "call"], 2) == [3, 0]
