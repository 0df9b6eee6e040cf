"""The ways into a vault: which there are, and how one is added, changed or taken away.

1. Each change gives a whole new header; nothing is written here.
2. A new slot is tried before it is handed back: what does not open is never written down.
3. The last way in that a person holds is never taken away.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct
from msgspec import structs

from hearthbook.base.text import nfc
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import NoSuchKeyError
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.header import FORMAT
from hearthbook.vault.header import MOST_SLOTS
from hearthbook.vault.recovery import SIGNS
from hearthbook.vault.slot import HUMAN
from hearthbook.vault.slot import TYPED
from hearthbook.vault.slot import Cost
from hearthbook.vault.slot import master
from hearthbook.vault.slot import new_slot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthbook.vault.header import Header
    from hearthbook.vault.keys import Keys
    from hearthbook.vault.slot import Slot

_ID: Final = 4


class Way(Struct, frozen=True):
    """One way in, as the owner may see it: `made` in milliseconds, `memory` in KiB."""

    id: str
    kind: str
    name: str
    made: int
    memory: int
    passes: int
    lanes: int


class NewWay(Struct, frozen=True):
    """A way in that is wanted: what will be typed, its name, when it was asked for."""

    kind: str
    typed: str
    made: int
    name: str = ""
    cost: Cost = Cost()

    def __repr__(self) -> str:
        """Return nothing of what is typed."""
        return f"NewWay({self.kind})"


def ways(header: Header, keys: Keys) -> tuple[Way, ...]:
    """Return the ways into a vault, the oldest first."""
    return tuple(
        Way(
            one.id or one.kind,
            one.kind,
            _name(one, keys),
            one.made or header.made,
            one.memory,
            one.passes,
            one.lanes,
        )
        for one in header.slots
    )


def new_id(taken: set[str]) -> str:
    """Return an id that is not among those taken."""
    while True:
        found = "".join(secrets.choice(SIGNS) for _ in range(_ID))
        if found not in taken:
            return found


def slot_for(new: NewWay, keys: Keys, vault_id: str, known_as: str) -> Slot:
    """Return the slot of a new way in."""
    slot = new_slot(new.kind, new.typed, keys, vault_id, new.cost)
    name = text64(keys.wrap(nfc(new.name).encode(), _purpose(known_as))) if new.name else ""
    return structs.replace(slot, id=known_as, name=name, made=new.made)


def first_slots(wanted: Iterable[NewWay], keys: Keys, vault_id: str) -> tuple[Slot, ...]:
    """Return the slots of a new vault."""
    slots: dict[str, Slot] = {}
    for new in wanted:
        known_as = new_id(set(slots))
        slots[known_as] = slot_for(new, keys, vault_id, known_as)
    return tuple(slots.values())


def added(header: Header, keys: Keys, new: NewWay, known_as: str) -> Header:
    """Return the header with one way in more.

    Raises:
        NoSuchKeyError: if there are as many as there may be.
    """
    if len(header.slots) >= MOST_SLOTS:
        raise NoSuchKeyError("vault-keys-full", str(MOST_SLOTS))
    slot = _tried(slot_for(new, keys, header.vault, known_as), new, header, keys)
    return renewed(header, (*_slots(header), slot))


def changed(header: Header, keys: Keys, known_as: str, new: NewWay) -> Header:
    """Return the header with another passphrase for one that is there.

    Raises:
        NoSuchKeyError: if there is none of that id, or it is no passphrase.
    """
    old = _named(header, known_as)
    if old.kind != TYPED:
        raise NoSuchKeyError("vault-key-not-passphrase", known_as)
    new = structs.replace(new, kind=old.kind, name=_name(old, keys))
    slot = _tried(slot_for(new, keys, header.vault, known_as), new, header, keys)
    slots = tuple(slot if one.id == known_as else one for one in _slots(header))
    return renewed(header, slots)


def removed(header: Header, known_as: str) -> Header:
    """Return the header without one way in.

    Raises:
        NoSuchKeyError: if there is none of that id, or no other that a person holds.
    """
    _named(header, known_as)
    left = tuple(one for one in _slots(header) if one.id != known_as)
    if all(one.kind not in HUMAN for one in left):
        raise NoSuchKeyError("vault-key-is-last", known_as)
    return renewed(header, left)


def renewed(header: Header, slots: tuple[Slot, ...] | None = None) -> Header:
    """Return the header as the next to be written, with other `slots` if they are given."""
    return structs.replace(
        header,
        format=FORMAT,
        slots=_slots(header) if slots is None else slots,
        revision=header.revision + 1,
    )


def _slots(header: Header) -> tuple[Slot, ...]:
    """Return the slots with ids; those of the first format go by their kinds."""
    return tuple(structs.replace(one, id=one.id or one.kind) for one in header.slots)


def _named(header: Header, known_as: str) -> Slot:
    for one in _slots(header):
        if one.id == known_as:
            return one
    raise NoSuchKeyError("vault-no-such-key", known_as)


def _tried(slot: Slot, new: NewWay, header: Header, keys: Keys) -> Slot:
    if not keys.has(master(slot, new.typed, header.vault)):
        raise DamagedError("vault-damaged-slot", slot.id)
    return slot


def _name(slot: Slot, keys: Keys) -> str:
    if not slot.name:
        return ""
    try:
        return keys.unwrap(bytes64(slot.name), _purpose(slot.id)).decode()
    except ValueError as error:
        raise DamagedError("vault-damaged-header", slot.id) from error


def _purpose(known_as: str) -> str:
    return f"name/{known_as}"
