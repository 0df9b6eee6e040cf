"""Make a block of a child's lines ready for the log: check, hash, and work out the index rows.

Pure, and the dearest part of taking in, so it may run in a process of its own, which is given
nothing but the block and may reach nothing else. Here the reading child's word is tested: every
line must be the one written form of a record, and the origins must follow each other without a
gap: in each table of a database from row 0 on, and in the bytes of a file from the first on.
Records of one row share it; such a row may reach over several blocks.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING
from typing import Final
from typing import Literal

import msgspec
from msgspec import Struct

from hearthbook.app.confine import confine
from hearthbook.app.confine import memory_for
from hearthbook.app.confine import seconds_for
from hearthbook.app.forks import keep
from hearthbook.base.time import MINUTE
from hearthbook.index.rows import Row
from hearthbook.index.rows import happened
from hearthbook.index.rows import row
from hearthbook.records.codec import NotARecordError
from hearthbook.records.codec import kind
from hearthbook.records.codec import read
from hearthbook.records.family import Care
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Measurement
from hearthbook.records.family import Sleep
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile
from hearthbook.records.resolution import Clock
from hearthbook.records.roles import roles
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.vault.formats.leaf import leaf_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.records.codec import Record


class Block(Struct, frozen=True):
    """Consecutive lines of one file or member, and what is needed to seal them."""

    lines: list[bytes]
    seeds: bytes
    envelope: bytes
    book: str
    zone: str | None
    original: str
    member: str


class Prepared(Struct, frozen=True):
    """What becomes of a block: `good` lines came before the first that is not to be believed.

    Their origins run from `first` to `last` without a gap.
    """

    good: int
    first: FromFile
    last: FromFile
    hashes: list[bytes]
    rows: list[Row]
    kinds: dict[str, int]
    senders: dict[str, int]
    children: dict[str, int]
    clocks: dict[str, int]  # acts whose reading came twice in its zone, or never


def packed(whole: Block | Prepared) -> bytes:
    """Return `whole`, packed to go from one process to another."""
    return _PACK.encode(whole)


def unpacked(raw: bytes) -> Prepared:
    """Return what a process of our own `packed`.

    Raises:
        DecodeError: if it did not come to its end.
    """
    return _UNPACK.decode(raw)


def prepared(block: Block) -> Prepared:
    """Return what becomes of `block`."""
    records, origins = _believed(block)
    clock = Clock()
    rows = [row(one, clock.moment(happened(one), block.zone)) for one in records]
    good = len(records)
    return Prepared(
        good=good,
        first=origins[0] if origins else _NOWHERE,
        last=origins[-1] if origins else _NOWHERE,
        hashes=leaf_hashes(
            block.lines[:good], block.envelope, block.book, block.seeds[: 32 * good]
        ),
        rows=rows,
        kinds=dict(Counter(kind(one) for one in records)),
        senders=dict(Counter(senders(records))),
        children=dict(Counter(_children(records))),
        clocks=dict(Counter(_odd_readings(records, clock, block.zone))),
    )


_NOWHERE: Final = FromFile("", 0, 0)
# Python's own pickling of a thousand rows takes longer than working them out.
_PACK: Final = msgspec.msgpack.Encoder()
_UNPACK: Final[msgspec.msgpack.Decoder[Prepared]] = msgspec.msgpack.Decoder(Prepared)
_BLOCK: Final[msgspec.msgpack.Decoder[Block]] = msgspec.msgpack.Decoder(Block)


def senders(records: Sequence[Record]) -> list[str]:
    """Return the senders of messages and calls among `records`, with repetitions."""
    sent = (one.parties.sender for one in records if isinstance(one, Message | Call))
    return [sender for sender in sent if sender is not None]


def _children(records: Sequence[Record]) -> Iterator[str]:
    """Yield the children's names in acts of care, with repetitions."""
    for one in records:
        if isinstance(one, _CARED):
            yield from filter(None, roles(one).others)


def _odd_readings(
    records: Sequence[Record], clock: Clock, zone: str | None
) -> Iterator[Literal["twice", "never"]]:
    """Yield a word for each act whose clock reading is two moments, or none, in its zone."""
    for one in records:
        when = happened(one) if isinstance(one, _CARED) else None
        if not isinstance(when, Wall) or when.precision is Precision.DAY:
            continue
        span = clock.span(when, zone)
        if span is None and (when.zone or zone):
            yield "never"
        elif span is not None and span.length > MINUTE:
            yield "twice"


_CARED: Final = Feed | Diaper | Sleep | Care | Measurement


def follows(before: FromFile | None, origin: FromFile) -> bool:
    """Tell whether an origin is the one before again, comes right behind it, or begins anew."""
    if before is None or before.table != origin.table:
        return origin.start == 0
    return origin in (before, msgspec.structs.replace(before, start=before.end, end=origin.end))


def _believed(block: Block) -> tuple[list[Record], list[FromFile]]:
    records: list[Record] = []
    origins: list[FromFile] = []
    for line in block.lines:
        try:
            record = read(line)
        except NotARecordError:
            break
        origin = getattr(record, "origin", None)
        if not isinstance(origin, FromFile) or origin.end <= origin.start:
            break
        if (origin.original, origin.member) != (block.original, block.member):
            break
        if origins and not follows(origins[-1], origin):
            break
        origins.append(origin)
        records.append(record)
    return records, origins


def _work(asked: bytes, saying: int) -> None:
    confine(memory=memory_for(len(asked)), seconds=seconds_for(len(asked)))
    with os.fdopen(saying, "wb") as pipe:
        pipe.write(packed(prepared(_BLOCK.decode(asked))))


if __name__ == "__main__":
    keep(int(sys.argv[1]), _work)
