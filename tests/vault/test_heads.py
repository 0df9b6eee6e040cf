"""What a rolled-back, rewritten or forged log looks like, and what is said of it."""

from __future__ import annotations

import os
from shutil import copy
from shutil import copytree
from shutil import rmtree
from typing import TYPE_CHECKING

import pytest

from hearthbook.vault import DamagedError
from hearthbook.vault import HeadMismatchError
from hearthbook.vault import NotWrittenError
from hearthbook.vault import UnsignedError
from hearthbook.vault import store
from hearthbook.vault.book import Book
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import note as notes
from hearthbook.vault.heads import Heads
from tests.vault.family import ENVELOPE
from tests.vault.family import note
from tests.vault.test_vault import contents

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vault.family import Household


def added(home: Household, *texts: str) -> None:
    with home.open() as vault:
        for n, text in enumerate(texts):
            vault.book("record").add([note(n, text)], ENVELOPE)


def refusal(home: Household) -> HeadMismatchError:
    before = contents(home.folder / "heads")
    with pytest.raises(HeadMismatchError) as caught:
        home.open()
    assert contents(home.folder / "heads") == before
    return caught.value


def test_an_old_database_put_back_is_noticed(family: Household, tmp_path: Path) -> None:
    old = copytree(family.folder / "books", tmp_path / "old")
    added(family, "later")
    copy(old / "record.db", family.folder / "books/record.db")

    error = refusal(family)

    assert (error.name, error.place) == ("vault-rolled-back", "heads/record.e1.head")


def test_a_database_in_which_an_entry_is_left_out_and_signed_anew_is_noticed(
    family: Household, tmp_path: Path
) -> None:
    old = copytree(family.folder, tmp_path / "old.vault")
    added(family, "he came on Sunday", "she slept")
    forged = type(family)(old, family.code, family.keys)
    added(forged, "he never came", "she slept")
    for book in ("record", "counsel", "keepsake"):
        copy(old / f"books/{book}.db", family.folder / f"books/{book}.db")

    error = refusal(family)

    assert (error.name, error.place) == ("vault-forked", "heads/record.e1.head")


