"""After any byte of a vault is changed, verify says so; nothing is repaired behind her back."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.verify import verify_vault
from tests.app.homes import CALLS
from tests.app.homes import PASSPHRASE
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    with new_home(folder) as home:
        taken(home, file_in(folder, "calls.xml", CALLS))
        home.book("record").seal()
    return folder / "family.vault"


def passed(path: Path) -> bool:
    checks = verify_vault(str(path), PASSPHRASE, full=True, move=lambda _done, _of: None)
    return bool(checks) and all(check.passed for check in checks)


def files(vault: Path) -> list[Path]:
    return sorted(path.relative_to(vault) for path in vault.rglob("*") if path.is_file())


def test_a_vault_as_it_was_left_passes(vault: Path) -> None:
    assert passed(vault)
    assert {path.parts[0] for path in files(vault)} == {
        "books",
        "heads",
        "index",
        "originals",
        "vault.toml",
        "vault.toml.copy",
    }


def test_one_changed_byte_in_any_file_is_found(vault: Path, tmp_path: Path) -> None:
    for name in files(vault):
        size = (vault / name).stat().st_size
        for at in {size // 3, size - 1}:
            copy = tmp_path / f"{name.name}-{at}"
            copytree(vault, copy)
            raw = bytearray((copy / name).read_bytes())
            raw[at] ^= 1
            (copy / name).write_bytes(raw)

            assert not passed(copy), (name, at)


def test_a_missing_file_is_found(vault: Path, tmp_path: Path) -> None:
    for name in files(vault):
        if name.parts[0] in {"books", "originals", "vault.toml", "vault.toml.copy"}:
            copy = tmp_path / name.name
            copytree(vault, copy)
            (copy / name).unlink()

            assert not passed(copy), name


def test_a_folder_that_is_no_vault_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(Failure) as raised:
        passed(tmp_path)

    assert raised.value.code is Exit.NOT_READABLE


def test_a_wrong_passphrase_is_not_called_damage(vault: Path) -> None:
    with pytest.raises(Failure) as raised:
        verify_vault(str(vault), "another", full=True, move=lambda _done, _of: None)

    assert raised.value.code is Exit.LOCKED
