"""A vault made again from a backup: all is there, what is not is said, and it goes on."""

from __future__ import annotations

import stat
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.backup import back_up
from hearthbook.app.bundle import Order
from hearthbook.app.bundle import make_bundle
from hearthbook.app.diary import log
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.find import Wanted as Sought
from hearthbook.app.find import find
from hearthbook.app.heads import import_heads
from hearthbook.app.household import household
from hearthbook.app.restore import Wanted
from hearthbook.app.restore import restore
from hearthbook.app.verify import verify_bundle
from hearthbook.app.verify import verify_vault
from hearthbook.app.words import catalogue
from hearthbook.records.codec import read
from hearthbook.records.provenance import Restored
from hearthbook.vault import backup as backups
from hearthbook.vault import store
from tests.app.homes import CHAT
from tests.app.homes import PASSPHRASE
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken
from tests.vault.test_vault import contents

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.app.restore import Restoration

FIXTURE = Path(__file__).parents[1] / "vault/fixtures/format-1"


def still(_done: int, _of: int) -> None:
    """Move no bar."""


def said(home: Household, text: str) -> None:
    log(home, kind="note", values={"text": [text]}, book="record")


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a vault, two states of it on a stick, and heads at the lawyer's.

    The newest head covers two entries that no backup has.
    """
    folder = tmp_path_factory.mktemp("lost")
    with new_home(folder) as home:
        taken(home, file_in(folder, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
        back_up(home, folder=str(folder / "stick"), keep=9, move=still)
        said(home, "Liza slept through")
        back_up(home, folder=str(folder / "stick"), keep=9, move=still)
        said(home, "lost one")
        said(home, "lost two")
        (folder / "lawyers.checkpoint").write_bytes(home.book("record").checkpoint())
    return folder


def restored(
    folder: Path,
    to: Path,
    *,
    generation: str | None = None,
    heads: tuple[str, ...] = (),
    backup: str = "stick",
) -> Restoration:
    wanted = Wanted(str(folder / backup), generation, heads)
    return restore(
        wanted=wanted,
        vault=str(to / "family.vault"),
        passphrase=PASSPHRASE,
        recovery=None,
        move=still,
    )


def failed(vault: Path) -> list[tuple[str, str]]:
    checks = verify_vault(str(vault), PASSPHRASE, full=True, move=still)
    assert len(checks) > 30
    return [(one.what, one.where) for one in checks if not one.passed]


def test_all_that_was_backed_up_is_there_again_and_it_goes_on(
    lost: Path, tmp_path: Path
) -> None:
    done = restored(lost, tmp_path)

    assert [(one.book, one.entries, one.lost) for one in done.books] == [
        ("record", 12, 0),
        ("counsel", 0, 0),
        ("keepsake", 0, 0),
    ]
    assert (done.epoch, done.originals) == (2, 1)
    assert done.made is not None
    with household(str(lost / "family.vault"), PASSPHRASE) as old:
        before = list(old.book("record").entries(0, 12))
    with household(str(tmp_path / "family.vault"), PASSPHRASE) as home:
        assert list(home.book("record").entries(0, 12)) == before
        assert home.book("record").size == 13
        said(home, "Vera too, at last")
        again = taken(
            home, file_in(tmp_path, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna"
        )
        assert again.new == 0
        assert len(find(home, wanted=Sought("slept"), book="record")) == 1
        assert len(find(home, wanted=Sought("last"), book="record")) >= 1
    assert failed(tmp_path / "family.vault") == []


def test_what_a_head_held_elsewhere_covers_beyond_the_backup_is_said_to_be_lost(
    lost: Path, tmp_path: Path
) -> None:
    done = restored(lost, tmp_path, heads=(str(lost / "lawyers.checkpoint"),))

    assert done.books[0].lost == 2
    with household(str(tmp_path / "family.vault"), PASSPHRASE) as home:
        first = read(home.book("record").entry(12).record)
    assert isinstance(first, Restored)
    assert (first.size, first.known, first.backup) == (12, 14, done.made)
    assert failed(tmp_path / "family.vault") == []


def test_a_newer_head_that_turns_up_after_the_restore_is_owned_then(
    lost: Path, tmp_path: Path
) -> None:
    restored(lost, tmp_path)

    with household(str(tmp_path / "family.vault"), PASSPHRASE) as home:
        [came] = import_heads(home, paths=[str(lost / "lawyers.checkpoint")])
        size = home.book("record").size
        import_heads(home, paths=[str(lost / "lawyers.checkpoint")])
        assert home.book("record").size == size
    assert (came.epoch, came.size, came.of) == (1, 14, 12)
    assert failed(tmp_path / "family.vault") == []


def test_an_older_state_knows_from_the_newer_ones_what_it_lacks(
    lost: Path, tmp_path: Path
) -> None:
    oldest = backups.generations(lost / "stick")[0].name

    done = restored(lost, tmp_path, generation=oldest)

    assert [one.lost for one in done.books] == [1, 0, 0]
    with pytest.raises(Failure) as caught:
        restored(lost, tmp_path / "other", generation="20200101T000000Z")
    assert caught.value.name == "no-such-generation"


def test_a_vault_is_restored_again_and_again(lost: Path, tmp_path: Path) -> None:
    restored(lost, tmp_path)
    with household(str(tmp_path / "family.vault"), PASSPHRASE) as home:
        said(home, "in the second epoch")
        back_up(home, folder=str(tmp_path / "stick"), keep=9, move=still)
    (tmp_path / "third").mkdir()

    done = restored(tmp_path, tmp_path / "third")

    assert (done.epoch, done.books[0].entries) == (3, 14)
    with household(str(tmp_path / "third/family.vault"), PASSPHRASE) as home:
        said(home, "in the third epoch")
        order = Order(paper=str(tmp_path / "b.pdf"))
        make_bundle(home, order=order, words=catalogue("en"), move=still)
    assert all(one.passed for one in verify_bundle(str(tmp_path / "b.pdf")))
    assert failed(tmp_path / "third/family.vault") == []


def test_a_plain_copy_of_a_folder_can_be_restored_too(lost: Path, tmp_path: Path) -> None:
    copytree(lost / "family.vault", tmp_path / "plain")

    done = restored(tmp_path, tmp_path, backup="plain")

    assert (done.generation, done.made, done.books[0].entries) == ("", None, 14)
    assert failed(tmp_path / "family.vault") == []


def test_an_entry_that_was_erased_in_silence_keeps_no_backup_from_use(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
        book = home.book("record")
        book.forget([(book.leaf(3), 3)])
        back_up(home, folder=str(tmp_path / "stick"), keep=2, move=still)
    (tmp_path / "family.vault").rename(tmp_path / "lost")

    restored(tmp_path, tmp_path)

    assert failed(tmp_path / "family.vault") == [
        ("audit-erased", "record"),
        ("audit-unsaid", "record 3"),
    ]


def test_what_a_stick_lets_everybody_read_is_restored_for_its_owner_alone(
    lost: Path, tmp_path: Path
) -> None:
    plain = copytree(lost / "family.vault", tmp_path / "plain")
    for path in (plain, *plain.rglob("*")):
        path.chmod(0o777)

    restored(tmp_path, tmp_path, backup="plain")

    vault = tmp_path / "family.vault"
    folders = [path for path in (vault, *vault.rglob("*")) if path.is_dir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert stat.S_IMODE((vault / "books/record.db").stat().st_mode) == 0o600


def test_a_vault_of_an_earlier_version_is_backed_up_and_restored(tmp_path: Path) -> None:
    copytree(FIXTURE / "family.vault", tmp_path / "old.vault")
    with household(str(tmp_path / "old.vault"), PASSPHRASE) as home:
        back_up(home, folder=str(tmp_path / "stick"), keep=1, move=still)
        before = {book.name: list(book.entries()) for book in home.vault.books()}

    restored(tmp_path, tmp_path)

    with household(str(tmp_path / "family.vault"), PASSPHRASE) as home:
        for book in home.vault.books():
            assert list(book.entries(0, book.first)) == before[book.name]
    assert failed(tmp_path / "family.vault") == []


def refused(folder: Path, to: Path, **wanted: tuple[str, ...]) -> Failure:
    """Return why a restore fails, after seeing that it left nothing behind."""
    before = contents(folder)
    with pytest.raises(Failure) as caught:
        restored(folder, to, **wanted)  # type: ignore[arg-type]  # only heads are given here
    assert list(to.iterdir()) == []
    assert contents(folder) == before
    return caught.value


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


@pytest.mark.parametrize(
    "part", ["vault.toml", "books/record.db", "books/keepsake.db", "heads/record.e1.head"]
)
def test_a_changed_file_of_a_backup_is_noticed_and_nothing_is_made(
    lost: Path, tmp_path: Path, empty: Path, part: str
) -> None:
    copytree(lost / "stick", tmp_path / "lost/stick")
    file = backups.generations(tmp_path / "lost/stick")[-1] / part
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)

    error = refused(tmp_path / "lost", empty)

    assert (error.name, error.code, error.gaps["place"]) == (
        "backup-damaged",
        Exit.DAMAGED,
        part,
    )


def test_sums_that_were_made_to_fit_do_not_help_a_forger(
    lost: Path, tmp_path: Path, empty: Path
) -> None:
    copytree(lost / "stick", tmp_path / "lost/stick")
    old, new = backups.generations(tmp_path / "lost/stick")
    sums, other = backups.read_sums(new), backups.read_sums(old)
    (new / "books/record.db").write_bytes((old / "books/record.db").read_bytes())
    text = (new / backups.SUMS).read_text("utf-8")
    text = text.replace(sums["books/record.db"], other["books/record.db"])
    (new / backups.SUMS).write_text(text, "utf-8")

    error = refused(tmp_path / "lost", empty)

    assert (error.name, error.code) == ("vault-rolled-back", Exit.DAMAGED)


def test_an_entry_that_was_changed_with_the_keys_at_hand_is_found_before_it_has_a_name(
    lost: Path, tmp_path: Path, empty: Path
) -> None:
    copytree(lost / "stick", tmp_path / "lost/stick")
    newest = backups.generations(tmp_path / "lost/stick")[-1]
    file, digest = newest / "books/record.db", backups.read_sums(newest)["books/record.db"]
    with household(str(lost / "family.vault"), PASSPHRASE) as home:
        db = store.connect(file, home.vault._keys.book("record"), new=False)
    db.execute("update entry set record = replace(record, 'slept', 'stept') where n = 11")
    db.close()
    text = (newest / backups.SUMS).read_text("utf-8")
    found = sha256(file.read_bytes()).hexdigest()
    (newest / backups.SUMS).write_text(text.replace(digest, found), "utf-8")

    error = refused(tmp_path / "lost", empty)

    assert (error.name, error.code) == ("backup-damaged", Exit.DAMAGED)


@pytest.mark.parametrize(
    "line", ["../../../x", "/etc/hosts", "books/../../x", "../../originals/../x", "a\\b"]
)
def test_names_that_lead_out_of_the_backup_are_refused(
    lost: Path, tmp_path: Path, empty: Path, line: str
) -> None:
    copytree(lost / "stick", tmp_path / "lost/stick")
    sums = backups.generations(tmp_path / "lost/stick")[-1] / backups.SUMS
    sums.write_text(sums.read_text("utf-8") + f"{'0' * 64}  {line}\n", "utf-8")

    error = refused(tmp_path / "lost", empty)

    assert (error.name, error.gaps["place"]) == ("backup-damaged", backups.SUMS)


def test_a_head_that_does_not_fit_the_backup_stops_the_restore(
    lost: Path, tmp_path: Path, empty: Path
) -> None:
    copytree(backups.generations(lost / "stick")[0], tmp_path / "plain")
    copytree(lost / "stick/originals", tmp_path / "plain/originals")
    (tmp_path / "plain" / backups.SUMS).unlink()
    with household(str(tmp_path / "plain"), PASSPHRASE) as home:
        said(home, "another history")
        said(home, "and more of it")
        head = home.book("record").checkpoints()[-2][1]
    (tmp_path / "other.checkpoint").write_bytes(head)

    error = refused(lost, empty, heads=(str(tmp_path / "other.checkpoint"),))

    assert (error.name, error.code) == ("vault-forked", Exit.DAMAGED)


def test_a_wrong_passphrase_restores_nothing(lost: Path, empty: Path) -> None:
    with pytest.raises(Failure) as caught:
        restore(
            wanted=Wanted(str(lost / "stick")),
            vault=str(empty / "family.vault"),
            passphrase="another",
            recovery=None,
            move=still,
        )

    assert caught.value.code is Exit.LOCKED
    assert list(empty.iterdir()) == []


def test_what_is_there_is_never_replaced(lost: Path, tmp_path: Path) -> None:
    (tmp_path / "family.vault").mkdir()

    with pytest.raises(Failure) as caught:
        restored(lost, tmp_path)

    assert (caught.value.name, caught.value.code) == ("restore-exists", Exit.WRONG_USAGE)
    assert [path.name for path in tmp_path.iterdir()] == ["family.vault"]
