"""A database and its log: what was written last is read, what stood before is kept."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.traced import Traced
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.imessage import IMessage
from hearthbook.sources.logged import Logged
from hearthbook.sources.logged import committed
from tests.sources.logs import database_and_log

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield

LOG = "1" * 64


def found_in_log(database: bytes, log: bytes) -> list[Yield]:
    original = Original(LOG, "chat.db-wal", database, log=log)
    return list(IMessage().read(original, Answers()))


def by_sqlite(folder: Path, database: bytes, log: bytes) -> list[object]:
    """Return the rows that SQLite itself sees of the two files."""
    path = folder / "seen.db"
    path.write_bytes(database)
    path.with_name("seen.db-wal").write_bytes(log)
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT rowid, text FROM message ORDER BY rowid").fetchall()
    connection.close()
    path.with_name("seen.db-wal").unlink(missing_ok=True)
    path.with_name("seen.db-shm").unlink(missing_ok=True)
    return rows


def by_us(database: bytes, log: bytes) -> list[object]:
    """Return the rows that our reading of the log yields, as SQLite reads them."""
    found = committed(database, log)
    raw = bytearray(database if found is None else Logged(database, log, found)[:])
    raw[18:20] = b"\x01\x01"  # or SQLite would look for a log beside this copy
    connection = sqlite3.connect(":memory:")
    connection.deserialize(bytes(raw))
    rows = connection.execute("SELECT rowid, text FROM message ORDER BY rowid").fetchall()
    connection.close()
    return rows


def test_what_was_written_last_is_read_from_the_log_and_cites_it(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)

    said = [one for one in found_in_log(database, log) if isinstance(one, Traced)]

    assert [(one.text, one.origin.start) for one in said] == [
        ("I do not come", 2),
        ("Ask your mother", 3),
    ]
    assert {(one.origin.original, one.origin.table) for one in said} == {(LOG, "message")}
    assert {one.parties.sender for one in said} == {"+491700000002"}


def test_what_stood_there_before_is_read_from_the_database_as_ever(tmp_path: Path) -> None:
    database, _ = database_and_log(tmp_path)

    found = IMessage().read(Original("0" * 64, "chat.db", database), Answers())

    said = [one.text for one in found if isinstance(one, Traced)]
    assert said == ["I come at six", "No, at seven"]


def test_a_new_name_in_the_log_tells_the_messages_it_changes_anew(tmp_path: Path) -> None:
    named = ("UPDATE handle SET id = 'jonas@example.org' WHERE ROWID = 1",)
    database, log = database_and_log(tmp_path, after=named)

    said = [one for one in found_in_log(database, log) if isinstance(one, Traced)]

    assert [one.parties.sender for one in said] == ["jonas@example.org"] * 2


@pytest.mark.parametrize("cut", [0, 1, 3, 8, 31, 32, 40, 55, 56, 300, 567, 568, 900, 100_000])
def test_every_row_and_byte_of_the_log_is_accounted_for_wherever_it_is_cut(
    tmp_path: Path, cut: int
) -> None:
    database, log = database_and_log(tmp_path)

    spans = [read_from(one) for one in found_in_log(database, log[:cut])]

    runs = {table: list(run) for table, run in groupby(spans, key=lambda one: one.table)}
    assert all(run[0].start == 0 for run in runs.values())
    assert all(a.end == b.start for run in runs.values() for a, b in pairwise(run))
    assert list(runs)[-1:] == ([""] if cut else [])
    assert [run[-1].end for table, run in runs.items() if not table] == [len(log[:cut])][:cut]


@pytest.mark.parametrize("share", [0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1])
def test_a_log_that_is_cut_holds_what_sqlite_finds_in_it(tmp_path: Path, share: float) -> None:
    database, log = database_and_log(tmp_path)
    part = log[: int(len(log) * share)]

    assert by_us(database, part) == by_sqlite(tmp_path, database, part)


@pytest.mark.parametrize("at", [0, 2, 9, 13, 17, 25, 33, 36, 40, 44, 50, 200, 700, 1300, 1800])
def test_a_log_with_a_damaged_byte_holds_what_sqlite_finds_in_it(
    tmp_path: Path, at: int
) -> None:
    database, log = database_and_log(tmp_path)
    at %= len(log)
    broken = log[:at] + bytes([log[at] ^ 0x40]) + log[at + 1 :]

    assert by_us(database, broken) == by_sqlite(tmp_path, database, broken)


ONE_MORE = """INSERT INTO message (guid, text, date)
 SELECT 'n' || max(ROWID), max(ROWID) || ' nights', 1 FROM message"""
MANY = (
    *[ONE_MORE] * 40,
    "DELETE FROM message WHERE ROWID = 1",
    "UPDATE message SET text = text || ' later' WHERE ROWID % 3 = 0",
)


@pytest.mark.parametrize("share", [0.3, 0.55, 0.9, 1])
def test_a_log_of_many_changes_to_the_same_pages_holds_what_sqlite_finds_in_it(
    tmp_path: Path, share: float
) -> None:
    database, log = database_and_log(tmp_path, after=MANY)
    part = log[: int(len(log) * share)]

    assert by_us(database, part) == by_sqlite(tmp_path, database, part)


def test_a_row_that_the_log_takes_away_is_no_record_of_the_log(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path, after=MANY)

    told = [one.origin.start for one in found_in_log(database, log) if isinstance(one, Traced)]

    assert 1 not in told
    assert told == list(range(3, 43))


def test_what_an_earlier_round_of_the_log_left_behind_is_a_snag(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)
    left = bytes(536)

    [whole, rest] = [one for one in found_in_log(database, log + left) if not _table(one)]

    assert isinstance(whole, Frame)
    assert (whole.origin.start, whole.origin.end) == (0, len(log))
    assert isinstance(rest, Snag)
    assert rest.reason is Reason.UNREAD_LOG


def test_a_log_of_another_size_of_pages_is_not_laid_over_the_database(tmp_path: Path) -> None:
    database, log = database_and_log(tmp_path)
    other = bytearray(database)
    other[16:18] = (1024).to_bytes(2, "big")

    [snag] = found_in_log(bytes(other), log)

    assert isinstance(snag, Snag)
    assert (snag.origin.start, snag.origin.end) == (0, len(log))


def _table(one: Yield) -> str:
    return read_from(one).table
