"""Every real file of the library: known by one reader at most, read to its end, and counted.

What a reader finds is compared with what somebody counted (`manifest.tsv`). Where they differ
the reason is here; a new difference fails. Mail, photos, recordings and streams of Messages are
counted in the tests of their readers, whose counts are of parts, sizes and lengths.
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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.sources.contract import Reader

# By format: what stands behind the number in the manifest, and the kinds it counts.
COUNTED: Final = {
    "whatsapp": (r"(\d+) records", ("message",)),
    "sms_backup_restore": (r"(\d+) (?:sms|mms|calls?)\b", ("message", "call")),
    "messenger_instagram": (r"(\d+) messages", ("message",)),
    "google_voice": (r"^(\d+) messages|published=(\d+)", ("message", "call")),
    "vcard": (r"(\d+) cards", ("contact",)),
    "ics": (r"(\d+) VEVENT", ("meeting",)),
    "ofx": (r"(\d+) STMTTRN", ("booking",)),
    "camt": (r"(\d+) Ntry", ("booking",)),
    "mt940": (r"(\d+) :61:", ("booking",)),
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
        pattern, kinds = COUNTED.get(row["format"], ("(?!)", ()))
        told = [int(one or other or 0) for one, other, *_ in _numbers(pattern, row["expected"])]
        known = knowing(row["file"], raw)
        if not told or not known:
            continue
        found = counts(known[0], row["file"], raw)
        compared[row["format"]] += 1
        own = sum(found[one] for one in kinds)
        if own != sum(told):
            differ[row["path"].rpartition("/")[2]] = (sum(told), own)

    assert differ == DIFFER
    assert set(compared) == set(COUNTED)


def _numbers(pattern: str, expected: str) -> Iterator[tuple[str | None, str | None]]:
    for found in re.finditer(pattern, expected):
        yield found[1], found[2] if (found.re.groups > 1) else None
