"""Databases: nothing of the file is run, damage is a snag, and every table is accounted for."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.database import Reading
from hearthbook.sources.database import told
from hearthbook.sources.tables import DamagedError
from hearthbook.sources.tables import Tables

if TYPE_CHECKING:
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.tables import Row


def made(script: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript(f"PRAGMA page_size = 512; {script}")
    raw = connection.serialize()
    connection.close()
    return raw


def frame(place: FromFile, number: int, row: Row) -> Frame | Reason:
    del number
    return Frame(place) if row.get("said") else Reason.MISSING_FIELD


def spans(raw: bytes, *looked_up: str) -> list[tuple[str, int, int, str]]:
    original = Original("0" * 64, "n", raw)
    with Tables(raw) as tables:
        found = told(original, tables, {"m": Reading(("said",), frame)}, frozenset(looked_up))
        return [
            (
                read_from(one).table,
                read_from(one).start,
                read_from(one).end,
                str(one.reason) if isinstance(one, Snag) else "",
            )
            for one in found
        ]


def test_every_table_with_rows_is_accounted_for_and_the_bytes_come_last() -> None:
    raw = made(
        "CREATE TABLE m (said TEXT); CREATE TABLE empty (a); CREATE TABLE names (a);"
        "CREATE TABLE other (a); CREATE TABLE keyed (a PRIMARY KEY) WITHOUT ROWID;"
        "INSERT INTO m (rowid, said) VALUES (2, 'x'), (3, NULL), (7, 'y');"
        "INSERT INTO names VALUES (1); INSERT INTO other (rowid, a) VALUES (9, 1);"
        "INSERT INTO keyed VALUES ('p'), ('q');"
    )

    assert spans(raw, "names") == [
        ("m", 0, 2, ""),
        ("m", 2, 3, ""),
        ("m", 3, 4, "missing-field"),
        ("m", 4, 7, ""),
        ("m", 7, 8, ""),
        ("keyed", 0, 2, "unread-table"),
        ("names", 0, 2, ""),
        ("other", 0, 10, "unread-table"),
        ("", 0, len(raw), ""),
    ]


def test_a_row_of_broken_text_is_a_snag_and_spoils_no_other() -> None:
    raw = made(
        "CREATE TABLE m (said TEXT);"
        "INSERT INTO m VALUES ('a'), (CAST(x'ff' AS TEXT)), ('b'), (CAST(x'c3' AS TEXT));"
    )

    assert [reason for _, _, _, reason in spans(raw)] == [
        "",
        "",
        "not-text",
        "",
        "not-text",
        "",
    ]


def test_damage_in_the_middle_leaves_what_came_before() -> None:
    row = "INSERT INTO m VALUES (hex(zeroblob(100)));"
    raw = bytearray(made("CREATE TABLE m (said TEXT);" + 20 * row))
    raw[512 * 5 : 512 * 6] = b"\xff" * 512

    *before, last = spans(bytes(raw))
    assert last == ("", 0, len(raw), "")
    assert before[-1][3] == "broken-database"
    assert before[-1][2] == 21
    assert len(before) > 2


@pytest.mark.parametrize(
    "raw", [b"SQLite format 3\0", b"noise" * 300, made("CREATE TABLE m (a)")[:99]]
)
def test_what_is_no_database_is_not_opened(raw: bytes) -> None:
    with pytest.raises(DamagedError):
        Tables(raw)


def test_a_table_that_only_seems_to_be_one_is_never_run() -> None:
    raw = made(
        "CREATE TABLE held (said TEXT); INSERT INTO held VALUES ('a');"
        "CREATE VIEW m AS SELECT said FROM held;"
        "CREATE VIRTUAL TABLE f USING fts5(said); INSERT INTO f VALUES ('b');"
    )

    with Tables(raw) as tables:
        assert "m" not in tables.columns
        assert "f" not in tables.columns
        assert "held" in tables.columns


def test_a_column_that_is_worked_out_is_not_read() -> None:
    raw = made(
        "CREATE TABLE m (a TEXT, said TEXT AS (upper(a)));INSERT INTO m (a) VALUES ('quiet');"
    )

    assert [reason for *_, reason in spans(raw)] == ["", "missing-field", ""]


@pytest.mark.parametrize("number", [-5, 2**60])
def test_row_numbers_that_cannot_be_cited_are_a_snag(number: int) -> None:
    row = "INSERT INTO m (rowid, said) VALUES (NUMBER, 'x')".replace("NUMBER", str(number))
    raw = made(f"CREATE TABLE m (said TEXT); {row};")

    assert ("m", 0, 1, "broken-database") in spans(raw)


def test_a_database_that_asks_for_a_log_beside_it_is_read_without() -> None:
    raw = bytearray(made("CREATE TABLE m (said TEXT); INSERT INTO m VALUES ('a');"))
    raw[18:20] = b"\x02\x02"

    assert spans(bytes(raw))[1] == ("m", 1, 2, "")
