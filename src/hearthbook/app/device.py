"""This device as a key: its keyring holds a secret that opens the vault. Off unless asked for.

It is as safe as the account it belongs to: whoever can use that can open the vault. It opens
the vault for reading and writing, and is no proof of who asks: keys are not changed by it.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from msgspec import structs

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.keys import wanted
from hearthbook.vault import LockedError
from hearthbook.vault import VaultError
from hearthbook.vault.opening import opened
from hearthbook.vault.opening import public
from hearthbook.vault.slot import DEVICE
from hearthbook.vault.slot import Cost

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from keyring.backend import KeyringBackend

    from hearthbook.app.household import Household
    from hearthbook.app.opening import Keys

_SERVICE: Final = "hearthbook"
_BYTES: Final = 32
_FAIR: Final = 1  # what keyring calls a backend that it recommends: no plain files


def add_device(home: Household, *, name: str) -> str:
    """Let this device open the vault, and return the id of its key.

    Raises:
        Failure: if this device has no keyring, or it does not take the secret.
    """
    known_as, secret = home.vault.new_way_id(), secrets.token_hex(_BYTES)
    # Nobody guesses 256 random bits; the floor is enough, and each command pays it.
    new = structs.replace(wanted(DEVICE, secret, name), cost=Cost())
    entry = _Entry(home.vault.vault_id, known_as)
    entry.put(secret)
    try:
        home.vault.add_way(new, known_as)
    except VaultError:
        entry.drop()
        raise
    return known_as


def remove(home: Household, *, known_as: str) -> None:
    """Take a key away, and out of this device's keyring if it is there.

    Copies of the vault made before still open with it.
    """
    devices = [way.id for way in home.vault.ways() if way.kind == DEVICE]
    home.vault.remove_way(known_as)
    if known_as in devices:
        _Entry(home.vault.vault_id, known_as).drop()


def keys_of_device(path: str) -> Keys | None:
    """Return the keys of the vault at `path`, if this device is one of its keys."""
    folder = Path(path)
    try:
        header = public(folder)
    except VaultError:
        return None  # whoever opens it will say so
    for slot in header.slots:
        secret = _Entry(header.vault, slot.id).get() if slot.kind == DEVICE else None
        if secret is None:
            continue
        try:
            return opened(folder, DEVICE, secret)[1]
        except LockedError:
            continue
    return None


def _keyring() -> KeyringBackend | None:
    """Return this device's keyring, if it has one that keeps secrets."""
    import keyring  # noqa: PLC0415  # a quarter of a second, for those few who use it

    ring = keyring.get_keyring()
    return ring if ring.priority >= _FAIR else None


def _calmly() -> AbstractContextManager[None]:
    """Take a keyring that refuses for one that is not there; the passphrase still opens."""
    from keyring.errors import KeyringError  # noqa: PLC0415  # as above

    return suppress(KeyringError)


class _Entry:
    """One secret in the keyring."""

    def __init__(self, vault_id: str, known_as: str) -> None:
        self._name = f"{vault_id}/{known_as}"

    def put(self, secret: str) -> None:
        """Keep the secret, and see that it is kept."""
        ring = _keyring()
        if ring is None:
            raise Failure("no-keyring", Exit.NOT_READABLE)
        with _calmly():
            ring.set_password(_SERVICE, self._name, secret)
            if ring.get_password(_SERVICE, self._name) == secret:
                return
        raise Failure("no-keyring", Exit.NOT_READABLE)

    def get(self) -> str | None:
        """Return the secret, if it is there and the keyring gives it."""
        ring = _keyring()
        if ring is not None:
            with _calmly():
                return ring.get_password(_SERVICE, self._name)
        return None

    def drop(self) -> None:
        """Forget the secret."""
        ring = _keyring()
        if ring is not None:
            with _calmly():
                ring.delete_password(_SERVICE, self._name)
