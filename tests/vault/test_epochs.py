"""A vault that was restored: a new log in every book, behind which the old ones are closed."""

from __future__ import annotations

from shutil import copy
from typing import TYPE_CHECKING

import msgspec
import pytest

from hearthbook.records.codec import read
from hearthbook.records.codec import written
from hearthbook.records.event import Note
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import Restored
from hearthbook.vault import ErasedError
from hearthbook.vault import HeadMismatchError
from hearthbook.vault import TakenIn
from hearthbook.vault import audit
from hearthbook.vault import store
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import note as notes
from hearthbook.vault.formats import tree
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.header import read as read_header
from tests.vault.family import ENVELOPE
from tests.vault.family import FOR_COUNSEL
from tests.vault.family import note
from tests.vault.family import tombstone

if TYPE_CHECKING:
    from hearthbook.vault import Book
    from hearthbook.vault import Vault
    from tests.vault.family import Household

ENVELOPES = {"record": ENVELOPE, "counsel": FOR_COUNSEL, "keepsake": ENVELOPE}


def said(book: Book, known: int = 0, known_root: str = "") -> bytes:
    """Return what the first entry of a new epoch says of the one before."""
    before = book.epochs()[-2]
    size, root = before.log.size(), text64(before.root())
    origin = FromDevice("home", book.size)
    known, known_root = (known, known_root) if known else (size, root)
    return written(
        Restored(before.key.name, size, root, known, known_root, None, "nora", 1, origin)
    )


def restored(home: Household, times: int = 1) -> None:
    """Begin new epochs, as a restore does, each with two entries in every book."""
    for _ in range(times):
        with home.open() as vault:
            vault.begin_epoch()
            for book in vault.books():
                book.add([said(book)], ENVELOPES[book.name])
                book.add([note(book.size, "after the restore")], ENVELOPES[book.name])


def failed(vault: Vault, *, full: bool = True) -> list[tuple[str, str]]:
    return [(one.what, one.where) for one in audit(vault, full=full) if not one.ok]


@pytest.mark.parametrize("times", [1, 3])
def test_a_restored_vault_opens_reads_all_and_verifies(family: Household, times: int) -> None:
    with family.open() as vault:
        before = [(one.ref, one.n) for one in vault.book("record").entries()]
    restored(family, times)

    with family.open() as vault:
        book = vault.book("record")
        entries = list(book.entries())
        assert [(one.ref, one.n) for one in entries[:304]] == before
        assert [one.n for one in entries] == list(range(304 + 2 * times))
        assert len({one.ref for one in entries}) == len(entries)
        assert book.size == len(entries)
        assert [book.entry(n) for n in range(len(entries))] == entries
        assert list(book.entries(302, 306)) == entries[302:306]
        assert vault.epoch == times + 1
        assert failed(vault) == []


def test_every_entry_is_proved_in_the_log_of_its_own_epoch(family: Household) -> None:
    restored(family, 2)

    with family.open() as vault:
        book = vault.book("record")
        for n in (0, 303, 304, 305, 306, 307):
            [held] = [one for one in book.epochs() if one.first <= n < one.size]
            leaf_hash = tree.leaf_hash(book.leaf(n))
            head = checkpoint.read_signed(held.checkpoint(), held.key)
            proof = book.inclusion(n)
            assert tree.included(leaf_hash, n - held.first, head.size, proof, head.root)
            assert book.entry(n).leaf_hash == leaf_hash
            assert len(book.disclosures(n)) > 3


def test_each_epoch_has_an_origin_and_a_key_of_its_own(family: Household) -> None:
    restored(family, 2)

    with family.open() as vault:
        keys = [one.key for one in vault.epochs()]
    assert len({key.public for key in keys}) == 9
    assert [key.name.rsplit("/", 2)[1:] for key in keys[:3]] == [
        ["record", "e1"],
        ["record", "e2"],
        ["record", "e3"],
    ]
    header = read_header((family.folder / "vault.toml").read_bytes()).header
    assert (header.epoch, len(header.books)) == (3, 9)


def test_the_log_of_a_closed_epoch_is_never_written_again(family: Household) -> None:
    restored(family)
    with family.open() as vault:
        book = vault.book("record").epochs()[0]
        sizes, signed = book.log.size(), book.checkpoints()

    with family.open() as vault:
        assert vault.book("record").add([note(1)], ENVELOPE) == 306
        book = vault.book("record").epochs()[0]
        assert (book.log.size(), book.checkpoints()) == (sizes, signed)


def test_how_far_an_import_has_come_is_known_after_a_restore(family: Household) -> None:
    with family.open() as vault:
        vault.book("record").add([note(1)], ENVELOPE, TakenIn("chat", 1, done=False))
    restored(family)

    with family.open() as vault:
        book = vault.book("record")
        assert book.taken("chat") == TakenIn("chat", 1, done=False)
        book.add([note(2)], ENVELOPE, TakenIn("chat", 2, done=True))
        assert book.taken("chat") == TakenIn("chat", 2, done=True)
        assert book.taken("another") is None


def test_an_entry_of_any_epoch_can_be_erased(family: Household) -> None:
    restored(family, 2)

    with family.open() as vault:
        book = vault.book("record")
        leaves = {n: book.leaf(n) for n in (5, 305, 307)}
        said = tombstone((5, 6), (305, 306), (307, 308))
        assert book.erase([5, 305, 307], said, ENVELOPE) == 308
    with family.open() as vault:
        book = vault.book("record")
        for n, leaf in leaves.items():
            assert book.entry(n).record == b""
            assert book.leaf(n) == leaf
            with pytest.raises(ErasedError):
                book.disclosures(n)
        assert book.entry(6).record
        assert failed(vault) == []


