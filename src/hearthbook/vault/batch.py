"""What a book appends in one step: seeds, records, the hashes of their leaves, one envelope.

The envelope is what the log itself adds to an entry: when it was sealed, and in the book
`counsel` also for whom and why.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.records.numbers import Count
from hearthbook.vault.formats import leaf as leaves
from hearthbook.vault.formats import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.vault.log import Sealed


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    sealed: Count


class _ForCounsel(_Envelope, forbid_unknown_fields=True):
    counsel: str
    purpose: str


_ENVELOPES: Final = {"record": _Envelope, "counsel": _ForCounsel, "keepsake": _Envelope}


def outer(book: str) -> tuple[str, ...]:
    """Return the names of the fields that the log itself adds to an entry of a book."""
    return tuple(sorted(_ENVELOPES[book].__struct_fields__))


def made(records: Sequence[bytes], envelope: bytes, book: str) -> list[Sealed]:
    """Return records with seeds of their own and the hashes of their leaves.

    Raises:
        NotSealableError: if no leaf can be made of one of them.
    """
    seeds = secrets.token_bytes(leaves.SEED * len(records))
    hashes = leaves.leaf_hashes(records, envelope, book, seeds)
    parted = [seeds[at : at + leaves.SEED] for at in range(0, len(seeds), leaves.SEED)]
    return list(zip(parted, records, hashes, strict=True))


def examine(batch: Sequence[Sealed], envelope: bytes, book: str) -> None:
    """Refuse what no leaf can be made of; the first and the last are made again.

    Raises:
        NotSealableError: if the envelope is not one for this book, or an entry not sound.
    """
    short = any(len(seed) != leaves.SEED or len(h) != tree.HASH for seed, _, h in batch)
    try:
        msgspec.json.decode(envelope, type=_ENVELOPES[book])
    except ValueError as error:
        raise leaves.NotSealableError from error
    if short or not batch:
        raise leaves.NotSealableError
    for seed, record, leaf_hash in (batch[0], batch[-1]):
        if leaves.leaf_hashes([record], envelope, book, seed) != [leaf_hash]:
            raise leaves.NotSealableError
