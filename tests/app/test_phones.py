"""The link that makes a phone ready: what it holds, and what it does not."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.failure import Failure
from hearthbook.app.phones import drawn
from hearthbook.app.phones import link
from hearthbook.app.phones import picture
from hearthbook.app.tapped import key_of
from tests.app.handset import twins_begun
from tests.app.homes import same_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household

PAGE = "https://diary.example/phone/"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Household]:
    folder = tmp_path_factory.mktemp("phones")
    copytree(twins_begun(), folder / "family.vault")
    with same_home(folder) as home:
        yield home


def test_the_link_holds_the_recipient_and_no_name_that_was_not_wanted(home: Household) -> None:
    full = link(home, page="https://diary.example/phone/", shown=["Ruth"], named=True)
    bare = link(home, page="https://diary.example/phone/", shown=[], named=False)

    assert full.endswith(f"&a={key_of(home.vault.recipient, 'ruth')}.Ruth")
    assert ".Mila" in full
    assert "Mila" not in bare
    assert bare.count("&c=") == 2
    assert bare.startswith(f"https://diary.example/phone/#v=1&to={home.vault.recipient}&")


@pytest.mark.parametrize("page", ["file:///phone/", "https://diary.example/#x", "diary"])
def test_only_the_address_of_a_page_makes_a_link(home: Household, page: str) -> None:
    with pytest.raises(Failure, match="phone-no-page"):
        link(home, page=page, shown=[], named=False)


def test_a_carer_nobody_knows_makes_no_link(home: Household) -> None:
    with pytest.raises(Failure, match="unknown-person"):
        link(home, page=PAGE, shown=["Nobody"], named=True)


def test_the_picture_is_square_and_bordered_in_light() -> None:
    rows = drawn("https://diary.example/").split("\n")

    assert {len(row) for row in rows} == {len(rows[0])}
    assert set(rows[0]) == {"█"}
    assert len(rows) * 2 - len(rows[0]) in {0, 1}


def test_a_picture_is_an_svg_or_a_png(tmp_path: Path) -> None:
    picture("https://diary.example/", str(tmp_path / "phone.svg"))
    picture("https://diary.example/", str(tmp_path / "phone.png"))

    assert b"<svg" in (tmp_path / "phone.svg").read_bytes()
    assert (tmp_path / "phone.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(Failure, match="phone-no-picture"):
        picture("https://diary.example/", str(tmp_path / "phone.gif"))
