"""Bytes that nobody meant, given to everything that reads bytes.

A decoder has a good example, and a reading: it returns what was understood, in its one written
form, or None for what was refused. Noticed is a refusal; harmless is a reading whose written
form is exactly the bytes given, so that nothing in them went unseen. Any other error than the
decoder's own, or a reading that is not the bytes given, would be unnoticed.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hearthbook.records import codec
from hearthbook.vault import LockedError
from hearthbook.vault import Vault
from hearthbook.vault import VaultError
from hearthbook.vault import age
from hearthbook.vault import header
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import growth
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import note
from hearthbook.vault.formats import proof
from hearthbook.vault.formats import release
from hearthbook.vault.formats import tile
from hearthbook.vault.formats import tree
from hearthbook.vault.recovery import read_code
from tests.faults.power import bits
from tests.faults.tally import Tally
from tests.vault.family import message
from tests.vault.formats import vectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vault.family import Household

# What changes how a reader understands what follows.
SIGNS = (
    *(
        b"\n",
        b"\r\n",
        b"\x00",
        b"\xe2\x80\x94 ",
        b'"',
        b"\\u0000",
        b"}",
        b"]",
        b",",
        b"-1",
        b"+",
    ),
    *(b"1e9", b"9" * 20, "\u0661".encode(), b"\xff", b"\xed\xa0\x80", b"\xcc\x83", b"=", b" "),
    *(b"[" * 2000, b"null", b"true", b'{"a":1,"a":2}', b"\x80" * 70),
)

_OLDS = (256, 421)  # sizes that the lines of growth begin at


@dataclass(frozen=True)
class Decoder:
    """Something that reads bytes: its name, a good example, and what it makes of others."""

    name: str
    example: bytes
    reading: Callable[[bytes], bytes | None]


def _refusing(
    errors: type[Exception] | tuple[type[Exception], ...], reading: Callable[[bytes], bytes]
) -> Callable[[bytes], bytes | None]:
    def tried(raw: bytes) -> bytes | None:
        try:
            return reading(raw)
        except errors:
            return None

    return tried


def _as_text(reading: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda raw: reading(raw.decode("latin-1")).encode("latin-1")


def _signed(raw: bytes) -> bytes:
    """Return the head that is signed in `raw`, with its signature; no other head may come out.

    Other signatures may be added by anybody, and are not looked at.
    """
    found = checkpoint.read_signed(raw, vectors.LOG)
    return raw if found == vectors.HEAD else b""


def _proved(raw: bytes) -> bytes:
    found = proof.read(raw)
    head = proof.proved(found, vectors.HASHES[421], vectors.LOG)
    return found.written() if head == vectors.HEAD else b""


def _grown(raw: bytes) -> bytes:
    """Return the lines, if the whole grew by them out of the two heads."""
    new, proofs = (vectors.HEAD.size, vectors.HEAD.root), growth.read(raw)
    for old in _OLDS:
        if not tree.grew((old, tree.root(old, vectors.TREE)), new, proofs.get(old, ())):
            raise growth.NotGrowthError
    return growth.written(proofs)


def _disclosed(raw: bytes) -> bytes:
    leaf.field(raw)
    return raw


def _leaf(raw: bytes) -> bytes:
    leaf.read(raw)
    return raw


def _released(raw: bytes) -> bytes:
    return release.written(release.read(raw))


def _opened(identity: age.Identity, plain: bytes) -> Callable[[bytes], bytes]:
    def opened(raw: bytes) -> bytes:
        out = io.BytesIO()
        identity.opened(io.BytesIO(raw), out)
        return raw if out.getvalue() == plain else b""

    return opened


def decoders(home: Household) -> list[Decoder]:
    """Return everything in the vault's own formats that reads bytes from elsewhere."""
    identity = age.Identity(age.new_identity())
    sealed = io.BytesIO()
    age.seal(io.BytesIO(b"first smile"), sealed, identity.recipient)
    good, head = vectors.good(), (home.folder / header.NAME).read_bytes()
    disclosure = leaf.disclosures(vectors.RECORD, vectors.ENVELOPE, vectors.SEED)[1]
    entry = leaf.sealed(vectors.RECORD, vectors.ENVELOPE, "record", vectors.SEED)

    def headed(raw: bytes) -> bytes:
        found = header.read(raw)
        header.check(found, home.keys)
        return header.written(found.header, home.keys)

    def coded(raw: bytes) -> bytes:
        # Spaces, dashes and letters that look alike are forgiven: what counts is the code.
        found = read_code(raw.decode("utf-8", "replace"))
        if found != home.code:
            # Two mistakes in one group pass its sign once in 32 times; the vault then refuses.
            Vault.open(home.folder, recovery=found).close()
        return raw if found == home.code else b""

    lines = growth.written(
        {old: tree.consistency(old, vectors.SIZE, vectors.TREE) for old in _OLDS}
    )
    keyed = _as_text(lambda text: note.read_key(text).text())
    pathed = _as_text(lambda text: tile.read_path(text).path())
    return [
        Decoder(
            "note",
            good["checkpoint-cosigned"],
            _refusing(note.NotANoteError, lambda raw: note.read(raw).written()),
        ),
        Decoder(
            "checkpoint",
            good["checkpoint"],
            _refusing(checkpoint.NotACheckpointError, _signed),
        ),
        Decoder("proof", good["421.tlog-proof"], _refusing(proof.NotAProofError, _proved)),
        Decoder("growth", lines, _refusing(growth.NotGrowthError, _grown)),
        Decoder(
            "entries",
            good["entries.p-213"],
            _refusing(tile.NotATileError, lambda raw: tile.bundle(tile.read_bundle(raw))),
        ),
        Decoder("tile path", b"tile/1/x001/234.p/7", _refusing(tile.NotATileError, pathed)),
        Decoder("key", good["log.vkey"].strip(), _refusing(note.NotAKeyError, keyed)),
        Decoder("leaf", entry, _refusing(leaf.NotALeafError, _leaf)),
        Decoder("disclosure", disclosure, _refusing(leaf.NotALeafError, _disclosed)),
        Decoder(
            "release", good["release.json"], _refusing(release.NotAReleaseError, _released)
        ),
        Decoder("header", head, _refusing(VaultError, headed)),
        Decoder("recovery code", home.code.encode(), _refusing(LockedError, coded)),
        Decoder(
            "age file",
            sealed.getvalue(),
            _refusing(age.NotReadableError, _opened(identity, b"first smile")),
        ),
        Decoder(
            "record",
            message(3, "ab" * 32),
            _refusing(codec.NotARecordError, lambda raw: codec.written(codec.read(raw))),
        ),
    ]


