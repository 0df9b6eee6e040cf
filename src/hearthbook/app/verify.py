"""Check a vault, or a bundle with its manifest beside it; nothing is ever changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import failure
from hearthbook.app.take_in import digest_of
from hearthbook.app.take_in import size_of
from hearthbook.vault import Vault
from hearthbook.vault import VaultError
from hearthbook.vault.audit import audit
from hearthbook.vault.formats import release

if TYPE_CHECKING:
    from collections.abc import Callable


class Checked(Struct, frozen=True):
    """One thing that was checked: the name of its words, their gaps, and whether it holds."""

    name: str
    gaps: dict[str, str]
    passed: bool
