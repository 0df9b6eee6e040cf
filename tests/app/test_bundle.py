"""A bundle and its manifest stand or fall together; nothing half-written, nothing unproved."""

from __future__ import annotations

import json
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.bundle import Order
from hearthbook.app.bundle import _written
from hearthbook.app.bundle import make_bundle
from hearthbook.app.diary import log
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.notices import DOCUMENT
from hearthbook.app.verify import verify_bundle
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.records.event import Release
from hearthbook.records.file import Photo
from hearthbook.sources import READERS
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken
from tests.app.pictures import joined
from tests.app.pictures import picture
from tests.papers.opened import texts

if TYPE_CHECKING:
    from hearthbook.app.bundle import Bundled
    from hearthbook.app.household import Household


def said(home: Household, kind: str, **values: str) -> str:
    return log(home, kind=kind, values={k: [v] for k, v in values.items()}, book="record")


def pressed(home: Household, path: Path, **order: str) -> Bundled:
    asked = Order(paper=str(path), **order)  # type: ignore[arg-type]  # the text fields of Order
    return make_bundle(home, order=asked, words=catalogue("en"), move=lambda _d, _t: None)


def fill(home: Household, folder: Path) -> None:
    said(home, "child", name="Vera")
    said(home, "person", name="Jonas", relation="father")
    said(home, "person", name="Gerda", relation="grandmother", alias="+4915112345670")
    said(home, "feed", child="Vera", ml="90", at="2026-02-04T03:15")
    said(home, "visit", person="Jonas", child="Vera", status="missed", at="2026-02-07")
    taken(home, file_in(folder, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
    taken(home, file_in(folder, "calls.xml", CALLS))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    with new_home(folder) as home:
        fill(home, folder)
        pressed(home, folder / "bundle.pdf", person="Jonas", thread="Jonas")
    return folder / "bundle.pdf"


def passed(path: Path) -> bool:
    return all(check.passed for check in verify_bundle(str(path)))


def copied(bundle: Path, folder: Path) -> Path:
    for path in (bundle, Path(f"{bundle}.json")):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder / bundle.name


def test_a_bundle_as_it_was_pressed_passes_every_check(bundle: Path) -> None:
    assert passed(bundle)


def test_a_bundle_is_for_its_owner_alone_and_makes_no_folder(tmp_path: Path) -> None:
    out = tmp_path / "bundle.pdf"
    files = {out: b"paper", tmp_path / "bundle.pdf.json": b"{}"}

    _written(files)
    with pytest.raises(Failure, match="not-written"):
        _written({tmp_path / "mistyped/bundle.pdf": b"paper"})

    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


@pytest.mark.parametrize("ending", ["", ".json"])
def test_any_changed_byte_of_the_paper_or_of_its_manifest_is_found(
    bundle: Path, tmp_path: Path, ending: str
) -> None:
    copy = copied(bundle, tmp_path)
    target = Path(f"{copy}{ending}")
    raw = target.read_bytes()
    step = max(1, len(raw) // 150)

    for at in range(0, len(raw), step):
        target.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        assert not passed(copy), at
    target.write_bytes(raw + b"\n")
    assert not passed(copy)


def test_without_its_manifest_nothing_is_claimed(bundle: Path, tmp_path: Path) -> None:
    copy = copied(bundle, tmp_path)
    Path(f"{copy}.json").unlink()

    with pytest.raises(Failure) as raised:
        verify_bundle(str(copy))

    assert raised.value.code is Exit.NOT_READABLE


def test_from_a_line_of_the_paper_a_stranger_reaches_the_bytes_of_an_original(
    bundle: Path,
) -> None:
    manifest = json.loads(Path(f"{bundle}.json").read_bytes())
    shown = [
        {name: value for _, name, value in map(json.loads, item["disclosures"])}
        for item in manifest["items"]
    ]

    [message] = [one for one in shown if one.get("text") == "I am not coming this weekend"]

    origin = message["origin"]
    assert origin["original"] == sha256(CHAT).hexdigest()
    assert b"I am not coming this weekend" in CHAT[origin["start"] : origin["end"]]
    assert origin["original"] in {one["sha256"] for one in manifest["originals"]}


def test_an_entrys_files_stand_under_it_with_their_sha256_and_without_their_place(
    tmp_path: Path,
) -> None:
    with new_home(tmp_path) as home:
        fill(home, tmp_path)
        ref = said(home, "incident", what="The door was kicked in", at="2026-02-08")
        digest = joined(home, ref, "door.jpg", picture("red", place=True))
        pressed(home, tmp_path / "b.pdf")
        tie = home.of_kind("record", "attached")[0].ref
        photo = home.of_kind("record", "photo")[0]

    read = " ".join(" ".join(texts((tmp_path / "b.pdf").read_bytes())).split())
    manifest = json.loads((tmp_path / "b.pdf.json").read_bytes())
    assert isinstance(photo.record, Photo)
    assert photo.record.whereabouts is not None
    assert f"File: door.jpg (image/jpeg, {photo.record.size} bytes)." in read
    assert f"SHA-256 {digest}" in read
    assert {tie, photo.ref} <= {one["ref"] for one in manifest["items"]}
    assert digest in {one["sha256"] for one in manifest["originals"]}
    assert "latitude" not in json.dumps(manifest)
    assert passed(tmp_path / "b.pdf")


def test_a_file_joined_to_a_message_stands_beside_it_in_the_transcript(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        fill(home, tmp_path)
        ref = home.of_kind("record", "message")[1].ref
        joined(home, ref, "screen.jpg", picture("red"))
        pressed(home, tmp_path / "b.pdf", thread="Jonas")

    read = " ".join(" ".join(texts((tmp_path / "b.pdf").read_bytes())).split())
    assert "File: screen.jpg (image/jpeg" in read
    assert f"Belongs to the entry {ref} p." in read


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_file_that_can_come_in_has_a_name_on_paper(language: str) -> None:
    readers = {one.name for one in READERS} | {DOCUMENT, "archive", "statement-table"}

    names = [catalogue(language)(f"reader-{one}") for one in sorted(readers)]

    assert all(names)


def test_a_file_that_no_reader_knows_keeps_no_bundle_from_being_pressed(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, "odd.bin", b"\x00\x01 no known kind of file"))
        pressed(home, tmp_path / "b.pdf")

    read = " ".join(" ".join(texts((tmp_path / "b.pdf").read_bytes())).split())
    assert "odd.bin kept whole, not read" in read


def test_what_was_handed_out_is_written_down(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        fill(home, tmp_path)
        pressed(home, tmp_path / "b.pdf", made_for="Family court")
        [entry] = home.of_kind("record", "release")

    assert isinstance(entry.record, Release)
    assert entry.record.to == "Family court"
    assert entry.record.paper == sha256((tmp_path / "b.pdf").read_bytes()).hexdigest()


def test_a_thread_nobody_has_writes_nothing_and_names_those_there_are(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        fill(home, tmp_path)
        with pytest.raises(Failure) as raised:
            pressed(home, tmp_path / "b.pdf", thread="Nobody")

    assert "Jonas" in raised.value.gaps["threads"]
    assert not list(tmp_path.glob("*b.pdf*"))
