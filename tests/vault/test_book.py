from __future__ import annotations

import re
import secrets
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from hearthbook.base.refs import ref
from hearthbook.vault import DamagedError
from hearthbook.vault import ErasedError
from hearthbook.vault import NotWrittenError
from hearthbook.vault import TakenIn
from hearthbook.vault import store
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import leaf
from hearthbook.vault.formats import note as notes
from hearthbook.vault.formats import tree
from tests.vault.family import ENVELOPE
from tests.vault.family import FOR_COUNSEL
from tests.vault.family import WORDS
from tests.vault.family import note

if TYPE_CHECKING:
    from hearthbook.vault import Book
    from tests.vault.family import Household


def batch(records: list[bytes], book: str = "record") -> list[tuple[bytes, bytes, bytes]]:
    seeds = [secrets.token_bytes(32) for _ in records]
    hashes = leaf.leaf_hashes(records, ENVELOPE, book, b"".join(seeds))
    return list(zip(seeds, records, hashes, strict=True))


def hashes(book: Book) -> list[bytes]:
    return [tree.leaf_hash(book.leaf(n)) for n in range(book.size)]


def test_what_was_put_in_comes_out_in_order(fresh: Household) -> None:
    with fresh.open() as vault:
        book = vault.book("record")
        assert book.append(batch([note(n) for n in range(5)]), ENVELOPE) == 0
        assert book.add([note(5)], ENVELOPE) == 5
    with fresh.open() as vault:
        entries = list(vault.book("record").entries())

    assert [entry.n for entry in entries] == list(range(6))
    assert [entry.record for entry in entries] == [note(n) for n in range(6)]
    assert {entry.envelope for entry in entries} == {ENVELOPE}


