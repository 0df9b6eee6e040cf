"""An entry is found by its ref, and by nothing that only resembles one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.app.diary import log
from hearthbook.base.refs import begins_with
from hearthbook.base.refs import ref
from tests.app.homes import new_home

if TYPE_CHECKING:
    from pathlib import Path


def test_every_entry_is_found_by_its_ref(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        for number in range(4):
            log(home, kind="note", values={"text": [str(number)]}, book="record")
        book = home.book("record")
        entries = list(book.entries())

        assert [book.number(one.ref) for one in entries] == [one.n for one in entries]
        assert home.book("counsel").number(entries[0].ref) is None
        assert book.number("0000-0000-0000") is None


def test_some_entries_come_in_the_order_asked_for(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        book = home.book("record")

        assert [one.n for one in book.some([3, 0, 2, 999])] == [3, 0, 2]
        assert book.some([3]) == [book.entry(3)]
        assert book.some([]) == []


@pytest.mark.parametrize("text", ["", "x", "0000-0000-000", "0000-0000-000I", "0000 0000 0000"])
def test_what_is_no_ref_begins_no_hash(text: str) -> None:
    assert begins_with(text) is None


def test_a_ref_gives_the_first_seven_bytes_back() -> None:
    assert begins_with(ref(bytes(range(32)))) == bytes(range(7))
