"""What was erased is nowhere in the vault; that it was there can still be proved."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.backup import back_up
from hearthbook.app.choosing import ranges
from hearthbook.app.erase import erase
from hearthbook.app.erase import finish_erasing
from hearthbook.app.erase import to_erase
from hearthbook.app.failure import Failure
from hearthbook.app.find import Wanted
from hearthbook.app.find import find
from hearthbook.app.hold import Keeping
from hearthbook.app.hold import held
from hearthbook.app.hold import holds
from hearthbook.app.hold import keep
from hearthbook.app.releases import releases
from hearthbook.app.restore import Wanted as Lost
from hearthbook.app.restore import restore
from hearthbook.app.story import hear
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from hearthbook.app.verify import verify_release
from hearthbook.records.event import Erasure
from hearthbook.vault import ErasedError
from hearthbook.vault import Unfinished
from hearthbook.vault import audit
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import tree
from tests.app.homes import CHAT
from tests.app.homes import PASSPHRASE
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import same_home
from tests.app.homes import taken
from tests.app.sharing import entries
from tests.app.sharing import handed
from tests.app.sharing import order
from tests.app.sharing import said

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.app.erase import Erased
    from hearthbook.app.household import Household

SECRET = "Zwiebelturm"


def gone(home: Household, *refs: str, book: str = "record") -> Erased:
    return erase(home, to_erase(home, refs=refs, book=book), why="asked for")


def pages(home: Household, book: str) -> bytes:
    """Return every page of a book's database and of its index in clear, free ones too."""
    index = home.index(book)._db
    return home.book(book)._db.serialize("main") + index.serialize("main")


def sound(home: Household) -> bool:
    return all(one.ok for one in audit(home.vault, full=True, move=lambda _d, _t: None))


def hits(home: Household, words: str, book: str = "record") -> list[str]:
    return [one.ref for one in find(home, wanted=Wanted(words), book=book)]


def taken_in_ref(home: Household, book: str = "record") -> str:
    [entry] = home.of_kind(book, "import")
    return entry.ref


