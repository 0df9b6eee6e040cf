"""The files of entries that are handed out go along, or it is said of each why it does not."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from msgspec import structs

from hearthbook.app.diary import correct
from hearthbook.app.erase import erase
from hearthbook.app.erase import to_erase
from hearthbook.app.failure import Failure
from hearthbook.app.handing import _Kept
from hearthbook.app.share import Rules
from hearthbook.app.share import plan
from hearthbook.app.verify import verify_release
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken
from tests.app.pictures import joined
from tests.app.pictures import picture
from tests.app.sharing import entries
from tests.app.sharing import everything
from tests.app.sharing import handed
from tests.app.sharing import order
from tests.app.sharing import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.household import Household
    from hearthbook.app.share import Plan

    Filled = tuple[Household, str, str]

RASH, DOOR = picture("red"), picture("blue", place=True)
VERIFIER = Path(__file__).parents[2] / "verifier/hearthbook_verify.py"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Yield a vault with two incidents: one has a photo, the other one with a place, a chat."""
    with new_home(tmp_path_factory.mktemp("enclosing")) as home:
        said(home, "child", name="Vera")
        rash = said(home, "incident", what="A rash on the arm", at="2026-02-04")
        door = said(home, "incident", what="The door was kicked in", at="2026-02-08")
        said(home, "note", text="quiet", at="2026-02-09")
        joined(home, rash, "rash.jpg", RASH)
        joined(home, door, "door.jpg", DOOR)
        joined(home, door, "chat.txt", CHAT)
        yield home, rash, door


def becomes(planned: Plan) -> list[tuple[str, str, str]]:
    return [(one.name, one.how, one.why) for one in planned.files]


def originals(out: Path) -> set[bytes]:
    return {one.read_bytes() for one in out.glob("originals/*")}


def test_the_files_of_a_chosen_entry_go_along_and_those_of_others_do_not(
    filled: Filled, tmp_path: Path
) -> None:
    home, rash, _ = filled

    planned = handed(home, order(tmp_path / "out", refs=(rash,)))

    kinds = [one["kind"] for one in entries(tmp_path / "out")]
    assert sorted(map(str, kinds)) == ["attached", "import", "incident", "photo"]
    assert originals(tmp_path / "out") == {RASH}
    [file] = planned.files
    assert (file.of, file.name, file.media_type) == (rash, "rash.jpg", "image/jpeg")
    assert (file.size, file.sha256) == (len(RASH), sha256(RASH).hexdigest())
    assert (tmp_path / "out" / file.file).read_bytes() == RASH


def test_whoever_gets_them_can_check_them_without_us(filled: Filled, tmp_path: Path) -> None:
    home, rash, _ = filled
    out = tmp_path / "out"
    handed(home, order(out, refs=(rash,)))

    whole = subprocess.run([sys.executable, VERIFIER, out], capture_output=True, check=False)
    [photo] = out.glob("originals/*")
    photo.write_bytes(DOOR)
    changed = subprocess.run([sys.executable, VERIFIER, out], capture_output=True, check=False)

    assert (whole.returncode, changed.returncode) == (0, 1)
    assert not all(one.passed for one in verify_release(str(out)))


def test_a_photo_with_a_place_stays_and_what_is_read_into_many_entries_does_too(
    filled: Filled, tmp_path: Path
) -> None:
    home, _, door = filled
    out = tmp_path / "out"

    planned = handed(home, order(out, refs=(door,)))

    assert becomes(planned) == [
        ("door.jpg", "left-out", "place"),
        ("chat.txt", "left-out", "not-chosen"),
    ]
    assert originals(out) == set()
    page = (out / "README.en.txt").read_text("utf-8")
    assert f"{door}: door.jpg, image/jpeg" in page
    assert "not handed out, the place where it was made stands, or may stand, in it" in page
    assert (
        f"{door}: chat.txt, SHA-256 {sha256(CHAT).hexdigest()}: not handed out, not all" in page
    )
    assert "message" not in {one["kind"] for one in entries(out)}
    assert b"latitude" not in everything(out)