def mutated(raw: bytes, n: int) -> bytes:
    """Return `raw` with one to three changes that depend on `n` alone."""
    held = bytearray(raw)
    for step in range(1 + bits(n) % 3):
        at = bits(n, step, 1) % (len(held) + 1)
        size = bits(n, step, 2) % 40
        match bits(n, step, 3) % 7:
            case 0 if at < len(held):
                held[at] ^= 1 << size % 8
            case 1 if at < len(held):
                held[at] = bits(n, step, 4) % 256
            case 2:
                del held[at : at + size]
            case 3:
                held[at:at] = held[at : at + size]
            case 4:
                del held[at:]
            case 5:
                held[at : at + size] = held[bits(n, step, 5) % (len(held) + 1) :][:size]
            case _:
                held[at:at] = SIGNS[bits(n, step, 6) % len(SIGNS)]
    return bytes(held)


def judged(decoder: Decoder, raw: bytes) -> tuple[bool, bool]:
    """Return whether a decoder refuses `raw`, and if not, whether it understood all of it."""
    try:
        found = decoder.reading(raw)
    except Exception:  # noqa: BLE001  # whatever else leaves a decoder is what is looked for
        return False, False
    return found is None, found == raw


def fed(decoder: Decoder, count: int) -> Tally:
    """Give a decoder `count` files that are nearly its example."""
    tally = Tally()
    for n in range(count):
        raw = mutated(decoder.example, n)
        noticed, harmless = judged(decoder, raw)
        tally.add(f"{decoder.name} {n}", noticed=noticed, harmless=harmless)
    return tally
