"""The laws every reader keeps, whoever wrote it.

They run over `READERS` itself, so a reader cannot be added without them.
"""

from __future__ import annotations

from itertools import groupby
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.codec import read
from hearthbook.records.codec import written
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from tests.samples import files
from tests.samples import samples

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Reader
    from tests.conftest import Golden

every_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
PAIRS = [(reader, sample) for reader in READERS for sample in samples(reader)]
every_sample = pytest.mark.parametrize(
    ("reader", "sample"), PAIRS, ids=lambda one: getattr(one, "name", "")
)
DIGEST = "0" * 64


def some_file(data: st.DataObject, reader: Reader) -> Original:
    return Original(DIGEST, "n", data.draw(files(reader)))


def assert_tiled(original: Original, reader: Reader) -> None:
    """Rows of each table from 0 on without a gap, then the bytes from end to end."""
    spans = [read_from(yielded) for yielded in reader.read(original, Answers())]
    runs = [(table, list(run)) for table, run in groupby(spans, key=lambda one: one.table)]
    tables, size = [table for table, _ in runs], len(original.data)

    assert tables[-1:] == ([""] if size else [])
    assert len(set(tables)) == len(tables)
    assert all(run[0].start == 0 for _, run in runs)
    assert all(a == b or a.end == b.start for _, run in runs for a, b in pairwise(run))
    assert all(one.start < one.end for one in spans)
    assert [run[-1].end for table, run in runs if not table] == ([size] if size else [])


@every_reader
@given(data=st.data())
def test_nothing_is_lost_and_nothing_overlaps(reader: Reader, data: st.DataObject) -> None:
    assert_tiled(some_file(data, reader), reader)


@every_reader
@given(data=st.data())
def test_a_second_reading_says_the_same(reader: Reader, data: st.DataObject) -> None:
    original = some_file(data, reader)

    assert list(reader.read(original, Answers())) == list(reader.read(original, Answers()))
    assert reader.asks(original) == reader.asks(original)


@every_reader
@given(data=st.data())
def test_all_it_yields_can_be_stored(reader: Reader, data: st.DataObject) -> None:
    for yielded in reader.read(some_file(data, reader), Answers()):
        assert read(written(yielded)) == yielded


@every_reader
@given(noise=st.binary(max_size=300))
def test_noise_is_snags_and_never_an_error(reader: Reader, noise: bytes) -> None:
    assert_tiled(Original(DIGEST, "n", noise), reader)


@every_sample
@given(data=st.data())
def test_a_sample_damaged_or_cut_anywhere_is_still_accounted_for(
    reader: Reader, sample: Path, data: st.DataObject
) -> None:
    raw = bytearray(sample.read_bytes())
    if raw and data.draw(st.booleans()):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))

    assert_tiled(Original(DIGEST, "n", bytes(raw[:cut])), reader)


@every_sample
def test_a_sample_reads_as_blessed(reader: Reader, sample: Path, golden: Golden) -> None:
    original = Original(DIGEST, sample.name, sample.read_bytes())
    asked = " ".join(reader.asks(original)) or "nothing"
    lines = [written(yielded).decode() for yielded in reader.read(original, Answers())]

    golden(sample, "\n".join([f"asks: {asked}", *lines]) + "\n")


@every_sample
def test_a_sample_is_known_by_its_own_reader_and_by_no_other(
    reader: Reader, sample: Path
) -> None:
    head = sample.read_bytes()[: 1 << 16]

    assert [r.name for r in READERS if r.recognises(sample.name, head)] == [reader.name]


@every_reader
def test_a_reader_says_where_its_samples_come_from(reader: Reader) -> None:
    assert samples(reader)
    assert all(path.with_name("PROVENANCE.md").exists() for path in samples(reader))