def test_a_head_of_the_same_size_with_another_root_is_noticed(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        other = checkpoint.Checkpoint(book.key.name, book.size, bytes(32))
        raw = notes.signed(other.text(), book.key, book._signer.sign).written()
    (family.folder / "heads/lawyers-copy.checkpoint").write_bytes(raw)

    error = refusal(family)

    assert (error.name, error.place) == ("vault-forked", "heads/lawyers-copy.checkpoint")


def test_an_older_copy_from_the_lawyer_agrees(family: Household) -> None:
    with family.open() as vault:
        raw = vault.book("record").checkpoints()[1][1]
    (family.folder / "heads/lawyers-copy.checkpoint").write_bytes(raw)
    added(family, "later")

    with family.open() as vault:
        assert vault.book("record").size == 305


@pytest.mark.parametrize("ending", [".head", ".305.checkpoint"])
def test_a_forged_head_is_noticed(family: Household, ending: str) -> None:
    head = family.folder / "heads/record.e1.head"
    raw = head.read_bytes().replace(b"\n304\n", b"\n305\n")
    (family.folder / f"heads/record.e1{ending}").write_bytes(raw)

    assert refusal(family).name == "vault-head-forged"


def test_every_changed_byte_of_a_head_is_noticed(family: Household) -> None:
    head = family.folder / "heads/counsel.e1.head"
    whole = head.read_bytes()

    for place in range(0, len(whole), 7):
        head.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(HeadMismatchError):
            family.open()


def test_the_head_of_one_book_does_not_pass_for_anothers(family: Household) -> None:
    heads = family.folder / "heads"
    copy(heads / "record.e1.head", heads / "counsel.e1.head")

    assert refusal(family).place == "heads/counsel.e1.head"


def test_a_head_of_another_vault_is_noticed(family: Household) -> None:
    raw = (family.folder / "heads/record.e1.head").read_text("utf-8")
    (family.folder / "heads/old.head").write_text(raw.replace("invalid", "example"), "utf-8")

    assert refusal(family).name == "vault-head-forged"


def test_other_files_beside_the_heads_are_left_alone(family: Household) -> None:
    (family.folder / "heads/record.e1.304.tsr").write_bytes(b"a stamp")
    (family.folder / "heads/.cut-off.part").write_bytes(b"half")

    with family.open() as vault:
        assert vault.book("record").size == 304


class NoHeads(Heads):
    """Heads as a process that dies before writing them leaves them."""

    def put_newest(self, book: str, note: bytes) -> None:
        raise KeyboardInterrupt(book, note)


def test_a_crash_between_commit_and_head_leaves_a_vault_that_opens(
    family: Household,
) -> None:
    with family.open() as vault:
        book = vault.book("record")
        dying = Book("record", book._db, book._signer, NoHeads(family.folder / "heads"))
        with pytest.raises(KeyboardInterrupt):
            dying.add([note(1, "just before the crash")], ENVELOPE)

    with family.open() as vault:
        book = vault.book("record")
        assert book.size == 305
        assert checkpoint.read_signed(book.checkpoint(), book.key).size == 305
        book.sign()
    head = (family.folder / "heads/record.e1.head").read_bytes()
    assert b"\n305\n" in head


def test_a_crash_before_signing_leaves_a_vault_that_opens(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        seed = bytes(32)
        [hashed] = leaf.leaf_hashes([note(1)], ENVELOPE, "record", seed)
        with store.transaction(book._db):
            book.log.insert(304, [(seed, note(1), hashed)], ENVELOPE)

    with family.open() as vault:
        book = vault.book("record")
        assert book.size == 305
        assert checkpoint.read_signed(book.checkpoint(), book.key).size == 304
        assert book.add([note(2)], ENVELOPE) == 305
        assert checkpoint.read_signed(book.checkpoint(), book.key).size == 306


class FullDisk(Heads):
    """Heads on a disk that takes no more."""

    def put_newest(self, book: str, note: bytes) -> None:
        raise NotWrittenError("vault-not-written", f"heads/{book}") from OSError(28, note)


def test_entries_that_are_in_are_not_said_to_be_lost_when_only_the_head_is(
    family: Household,
) -> None:
    with family.open() as vault:
        book = vault.book("record")
        full = Book("record", book._db, book._signer, FullDisk(family.folder / "heads"))
        with pytest.raises(UnsignedError) as caught:
            full.add([note(1)], ENVELOPE)
        assert caught.value.name == "vault-unsigned"
        assert book.size == 305
        book.sign()
    with family.open() as vault:
        assert vault.book("record").size == 305


def test_a_head_is_committed_in_the_same_step_as_what_it_signs(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        full = Book("record", book._db, book._signer, FullDisk(family.folder / "heads"))
        with pytest.raises(UnsignedError):
            full.add([note(1)], ENVELOPE)
        assert checkpoint.read_signed(book.checkpoint(), book.key).size == 305


def test_heads_that_are_all_gone_keep_nobody_out(family: Household) -> None:
    rmtree(family.folder / "heads")

    with family.open() as vault:
        vault.book("record").add([note(1)], ENVELOPE)
    assert [path.name for path in (family.folder / "heads").iterdir()] == ["record.e1.head"]


def test_a_head_that_cannot_be_read_is_damage(family: Household) -> None:
    (family.folder / "heads/odd.head").mkdir()

    with pytest.raises(DamagedError):
        family.open()


def test_a_pipe_in_place_of_a_head_is_damage_and_is_not_waited_for(family: Household) -> None:
    os.mkfifo(family.folder / "heads/from-the-lawyer.checkpoint")

    with pytest.raises(DamagedError, match="from-the-lawyer"):
        family.open()


def test_an_older_head_never_replaces_a_newer_one(family: Household) -> None:
    with family.open() as one, family.open() as other:
        one.book("record").add([note(1)], ENVELOPE)
        other.book("record").add([note(2)], ENVELOPE)
        one.book("record").sign()

    assert b"\n306\n" in (family.folder / "heads/record.e1.head").read_bytes()


def test_a_sealed_head_is_kept_for_good(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        first = book.seal()
        raw = first.read_bytes()
        assert book.seal() == first
        book.add([note(1)], ENVELOPE)
        second = book.seal()

        assert (first.name, second.name) == (
            "record.e1.304.checkpoint",
            "record.e1.305.checkpoint",
        )
        assert first.read_bytes() == raw
        assert checkpoint.read_signed(raw, book.key).root == book.root(304)


def test_entries_without_leaves_are_damage(family: Household) -> None:
    db = store.connect(family.folder / "books/record.db", family.keys.book("record"))
    db.execute("delete from entry where n = 303")
    db.close()

    with pytest.raises(DamagedError) as caught:
        family.open()
    assert caught.value.name == "vault-damaged-tree"
