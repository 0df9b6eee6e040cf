"""Under each line stand its files; from a file one gets to its line, and from there back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from hearthbook.app.words import catalogue
from hearthbook.papers.annex import originals_section
from hearthbook.papers.beside import tied
from hearthbook.papers.block import Grid
from hearthbook.papers.citing import Citing
from hearthbook.papers.galley import Galley
from hearthbook.papers.page import Bundle
from hearthbook.papers.page import Chronology
from hearthbook.papers.page import Original
from tests.papers.bundles import COVER
from tests.papers.bundles import attached
from tests.papers.bundles import bubble
from tests.papers.bundles import pressed
from tests.papers.bundles import ref
from tests.papers.bundles import thread
from tests.papers.bundles import told
from tests.papers.opened import links
from tests.papers.opened import texts

if TYPE_CHECKING:
    from hearthbook.papers.page import Pressed

RASH, NOTE = "ab" * 32, "cd" * 32
FIRST = ref(100_000)


def original(number: int, name: str, sha256: str) -> Original:
    return Original(ref(number), name, "photo", sha256, 700, "1 Aug", 1, 0)


def with_files() -> Bundle:
    """Return a bundle whose first line and second message have a file, and one that is gone."""
    lines = told(3)
    gone = structs.replace(attached(FIRST, "", "erased"), refs=(FIRST,))
    first = structs.replace(lines.lines[0], files=(attached(FIRST, RASH), gone))
    happened = Chronology(lines.basis, (first, *lines.lines[1:]), lines.undated)
    note = structs.replace(attached(ref(2), NOTE, "n.ogg"), refs=(ref(901), ref(910)))
    second = structs.replace(bubble(2, "Look."), files=(note,))
    talk = thread(bubble(1, "What?"), second)
    files = (original(900, "rash.jpg", RASH), original(901, "n.ogg", NOTE))
    return Bundle(
        cover=COVER,
        chronology=happened,
        transcripts=(talk,),
        originals=tied((*files, original(902, "chat.txt", "ef" * 32)), happened, (talk,)),
    )


@pytest.fixture(scope="module")
def paper() -> Pressed:
    return pressed(with_files())


def printed(paper: Pressed) -> str:
    return " ".join(" ".join(texts(paper.pdf)).split())


def test_a_file_stands_under_its_line_and_is_said_not_to_be_in_the_paper(
    paper: Pressed,
) -> None:
    read = printed(paper)

    assert "File: rash.jpg (image/jpeg). The file itself is not in this paper; see O.1" in read
    assert f"p. 3 · SHA-256 {RASH}" in read
    assert "File: erased. It is not in this paper." in read
    assert "not in this paper; see O.2" in read
    assert "A paper holds no files" in read


def test_each_original_names_the_entries_told_here_that_it_belongs_to(paper: Pressed) -> None:
    read = printed(paper)

    assert f"O.1 · SHA-256 {RASH} Belongs to the entry {FIRST} p. 1" in read
    assert f"O.2 · SHA-256 {NOTE} Belongs to the entry {ref(2)} p. 2" in read
    assert read.count("Belongs to the entry") == 2


def test_what_says_that_a_file_belongs_to_an_entry_is_in_the_paper(paper: Pressed) -> None:
    assert {ref(910), ref(911)} <= set(paper.places)
    assert paper.lists["O.1"] == (ref(900), ref(910), ref(911))
    assert "O.2" not in paper.lists


def test_from_a_line_a_link_leads_to_its_file_and_back(paper: Pressed) -> None:
    line, listed = (paper.places[one].page - 1 for one in (FIRST, ref(900)))

    assert {(line, listed), (listed, line)} <= set(links(paper.pdf))


def test_a_day_in_the_list_of_originals_is_not_parted() -> None:
    one = structs.replace(original(900, "rash.jpg", RASH), taken_in="2026-11-25 04:13")
    known = Citing({ref(900): "O.1"}, {})

    [grid] = [
        block
        for block in originals_section((one,), known, Galley(catalogue("en"))).blocks
        if isinstance(block, Grid)
    ]

    assert [column.least for column in grid.columns if column.name.said == "Taken in"] == [10]


def test_a_paper_without_such_files_says_nothing_of_them() -> None:
    bare = Bundle(cover=COVER, chronology=told(3), originals=())

    assert "A paper holds no files" not in printed(pressed(bare))
