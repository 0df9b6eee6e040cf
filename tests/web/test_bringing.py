"""Files that are brought in by the pages: what is asked, linked, said of them afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.household import household
from hearthbook.records.provenance import Import
from tests.app.homes import CHAT
from tests.app.homes import PASSPHRASE
from tests.app.test_take_in_trackers import MIA
from tests.web.test_keepsake import photo
from tests.web.test_screens import finished
from tests.web.test_screens import sent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.visiting import Visitor

LATER = CHAT + b"15/02/2026, 08:00 - Jonas: did it arrive\n"
MIAS = {"child-0": "Mia"}
CALL = (
    "<?xml version='1.0' encoding='UTF-8'?><calls count=\"1\"><call number=\"+4915112345670\" "
    'duration="0" date="1770150000000" type="3" contact_name="Uncle Bo" /></calls>'
)


def brought(mother: Visitor, name: str, raw: bytes, **said: str | list[str]) -> str:
    found = re.search(r'hx-post="/bring/([^"]+)"', sent(mother, "/bring", name, raw))
    assert found
    return finished(mother, mother.post(f"/bring/{found[1]}", **said))


def last_import(vault: Path) -> Import:
    with household(str(vault), PASSPHRASE) as home:
        record = home.of_kind("record", "import")[-1].record
    assert isinstance(record, Import)
    return record


def test_what_another_export_holds_too_is_linked_and_said(mother: Visitor) -> None:
    told = brought(mother, "later.txt", LATER, zone="Europe/Berlin", me="Anna")

    assert "Linked as the same message in another export: 5." in told


def test_a_file_that_is_in_says_so_before_anything_is_asked(mother: Visitor) -> None:
    assert "in already" in sent(mother, "/bring", "chat.txt", CHAT)


def test_a_tracker_is_asked_whose_it_is_and_in_which_units(
    mother: Visitor, household_of: Path
) -> None:
    asked = sent(mother, "/bring", "mia.csv", MIA)
    told = brought(mother, "mia.csv", MIA, zone="Europe/Berlin", unit=["ml", "kg"], **MIAS)

    assert 'name="child-0"' in asked
    assert asked.count('name="unit"') == 11
    assert 'data-done="taken"' in told
    said = last_import(household_of)
    assert (said.child, [str(one) for one in said.units]) == ("Mia", ["ml", "kg"])
    assert "Mia" in mother.get("/people").text


def test_what_nobody_said_is_named_afterwards(mother: Visitor) -> None:
    told = brought(mother, "other.csv", MIA + b"\n")

    assert "Nobody said which child" in told


def test_names_that_may_be_one_person_are_joined_only_by_a_yes(mother: Visitor) -> None:
    told = brought(mother, "calls.xml", CALL.encode(), zone="Europe/Berlin", me="Anna")
    before = mother.get("/people").text
    mother.post("/people/join", person="Uncle Bo", name=["+4915112345670"])
    after = mother.get("/people").text

    assert 'action="/people/join"' in told
    assert "Uncle Bo" in told
    assert "Uncle Bo" not in before
    assert "Uncle Bo" in after


@pytest.mark.parametrize("letter", ["k", "c"])
def test_the_book_is_the_one_that_was_asked_for(mother: Visitor, letter: str) -> None:
    page = mother.get(f"/bring?book={letter}").text
    preview = sent(mother, f"/bring?book={letter}", "laugh.jpg", photo())

    [checked] = re.findall(r'name="book" value="(\w+)" checked', preview)
    assert f'data-bring="/bring?book={letter}"' in page
    assert checked[0] == letter
