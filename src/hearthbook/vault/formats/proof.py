"""The proof that an entry is in a log, in a file of its own (`.tlog-proof`), as C2SP writes it.

The name of the format, a line that nobody vouches for (read, never written), the place of the
entry, the hashes with the leaf's sibling first, an empty line, and the checkpoint as it was
signed. Whoever checks one brings the leaf and the log's key. https://c2sp.org/tlog-proof
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import note
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.formats.tree import LARGEST
from hearthbook.vault.formats.tree import included

_NAME: Final = "c2sp.org/tlog-proof@v1"
_LARGEST: Final = 1 << 21
_FORM: Final = re.compile(
    rf"{re.escape(_NAME)}\n(?:extra (?P<extra>[A-Za-z0-9+/]+=*)\n)?"
    r"index (?P<index>0|[1-9][0-9]{0,18})\n(?P<hashes>(?:[A-Za-z0-9+/]{43}=\n){0,63})\n"
    r"(?P<note>.+)",
    re.DOTALL,
)


class NotAProofError(ValueError):
    """Bytes that are no proof, or a proof that proves nothing of the kind."""


class Proof(Struct, frozen=True):
    """Where an entry stands in the tree of a checkpoint, and the hashes that show it."""

    index: int
    hashes: tuple[bytes, ...]
    note: bytes
    extra: bytes | None = None

    def written(self) -> bytes:
        """Return the proof as bytes."""
        extra = "" if self.extra is None else f"extra {text64(self.extra)}\n"
        hashes = "".join(f"{text64(one)}\n" for one in self.hashes)
        return f"{_NAME}\n{extra}index {self.index}\n{hashes}\n".encode() + self.note


def read(raw: bytes) -> Proof:
    """Return the proof whose bytes are `raw`; nothing is verified.

    Raises:
        NotAProofError: if writing could not have made them.
    """
    try:
        found = _FORM.fullmatch(raw.decode("utf-8")) if len(raw) <= _LARGEST else None
        if found is None or int(found["index"]) > LARGEST:
            raise NotAProofError
        proof = Proof(
            int(found["index"]),
            tuple(bytes64(one) for one in found["hashes"].split("\n")[:-1]),
            found["note"].encode(),
            None if found["extra"] is None else bytes64(found["extra"]),
        )
        checkpoint.read(note.read(proof.note).text)
    except ValueError as error:
        raise NotAProofError from error
    if proof.written() != raw:
        raise NotAProofError
    return proof


def proved(proof: Proof, leaf_hash: bytes, key: note.Key) -> checkpoint.Checkpoint:
    """Return the checkpoint of the log with `key` in which `proof` shows the leaf to be.

    Raises:
        NotAProofError: if it shows no such thing.
    """
    try:
        head = checkpoint.read_signed(proof.note, key)
    except checkpoint.NotACheckpointError as error:
        raise NotAProofError from error
    if not included(leaf_hash, proof.index, head.size, proof.hashes, head.root):
        raise NotAProofError
    return head
