"""Exports that were damaged, cut or spliced, given to the readers.

Harmless is a reading that accounts for every byte once, as records or as snags that can be
stored. Anything else is unnoticed: a reader that breaks, or bytes that nobody accounts for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.records.codec import read
from hearthbook.records.codec import written
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from tests.faults.decoders import mutated
from tests.faults.tally import Tally
from tests.laws.test_reader_laws import assert_tiled
from tests.samples import samples

if TYPE_CHECKING:
    from hearthbook.sources.contract import Reader

LARGEST = 200_000  # bytes of a sample; larger ones only make the run longer


def accounted(reader: Reader, raw: bytes) -> bool:
    """Tell whether a reader accounts for every byte of `raw`, once."""
    original = Original("0" * 64, "n", raw)
    try:
        reader.recognises("n", raw[: 1 << 16])
        reader.asks(original)
        assert_tiled(original, reader)
        return all(read(written(one)) == one for one in reader.read(original, Answers()))
    except Exception:  # noqa: BLE001  # whatever leaves a reader is what is looked for
        return False


def damaged_exports(count: int) -> Tally:
    """Give readers about `count` damaged samples, as many of each sample."""
    pairs = [
        (reader, path)
        for reader in READERS
        for path in samples(reader)
        if path.stat().st_size <= LARGEST
    ]
    tally, each = Tally(), -(-count // len(pairs))
    for reader, path in pairs:
        whole = path.read_bytes()
        for n in range(each):
            fine = accounted(reader, mutated(whole, n))
            tally.add(f"{reader.name} {path.name} {n}", noticed=False, harmless=fine)
    return tally
