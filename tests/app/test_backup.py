"""A backup holds all, encrypted, read back; nothing that fails harms the one before."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.backup import back_up
from hearthbook.app.backup import drill
from hearthbook.app.backup import health
from hearthbook.app.diary import log
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.heads import add_witness
from hearthbook.app.household import household
from hearthbook.app.verify import verify_vault
from hearthbook.vault import HeadMismatchError
from hearthbook.vault import backup as backups
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import PASSPHRASE
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import same_home
from tests.app.homes import taken
from tests.vault.formats import vectors
from tests.vault.test_vault import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.backup import BackedUp
    from hearthbook.app.household import Household

WORDS = "Vera laughed at the rain"


def still(_done: int, _of: int) -> None:
    """Move no bar."""


def backed_up(home: Household, keep: int = 10) -> BackedUp:
    return back_up(home, folder=str(stick(home)), keep=keep, move=still)


def stick(home: Household) -> Path:
    return home.vault.folder.parent / "stick"


def said(home: Household, text: str = WORDS) -> None:
    log(home, kind="note", values={"text": [text]}, book="record")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    """Return an open vault with a chat taken in and a note."""
    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
        said(home)
        yield home


def test_a_backup_is_encrypted_and_its_sums_are_those_of_its_files(home: Household) -> None:
    done = backed_up(home)

    generation = stick(home) / "generations" / done.generation
    for name, raw in contents(stick(home)).items():
        assert WORDS.encode() not in raw, name
        assert b"SQLite format" not in raw, name
        assert PASSPHRASE.encode() not in raw, name
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", backups.SUMS], cwd=generation, check=False
    )
    assert checked.returncode == 0
    listed = set(backups.read_sums(generation))
    there = {name for name in contents(generation) if name != backups.SUMS}
    assert listed == there | {f"../../originals/{one}" for one in home.vault.originals.names()}
    assert (done.entries, done.originals, done.copied, done.last) == (12, 1, 1, None)


def test_originals_are_copied_once_and_states_are_kept_apart(
    home: Household, tmp_path: Path
) -> None:
    first = backed_up(home)
    taken(home, file_in(tmp_path, "calls.xml", CALLS))
    second = backed_up(home)

    assert (second.originals, second.copied) == (2, 1)
    assert second.last is not None
    found = backups.generations(stick(home))
    assert [path.name for path in found] == sorted([first.generation, second.generation])
    named = [[n for n in backups.read_sums(one) if "originals" in n] for one in found]
    assert [len(names) for names in named] == [1, 2]


class PowerCutError(BaseException):
    """The power went."""


def test_a_backup_that_is_broken_off_leaves_the_one_before_as_it_was(
    home: Household, tmp_path: Path
) -> None:
    first = backed_up(home)
    before = contents(stick(home))
    taken(home, file_in(tmp_path, "calls.xml", CALLS))

    def cut(done: int, _of: int) -> None:
        if done:
            raise PowerCutError

    with pytest.raises(PowerCutError):
        back_up(home, folder=str(stick(home)), keep=1, move=cut)
    (stick(home) / "generations/.left.part").mkdir()

    after = contents(stick(home))
    assert before.items() <= after.items()
    assert [path.name for path in backups.generations(stick(home))] == [first.generation]
    assert backed_up(home).originals == 2
    assert not list((stick(home) / "generations").glob(".*"))


def test_a_disk_that_refuses_is_said_and_harms_nothing(home: Household) -> None:
    backed_up(home)
    before = contents(home.vault.folder / "books")
    file = stick(home).with_name("file")
    file.write_bytes(b"")

    with pytest.raises(Failure) as caught:
        back_up(home, folder=str(file / "below"), keep=1, move=still)

    assert (caught.value.name, caught.value.code) == ("backup-not-made", Exit.NOT_READABLE)
    assert contents(home.vault.folder / "books") == before


def test_a_damaged_original_never_replaces_a_good_copy(home: Household) -> None:
    backed_up(home)
    [name] = home.vault.originals.names()
    source, held = home.vault.folder / "originals" / name, stick(home) / "originals" / name
    good = held.read_bytes()
    source.write_bytes(good[:-5] + bytes([good[-5] ^ 1]) + good[-4:])

    done = backed_up(home)

    assert done.damaged == (name,)
    assert held.read_bytes() == good


def test_a_damaged_copy_is_mended_from_a_good_original(home: Household) -> None:
    backed_up(home)
    [name] = home.vault.originals.names()
    held = stick(home) / "originals" / name
    good = held.read_bytes()
    held.write_bytes(good[:100])

    done = backed_up(home)

    assert (done.damaged, done.copied) == ((), 1)
    assert held.read_bytes() == good


def test_the_oldest_states_go_and_with_them_what_only_they_named(home: Household) -> None:
    backed_up(home)
    [name] = home.vault.originals.names()
    (home.vault.folder / "originals" / name).unlink()

    second = backed_up(home, keep=2)
    assert (second.originals, second.gone, second.dropped) == (0, 1, 0)
    assert (stick(home) / "originals" / name).is_file()
    third = backed_up(home, keep=2)

    assert (third.originals, third.gone, third.dropped) == (0, 0, 1)
    assert list((stick(home) / "originals").iterdir()) == []
    assert backups.generations(stick(home))[-1].name == third.generation


def test_a_state_made_while_the_clock_stood_too_early_is_still_the_newest(
    home: Household,
) -> None:
    backed_up(home)
    [first] = backups.generations(stick(home))
    first.rename(first.with_name("21490101T000000Z-99"))  # the clock stood wrong that day
    said(home, "Lida smiled")

    made = [backed_up(home, keep=2).generation for _ in range(3)]

    assert made == ["21490101T000001Z", "21490101T000001Z-01", "21490101T000001Z-02"]
    assert [path.name for path in backups.generations(stick(home))] == made[1:]


def test_nothing_goes_that_a_damaged_state_may_name(home: Household) -> None:
    for _ in range(3):
        backed_up(home)
    middle = backups.generations(stick(home))[1]
    (middle / backups.SUMS).write_bytes(b"rot")
    (home.vault.folder / "originals" / home.vault.originals.names()[0]).unlink()

    done = backed_up(home, keep=3)

    assert done.dropped == 1
    assert len(list((stick(home) / "originals").iterdir())) == 1


def test_what_waits_in_the_outbox_and_stamps_beside_heads_are_in_it(home: Household) -> None:
    (home.vault.folder / "outbox").mkdir(exist_ok=True)
    (home.vault.folder / "outbox/0001.age").write_bytes(b"sealed on a phone")
    (home.vault.folder / "heads/record.e1.5.tsr").write_bytes(b"a reply")

    done = backed_up(home)

    generation = stick(home) / "generations" / done.generation
    assert (generation / "outbox/0001.age").read_bytes() == b"sealed on a phone"
    assert (generation / "heads/record.e1.5.tsr").read_bytes() == b"a reply"
    assert not (generation / "index").exists()


def test_an_older_vault_is_not_backed_up_over_a_newer_backup(
    home: Household, tmp_path: Path
) -> None:
    backed_up(home)
    older = copytree(home.vault.folder, tmp_path / "older.vault")
    said(home, "one more")
    backed_up(home)
    before = contents(stick(home))

    with household(str(older), PASSPHRASE) as old, pytest.raises(HeadMismatchError) as caught:
        back_up(old, folder=str(stick(home)), keep=10, move=still)
    assert caught.value.name == "vault-rolled-back"
    with household(str(older), PASSPHRASE) as old:
        said(old, "another history")
        with pytest.raises(HeadMismatchError) as forked:
            back_up(old, folder=str(stick(home)), keep=10, move=still)
    assert forked.value.name == "vault-forked"
    assert contents(stick(home)) == before


def test_a_folder_with_something_else_in_it_is_left_alone(
    home: Household, tmp_path: Path
) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/twins.jpg").write_bytes(b"jpg")
    (tmp_path / "other").mkdir()

    refused = {
        str(tmp_path / "photos"): "backup-another",
        str(home.vault.folder): "backup-inside",
    }
    for folder, name in refused.items():
        with pytest.raises(Failure) as caught:
            back_up(home, folder=folder, keep=10, move=still)
        assert caught.value.name == name
    with pytest.raises(Failure):
        back_up(home, folder=str(tmp_path / "other"), keep=0, move=still)
    assert contents(tmp_path / "photos") == {"twins.jpg": b"jpg"}


def test_a_backup_of_another_family_is_left_alone(home: Household, tmp_path: Path) -> None:
    backed_up(home)
    fixture = Path(__file__).parents[1] / "vault/fixtures/format-1/family.vault"
    other = copytree(fixture, tmp_path / "other.vault")

    with household(str(other), PASSPHRASE) as theirs, pytest.raises(Failure) as caught:
        back_up(theirs, folder=str(stick(home)), keep=10, move=still)
    assert caught.value.name == "backup-another"


def test_the_drill_compares_all_and_leaves_nothing(
    home: Household, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    backed_up(home)
    said(home, "after the backup")
    before = contents(stick(home))

    count = drill(
        home, folder=str(stick(home)), passphrase=PASSPHRASE, recovery=None, move=still
    )

    assert count == 12
    assert list(scratch.iterdir()) == []
    assert contents(stick(home)) == before


@pytest.mark.parametrize("part", ["books/record.db", "originals"])
def test_the_drill_fails_on_a_backup_that_was_changed(home: Household, part: str) -> None:
    done = backed_up(home)
    file = stick(home) / "generations" / done.generation / part
    if part == "originals":
        [file] = (stick(home) / part).iterdir()
    raw = bytearray(file.read_bytes())
    raw[-40] ^= 1
    file.write_bytes(raw)

    with pytest.raises(Exception, match="backup-damaged"):
        drill(home, folder=str(stick(home)), passphrase=PASSPHRASE, recovery=None, move=still)
    assert health(home).drill is None


def test_the_drill_fails_on_a_backup_of_another_history(
    home: Household, tmp_path: Path
) -> None:
    older = copytree(home.vault.folder, tmp_path / "older.vault")
    said(home, "one more")
    backed_up(home)

    place = str(stick(home))

    with household(str(older), PASSPHRASE) as old:
        for n in range(2):
            with pytest.raises(Failure) as caught:
                drill(old, folder=place, passphrase=PASSPHRASE, recovery=None, move=still)
            assert caught.value.name == "drill-failed"
            assert caught.value.gaps == {"place": "books/record.db"}
            said(old, f"another history {n}")


def test_a_database_that_is_damaged_is_not_taken_for_a_backup(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        said(home, "long ago " * 20_000)
        first = backed_up(home)
    file = tmp_path / "family.vault/books/record.db"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)

    with pytest.raises(Failure) as caught, same_home(tmp_path) as home:
        backed_up(home)

    assert (caught.value.name, caught.value.code) == ("vault-damaged-database", Exit.DAMAGED)
    found = backups.generations(tmp_path / "stick")
    assert [path.name for path in found] == [first.generation]


def test_what_was_backed_up_and_tried_is_remembered(home: Household) -> None:
    assert health(home).backup is None
    assert health(home).since == 12
    backed_up(home)
    drill(home, folder=str(stick(home)), passphrase=PASSPHRASE, recovery=None, move=still)
    said(home, "one more")

    found = health(home)

    assert found.backup is not None
    assert found.drill is not None
    assert (found.backup.folder, found.backup.entries, found.drill.entries) == ("stick", 12, 12)
    assert found.since == 1
    file = home.vault.folder / "copies.sealed"
    assert b"stick" not in file.read_bytes()
    path = str(home.vault.folder)
    assert remembered_as(path) == [True]
    file.write_bytes(b"x" * 60)
    assert health(home).backup is None
    assert remembered_as(path) == [False]
    assert backed_up(home).last is None


def remembered_as(path: str) -> list[bool]:
    """Return what verify says of the memory of backups."""
    checks = verify_vault(path, PASSPHRASE, full=False, move=still)
    return [one.passed for one in checks if one.what == "audit-copies"]


def test_a_vault_is_backed_up_while_another_program_writes(home: Household) -> None:
    with same_home(home.vault.folder.parent) as other:
        done = backed_up(home)
        add_witness(other, name="brandt", vkey=vectors.WITNESS.text())
        again = backed_up(home)

    assert (done.entries, again.entries) == (12, 13)
