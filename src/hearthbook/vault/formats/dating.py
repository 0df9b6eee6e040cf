"""Which signed head of the log an entry of a share is in; who vouches for the head dates it.

1. Each line of `dates.jsonl` is one JSON object: an entry's ref, the file of a signed head of
   the log, the entry's number in the log, and the proof (RFC 6962) that it is there.
2. Such a line tells how many entries the log held then. A share has none unless asked for.
3. Beside the head lie the stamps over it, as the authorities sent them; a witness's line stands
   in the head itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import note
from hearthbook.vault.formats import timestamp
from hearthbook.vault.formats import tree
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.check import Check

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.vault.formats.share import Item

DATES: Final = "dates.jsonl"
REPLY: Final = ".tsr"


class NotDatesError(ValueError):
    """Bytes that are no lines of dates."""


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an entry stands in the log, as of a signed head; hashes in base 64."""

    ref: str
    head: str
    index: int
    hashes: tuple[str, ...]


def lines(dates: Iterable[Dated]) -> bytes:
    """Return the bytes of dates, a line for each."""
    return b"".join(msgspec.json.encode(one, order="sorted") + b"\n" for one in dates)


def read(raw: bytes) -> list[Dated]:
    """Return the dates whose bytes are `raw`, unverified.

    Raises:
        NotDatesError: if writing could not have made them.
    """
    try:
        found = [msgspec.json.decode(one, type=Dated) for one in raw.split(b"\n")[:-1]]
    except (ValueError, RecursionError) as error:
        raise NotDatesError from error
    if lines(found) != raw:
        raise NotDatesError
    return found


def verify(
    dates: Sequence[Dated], items: Sequence[Item], files: Mapping[str, bytes], vkey: str
) -> Iterator[Check]:
    """Yield one check for each head, and one for each stamp over it; `files` are by name.

    That a stamp is over the head is checked; who vouches for it is for whoever has roots.
    """
    leaves = {one.ref: tree.leaf_hash(one.leaf.encode()) for one in items}
    for name in sorted({one.head for one in dates}):
        own, raw = [one for one in dates if one.head == name], files.get(name, b"")
        holds = _all_in(own, leaves, raw, vkey)
        yield Check("share-dated", name, holds, len(own))
        for reply in sorted(one for one in files if one.startswith(name) and one != name):
            if reply.endswith(REPLY):
                state = timestamp.stamp(files[reply], raw, []).state
                yield Check("share-stamp", reply, state is not timestamp.State.BROKEN)


def _all_in(own: Sequence[Dated], leaves: Mapping[str, bytes], raw: bytes, vkey: str) -> bool:
    try:
        head = checkpoint.read_signed(raw, note.read_key(vkey))
        return all(
            tree.included(
                leaves.get(one.ref, b""),
                one.index,
                head.size,
                [bytes64(step) for step in one.hashes],
                head.root,
            )
            for one in own
        )
    except ValueError:
        return False
