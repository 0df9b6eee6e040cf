"""A small part of `make faults` in every run of the tests: nothing goes unnoticed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faults import table
from tests.faults.bits import flips
from tests.faults.decoders import Decoder
from tests.faults.decoders import fed

PART = 100
CUTS = 4  # at least 400 power cuts in every run
DOCS = Path(__file__).parents[2] / "docs/faults.md"


def names() -> list[str]:
    return table.names()


@pytest.mark.parametrize("name", names())
def test_no_harm_goes_unnoticed(name: str) -> None:
    part = CUTS if "power" in name else PART

    _, tally, _ = table.row(name, part)

    if tally is None:
        pytest.skip("this machine lets nobody mount a small disk, or has no faketime")
    assert tally.tried
    assert not tally.unnoticed
    assert tally.noticed + tally.harmless == tally.tried


def test_the_docs_show_every_kind_of_harm() -> None:
    rows = re.findall(
        r"^\| (.+?) \| [\d,]+ \|.*\| 0 \|$", DOCS.read_text("utf-8"), re.MULTILINE
    )

    assert rows == names()


def test_a_decoder_that_overlooks_something_is_caught() -> None:
    careless = Decoder("careless", b'{"a":1}', lambda raw: raw.strip())
    broken = Decoder("broken", b'{"a":1}', lambda raw: raw.decode("ascii").encode())

    assert fed(careless, 300).unnoticed
    assert fed(broken, 300).unnoticed


def test_a_check_that_overlooks_bits_is_caught(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"both asleep")

    tally = flips(file, 1, lambda: (file.read_bytes()[:4] != b"both", False))

    assert (tally.tried, tally.noticed, len(tally.unnoticed)) == (88, 32, 56)
    assert file.read_bytes() == b"both asleep"
