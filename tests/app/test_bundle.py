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
from hearthbook.app.verify import verify_bundle
from hearthbook.app.words import catalogue
from hearthbook.records.event import Release
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

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
