"""Public files of others, and what is known of them. They lie beside the project, not in it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.message import Mark
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.sources import READERS
from hearthbook.sources.contract import read_from
from tests.sources.sms_backup.writing import messages
from tests.sources.sms_backup.writing import read
from tests.sources.sms_backup.writing import snags

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield

KIND = "sms_backup_restore"
# The manifest repeats what the tests of the file's own project say, which is one picture
# message; the file has two of them, one behind the other.
COUNTED = {"sms-and-mms.xml": "1 sms 2 mms"}
EXPECTED = re.compile(r"(\d+) (sms|mms|call)\b")


def rows(shared: Path) -> list[dict[str, str]]:
    with (shared / "samples" / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        return [one for one in csv.DictReader(file, delimiter="\t") if one["format"] == KIND]


def sample(shared: Path, ending: str) -> bytes:
    (row,) = (one for one in rows(shared) if one["file"].endswith(ending))
    return (shared / "samples" / row["file"]).read_bytes()


def element(data: bytes, one: Yield) -> str:
    """Return the name of the element `one` was read from."""
    found = re.match(rb"<(\w+)", data[read_from(one).start : read_from(one).start + 8])
    return found[1].decode() if found else ""


def test_every_file_holds_as_many_records_as_its_manifest_says(shared: Path) -> None:
    seen = rows(shared)
    assert len(seen) == 8

    for row in seen:
        data = (shared / "samples" / row["file"]).read_bytes()
        assert sha256(data).hexdigest() == row["sha256"]
        found = Counter(
            element(data, one) for one in read(data) if one.__class__.__name__ != "Snag"
        )
        told = COUNTED.get(row["file"].rpartition("__")[2], row["expected"])
        expected = {name: int(count) for count, name in EXPECTED.findall(told)}
        if told != "XML error":
            assert {name: found[name] for name in expected} == expected, row["file"]
            assert found["sms"] + found["mms"] + found["call"] == sum(expected.values())
            assert snags(data) == [], row["file"]


def test_every_file_is_known_by_this_reader_and_by_no_other(shared: Path) -> None:
    for row in rows(shared):
        head = (shared / "samples" / row["file"]).read_bytes()[: 1 << 16]

        assert [r.name for r in READERS if r.recognises("x", head)] == ["sms-backup"]


def test_the_malformed_file_is_two_snags(shared: Path) -> None:
    assert [reason for reason, _ in snags(sample(shared, "malformed.xml"))] == [
        Reason.BROKEN_MARKUP,
        Reason.CUT_OFF,
    ]


def test_the_file_with_emoji_cut_in_halves_reads_them_whole(shared: Path) -> None:
    last = messages(sample(shared, "test_archive.xml"))[-1]

    assert last.text == "\U0001f601 \U0001f60d"
    assert last.marks == (Mark.SURROGATE_JOINED,)


def test_a_picture_with_line_ends_in_its_base64_has_its_hash(shared: Path) -> None:
    picture = messages(sample(shared, "test_archive.xml"))[2]

    assert picture.parties.way is Way.OUT
    assert [file.size for file in picture.media] == [244_492]


def test_equal_messages_with_different_readable_dates_are_kept_each(shared: Path) -> None:
    found = messages(sample(shared, "sms-dupes.xml"))

    assert [one.text for one in found].count("Duplicate text.") == 2


@pytest.mark.parametrize(
    ("ending", "senders"),
    [
        ("sms-and-mms.xml", [None, "+491762345678", None]),
        ("minimal_mms.xml", ["+15559876543"]),
    ],
)
def test_the_senders_are_those_the_files_name(
    shared: Path, ending: str, senders: list[str | None]
) -> None:
    assert [one.parties.sender for one in messages(sample(shared, ending))] == senders
