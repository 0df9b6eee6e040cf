"""Trackers taken in from end to end: twice is once, and what nobody said stays unknown."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app import take_in as taking
from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.ask import read
from hearthbook.app.diary import begin_child
from hearthbook.app.preview import Preview
from hearthbook.app.words import catalogue
from hearthbook.base.units import Unit
from hearthbook.findings.care import care
from hearthbook.index.search import Sought
from hearthbook.records.family import Measurement
from hearthbook.records.provenance import Import
from hearthbook.records.resolution import facts
from hearthbook.records.resolution import known
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.records.resolution import Resolved

SAMPLES = Path(__file__).parents[1] / "sources"
MIA = (SAMPLES / "huckleberry/mia.csv").read_bytes()
GROWTH = (
    "Type,Start,End,Duration,Start Condition,Start Location,End Condition,Notes\n"
    + "Growth,2026-10-26 10:00,,,7.25kg,66cm,43.2cm,\n" * 5
).encode()


def told(home: Household) -> list[Resolved]:
    return facts(home.entries("record"))


def chronology(home: Household) -> str:
    shown = ask(
        home,
        finding="chronology",
        asking=Asking(),
        book="record",
        words=catalogue("en"),
    )
    return json.dumps([*shown.rows])


def test_a_file_of_one_child_is_about_the_child_that_somebody_names(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        begin_child(home, "Mia")
        first = taken(home, file_in(tmp_path, "a.csv", MIA), zone="Europe/Berlin", child="Mia")

        sleeps = [one for one in told(home) if one.kind == "sleep"]

    assert first.kinds["sleep"] == len(sleeps) == 2
    assert {one.others for one in sleeps} == {("mia",)}


def test_a_child_said_later_holds_for_what_was_taken_in_before(tmp_path: Path) -> None:
    path = file_in(tmp_path, "a.csv", MIA)
    with new_home(tmp_path) as home:
        begin_child(home, "Mia")
        first = taken(home, path, zone="Europe/Berlin")
        before = {one.others for one in told(home) if one.kind == "sleep"}
        second = taken(home, path, zone="Europe/Berlin", child="Mia")
        after = {one.others for one in told(home) if one.kind == "sleep"}

    assert "child" in first.unsaid
    assert (second.new, second.known) == (0, first.new)
    assert (before, after) == ({()}, {("mia",)})


def test_units_are_a_statement_about_the_file_and_can_be_said_later(tmp_path: Path) -> None:
    path = file_in(tmp_path, "weight.csv", (SAMPLES / "baby_buddy/weight.csv").read_bytes())
    with new_home(tmp_path) as home:
        first = taken(home, path, zone="Europe/Berlin")
        unsaid = chronology(home)
        second = taking.take_in(
            home,
            path=path,
            said=taking.Said(units=(Unit.KG,)),
            move=lambda _done, _total: None,
        )
        said = chronology(home)
        values = [x.record.value for x in told(home) if isinstance(x.record, Measurement)]
        found = known(home.entries("record")).units(first.digest)

    assert second.new == 0
    assert "units" in first.unsaid
    assert found == (Unit.KG,)
    assert values == [None, None, None]
    assert "4.35 (no unit in the file)" in unsaid
    assert "4.35 kg (the unit was said by a person)" in said


def test_readings_of_the_nights_the_clocks_change_are_counted(tmp_path: Path) -> None:
    autumn = (SAMPLES / "baby_buddy/feeding.csv").read_bytes()
    spring = (SAMPLES / "baby_buddy/diaperchange.csv").read_bytes()

    with new_home(tmp_path) as home:
        feeds = taken(home, file_in(tmp_path, "f.csv", autumn), zone="Europe/Berlin")
        diapers = taken(home, file_in(tmp_path, "d.csv", spring), zone="Europe/Berlin")

    assert feeds.clocks == {"twice": 2}
    assert diapers.clocks == {"never": 1}


def test_a_zip_of_all_models_is_taken_in_with_every_byte(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for sample in sorted((SAMPLES / "baby_buddy").glob("*.csv")):
            archive.write(sample, sample.name)
        archive.writestr("photo.jpg", b"\xff\xd8\xff" + b"x" * 50)

    with new_home(tmp_path) as home:
        path = file_in(tmp_path, "export.zip", held.getvalue())
        first = taken(home, path, zone="Europe/Berlin")
        second = taken(home, path, zone="Europe/Berlin")

    assert first.kinds["feed"] == 7
    assert first.kinds["profile"] == 3
    assert first.kinds["photo"] == 1
    assert (second.new, second.known) == (0, first.new)


@pytest.mark.parametrize("block", [1, 2])
def test_records_of_one_row_may_come_in_several_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(taking, "_BLOCK", block)

    with new_home(tmp_path) as home:
        found = taken(home, file_in(tmp_path, "g.csv", GROWTH), zone="Europe/Berlin")
        [last] = [x.record for x in told(home) if isinstance(x.record, Import)]

    assert found.kinds == {"frame": 1, "measurement": 15}
    assert (last.records, last.snags) == (16, 0)


def test_acts_of_a_tracker_are_counted_for_nobody_named(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        begin_child(home, "Mia")
        taken(home, file_in(tmp_path, "a.csv", MIA), zone="Europe/Berlin", child="Mia")
        held = read(home, asking=Asking(), book="record")
        found = care(held.facts, held.scope)

    assert [one.person for one in found.persons] == [""]
    assert [one.child_name for one in found.children] == ["Mia"]


def test_a_preview_counts_acts_children_and_who_wrote_them_down(tmp_path: Path) -> None:
    data = (SAMPLES / "nara/twins.csv").read_bytes()
    preview = Preview(file_in(tmp_path, "nara.csv", data), None)
    for _ in preview.lines():
        pass

    found = preview.summary()

    assert found["children"] == {"Mia": 11, "Lea": 8}
    assert found["recorded_by"] == {"Anna": 19, "Jonas": 1}
    assert isinstance(found["acts"], dict)
    assert found["acts"]["feed bottle"] == 1


def test_the_children_a_file_names_are_told(tmp_path: Path) -> None:
    data = (SAMPLES / "baby_buddy/feeding.csv").read_bytes()

    with new_home(tmp_path) as home:
        found = taken(home, file_in(tmp_path, "f.csv", data), zone="Europe/Berlin")

    assert found.children == {"Lea Berg": 4, "Mia Berg": 3}


def test_what_stands_in_a_detail_can_be_found(tmp_path: Path) -> None:
    with new_home(tmp_path) as home:
        taken(home, file_in(tmp_path, "a.csv", MIA), zone="Europe/Berlin", child="Mia")
        found = home.index("record").search(Sought(words="paracetamol"), 10)

    assert len(found) == 1
