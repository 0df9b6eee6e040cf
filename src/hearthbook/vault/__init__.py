"""The only store of truth: log, seal, keys, originals."""

from __future__ import annotations

from hearthbook.vault.audit import audit
from hearthbook.vault.book import Book
from hearthbook.vault.errors import BusyError
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import ErasedError
from hearthbook.vault.errors import HeadMismatchError
from hearthbook.vault.errors import LockedError
from hearthbook.vault.errors import NoSuchKeyError
from hearthbook.vault.errors import NotAVaultError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.errors import UnsignedError
from hearthbook.vault.errors import VaultError
from hearthbook.vault.log import Entry
from hearthbook.vault.log import TakenIn
from hearthbook.vault.unfinished import Unfinished
from hearthbook.vault.vault import Vault

__all__ = [
    "Book",
    "BusyError",
    "DamagedError",
    "Entry",
    "ErasedError",
    "HeadMismatchError",
    "LockedError",
    "NoSuchKeyError",
    "NotAVaultError",
    "NotWrittenError",
    "TakenIn",
    "Unfinished",
    "UnsignedError",
    "Vault",
    "VaultError",
    "audit",
]
