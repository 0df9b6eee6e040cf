"""Cut an original without losing a byte."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from hearthbook.records.provenance import FromFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from hearthbook.sources.contract import Original


def pieces(original: Original, starts: Iterable[int]) -> Iterator[tuple[FromFile, bytes]]:
    """Yield `original` cut at the rising `starts`, from its first byte to its last."""
    data, last = original.data, 0
    for start in chain(starts, [len(data)]):
        if start > last:
            yield origin(original, last, start), data[last:start]
            last = start


def origin(original: Original, start: int, end: int) -> FromFile:
    """Return the bytes `start` up to `end` of `original` as a place."""
    return FromFile(original.digest, start, end, original.member)
