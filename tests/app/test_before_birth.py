"""Pregnancy, bed rest, hospital: written down with papers, and told in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.app.diary import log
from hearthbook.app.entry import opened
from hearthbook.app.failure import Failure
from hearthbook.app.finding import Asking
from hearthbook.app.finding import worked_out
from hearthbook.app.words import catalogue
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household

WORDS = catalogue("en")
REST = {
    "stay": ["bed-rest"],
    "at": ["2025-10-01"],
    "until": ["2025-11-12"],
    "ordered-by": ["Dr. Springer"],
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with new_home(tmp_path) as one:
        yield one


def test_bed_rest_says_from_when_to_when_who_ordered_it_and_by_which_paper(
    home: Household, tmp_path: Path
) -> None:
    taken(home, file_in(tmp_path, "sick-note.bin", b"\x89 a scan of a sick note"))
    [paper] = home.of_kind("record", "document")
    ref = log(home, kind="stay", values=REST | {"document": [paper.ref]}, book="record")

    said = opened(home, book="record", ref=ref, words=WORDS)

    assert said.says == (
        "Bed rest of Anna",
        "ordered by Dr. Springer",
        "until 2025-11-12",
        f"attached 1: {paper.ref}",
    )
    assert said.happened.startswith("2025-10-01")


def test_the_time_before_the_birth_is_told_in_order(home: Household) -> None:
    seen = {"what": ["Two hearts were seen."], "expecting": ["2"], "week": ["9"]}
    log(home, kind="pregnancy", values=seen | {"at": ["2025-06-10"]}, book="record")
    log(home, kind="stay", values=REST, book="record")
    visit = {"what": ["scan"], "sort": ["medical"], "status": ["kept"], "at": ["2025-07-01"]}
    log(home, kind="appointment", values=visit, book="record")

    found = worked_out(home, finding="chronology", asking=Asking(), book="record", words=WORDS)

    told = [line.cells[1] for line in found.lines]
    assert told == [
        "Pregnancy of Anna: Two hearts were seen.; expecting 2; week 9",
        "With a doctor: scan (took place)",
        "Bed rest of Anna; ordered by Dr. Springer; until 2025-11-12",
    ]


def test_a_stay_does_not_end_before_it_begins(home: Household) -> None:
    with pytest.raises(Failure, match="ends-too-early"):
        log(home, kind="stay", values=REST | {"until": ["2025-09-30"]}, book="record")

    assert home.of_kind("record", "stay") == []
