from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
import segno

from hearthbook.app.failure import Failure
from hearthbook.app.household import household
from hearthbook.app.sheet import Sheet
from hearthbook.app.sheet import add_sheet
from hearthbook.app.sheet import put_sheet
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.base.time import in_utc
from hearthbook.papers.press import press_sheet
from hearthbook.vault import NoSuchKeyError
from tests.app.homes import new_home
from tests.papers.opened import texts

if TYPE_CHECKING:
    from pathlib import Path

EN = catalogue("en")
CODE = "0123P-4567M-89ABR-CDEFG-GHJKA-MNPQ8-RSTV4"
SHEET = Sheet("family.vault", "2379936f" * 4, "7K3Q", "Aunt Olga", "2026-11-24", CODE)


def code_on(pdf: Path) -> str:
    lines = texts(pdf.read_bytes())[0].splitlines()
    groups = {line.split()[0]: line.split()[1] for line in lines if len(line.split()) == 2}
    return "-".join(groups[str(place)] for place in range(1, 8))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_says_what_it_opens_how_and_where_to_keep_it(language: str) -> None:
    words = catalogue(language)

    [page] = texts(press_sheet(SHEET, words, made=in_utc(0)))

    flat = " ".join(page.split())
    for group in CODE.split("-"):
        assert group in flat
    for said in ("family.vault (2379936f)", "7K3Q Aunt Olga", "2026-11-24"):
        assert said in flat
    for name in ("sheet-title", "sheet-intro", "sheet-keep-away", "sheet-scan"):
        assert words(name) in flat


def test_the_squares_on_the_page_are_those_of_the_code() -> None:
    pdf = press_sheet(SHEET, EN, made=in_utc(0))
    matrix = [list(row) for row in segno.make_qr(CODE, error="q", boost_error=False).matrix]

    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
        picture = page.render(scale=4).to_pil().convert("L")
    width, height = picture.size

    def dark(x: int, y: int) -> bool:
        return bool(picture.getpixel((x, y)) < 64)

    # Black in the right third of the page is the code's own; its corner is where it begins.
    rows, columns = range(height // 5, height * 37 // 100), range(width * 2 // 3, width)
    found = [(x, y) for x in columns for y in rows if dark(x, y)]
    left, top = min(x for x, _ in found), min(y for _, y in found)
    module = (max(x for x, _ in found) + 1 - left) / len(matrix)
    middle = [int((at + 0.5) * module) for at in range(len(matrix))]
    drawn = [[dark(left + x, top + y) for x in middle] for y in middle]
    assert drawn == [[bool(square) for square in row] for row in matrix]


def test_equal_sheets_are_equal_bytes_and_none_says_its_code_in_a_trace() -> None:
    assert press_sheet(SHEET, EN, made=in_utc(0)) == press_sheet(SHEET, EN, made=in_utc(0))
    assert CODE not in repr(SHEET) + str(SHEET)


def test_a_new_sheet_opens_the_vault_and_only_its_owner_can_read_the_file(
    tmp_path: Path,
) -> None:
    file = tmp_path / "sheet.pdf"
    with new_home(tmp_path) as home:
        known_as = add_sheet(home, file=str(file), name="Aunt Olga", words=EN)

    assert file.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"family.vault", "sheet.pdf"}
    with household(str(tmp_path / "family.vault"), recovery=code_on(file)) as home:
        assert [way.name for way in home.vault.ways() if way.id == known_as] == ["Aunt Olga"]


def test_a_sheet_is_not_written_over_a_file_nor_into_the_vault(tmp_path: Path) -> None:
    taken = tmp_path / "taken.pdf"
    taken.write_bytes(b"dear")
    with new_home(tmp_path) as home:
        before = home.vault.ways()
        for file, name in (
            (taken, "sheet-exists"),
            (tmp_path / "family.vault" / "sheet.pdf", "sheet-inside"),
            (tmp_path / "family.vault" / "heads" / "sheet.pdf", "sheet-inside"),
            (tmp_path / "no" / "sheet.pdf", "not-written"),
        ):
            with pytest.raises(Failure) as caught:
                add_sheet(home, file=str(file), name="", words=EN)
            assert caught.value.name == name

        assert home.vault.ways() == before
    assert taken.read_bytes() == b"dear"


def test_a_sheet_whose_key_could_not_be_added_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NoSuchKeyError("vault-keys-full", "16")

    with new_home(tmp_path) as home:
        monkeypatch.setattr(home.vault, "add_way", refuse)
        with pytest.raises(NoSuchKeyError):
            add_sheet(home, file=str(tmp_path / "sheet.pdf"), name="", words=EN)

    assert not (tmp_path / "sheet.pdf").exists()


def test_a_sheet_that_the_disk_does_not_take_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Failure) as caught:
        put_sheet(str(tmp_path / "sheet.pdf"), SHEET, EN)

    assert caught.value.gaps["reason"] == "No space left on device"
    assert list(tmp_path.iterdir()) == []
