"""The index finds what is there, in every language, and can be thrown away at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from hearthbook.index.rows import Row
from hearthbook.index.search import Index
from hearthbook.index.search import Sought

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "ab" * 32
ROWS = [
    Row("message", 1_000, "Jonas", "o", "I am not coming this weekend"),
    Row("message", 2_000, "Anna", "o", "Ключи у соседки, ключ от подвала тоже"),
    Row("message", None, "Anna", "o", "naïve café 💤 GmbH"),
    Row("call", 3_000, "Gerda", "p", ""),
    Row("note", None, None, None, "coming home, not this time"),
]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index" / "record.db", KEY)
    made.add(ROWS, 0)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("coming", [0, 4]),
        ("coming not", [0, 4]),
        ('"not coming"', [0]),
        ("week*", [0]),
        ("ключ", [1]),
        ("ключ*", [1]),
        ("КЛЮЧИ", [1]),
        ("naive cafe", [2]),
        ("absent", []),
        ("", [0, 1, 2, 3, 4]),
        ("!!!", [0, 1, 2, 3, 4]),
    ],
)
def test_every_word_must_occur(index: Index, words: str, found: list[int]) -> None:
    assert index.search(Sought(words), 10) == found


def test_kind_sender_and_time_narrow_the_search(index: Index) -> None:
    assert index.search(Sought(kinds=("call", "note")), 10) == [3, 4]
    assert index.search(Sought(senders=("Anna",)), 10) == [1, 2]
    assert index.search(Sought(since=1_000, until=3_000), 10) == [0, 1]
    assert index.search(Sought(), 2) == [0, 1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text())
def test_nothing_that_may_be_typed_is_an_error(index: Index, words: str) -> None:
    assert set(index.search(Sought(words), 10)) <= {0, 1, 2, 3, 4}


def test_counts_and_kinds(index: Index) -> None:
    assert index.counts() == {"message": 3, "call": 1, "note": 1}
    assert index.of_kind(["note", "call"]) == [3, 4]
    assert index.size == 5
    assert index.has_undated("o")
    assert not index.has_undated("p")


def test_another_key_or_a_damaged_file_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    index = Index(path, KEY)
    index.add(ROWS, 0)
    index.close()

    other = Index(path, "cd" * 32)

    assert other.size == 0
    other.close()
    path.write_bytes(b"no database at all" * 300)
    again = Index(path, KEY)
    assert again.size == 0
    again.close()


@pytest.mark.usefixtures("index")
def test_no_word_stands_in_the_files(tmp_path: Path) -> None:
    held = b"".join(file.read_bytes() for file in (tmp_path / "index").iterdir())

    assert len(held) > 10_000
    for word in ("weekend", "Jonas", "подвала", "message"):
        assert word.encode() not in held
