"""From what a person types to the keys of a vault, before anything of the vault is opened."""

from __future__ import annotations

from pathlib import Path

from hearthbook.app.household import failure
from hearthbook.vault import VaultError
from hearthbook.vault.keys import Keys
from hearthbook.vault.opening import opened
from hearthbook.vault.recovery import GROUPS
from hearthbook.vault.recovery import read_group
from hearthbook.vault.slot import PRINTED
from hearthbook.vault.slot import TYPED

__all__ = ["GROUPS", "Keys", "keys_by", "read_group"]


def keys_by(path: str, *, passphrase: str | None = None, recovery: str | None = None) -> Keys:
    """Return the keys of the vault at `path` by its passphrase or its recovery code.

    Raises:
        Failure: if it is no vault, it is damaged, or something else opens it.
    """
    kind, typed = (TYPED, passphrase) if recovery is None else (PRINTED, recovery)
    try:
        _, keys = opened(Path(path), kind, typed or "")
    except VaultError as error:
        raise failure(error, path) from error
    return keys