def test_with_places_a_photo_goes_as_it_came_in_and_that_is_said(
    filled: Filled, tmp_path: Path
) -> None:
    home, _, door = filled
    out = tmp_path / "out"

    handed(home, order(out, refs=(door,), rules=Rules(places=True)))

    assert originals(out) == {DOOR}
    [photo] = [one for one in entries(out) if one["kind"] == "photo"]
    assert photo["whereabouts"] is not None
    assert "and perhaps the place" in (out / "README.en.txt").read_text("utf-8")


def test_for_safety_no_photo_goes_and_its_name_is_not_said(
    filled: Filled, tmp_path: Path
) -> None:
    home, rash, _ = filled
    out = tmp_path / "out"

    planned = handed(home, order(out, refs=(rash,), rules=Rules(safety=True)))

    assert becomes(planned) == [("", "left-out", "safety")]
    assert b"rash.jpg" not in everything(out)
    with pytest.raises(Failure, match="places-or-safety"):
        plan(home, order=order(tmp_path / "x", rules=Rules(safety=True, places=True)))


def test_without_originals_each_file_is_named_as_not_handed_out(
    filled: Filled, tmp_path: Path
) -> None:
    home, rash, _ = filled
    asked = structs.replace(order(tmp_path / "out", refs=(rash,)), originals=False)

    planned = handed(home, asked)

    assert becomes(planned) == [("rash.jpg", "left-out", "no-originals")]
    assert originals(tmp_path / "out") == set()


@pytest.mark.parametrize("field", ["attached:of", "attached:original"])
def test_of_a_file_whose_belonging_is_withheld_nothing_is_said(
    filled: Filled, tmp_path: Path, field: str
) -> None:
    home, rash, _ = filled

    planned = plan(home, order=order(tmp_path / "x", refs=(rash,), rules=Rules((field,))))

    assert planned.files == ()


@pytest.mark.parametrize("field", ["photo:width", "photo:when"])
def test_of_a_file_of_which_something_is_withheld_no_hash_goes_along(
    filled: Filled, tmp_path: Path, field: str
) -> None:
    home, rash, _ = filled
    out = tmp_path / "out"

    planned = handed(home, order(out, refs=(rash,), rules=Rules((field,))))

    [told] = planned.files
    assert (told.name, told.sha256, told.size) == ("rash.jpg", "", None)
    assert sha256(RASH).hexdigest().encode() not in everything(out)


def test_a_name_that_is_withheld_in_every_entry_is_in_no_file(
    filled: Filled, tmp_path: Path
) -> None:
    home, rash, _ = filled
    rules = Rules(("attached:name", "photo:name", "import:name"))

    planned = handed(home, order(tmp_path / "out", refs=(rash,), rules=rules))

    assert becomes(planned) == [("", "left-out", "withheld")]
    assert b"rash.jpg" not in everything(tmp_path / "out")


def test_an_entry_written_anew_brings_what_ties_it_to_the_file_of_the_first(
    tmp_path: Path,
) -> None:
    with new_home(tmp_path) as home:
        first = said(home, "incident", what="A rash", at="2026-02-04")
        joined(home, first, "rash.jpg", RASH)
        values = {"what": ["A red rash"], "at": ["2026-02-05"]}
        new = correct(home, ref=first, values=values, why="", book="record")

        planned = plan(home, order=order(tmp_path / "x", refs=(new,)))

    assert sorted(planned.kinds) == ["attached", "correction", "import", "incident", "photo"]
    assert [(one.of, one.how) for one in planned.files] == [(new, "whole")]


