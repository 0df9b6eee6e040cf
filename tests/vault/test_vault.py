from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.vault import BusyError
from hearthbook.vault import DamagedError
from hearthbook.vault import LockedError
from hearthbook.vault import NotAVaultError
from hearthbook.vault import Vault
from hearthbook.vault import VaultError
from hearthbook.vault import copies
from hearthbook.vault import store
from tests.vault.family import ENVELOPE
from tests.vault.family import PASSPHRASE
from tests.vault.family import note

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vault.family import Household


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_passphrase_and_recovery_code_open_the_same_vault(family: Household) -> None:
    with Vault.open(family.folder, passphrase=PASSPHRASE) as vault:
        by_passphrase = [entry.record for entry in vault.book("record").entries()]
    typed = family.code.lower().replace("-", " ")
    with Vault.open(family.folder, recovery=typed) as vault:
        by_code = [entry.record for entry in vault.book("record").entries()]

    assert by_passphrase == by_code
    assert len(by_code) == 304


def test_a_wrong_passphrase_changes_nothing(family: Household) -> None:
    before = contents(family.folder)

    for wrong in ("", PASSPHRASE.casefold()):
        with pytest.raises(LockedError) as caught:
            Vault.open(family.folder, passphrase=wrong)
        assert caught.value.name == "vault-wrong-passphrase"
    assert contents(family.folder) == before


def test_a_code_with_a_typo_is_told_from_the_code_of_another_vault(
    family: Household, tmp_path: Path
) -> None:
    other, code = Vault.create(tmp_path / "other.vault", "x", made=0)
    other.close()
    typo = ("7" if family.code[0] != "7" else "8") + family.code[1:]

    with pytest.raises(LockedError) as mistyped:
        Vault.open(family.folder, recovery=typo)
    with pytest.raises(LockedError) as foreign:
        Vault.open(family.folder, recovery=code)
    assert (mistyped.value.name, mistyped.value.place) == ("vault-code-group", "1")
    assert foreign.value.name == "vault-wrong-recovery"


def test_without_anything_typed_a_vault_stays_shut(family: Household) -> None:
    with pytest.raises(LockedError):
        Vault.open(family.folder)


def test_what_is_no_vault_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "vault.toml").write_text("[tool]\n", "utf-8")
    (tmp_path / "file").write_bytes(b"x")

    for place in (tmp_path, tmp_path / "missing", tmp_path / "file"):
        with pytest.raises(NotAVaultError):
            Vault.open(place, passphrase="x")


def test_a_vault_is_not_made_where_something_lies(tmp_path: Path) -> None:
    (tmp_path / "diary").mkdir()
    (tmp_path / "diary/letter.txt").write_bytes(b"dear")

    with pytest.raises(OSError, match="not empty"):
        Vault.create(tmp_path / "diary", "x", made=0)
    assert contents(tmp_path) == {"diary/letter.txt": b"dear"}
    assert [path.name for path in tmp_path.iterdir()] == ["diary"]


def test_a_vault_that_cannot_be_put_in_its_place_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "missing")

    with pytest.raises(OSError, match="directory"):
        Vault.create(tmp_path / "link", "x", made=0)
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_a_vault_is_made_in_an_empty_folder_and_nothing_is_left_beside(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    vault, code = Vault.create(tmp_path / "empty", "x", made=7)
    vault.close()

    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
    names = sorted(path.name for path in (tmp_path / "empty").iterdir())
    assert names == ["books", "heads", "index", "originals", "outbox", *copies.PLACES]
    with Vault.open(tmp_path / "empty", recovery=code) as again:
        assert again.made == 7
        assert again.book("record").size == 0


def test_nobody_but_the_owner_may_read_the_folder(fresh: Household) -> None:
    assert fresh.folder.stat().st_mode & 0o077 == 0
    assert (fresh.folder / "vault.toml").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["record", "counsel", "keepsake"])
def test_a_missing_book_is_damage_and_is_not_made_anew(family: Household, name: str) -> None:
    lost = family.folder / f"books/{name}.db"
    lost.unlink()

    with pytest.raises(DamagedError) as caught:
        family.open()
    assert (caught.value.name, caught.value.place) == (
        "vault-damaged-missing",
        f"books/{name}.db",
    )
    assert not lost.exists()


def test_a_book_cannot_pass_for_another(family: Household) -> None:
    record, counsel = (family.folder / f"books/{name}.db" for name in ("record", "counsel"))
    counsel.write_bytes(record.read_bytes())

    with pytest.raises(DamagedError):
        family.open()


def test_books_and_indexes_all_have_keys_of_their_own(fresh: Household) -> None:
    names = ("record", "counsel", "keepsake")
    keys = [fresh.keys.book(name) for name in names]

    with fresh.open() as vault:
        keys += [vault.index_key(name) for name in names]
    assert len(set(keys)) == 6
    assert all(len(bytes.fromhex(key)) == 32 for key in keys)


def test_a_key_of_another_length_is_refused_before_it_is_taken_for_words(
    tmp_path: Path,
) -> None:
    for key in (
        "",
        "ab" * 31,
        "ab" * 31 + "a",
        "ab" * 33,
        "AB" * 32,
        "ab" * 32 + "\n",
        "'" * 64,
    ):
        with pytest.raises(ValueError, match="64 hexadecimal"):
            store.connect(tmp_path / "x.db", key)
    assert list(tmp_path.iterdir()) == []


def test_a_second_program_waits_and_is_then_told(family: Household) -> None:
    with family.open() as one, family.open(wait=50) as other:
        with store.transaction(one.book("record")._db), pytest.raises(BusyError):
            other.book("record").add([note(1)], ENVELOPE)
        assert list(other.book("record").entries(303)) == list(one.book("record").entries(303))

        assert other.book("record").add([note(1)], ENVELOPE) == 304
        assert one.book("record").add([note(2)], ENVELOPE) == 305
    with family.open() as vault:
        assert vault.book("record").size == 306


def test_no_error_carries_what_was_typed(family: Household) -> None:
    secret = "Сюрприз-4711"

    with pytest.raises(VaultError) as wrong:
        Vault.open(family.folder, passphrase=secret)
    with pytest.raises(VaultError) as mistyped:
        Vault.open(family.folder, recovery=secret)

    for error in (wrong.value, mistyped.value):
        assert secret not in repr(error) + str(error) + repr(vars(error))


def test_a_database_of_another_format_is_refused(family: Household) -> None:
    path = family.folder / "books/record.db"
    db = store.connect(path, family.keys.book("record"))
    db.execute("pragma user_version=2")
    db.close()

    with pytest.raises(DamagedError):
        family.open()