def test_an_erased_entry_is_in_no_page_no_journal_and_no_search(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        ref = said(home, "note", text=f"near the {SECRET}")
        other = said(home, "note", text="near the river")
        seed = home.book("record").log.rows(5, 6)[0].seed
        assert hits(home, SECRET) == [ref]
        assert SECRET.encode() in pages(home, "record")
        assert seed in pages(home, "record")

        done = gone(home, ref)

        assert (done.entries, done.originals) == (1, 0)
        assert hits(home, SECRET) == []
        assert hits(home, "river") == [other]
        assert SECRET.lower().encode() not in pages(home, "record").lower()
        assert seed not in pages(home, "record")
        assert (tmp_path / "family.vault/books/record.db-wal").stat().st_size == 0
    with same_home(tmp_path) as home:
        assert SECRET.lower().encode() not in pages(home, "record").lower()
        assert sound(home)


def test_a_tombstone_says_what_was_erased_and_why_and_proofs_still_hold(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        ref = said(home, "note", text=SECRET)
        book = home.book("record")
        head = checkpoint.read_signed(book.checkpoint(), book.key)

        done = gone(home, ref)

        [tombstone] = home.of_kind("record", "erasure")
        assert isinstance(tombstone.record, Erasure)
        assert (tombstone.ref, tombstone.record.entries) == (done.ref, ((5, 6),))
        assert tombstone.record.why == "asked for"
        leaf_hash, proof = book.entry(5).leaf_hash, book.inclusion(5, head.size)
        assert tree.included(leaf_hash, 5, head.size, proof, head.root)
        with pytest.raises(ErasedError):
            book.disclosures(5)


def test_what_was_handed_out_before_still_verifies_and_is_still_listed(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        ref = said(home, "note", text=SECRET)
        handed(home, order(tmp_path / "out", refs=(ref,)))

        gone(home, ref)

        assert all(one.passed for one in verify_release(str(tmp_path / "out")))
        assert releases(home, book="record")[-1].entries == (ref,)
        handed(home, order(tmp_path / "later"))
    assert all(one["kind"] != "note" for one in entries(tmp_path / "later"))


def test_of_a_file_others_need_only_the_entry_goes_and_that_is_said(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        file = taken(home, file_in(tmp_path, "chat.txt", CHAT)).digest
        first = home.of_kind("record", "message")[1]

        planned = to_erase(home, refs=[first.ref], book="record")
        erase(home, planned, why="asked for")

        assert (planned.destroyed, planned.staying) == ((), (file,))
        assert home.vault.originals.holds(file)
        assert sound(home)


def test_a_file_goes_with_all_that_was_read_from_it(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        path = file_in(tmp_path, "chat.txt", CHAT)
        file = taken(home, path).digest

        done = gone(home, taken_in_ref(home))

        assert (done.entries, done.originals) == (6, 1)
        assert not home.vault.originals.holds(file)
        assert file.encode() not in pages(home, "record")
        assert b"weekend" not in pages(home, "record")
        assert list((tmp_path / "family.vault/originals").iterdir()) == []
        assert taken(home, path).new == 5  # it is not known any more
        assert sound(home)


def test_a_file_goes_with_its_last_entry(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        file = taken(home, file_in(tmp_path, "chat.txt", CHAT)).digest
        *most, last = [one.ref for one in home.of_kind("record", "message")]

        assert gone(home, *most).originals == 0
        assert home.vault.originals.holds(file)
        done = gone(home, last)

        assert (done.entries, done.originals) == (2, 1)
        assert not home.vault.originals.holds(file)
        assert sound(home)


def test_a_file_that_another_book_needs_stays(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        path = file_in(tmp_path, "chat.txt", CHAT)
        file = taken(home, path).digest
        take_in(home, path=path, said=Said(), book="counsel", move=lambda _d, _t: None)

        done = gone(home, taken_in_ref(home))

        assert done.originals == 0
        assert home.vault.originals.holds(file)
        assert gone(home, taken_in_ref(home, "counsel"), book="counsel").originals == 1
        assert not home.vault.originals.holds(file)
        assert sound(home)


def test_a_told_story_goes_with_its_drafts(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        text = f'On Sunday Igor said: "I will not come to the {SECRET}."\n'.encode()
        heard = hear(home, path=file_in(tmp_path, "story.txt", text))
        [story] = home.of_kind("counsel", "story")

        done = gone(home, story.ref, book="counsel")

        assert done.entries == 1 + sum(heard.kinds.values())
        assert done.originals == 1
        assert SECRET.lower().encode() not in pages(home, "counsel").lower()
        assert sound(home)


def test_nothing_is_erased_twice_by_a_wrong_name_or_without_a_reason(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        ref = said(home, "note", text=SECRET)
        kept = said(home, "note", text="private", book="keepsake")
        planned = to_erase(home, refs=[ref], book="record")
        before = home.book("record").size

        with pytest.raises(Failure, match="erase-no-reason"):
            erase(home, planned, why="  ")
        for wrong in ("0000-0000-0000", kept):
            with pytest.raises(Failure, match="no-such-entry"):
                to_erase(home, refs=[ref, wrong], book="record")
        assert home.book("record").size == before
        done = gone(home, ref)
        with pytest.raises(Failure, match="erased-already"):
            gone(home, ref)
        with pytest.raises(Failure, match="erase-not-this"):
            gone(home, done.ref)


def test_under_a_hold_nothing_is_erased_in_any_book(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        refs = {
            book: said(home, "note", text=SECRET, book=book) for book in ("record", "keepsake")
        }
        planned = to_erase(home, refs=[refs["record"]], book="record")
        keep(home, state=Keeping.SET, why="the lawyer asked")

        for book, ref in refs.items():
            with pytest.raises(Failure, match="hold-forbids") as raised:
                to_erase(home, refs=[ref], book=book)
            assert raised.value.gaps["why"] == "the lawyer asked"
        with pytest.raises(Failure, match="hold-forbids"):
            erase(home, planned, why="asked for")  # a look from before is no way round it
        keep(home, state=Keeping.LIFTED, why="the case has ended")
        assert gone(home, refs["record"]).entries == 1


def test_setting_and_lifting_a_hold_are_entries_with_their_reasons(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        assert held(home) is None
        with pytest.raises(Failure, match="hold-already-lifted"):
            keep(home, state=Keeping.LIFTED, why="never set")
        with pytest.raises(Failure, match="hold-no-reason"):
            keep(home, state=Keeping.SET, why="")
        keep(home, state=Keeping.SET, why="the lawyer asked")
        with pytest.raises(Failure, match="hold-already-set"):
            keep(home, state=Keeping.SET, why="again")
        keep(home, state=Keeping.LIFTED, why="the case has ended")

        assert [(one.state, one.why) for one in holds(home)] == [
            ("set", "the lawyer asked"),
            ("lifted", "the case has ended"),
        ]
        assert held(home) is None
        with pytest.raises(Failure, match="erase-not-this"):
            to_erase(home, refs=[holds(home)[0].ref], book="record")


def test_a_backup_still_has_what_was_erased_as_the_words_say(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        ref = said(home, "note", text=SECRET)
    copytree(tmp_path / "family.vault", tmp_path / "backup/family.vault")
    with same_home(tmp_path) as home:
        gone(home, ref)

    with same_home(tmp_path / "backup") as home:
        assert hits(home, SECRET) == [ref]


def cut_short(home: Household, ref: str, *, tombstone: bool) -> Unfinished:
    """Begin an erasing as `erase` does, and stop before anything is destroyed."""
    planned = to_erase(home, refs=[ref], book="record")
    book = home.book("record")
    left = Unfinished("record", book.size, planned.numbers, planned.destroyed)
    home.vault.erasing.begin(left)
    if tombstone:
        said_so = Erasure(
            ranges(planned.numbers),
            len(planned.destroyed),
            "why",
            "me",
            1,
            home.origin("record"),
        )
        home.add("record", [said_so])
    return left


def test_what_a_power_cut_keeps_from_being_destroyed_is_destroyed_at_the_next_opening(
    tmp_path: Path,
) -> None:
    with new_home(tmp_path) as home:
        file = taken(home, file_in(tmp_path, "chat.txt", CHAT)).digest
        cut_short(home, taken_in_ref(home), tombstone=True)
        assert hits(home, "weekend")

    with same_home(tmp_path) as home:
        assert finish_erasing(home)
        assert not finish_erasing(home)

        assert not home.vault.originals.holds(file)
        assert hits(home, "weekend") == []
        assert b"weekend" not in pages(home, "record")
        assert file.encode() not in pages(home, "record")
        assert not home.has_taken(file)
        assert sound(home)


def test_an_erasing_that_never_got_its_tombstone_is_none(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        file = taken(home, file_in(tmp_path, "chat.txt", CHAT)).digest
        cut_short(home, taken_in_ref(home), tombstone=False)

    with same_home(tmp_path) as home:
        assert not finish_erasing(home)

        assert home.vault.erasing.unfinished() is None
        assert home.vault.originals.holds(file)
        assert hits(home, "weekend")


def test_a_file_that_came_in_again_is_not_destroyed_by_an_old_erasing_put_back(
    tmp_path: Path,
) -> None:
    with new_home(tmp_path) as home:
        path = file_in(tmp_path, "chat.txt", CHAT)
        taken(home, path)
        left = cut_short(home, taken_in_ref(home), tombstone=True)
        finish_erasing(home)
        again = taken(home, path)
        home.vault.erasing.begin(left)

        finish_erasing(home)

        assert again.new == 5
        assert home.vault.originals.holds(again.digest)
        assert home.has_taken(again.digest)
        assert sound(home)


def test_what_says_what_to_destroy_is_not_believed_if_it_was_changed(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        cut_short(home, said(home, "note", text=SECRET), tombstone=True)
    path = tmp_path / "family.vault/erasing.sealed"
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(Failure, match="vault-damaged-unfinished"), same_home(tmp_path) as home:
        finish_erasing(home)


def test_entries_of_a_closed_epoch_are_erased_too_and_an_interrupted_one_is_finished(
    tmp_path: Path,
) -> None:
    with new_home(tmp_path) as home:
        first, second = (said(home, "note", text=f"{SECRET} {n}") for n in (1, 2))
        back_up(home, folder=str(tmp_path / "stick"), keep=9, move=lambda _d, _t: None)
    (tmp_path / "again").mkdir()
    restore(
        wanted=Lost(str(tmp_path / "stick"), None, ()),
        vault=str(tmp_path / "again/family.vault"),
        passphrase=PASSPHRASE,
        recovery=None,
        move=lambda _d, _t: None,
    )

    with same_home(tmp_path / "again") as home:
        gone(home, first)
        closed = home.book("record").epochs()[0]
        assert f"{SECRET} 1".encode() not in closed._db.serialize("main")
        assert f"{SECRET} 2".encode() in closed._db.serialize("main")
        cut_short(home, second, tombstone=True)

        assert finish_erasing(home)

        for one in home.book("record").epochs():
            assert SECRET.encode() not in one._db.serialize("main")
        assert hits(home, SECRET) == []
        assert sound(home)
