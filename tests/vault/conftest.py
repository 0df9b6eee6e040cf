from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.vault import Vault
from tests.vault.family import ENVELOPE
from tests.vault.family import FOR_COUNSEL
from tests.vault.family import PASSPHRASE
from tests.vault.family import Household
from tests.vault.family import message
from tests.vault.family import note
from tests.vault.family import taken_in

if TYPE_CHECKING:
    from pathlib import Path

CHAT = b"01/02/2026, 18:30 - Pasha: tomorrow, maybe\n" * 3


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Household:
    folder = tmp_path_factory.mktemp("vault") / "empty.vault"
    vault, code = Vault.create(folder, PASSPHRASE, made=1_767_225_600_000)
    with vault:
        return Household(folder, code, vault._keys)


@pytest.fixture(scope="session")
def full(empty: Household, tmp_path_factory: pytest.TempPathFactory) -> Household:
    """Return a vault that holds something in every book, and an original."""
    folder = tmp_path_factory.mktemp("vault") / "full.vault"
    copytree(empty.folder, folder)
    home = Household(folder, empty.code, empty.keys)
    chat = folder.parent / "chat.txt"
    chat.write_bytes(CHAT)
    with home.open() as vault:
        digest = vault.originals.put(chat)
        vault.book("record").add([message(n, digest) for n in range(3)], ENVELOPE)
        vault.book("record").add([taken_in(digest, len(CHAT))], ENVELOPE)
        vault.book("record").add([note(n) for n in range(300)], ENVELOPE)
        vault.book("counsel").add([note(1)], FOR_COUNSEL)
        vault.book("keepsake").add([note(1)], ENVELOPE)
    return home


@pytest.fixture
def family(full: Household, tmp_path: Path) -> Household:
    """Return a copy of the full vault that a test may do to what it likes."""
    return Household(copytree(full.folder, tmp_path / "family.vault"), full.code, full.keys)


@pytest.fixture
def fresh(empty: Household, tmp_path: Path) -> Household:
    """Return a copy of the empty vault."""
    return Household(copytree(empty.folder, tmp_path / "fresh.vault"), empty.code, empty.keys)