def test_an_entry_beyond_the_last_is_none(family: Household) -> None:
    restored(family)

    with family.open() as vault:
        for n in (-1, 306):
            with pytest.raises(IndexError):
                vault.book("record").entry(n)
            with pytest.raises(IndexError):
                vault.book("record").leaf(n)


@pytest.mark.parametrize("name", ["record.db", "record.e2.db"])
def test_a_database_of_any_epoch_that_was_put_back_is_noticed(
    family: Household, name: str
) -> None:
    if name == "record.e2.db":
        restored(family)
    old = (family.folder / "books" / name).read_bytes()
    with family.open() as vault:
        vault.book("record").add([note(1)], ENVELOPE)
    (family.folder / "books" / name).write_bytes(old)

    with pytest.raises(HeadMismatchError) as caught:
        family.open()
    assert caught.value.name == "vault-rolled-back"


def test_a_database_of_one_epoch_does_not_pass_for_anothers(family: Household) -> None:
    restored(family, 2)
    copy(family.folder / "books/record.e2.db", family.folder / "books/record.e3.db")

    with pytest.raises(Exception, match="vault-damaged-database"):
        family.open()


def test_a_head_of_another_epoch_does_not_stand_in_for_the_newest(family: Household) -> None:
    restored(family)
    copy(family.folder / "heads/record.e1.head", family.folder / "heads/record.e2.head")

    with pytest.raises(HeadMismatchError) as caught:
        family.open()
    assert (caught.value.name, caught.value.place) == (
        "vault-head-forged",
        "heads/record.e2.head",
    )


def newer(home: Household, more: int) -> checkpoint.Checkpoint:
    """Sign a head of the first epoch that covers `more` than there is, and keep it outside."""
    with home.open() as vault:
        book = vault.book("record").epochs()[0]
        head = checkpoint.Checkpoint(book.key.name, book.log.size() + more, bytes([more] * 32))
        raw = notes.signed(head.text(), book.key, book._signer.sign).written()
    (home.folder / f"heads/lawyers-{more}.checkpoint").write_bytes(raw)
    return head


def test_a_head_newer_than_the_backup_must_be_owned_by_the_new_log(family: Household) -> None:
    restored(family)
    head = newer(family, 7)

    with family.open() as vault:
        assert failed(vault, full=False) == [("audit-lost", "heads/lawyers-7.checkpoint")]
        book = vault.book("record")
        book.add([said(book, head.size, text64(bytes([8] * 32)))], ENVELOPE)
        assert failed(vault, full=False) == [("audit-lost", "heads/lawyers-7.checkpoint")]
        book.add([said(book, head.size, text64(head.root))], ENVELOPE)
        assert failed(vault, full=False) == []
        [lost] = [one for one in audit(vault) if one.what == "audit-lost"]
    assert lost.of == 7


def test_a_new_log_that_says_nothing_true_of_the_old_is_noticed(family: Household) -> None:
    with family.open() as vault:
        vault.begin_epoch()
        for book in vault.books():
            book.add([note(0, "as if nothing had been")], ENVELOPES[book.name])

    with family.open() as vault:
        assert failed(vault, full=False) == [
            ("audit-epoch", "books/record.e2.db"),
            ("audit-epoch", "books/counsel.e2.db"),
            ("audit-epoch", "books/keepsake.e2.db"),
        ]


@pytest.mark.parametrize("change", ["before", "size", "root"])
def test_a_new_log_that_names_another_end_of_the_old_is_noticed(
    family: Household, change: str
) -> None:
    with family.open() as vault:
        vault.begin_epoch()
        for book in vault.books():
            told = read(said(book))
            assert isinstance(told, Restored)
            root = text64(bytes(32))
            other = {"before": f"{told.before}0", "size": told.size + 1, "root": root}
            wrong = msgspec.structs.replace(told, **{change: other[change]})
            book.add([written(wrong)], ENVELOPES[book.name])

    with family.open() as vault:
        assert len(failed(vault, full=False)) == 3


def test_the_first_entry_of_an_epoch_says_where_the_one_before_ended(family: Household) -> None:
    restored(family)

    with family.open() as vault:
        first = read(vault.book("record").entry(304).record)
        other = read(vault.book("record").entry(305).record)
        before = vault.book("record").epochs()[0]
        head = checkpoint.read_signed(before.checkpoint(), before.key)
    assert isinstance(first, Restored)
    assert (first.before, first.size, first.root) == (
        head.origin,
        head.size,
        text64(head.root),
    )
    assert isinstance(other, Note)


def test_a_database_is_copied_while_it_is_open_and_stays_encrypted(
    family: Household,
) -> None:
    with family.open() as vault:
        book = vault.book("record")
        book.add([note(n, "written a moment ago") for n in range(400)], ENVELOPE)
        target = family.folder.parent / "copy.db"
        book.copy_to(target, family.keys.book("record"))
        size = book.size

    raw = target.read_bytes()
    db = store.connect(target, family.keys.book("record"), new=False)
    assert db.execute("select count(*) from entry").fetchall() == [(size,)]
    db.close()
    assert b"moment ago" not in raw
    assert not raw.startswith(b"SQLite")