def test_a_paper_that_an_entry_names_goes_along(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        note = said(home, "note", text="the letter came", at="2026-02-04")
        joined(home, note, "letter.bin", b"\x00\x01 a letter of the court")
        paper = home.of_kind("record", "document")[0].ref
        hearing = said(home, "appointment", what="Hearing", at="2026-02-20", document=paper)

        planned = handed(home, order(tmp_path / "out", refs=(hearing,)))

    assert [(one.of, one.name, one.how) for one in planned.files] == [
        (hearing, "letter.bin", "whole")
    ]
    assert sorted(planned.kinds) == ["appointment", "document", "import"]


@pytest.mark.parametrize(
    "sign", [b"GPSLatitude", b"com.apple.quicktime.location.ISO6709", b"\xa9xyz"]
)
def test_a_file_in_which_a_program_wrote_a_place_stays(tmp_path: Path, sign: bytes) -> None:
    with new_home(tmp_path) as home:
        ref = said(home, "incident", what="A rash", at="2026-02-04")
        joined(home, ref, "rash.jpg", RASH + bytes(70_000) + sign + bytes(9))

        planned = plan(home, order=order(tmp_path / "x", refs=(ref,)))

    assert becomes(planned) == [("rash.jpg", "left-out", "place")]


@pytest.mark.parametrize(("raw", "how"), [(RASH, "whole"), (DOOR, "left-out")])
def test_an_archive_with_a_photo_goes_only_if_no_place_was_found_in_it(
    tmp_path: Path, raw: bytes, how: str
) -> None:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("_chat.txt", CHAT)
        archive.writestr("IMG-1.jpg", raw)
    with new_home(tmp_path) as home:
        path = file_in(tmp_path, "chat.zip", held.getvalue())
        taken(home, path, zone="Europe/Berlin", me="Anna")

        planned = plan(home, order=order(tmp_path / "x"))

    why = "" if how == "whole" else "place"
    assert [(one.name, one.how, one.why) for one in planned.fates] == [("chat.zip", how, why)]


def test_a_photo_that_could_not_be_looked_into_stays(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        ref = said(home, "incident", what="A rash", at="2026-02-04")
        joined(home, ref, "rash.jpg", RASH[:20])

        planned = plan(home, order=order(tmp_path / "x", refs=(ref,)))

    assert planned.kinds["photo"] == 1
    assert becomes(planned) == [("rash.jpg", "left-out", "place")]


def test_what_is_in_an_archive_does_not_come_along_with_it(tmp_path: Path) -> None:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("letter.bin", b"a letter to somebody else")
    with new_home(tmp_path) as home:
        ref = said(home, "incident", what="A rash", at="2026-02-04")
        joined(home, ref, "all.zip", held.getvalue())

        planned = plan(home, order=order(tmp_path / "x", refs=(ref,)))

    assert sorted(planned.kinds) == ["attached", "incident"]
    assert becomes(planned) == [("all.zip", "left-out", "not-chosen")]


def test_of_a_paper_that_was_erased_it_is_said_that_there_was_one(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        path = file_in(tmp_path, "letter.bin", b"\x00\x01 a letter of the court")
        taken(home, path)
        paper = home.of_kind("record", "document")[0].ref
        hearing = said(home, "appointment", what="Hearing", at="2026-02-20", document=paper)
        erase(home, to_erase(home, refs=[paper], book="record"), why="not hers")

        planned = handed(home, order(tmp_path / "out", refs=(hearing,)))

    assert becomes(planned) == [("", "left-out", "erased")]
    assert b"letter.bin" not in everything(tmp_path / "out")
    page = (tmp_path / "out/README.en.txt").read_text("utf-8")
    assert f"{hearing}: a file: not handed out, it was erased" in page


def test_a_place_is_seen_wherever_the_bytes_are_parted() -> None:
    sign = b"exif:GPSLatitude="

    for cut in range(len(sign)):
        kept = _Kept([])
        for part in (b"x" * 40 + sign[:cut], sign[cut:], b"x" * 40):
            kept.write(part)
        assert kept.tells_a_place, cut


def test_the_list_for_reading_names_the_files_beside_their_entry(
    filled: Filled, tmp_path: Path
) -> None:
    home, rash, _ = filled

    planned = handed(home, order(tmp_path / "out", refs=(rash,)))

    with (tmp_path / "out/entries.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = {row["entry"]: row["files"] for row in csv.DictReader(table)}
    assert rows.pop(rash).endswith(f"handed out as {planned.files[0].file}")
    assert set(rows.values()) == {""}
    manifest = json.loads((tmp_path / "out/release.json").read_bytes())
    assert planned.files[0].sha256 in {one["sha256"] for one in manifest["files"]}
