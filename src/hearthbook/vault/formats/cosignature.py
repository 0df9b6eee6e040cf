"""A witness's word: as of a time, this is the largest tree of this origin that it has seen.

A signature line of a note whose blob is the time in eight bytes, POSIX seconds, and an Ed25519
signature over `cosignature/v1`, `time <seconds>` and the text of the checkpoint. The message
does not hold the witness's name, so a key belongs to one witness alone.
https://c2sp.org/tlog-cosignature
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.vault.formats.note import COSIGNATURE
from hearthbook.vault.formats.note import Key
from hearthbook.vault.formats.note import NotSignedError
from hearthbook.vault.formats.note import Signature

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

    from hearthbook.vault.formats.note import Note

_TIME: Final = 8
_LENGTH: Final = _TIME + 64
_LATEST: Final = 253_402_300_799  # the last second that a calendar of four-digit years has


class Cosignature(Struct, frozen=True):
    """Which witness has seen a checkpoint, and when: `at` in POSIX seconds."""

    witness: Key
    at: int


def message(text: str, at: int) -> bytes:
    """Return what a witness signs who has seen the checkpoint with `text` at the time `at`."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def cosigned(text: str, key: Key, at: int, sign: Callable[[bytes], bytes]) -> Signature:
    """Return the signature line that `sign` makes for the witness with `key`."""
    blob = at.to_bytes(_TIME, "big") + sign(message(text, at))
    return Signature(key.name, key.hint, blob)


def verified(note: Note, witnesses: Iterable[Key]) -> tuple[Cosignature, ...]:
    """Return who of `witnesses` has cosigned `note`; it may be nobody.

    Raises:
        NotSignedError: if a line says that one has and does not verify, or names a time that
            is none, as one in milliseconds.
    """
    known = {(key.name, key.hint): key for key in witnesses if key.type == COSIGNATURE}
    seen = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.hint))
        if key is None:
            continue
        at = int.from_bytes(signature.blob[:_TIME], "big")
        if len(signature.blob) != _LENGTH or at > _LATEST:
            raise NotSignedError
        if not key.verifies(signature.blob[_TIME:], message(note.text, at)):
            raise NotSignedError
        seen.append(Cosignature(key, at))
    return tuple(seen)
