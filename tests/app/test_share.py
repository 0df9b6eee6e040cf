"""What is handed out is what was shown before, proves itself, and holds nothing else."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.diary import retract
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.handing import Piece
from hearthbook.app.packing import into_age
from hearthbook.app.releases import releases
from hearthbook.app.share import Choice
from hearthbook.app.share import Order
from hearthbook.app.share import Rules
from hearthbook.app.share import hand_over
from hearthbook.app.share import plan
from hearthbook.app.verify import verify_release
from hearthbook.app.words import catalogue
from hearthbook.vault import VaultError
from tests.app.homes import CHAT
from tests.app.homes import new_home
from tests.app.sharing import PLACE
from tests.app.sharing import entries
from tests.app.sharing import everything
from tests.app.sharing import fill
from tests.app.sharing import handed
from tests.app.sharing import order
from tests.app.sharing import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household

    Filled = tuple[Household, dict[str, str]]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp("share")
    with new_home(folder) as home:
        yield home, fill(home, folder)


def kinds(out: Path) -> list[object]:
    return [one["kind"] for one in entries(out)]


def holds(out: Path) -> bool:
    return all(one.passed for one in verify_release(str(out)))


def test_a_whole_book_goes_out_and_every_check_holds(filled: Filled, tmp_path: Path) -> None:
    home, _ = filled

    planned = handed(home, order(tmp_path / "out"))

    assert holds(tmp_path / "out")
    assert len(entries(tmp_path / "out")) == len(planned.chosen)
    assert {"feed", "diaper", "visit", "message", "call", "import"} <= set(planned.kinds)
    assert {one.how for one in planned.fates} == {"whole"}
    [chat] = (tmp_path / "out/originals").glob("*.txt")
    assert chat.read_bytes() == CHAT


def test_what_the_program_writes_about_itself_never_leaves(
    filled: Filled, tmp_path: Path
) -> None:
    home, _ = filled
    handed(home, order(tmp_path / "first"))
    [setting, *_] = home.of_kind("record", "setting")

    handed(home, order(tmp_path / "out"))

    assert {"setting", "release", "frame", "stamp"}.isdisjoint(kinds(tmp_path / "out"))
    with pytest.raises(Failure, match="no-such-kind"):
        plan(home, order=order(tmp_path / "no", kinds=("release",)))
    with pytest.raises(Failure, match="no-such-entry"):
        plan(home, order=order(tmp_path / "no", refs=(setting.ref,)))


def test_entries_are_chosen_by_kind_by_person_by_time_and_by_name(
    filled: Filled, tmp_path: Path
) -> None:
    home, refs = filled
    asked = {
        "kind": Choice(kinds=("feed", "diaper")),
        "person": Choice(people=("Jonas",), kinds=("visit", "payment")),
        "child": Choice(people=("Lida",), kinds=("diaper", "feed")),
        "time": Choice(since="2026-02-07", until="2026-02-09"),
        "name": Choice(refs=(refs["feed"].lower(),)),
        "both": Choice(kinds=("visit",), refs=(refs["feed"],)),
    }

    found = {
        name: sorted(
            plan(home, order=Order(out=str(tmp_path / "x"), to="Court", choice=one)).kinds
        )
        for name, one in asked.items()
    }

    assert found == {
        "kind": ["diaper", "feed"],
        "person": ["payment", "visit"],
        "child": ["diaper"],
        "time": ["note", "visit"],
        "name": ["feed"],
        "both": ["feed", "visit"],
    }


def test_an_entry_that_was_taken_back_never_goes_without_saying_so(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        said(home, "child", name="Vera")
        ref = said(home, "feed", child="Vera", ml="300")
        retract(home, ref=ref, why="it was 30", book="record")

        handed(home, order(tmp_path / "out", kinds=("feed",)))

    assert kinds(tmp_path / "out") == ["feed", "retraction"]


@pytest.mark.parametrize("field", ["place", "note", "when", "person", "children", "sealed"])
def test_any_field_of_a_kind_can_be_withheld_and_is_in_no_file(
    filled: Filled, tmp_path: Path, field: str
) -> None:
    home, _ = filled
    out = tmp_path / "out"

    handed(home, order(out, rules=Rules((f"visit:{field}",)), kinds=("visit",)))

    assert holds(out)
    [visit] = entries(out)
    assert field not in visit
    assert field != "place" or PLACE.encode() not in everything(out)
    manifest = json.loads((out / "release.json").read_bytes())
    assert {"entries": 1, "field": field, "kind": "visit"} in manifest["withheld"]
    assert f"visits: {field} (1)" in (out / "README.en.txt").read_text("utf-8")


def test_a_field_of_one_entry_can_be_withheld(filled: Filled, tmp_path: Path) -> None:
    home, refs = filled
    rules = Rules(entries=(f"{refs['note'].lower()}:text",))

    planned = handed(home, order(tmp_path / "out", rules=rules, kinds=("note", "visit")))

    assert planned.withheld["note", "text"] == 1
    assert b"We live in" not in everything(tmp_path / "out")
    assert holds(tmp_path / "out")


def test_the_set_for_safety_hides_places_numbers_and_further_contacts(
    filled: Filled, tmp_path: Path
) -> None:
    home, refs = filled

    planned = handed(home, order(tmp_path / "out", rules=Rules(safety=True)))

    gone = set(planned.withheld)
    assert {("visit", "place"), ("person", "aliases"), ("call", "parties")} <= gone
    assert ("message", "parties") not in gone
    assert planned.still == [(refs["note"], "text")]
    assert b"+4915112345" not in everything(tmp_path / "out")


def test_a_withheld_word_that_still_stands_elsewhere_is_named_before_anything_leaves(
    filled: Filled, tmp_path: Path
) -> None:
    home, refs = filled
    asked = order(tmp_path / "out", rules=Rules(("place",)), kinds=("visit", "note"))

    assert plan(home, order=asked).still == [(refs["note"], "text")]
    assert not (tmp_path / "out").exists()


def test_an_original_that_holds_something_withheld_stays_here(
    filled: Filled, tmp_path: Path
) -> None:
    home, _ = filled
    messages = home.of_kind("record", "message")
    rules = Rules(entries=(f"{messages[1].ref}:text",))

    planned = handed(home, order(tmp_path / "out", rules=rules, kinds=("message",)))

    [fate] = planned.fates
    assert (fate.name, fate.how) == ("chat.txt", "excerpt")
    assert b"not coming this weekend" not in everything(tmp_path / "out")
    assert b"They waited for you" in everything(tmp_path / "out")
    assert holds(tmp_path / "out")


def test_of_a_file_only_the_stretches_of_chosen_entries_go_along(
    filled: Filled, tmp_path: Path
) -> None:
    home, _ = filled
    refs = tuple(one.ref for one in home.of_kind("record", "message"))[1:3]

    handed(home, order(tmp_path / "out", refs=refs))

    [excerpt] = (tmp_path / "out/excerpts").iterdir()
    origins = [one["origin"] for one in entries(tmp_path / "out") if one["kind"] == "message"]
    stretches = [CHAT[one["start"] : one["end"]] for one in origins]  # type: ignore[index]  # JSON
    assert excerpt.read_bytes() == b"".join(stretches)
    assert not (tmp_path / "out/originals").exists()


def test_a_file_in_which_a_withheld_word_of_another_entry_stands_stays_here(
    tmp_path: Path,
) -> None:
    with new_home(tmp_path) as home:
        fill(home, tmp_path)
        said(home, "incident", what="he rang", place="at the window", at="2026-02-09")
        asked = order(tmp_path / "out", rules=Rules(("place",)))

        planned = plan(home, order=asked)

    assert {one.name: one.how for one in planned.fates}["chat.txt"] == "left-out"


def test_sealed_to_somebody_only_their_key_opens_it_with_plain_age_and_tar(
    filled: Filled, tmp_path: Path
) -> None:
    home, _ = filled
    key, out = tmp_path / "key", tmp_path / "brandt.tar.age"
    made = subprocess.run(["age-keygen", "-o", key], capture_output=True, check=True)
    recipient = made.stderr.decode().split()[-1]

    handed(home, Order(out=str(out), to=recipient, made_for="A. Brandt"))

    opened = subprocess.run(["age", "-d", "-i", key, out], capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", tmp_path], input=opened.stdout, check=True)
    assert holds(tmp_path / "release")
    assert releases(home, book="record")[-1].recipient == recipient
    assert b"Jonas" not in out.read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "brandt.tar.age",
        "key",
        "release",
    ]


def test_what_cannot_be_packed_to_its_end_is_not_handed_out_as_whole(
    filled: Filled, tmp_path: Path
) -> None:
    home, _ = filled
    film = Piece("film", "ab" * 32, 9 << 30)  # too large for old archives, and not in the vault

    with pytest.raises(VaultError):
        into_age(home, [film], tmp_path / "out.age", home.vault.recipient, lambda: None)

    assert list(tmp_path.iterdir()) == []


def test_what_was_handed_out_is_listed_with_its_entries_and_what_was_withheld(
    filled: Filled, tmp_path: Path
) -> None:
    home, refs = filled

    handed(home, order(tmp_path / "out", rules=Rules(("note",)), refs=(refs["feed"],)))

    last = releases(home, book="record")[-1]
    assert (last.to, last.form, last.name) == ("Court", "share", "out")
    assert last.entries == (refs["feed"],)
    assert last.withheld == {"feed:note": 1, "feed:origin": 1}
    note = json.loads((tmp_path / "out/release.json").read_bytes())["note"]
    assert note.split("\n")[2] == last.root


def test_nothing_is_planned_for_what_is_not_there(filled: Filled, tmp_path: Path) -> None:
    home, _ = filled
    (tmp_path / "taken").mkdir()
    asked = {
        "no-such-book": Order(out=str(tmp_path / "x"), to="Court", book="diary"),
        "unknown-person": order(tmp_path / "x", people=("Nobody",)),
        "no-such-field": order(tmp_path / "x", rules=Rules(("kind",))),
        "share-exists": order(tmp_path / "taken"),
        "not-written": order(tmp_path / "no/where"),
        "no-such-recipient": order(tmp_path / "x", to="age1nobody"),
    }

    for name, one in asked.items():
        with pytest.raises(Failure, match=name) as raised:
            plan(home, order=one)
        assert raised.value.code in {Exit.WRONG_USAGE, Exit.NOT_READABLE}
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]


def test_a_share_that_could_not_be_written_is_not_listed_and_leaves_nothing(
    filled: Filled, tmp_path: Path
) -> None:
    home, refs = filled
    before = len(releases(home, book="record"))
    planned = plan(home, order=order(tmp_path / "out", refs=(refs["feed"],)))
    blocked = tmp_path / "out"
    blocked.write_bytes(b"somebody was faster")

    with pytest.raises(Failure, match="not-written"):
        hand_over(home, planned, words=catalogue("en"))

    assert blocked.read_bytes() == b"somebody was faster"
    assert list(tmp_path.iterdir()) == [blocked]
    assert len(releases(home, book="record")) == before
