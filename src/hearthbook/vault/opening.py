"""From what somebody holds to the keys of a vault, without touching its databases.

1. Each slot of the kind is tried in turn. What was typed is never tried as another kind.
2. The header that opened is checked with the keys before anything else is done with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.vault.copies import authentic
from hearthbook.vault.copies import whole
from hearthbook.vault.errors import LockedError
from hearthbook.vault.errors import TooLittleMemoryError
from hearthbook.vault.keys import Keys
from hearthbook.vault.recovery import read_code
from hearthbook.vault.slot import PRINTED
from hearthbook.vault.slot import master

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.vault.header import Header
    from hearthbook.vault.slot import Slot


def opened(folder: Path, kind: str, typed: str) -> tuple[Header, Keys]:
    """Return the header of a vault, and its keys, by what was typed into a slot of a kind.

    Raises:
        NotAVaultError: if there is no vault, or one of a format not known here.
        LockedError: if it opens none, or is a code with a typo.
        TooLittleMemoryError: if it could not be tried on this machine.
        DamagedError: if the header was changed.
    """
    copies = whole(folder)
    header = copies[0].header
    said = read_code(typed) if kind == PRINTED else typed
    slot, key = _tried([one for one in header.slots if one.kind == kind], said, header.vault)
    keys = Keys(key, bytes.fromhex(header.vault))
    return authentic(copies, keys, slot).header, keys


def confirmed(folder: Path, keys: Keys) -> Header:
    """Return the header of the vault that `keys` are of.

    Raises:
        NotAVaultError: if there is no vault, or one of a format not known here.
        DamagedError: if they are the keys of another vault, or the header was changed.
    """
    return authentic(whole(folder), keys, None).header


def public(folder: Path) -> Header:
    """Return what anybody may see of a vault; nobody vouches for it yet.

    Raises:
        NotAVaultError: if there is no vault, or one of a format not known here.
        DamagedError: if neither file of its header is whole.
    """
    return whole(folder)[0].header


def _tried(slots: list[Slot], typed: str, vault_id: str) -> tuple[Slot, bytes]:
    refused: LockedError | None = None
    for slot in slots:
        try:
            return slot, master(slot, typed, vault_id)
        except TooLittleMemoryError as error:
            refused = error
        except LockedError as error:
            refused = refused or error
    raise refused or LockedError("vault-no-such-slot")