def test_an_entry_goes_by_the_ref_of_its_leaf(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        for n in (0, 255, 256, 303):
            hashed = sha256(b"\x00" + book.leaf(n)).digest()
            assert book.entry(n).leaf_hash == hashed
            assert book.entry(n).ref == ref(hashed)
        assert [entry.ref for entry in book.entries(254, 258)] == [
            book.entry(n).ref for n in range(254, 258)
        ]


def test_entries_are_given_from_any_place_to_any_other(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        assert [entry.n for entry in book.entries(300)] == [300, 301, 302, 303]
        assert [entry.n for entry in book.entries(2, 4)] == [2, 3]
        assert list(book.entries(304)) == list(book.entries(9, 9)) == []
        for n in (-1, 304):
            with pytest.raises(IndexError):
                book.entry(n)


def test_disclosures_open_the_leaf_of_their_entry(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("counsel")
        fields = leaf.opened(book.leaf(0), book.disclosures(0))

    assert set(fields) >= {"text", "kind", "sealed", "counsel", "purpose"}
    assert WORDS in fields["text"].decode()
    assert fields["counsel"] == b'"A. Brandt"'


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 300), min_size=1, max_size=4))
def test_appended_in_steps_is_the_tree_of_all_at_once(
    fresh: Household, sizes: list[int]
) -> None:
    with fresh.open() as vault:
        book = vault.book("keepsake")
        before = hashes(book)
        for size in sizes:
            made = batch([note(n) for n in range(size)], "keepsake")
            book.append(made, ENVELOPE)
            before += [hashed for _, _, hashed in made]

        subtrees = tree.of(before)
        assert book.size == len(before)
        for size in (1, len(before) // 2 + 1, len(before)):
            assert book.root(size) == tree.root(size, subtrees)
            place = size * 2 // 3
            assert book.inclusion(place, size) == tree.inclusion(place, size, subtrees)
            assert book.consistency(size) == tree.consistency(size, len(before), subtrees)


def test_every_batch_is_signed_and_growth_is_proved_between_all_heads(
    family: Household,
) -> None:
    with family.open() as vault:
        book = vault.book("record")
        heads = [checkpoint.read_signed(raw, book.key) for _, raw in book.checkpoints()]

        assert [head.size for head in heads] == [0, 3, 4, 304]
        assert heads[0].root == tree.EMPTY
        for old in heads[1:]:
            for new in heads[heads.index(old) :]:
                proof = book.consistency(old.size, new.size)
                assert tree.grew((old.size, old.root), (new.size, new.root), proof)


def test_the_three_books_are_three_logs(family: Household) -> None:
    with family.open() as vault:
        origins = [book.key.name.split("/") for book in vault.books()]
        sizes = [book.size for book in vault.books()]

    assert [origin[2] for origin in origins] == ["record", "counsel", "keepsake"]
    assert {(origin[0], origin[3]) for origin in origins} == {("hearthbook.invalid", "e1")}
    assert sizes == [304, 1, 1]


@pytest.mark.parametrize(
    ("book", "envelope"),
    [
        ("record", FOR_COUNSEL),
        ("record", b"{}"),
        ("record", b'{"sealed":"now"}'),
        ("record", b'{"sealed":-1}'),
        ("record", b'{"sealed":1,"sealed":1}'),
        ("record", b'{"sealed": 1}'),
        ("record", b'{"sealed":1,"x":2}'),
        ("counsel", ENVELOPE),
        ("keepsake", FOR_COUNSEL),
    ],
)
def test_an_envelope_of_another_book_is_refused(
    fresh: Household, book: str, envelope: bytes
) -> None:
    with fresh.open() as vault:
        with pytest.raises(leaf.NotSealableError):
            vault.book(book).add([note(1)], envelope)
        assert vault.book(book).size == 0


def test_a_hash_that_is_not_the_entrys_own_is_refused(fresh: Household) -> None:
    good = batch([note(n) for n in range(3)])
    (seed, record, hashed), *rest = good
    with fresh.open() as vault:
        book = vault.book("record")
        for wrong in (
            [(seed, record, bytes(32)), *rest],
            [*rest, (bytes(32), record, hashed)],
            [(seed, note(9), hashed), *rest],
            [(seed[:31], record, hashed), *rest],
            [rest[0], (seed[:31], record, hashed), rest[1]],
            [rest[0], (seed, record, hashed[:31]), rest[1]],
            [*good, (seed, record, hashed[:31])],
            batch([note(1)], "keepsake"),
            [],
        ):
            with pytest.raises(leaf.NotSealableError):
                book.append(wrong, ENVELOPE)
        assert (book.size, book.checkpoints()[1:]) == (0, [])


def test_an_import_goes_on_where_it_stopped(fresh: Household) -> None:
    original = "ab" * 32
    with fresh.open() as vault:
        book = vault.book("record")
        assert book.taken(original) is None
        book.add([note(1)], ENVELOPE, TakenIn(original, 1, done=False))
    with fresh.open() as vault:
        book = vault.book("record")
        assert book.taken(original) == TakenIn(original, 1, done=False)
        book.add([note(2)], ENVELOPE, TakenIn(original, 2, done=True))
        assert book.taken(original) == TakenIn(original, 2, done=True)
        assert vault.book("counsel").taken(original) is None


def test_a_batch_that_fails_leaves_nothing_behind(fresh: Household) -> None:
    original = "cd" * 32
    with fresh.open() as vault:
        book = vault.book("record")
        book._db.execute(
            "create temp trigger stop before insert on entry when new.n = 2"
            " begin select raise(abort, 'disk'); end"
        )
        with pytest.raises(DamagedError):
            book.add([note(n) for n in range(4)], ENVELOPE, TakenIn(original, 4, done=True))
        assert book.size == 0
        assert book.taken(original) is None
        assert book.log.leaves() == 0


def test_a_full_disk_is_said_and_what_was_sealed_is_untouched(fresh: Household) -> None:
    with fresh.open() as vault:
        book = vault.book("record")
        book.add([note(1)], ENVELOPE)
        [(pages,)] = book._db.execute("pragma page_count")
        book._db.execute(f"pragma max_page_count={pages}")
        with pytest.raises(NotWrittenError):
            book.add([note(n) for n in range(200)], ENVELOPE)
        assert book.size == 1
    with fresh.open() as vault:
        assert vault.book("record").add([note(2)], ENVELOPE) == 1


def test_no_code_path_changes_or_removes_an_entry_but_erasing() -> None:
    texts = {
        module.name: module.read_text("utf-8").lower()
        for module in Path(store.__file__).parent.glob("*.py")
    }

    changing = [name for name, text in texts.items() if "update entry" in text]
    assert changing == ["log.py"]
    assert texts["log.py"].count("update entry") == 1
    gone = [word for text in texts.values() for word in re.findall(r"delete from (\w+)", text)]
    assert gone == ["taken"]
    assert not any(".serialize" in text for text in texts.values())


def test_erasing_destroys_what_was_said_and_no_proof(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        before, head = hashes(book), checkpoint.read_signed(book.checkpoint(), book.key)

        assert book.erase([7, 8], note(1, "erased on request"), ENVELOPE) == 304

        entry = book.entry(7)
        assert (entry.record, entry.envelope) == (b"", b"")
        assert hashes(book)[:304] == before
        proof = book.inclusion(7, head.size)
        assert tree.included(entry.leaf_hash, 7, head.size, proof, head.root)
        with pytest.raises(ErasedError):
            book.disclosures(7)
        with pytest.raises(ErasedError):
            book.erase([8], note(1), ENVELOPE)
        assert book.entry(9).record
        [(row,)] = book._db.execute("select count(*) from entry where seed is null")
        assert row == 2
        assert (family.folder / "books/record.db-wal").stat().st_size == 0
    with family.open() as vault:
        assert vault.book("record").size == 305


def test_erased_words_are_in_no_page_of_the_database(fresh: Household) -> None:
    secret = "Zwiebelturm"
    with fresh.open() as vault:
        book = vault.book("record")
        book.add([note(1, secret), note(2)], ENVELOPE)
        book.erase([0], note(3, "erased"), ENVELOPE)
        pages = book._db.serialize("main")

    assert b"SQLite format 3" in pages
    assert WORDS.encode() in pages
    assert secret.encode() not in pages


def test_a_tile_that_is_cut_short_is_damage_and_no_crash(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        book._db.execute("update tile set hashes = zeroblob(32) where level = 0 and n = 0")
        for asked in (
            lambda: book.inclusion(5),
            lambda: book.root(200),
            lambda: list(book.entries()),
            lambda: book.entry(5),
        ):
            with pytest.raises(DamagedError) as caught:
                asked()
            assert caught.value.name == "vault-damaged-tree"


def test_a_release_is_signed_under_an_origin_of_its_own(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        held = notes.read(book.sign_release(3, bytes(32)))

        assert notes.verified(held, [book.key]) == (book.key,)
        assert checkpoint.read(held.text).origin == f"{book.key.name}/release"
        with pytest.raises(checkpoint.NotACheckpointError):
            checkpoint.read_signed(held.written(), book.key)
