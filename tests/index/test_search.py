"""The index finds what is there, in every language, and can be thrown away at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from hearthbook.index.folding import names_in
from hearthbook.index.folding import sounds
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


SPOKEN = [
    "Игорь сказал, что не придёт",
    "Igor was here",
    "ihor writes again, Наташа тоже",
    "Ігор прийде",
    "José and Zoë at the Straße, in Łódź",
    "明日は保育園です",
    "مُحَمَّد",
    "hand",
    "the boy called Natascha",
]


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index" / "record.db", KEY)
    made.add([Row("message", 1, "A", "o", text, latin=names_in(text)) for text in SPOKEN], 0)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Игорь", [0, 1, 3]),
        ("igor", [0, 1, 3]),
        ("Ihor", [0, 1, 2, 3]),
        ("иго*", [0, 1, 3]),
        ("придет", [0]),
        ("jose zoe lodz", [4]),
        ("STRASSE", [4]),
        ("保育", [5]),
        ("育保", []),
        ("محمد", [6]),
        ("Natascha", [2, 8]),
        ("Ханд", []),
    ],
)
def test_a_name_is_found_in_every_spelling_and_a_word_without_its_marks(
    spoken: Index, words: str, found: list[int]
) -> None:
    assert spoken.search(Sought(words), 10) == found


@pytest.mark.parametrize(
    "spellings",
    [
        ("Игорь", "Ігор", "Igor", "Ihor"),
        ("Татьяна", "Tatiana", "Tatjana", "Tatyana"),
        ("Юлия", "Julia", "Yulia", "Iuliia"),
        ("Алексей", "Alexey", "Aleksei", "Alexej"),
        ("Евгений", "Evgeny", "Yevgeny", "Jewgenij"),
        ("Михаил", "Mikhail", "Mihail"),
        ("Щукин", "Shchukin", "Schtschukin"),
        ("Шмидт", "Schmidt", "Shmidt"),
        ("Виктор", "Viktor", "Victor"),
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: tuple[str, ...]) -> None:
    assert len({sounds(one) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Anna", "Inna"), ("Vera", "Wiera"), ("Ida", "Ada")]
)
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sounds(one) != sounds(other)


def test_pages_follow_each_other_without_a_gap(tmp_path: Path) -> None:
    index = Index(tmp_path / "index" / "record.db", KEY)
    index.add([Row("message", n, "A", "o", f"page {n}") for n in range(2500)], 0)

    pages = [index.search(Sought("page", passed=at), 700) for at in range(0, 2800, 700)]
    timed = index.search(Sought("page", since=1200, until=2300), 5000)
    last = index.search(Sought("page", since=2499), 10)
    index.close()

    assert [n for page in pages for n in page] == list(range(2500))
    assert timed == list(range(1200, 2300))
    assert last == [2499]


def test_a_phone_s_saved_names_are_kept_beside_the_numbers(tmp_path: Path) -> None:
    index = Index(tmp_path / "index" / "record.db", KEY)
    index.add(
        [
            Row("message", 1, "+491", "o", "hello", (), "Papa"),
            Row("message", 2, None, "o", "hello", ("+491",), "Papa"),
            Row("call", 3, "+492", "o", "", (), None),
        ],
        0,
    )

    assert index.named() == [("+491", 1), ("+492", 1), ("Papa", 0)]
    assert index.labelled() == [("+491", "Papa")]
    assert index.senders() == ["+491", "+492"]
    index.close()


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
