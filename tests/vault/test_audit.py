"""What the audit finds, and at which depth. Somebody with the keys does the harm here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw
import pytest

from hearthbook.vault import VaultError
from hearthbook.vault import audit
from hearthbook.vault import store
from hearthbook.vault.formats.checkpoint import Checkpoint
from tests.vault.family import ENVELOPE
from tests.vault.family import note
from tests.vault.family import tombstone

if TYPE_CHECKING:
    from tests.vault.family import Household

PAGE = 4096


def bad(home: Household, *, full: bool = True) -> list[tuple[str, str]]:
    with home.open() as vault:
        return [(one.what, one.where) for one in audit(vault, full=full) if not one.ok]


def found(home: Household) -> str:
    """Return what is found wrong, at opening or by the full audit; nothing if all is well."""
    try:
        return str(bad(home) or "")
    except VaultError as error:
        return error.name


def meddled(home: Household, *statements: str, book: str = "record") -> None:
    db = store.connect(home.folder / f"books/{book}.db", home.keys.book(book))
    for statement in statements:
        db.execute(statement)
    db.close()


def test_a_sound_vault_passes_and_says_how_much_was_looked_at(family: Household) -> None:
    with family.open() as vault:
        checks = list(audit(vault, full=True))

    assert all(one.ok for one in checks)
    counts = {(one.what, one.where): one.of for one in checks}
    assert counts["audit-leaves", "books/record.db"] == 304
    assert counts["audit-signed", "books/record.db"] == 4
    assert counts["audit-heads", "books/counsel.db"] == 1
    assert counts["audit-originals", "originals"] == 1
    assert counts["audit-needed", "originals"] == 1


@pytest.mark.parametrize("depth", ["quick", "full"])
def test_progress_reaches_its_end_and_never_goes_back(family: Household, depth: str) -> None:
    moves: list[tuple[int, int]] = []
    with family.open() as vault:
        whole = depth == "full"
        list(audit(vault, full=whole, move=lambda done, of: moves.append((done, of))))

    assert moves[-1][0] == moves[-1][1] > 300
    assert moves == sorted(moves)
    assert len({of for _, of in moves}) == 1


def test_a_changed_value_is_found_by_the_full_audit_and_named(family: Household) -> None:
    meddled(
        family,
        "update entry set record = replace(cast(record as text), 'never', 'always')"
        " where n between 100 and 102",
        "update entry set record = cast(record as blob) where n between 100 and 102",
    )

    assert bad(family, full=False) == []
    assert bad(family) == [
        ("audit-leaves", "books/record.db"),
        ("audit-entry", "books/record.db 100-102"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "update entry set seed = zeroblob(32) where n = 3",
        "update entry set envelope = cast('{\"sealed\":1}' as blob) where n = 3",
    ],
)
def test_a_changed_seed_or_time_of_sealing_is_found(family: Household, change: str) -> None:
    meddled(family, change)

    assert ("audit-entry", "books/record.db 3") in bad(family)


def test_what_is_sealed_but_no_record_is_found(family: Household) -> None:
    with family.open() as vault:
        vault.book("record").add([b'{"kind":"nothing"}'], ENVELOPE)

    assert bad(family) == [
        ("audit-leaves", "books/record.db"),
        ("audit-record", "books/record.db 304"),
    ]


def test_two_entries_exchanged_are_found(family: Household) -> None:
    meddled(
        family,
        "update entry set n = -1 where n = 10",
        "update entry set n = 10 where n = 11",
        "update entry set n = 11 where n = -1",
    )

    assert ("audit-entry", "books/record.db 10-11") in bad(family)


def test_an_upper_tile_that_does_not_fit_is_found_by_the_quick_audit(
    family: Household,
) -> None:
    with family.open() as vault:
        meddled(family, "update tile set hashes = zeroblob(32) where level = 1")
        checks = [(one.what, one.where) for one in audit(vault) if not one.ok]

    assert ("audit-tree", "books/record.db") in checks
    assert "vault-rewritten" in found(family)


def test_a_tile_too_many_is_found(family: Household) -> None:
    meddled(family, "insert into tile values (2, 0, zeroblob(32))")

    assert bad(family, full=False) == [("audit-tree", "books/record.db")]


def test_a_changed_leaf_hash_is_found(family: Household) -> None:
    meddled(
        family,
        "update tile set hashes = cast(substr(hashes, 1, 96) || zeroblob(32) ||"
        " substr(hashes, 129) as blob) where level = 0 and n = 1",
    )

    assert "vault-rewritten" in found(family)


def test_every_old_head_is_checked(family: Household) -> None:
    meddled(
        family,
        "update checkpoint set note = (select note from checkpoint where size = 4)"
        " where size = 3",
    )

    assert bad(family, full=False) == [("audit-signed", "books/record.db")]


def test_an_old_head_signed_over_something_else_is_found(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        other = book._signed(Checkpoint(book.key.name, 3, bytes(32)))
        book._db.execute("update checkpoint set note = ? where size = 3", (other,))

    assert bad(family, full=False) == [("audit-signed", "books/record.db")]


def test_a_missing_head_is_said_and_keeps_nobody_out(family: Household) -> None:
    (family.folder / "heads/record.e1.head").unlink()

    assert bad(family, full=False) == [("audit-head", "heads/record.e1.head")]
    with family.open() as vault:
        vault.book("record").sign()
    assert bad(family, full=False) == []


def test_originals_are_read_to_their_end(family: Household) -> None:
    [path] = (family.folder / "originals").iterdir()
    whole = path.read_bytes()

    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert bad(family, full=False) == []
    assert bad(family) == [
        ("audit-original", f"originals/{path.name}"),
        ("audit-originals", "originals"),
    ]
    path.unlink()
    assert [what for what, _ in bad(family)] == ["audit-missing", "audit-needed"]
    (path.parent / "letter.txt").write_bytes(b"plain")
    assert ("audit-original", "originals/letter.txt") in bad(family)


def test_an_original_under_another_name_is_found(family: Household) -> None:
    [path] = (family.folder / "originals").iterdir()
    path.rename(path.with_name("0" * 64 + ".age"))

    assert ("audit-original", "originals/" + "0" * 64 + ".age") in bad(family)


def test_erased_entries_pass_and_their_leaves_are_still_checked(family: Household) -> None:
    with family.open() as vault:
        vault.book("record").erase([5, 6, 299], tombstone((5, 7), (299, 300)), ENVELOPE)
    assert bad(family) == []

    meddled(family, "update entry set leaf = cast('x' as blob) where n = 6")

    assert ("audit-entry", "books/record.db 6") in bad(family)


def test_an_entry_that_was_erased_in_silence_is_found(family: Household) -> None:
    with family.open() as vault:
        book = vault.book("record")
        book.forget([(book.leaf(n), n) for n in (7, 8, 20)])

    assert bad(family, full=False) == []
    assert bad(family) == [
        ("audit-erased", "record"),
        ("audit-unsaid", "record 7-8"),
        ("audit-unsaid", "record 20"),
    ]


def test_no_tombstone_speaks_for_what_came_after_it_or_outlives_itself(
    family: Household,
) -> None:
    with family.open() as vault:
        book = vault.book("record")
        book.add([tombstone((300, 400)), note(1)], ENVELOPE)
        book.forget([(book.leaf(305), 305)])
    assert ("audit-unsaid", "record 305") in bad(family)

    with family.open() as vault:
        book = vault.book("record")
        book.erase([9], tombstone((9, 10)), ENVELOPE)
        book.forget([(book.leaf(306), 306)])

    assert ("audit-unsaid", "record 9") in bad(family)
    assert ("audit-unsaid", "record 305-306") in bad(family)


def test_a_file_cut_short_is_found(family: Household) -> None:
    path = family.folder / "books/record.db"
    whole = path.read_bytes()

    for size in (0, 100, PAGE, len(whole) - PAGE, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert found(family), size


def test_a_plain_database_in_its_place_is_refused(family: Household) -> None:
    path = family.folder / "books/record.db"
    path.unlink()
    db = apsw.Connection(str(path))
    db.execute("create table entry(n integer primary key)")
    db.close()

    assert found(family) == "vault-damaged-database"
