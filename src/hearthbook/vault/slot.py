"""Slots: each wraps one master key, for a passphrase, a recovery sheet, a device or a passkey.

1. What was typed, in composed form (NFC, UTF-8), goes through Argon2id (RFC 9106) with the
   slot's own salt and cost; with the key that comes out the master key is wrapped.
2. The slot's parameters and the vault's id are associated data, so that a changed one opens
   nothing: the bytes of `{"id":...,"kdf":"argon2id","kind":...,"lanes":...,"memory":...,
   "passes":...,"salt":...,"v":1}`, names sorted, no spaces.
3. Below the floor a stolen vault would be cheap to try; above the ceiling a tampered one would
   eat all memory or time. Either is refused before anything is derived.
4. What a slot is called is wrapped too: who has been given a way in is nobody else's business.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from hearthbook.base.text import nfc
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import LockedError
from hearthbook.vault.errors import TooLittleMemoryError
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.keys import MASTER
from hearthbook.vault.keys import unwrapped

if TYPE_CHECKING:
    from hearthbook.vault.keys import Keys

TYPED: Final = "passphrase"
PRINTED: Final = "recovery"
DEVICE: Final = "device"
PASSKEY: Final = "passkey"
KINDS: Final = (TYPED, PRINTED, DEVICE, PASSKEY)
HUMAN: Final = (TYPED, PRINTED)  # what a person holds, and no machine can lose

_SALT: Final = 16
_WRAPPED: Final = 12 + MASTER + 16
# Floor: the second option of RFC 9106, section 4. https://www.rfc-editor.org/rfc/rfc9106
_LIMITS: Final = {
    "memory": (64 * 1024, 1024 * 1024),
    "passes": (3, 16),
    "lanes": (1, 16),
    "work": (0, 4 * 1024 * 1024),  # memory times passes: some ten seconds of an old machine
}


class Cost(msgspec.Struct, frozen=True):
    """What a try of a passphrase costs: memory in KiB, passes over it, lanes side by side."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One way in. `salt`, `wrapped` and `name` are in base 64, `made` in milliseconds.

    The slots of a first-format header have no `id`, no `name` and no `made`.
    """

    kind: str
    memory: int
    passes: int
    lanes: int
    salt: str
    wrapped: str
    id: str = ""
    name: str = ""
    made: int = 0


def new_slot(kind: str, typed: str, keys: Keys, vault_id: str, cost: Cost) -> Slot:
    """Return a slot that `typed` opens."""
    salt = text64(secrets.token_bytes(_SALT))
    bare = Slot(kind, cost.memory, cost.passes, cost.lanes, salt, "")
    blob = keys.slot(_stretched(bare, typed), _about(bare, vault_id))
    return msgspec.structs.replace(bare, wrapped=text64(blob))


def master(slot: Slot, typed: str, vault_id: str) -> bytes:
    """Return the master key from a slot.

    Raises:
        LockedError: if something else opens it.
        DamagedError: if no slot of ours can look like it.
        TooLittleMemoryError: if this machine has not the memory that a try takes.
    """
    wrapping = _stretched(slot, typed)
    try:
        return unwrapped(wrapping, bytes64(slot.wrapped), _about(slot, vault_id))
    except InvalidTag as error:
        raise LockedError(f"vault-wrong-{slot.kind}") from error


def check_cost(slot: Slot) -> None:
    """Refuse what would be too cheap to try, or too dear; each by name.

    Raises:
        DamagedError: if the slot is one or the other.
    """
    values = {
        "memory": slot.memory,
        "passes": slot.passes,
        "lanes": slot.lanes,
        "work": slot.memory * slot.passes,
    }
    for name, value in values.items():
        low, high = _LIMITS[name]
        if not low <= value <= high:
            fault = "vault-slot-cheap" if value < low else "vault-slot-dear"
            raise DamagedError(fault, f"{slot.id or slot.kind}: {name} {value}")


def _stretched(slot: Slot, typed: str) -> bytes:
    check_cost(slot)
    salt = _sized(slot.salt, _SALT, slot.kind)
    if slot.wrapped:
        _sized(slot.wrapped, _WRAPPED, slot.kind)
    stretch = Argon2id(
        salt=salt,
        length=32,
        iterations=slot.passes,
        lanes=slot.lanes,
        memory_cost=slot.memory,
    )
    try:
        return stretch.derive(nfc(typed).encode("utf-8", "surrogatepass"))
    except MemoryError as error:
        raise TooLittleMemoryError("vault-little-memory", str(slot.memory // 1024)) from error


def _sized(text: str, size: int, kind: str) -> bytes:
    try:
        raw = bytes64(text)
    except ValueError as error:
        raise DamagedError("vault-damaged-slot", kind) from error
    if len(raw) != size:
        raise DamagedError("vault-damaged-slot", kind)
    return raw


def _about(slot: Slot, vault_id: str) -> bytes:
    facts = {
        "id": vault_id,
        "kdf": "argon2id",
        "kind": slot.kind,
        "lanes": slot.lanes,
        "memory": slot.memory,
        "passes": slot.passes,
        "salt": slot.salt,
        "v": 1,
    }
    return msgspec.json.encode(facts, order="sorted")
