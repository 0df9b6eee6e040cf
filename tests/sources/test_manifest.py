"""Every real file of the library: known by one reader at most, read to its end, and counted.

What a reader finds is compared with what somebody counted (`manifest.tsv`). Where the two
differ the reason is here; a new difference fails. Mail, photos, recordings and streams of
Messages are counted in the tests of their readers, whose counts are of parts and lengths.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import groupby
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.codec import kind
from hearthbook.records.codec import read
from hearthbook.records.codec import written
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.statement_layout import proposed
from hearthbook.sources.statement_table import StatementTable
from tests.app.test_insides import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.sources.contract import Reader

# By format: what stands behind the number in the manifest, and the kinds it counts.
COUNTED: Final = {
    "whatsapp": (r"(\d+) (?:records|header-like lines)|^(\d+)$", ("message",)),
    "sms_backup_restore": (r"(\d+) (?:sms|mms|calls?)\b|^(\d+) \(count", ("message", "call")),
    "messenger_instagram": (r"(\d+) messages", ("message",)),
    "google_voice": (r"^(\d+) messages|published=(\d+)", ("message", "call")),
    "vcard": (r"(\d+) cards", ("contact",)),
    "ics": (r"(\d+) VEVENT", ("meeting",)),
    "ofx": (r"(\d+) STMTTRN", ("booking",)),
    "camt": (r"(\d+) Ntry", ("booking",)),
    "mt940": (r"(\d+) :61:", ("booking",)),
    "qif": (r"(\d+) records", ("booking",)),
}

# Whose counts are of parts, sizes and lengths, and are compared in the tests of their readers.
ELSEWHERE: Final = {"mail", "photos", "audio"}

# What a reader reads though nobody counted it, and what it finds in it.
UNCOUNTED: Final = {
    "malformed.xml": {"snag": 2, "frame": 3},  # the library says: no XML
    "test_export.txt": {"message": 2},  # an export of Signal by another program
    "test_batch_export.json": {"message": 2, "frame": 2},
    "test_single_export.json": {"message": 2, "frame": 2},
    "contacts.vcf": {"contact": 16},
    "32-bit.pst": {"snag": 1},  # what is in it is read in tests/app/test_mailbox.py
}

# What no reader knows, and so is kept whole as a document: by path, why.
UNREAD: Final = (
    (r"^google_takeout/", "empty: only the names of a Takeout's files are of use"),
    (r"\.(?:yml|py|dart)$|target\.json$", "tests and expected values of others, no exports"),
    (r"^messenger_instagram/.*\.html$", "pages with localised times; JSON is asked for"),
    (r"__broken_BAD__message_1\.json$", "broken before its first message"),
    (r"^ics/", "part of a calendar, without the line that begins one"),
    (r"^mt940/", "part of a statement, without the field that begins one"),
    (
        r"^qif/.*(?:empty|nosymbol|unknown_account_type)\.qif$",
        "no type of account we know",
    ),
    (r"^audio/.*(?:empty_file\.mp3|no_such_ext\.bogus)$", "no sound"),
    (r"^ios_forensic/", "archives: what is in them is below"),
    (r"^imessage/", "texts as Messages archives them: read in tests/sources/test_imessage.py"),
    (r"^bank_csv/", "banks' tables: read by a layout that is confirmed, below"),
)

# What is found in archives: whole files that no reader knows, and what is said of the rest.
ARCHIVES: Final = {
    # address books of iOS are not read, nor their logs
    "belkasoft_ctf6_ios_device1.zip": {"document": 4, "snag": 2},
    # their members have names that begin at the root of a disk
    "whatsAppCallHistory.mvs_ios_2023.zip": {"snag": 3},
    "whatsAppContacts.mvs_ios_2023.zip": {"snag": 3},
}

# Where what was counted and what is found differ: counted, found.
DIFFER: Final = {
    # one event that is broken is a snag: two starts, a start that is no date, an impossible end
    "america_new_york_forward_reference.ics": (1, 0),
    "broken_dtstart.ics": (1, 0),
    "issue_1081_invalid_start_and_end.ics": (1, 0),
    # bookings without a date, or with one that is none, are snags
    "date_missing.ofx": (3, 0),
    "fidelity-savings.ofx": (4, 1),
    # the file holds two `mms`; the manifest says one
    "sms-and-mms.xml": (2, 3),
    # options and accounts end with `^` as well, and are no bookings
    "test_option_autoswitch.qif": (2, 0),
    "test_transaction_before_account_definition_1.qif": (3, 2),
}


def rows(shared: Path) -> Iterator[tuple[dict[str, str], bytes]]:
    samples = shared / "samples"
    with (samples / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row, (samples / row["file"]).read_bytes()


def knowing(name: str, raw: bytes) -> list[Reader]:
    return [one for one in READERS if one.recognises(name, raw[: 1 << 16])]


def counts(reader: Reader, name: str, raw: bytes) -> Counter[str]:
    """Read a file to its end, see that all of it is accounted for, and count the kinds."""
    original = Original("0" * 64, name, raw)
    found = list(reader.read(original, Answers(date_order="dmy")))
    spans = [read_from(one) for one in found]
    for table, run in groupby(spans, key=lambda one: one.table):
        own = list(run)
        assert own[0].start == 0
        assert all(a.end == b.start for a, b in pairwise(own))
        assert table or own[-1].end == len(raw)
    assert all(read(written(one)) == one for one in found)
    return Counter("message" if kind(one) == "traced-message" else kind(one) for one in found)


def test_every_real_file_is_known_by_one_reader_at_most_and_read_to_its_end(
    shared: Path,
) -> None:
    read_by: Counter[str] = Counter()
    for row, raw in rows(shared):
        known = knowing(row["file"], raw)
        assert len(known) <= 1, row["path"]
        for reader in known:
            counts(reader, row["file"], raw)
            read_by[reader.name] += 1

    assert sum(read_by.values()) >= 280
    assert read_by["mail"] == 53
    assert read_by["photo"] == 17
    assert read_by["recording"] == 56


def test_what_is_found_is_what_was_counted_or_the_difference_has_a_reason(shared: Path) -> None:
    differ: dict[str, tuple[int, int]] = {}
    compared: Counter[str] = Counter()
    for row, raw in rows(shared):
        counted, known = told(row), knowing(row["file"], raw)
        if not counted or not known:
            continue
        found = counts(known[0], row["file"], raw)
        compared[row["format"]] += 1
        own = sum(found[one] for one in COUNTED[row["format"]][1])
        if own != sum(counted):
            differ[row["path"].rpartition("/")[2]] = (sum(counted), own)

    assert differ == DIFFER
    assert set(compared) == set(COUNTED)


def told(row: dict[str, str]) -> list[int]:
    """Return the numbers that somebody counted in a file."""
    pattern, _ = COUNTED.get(row["format"], ("(?!)", ()))
    return [int(one or other or 0) for one, other in _numbers(pattern, row["expected"])]


def test_every_line_of_the_manifest_is_counted_or_has_a_reason(shared: Path) -> None:
    left: list[str] = []
    for row, raw in rows(shared):
        known = knowing(row["file"], raw)
        if not known:
            reason = any(re.search(path, row["file"]) for path, _ in UNREAD)
            left += [] if reason else [row["file"]]
        elif not told(row) and row["format"] not in ELSEWHERE:
            found = counts(known[0], row["file"], raw)
            name = next((one for one in UNCOUNTED if row["file"].endswith(one)), "")
            left += [] if UNCOUNTED.get(name) == found else [row["file"]]

    assert left == []


def test_what_no_reader_knows_of_a_takeout_is_empty(shared: Path) -> None:
    some = [raw for row, raw in rows(shared) if row["format"] == "google_takeout"]

    assert (len(some), set(some)) == (201, {b""})


def test_archives_are_opened_and_every_member_is_accounted_for(shared: Path) -> None:
    found = {
        next(one for one in ARCHIVES if row["file"].endswith(one)): opened(raw).kinds()
        for row, raw in rows(shared)
        if row["format"] == "ios_forensic"
    }

    assert found == ARCHIVES


def test_a_banks_table_whose_layout_is_confirmed_has_a_booking_for_each_line(
    shared: Path,
) -> None:
    differ: list[str] = []
    for row, raw in rows(shared):
        if row["format"] == "bank_csv":
            found = proposed(raw)
            assert found is not None
            read_so = StatementTable(found.layout).read(Original("0" * 64, "n", raw), Answers())
            kinds = Counter(map(kind, read_so))
            lines = int(row["expected"].removesuffix(" lines"))
            differ += [] if kinds == {"frame": 1, "booking": lines - 1} else [row["file"]]

    assert differ == []


def _numbers(pattern: str, expected: str) -> Iterator[tuple[str | None, str | None]]:
    for found in re.finditer(pattern, expected):
        yield found[1], found[2] if (found.re.groups > 1) else None
