"""A folder that is let go of over the page, in a real browser: all of it, asked once, shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types

from tests.app.homes import CHAT
from tests.app.test_statements import TABLE
from tests.web.serving import served
from tests.web.test_browser import NARROWEST
from tests.web.test_browser import TELEPHONE
from tests.web.test_browser import TOO_WIDE
from tests.web.test_browser import sitting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser
    from playwright.sync_api import Page

    from tests.web.serving import Desk

ASKED = "form[hx-post^='/bring/']"
DONE = "[data-done=taken]"


@pytest.fixture(scope="module")
def desk(browser: Browser, household_of: Path) -> Iterator[Desk]:
    with served(household_of) as address, sitting(browser, address) as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder as a mother's telephone leaves it, with a vault somewhere in it."""
    found = tmp_path / "phone"
    (found / "chats/deep").mkdir(parents=True)
    (found / "family.vault/originals").mkdir(parents=True)
    (found / "chats/deep/jonas.txt").write_bytes(CHAT + b"17/02/2026, 08:00 - Jonas: a\n")
    (found / "chats/olga.txt").write_bytes(CHAT + b"18/02/2026, 08:00 - Jonas: b\n")
    (found / "bank.csv").write_bytes(TABLE)
    (found / "broken.zip").write_bytes(b"PK\x03\x04 broken")
    (found / "family.vault/vault.toml").write_bytes(b"format = 2\n")
    (found / "family.vault/originals/x").write_bytes(b"sealed")
    return found


def drop(page: Page, path: Path) -> None:
    """Let go of a file or a folder over the page, as the system's own hand would."""
    hand = page.context.new_cdp_session(page)
    held = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for sort in ("dragEnter", "dragOver", "drop"):
        hand.send("Input.dispatchDragEvent", {"type": sort, "x": 150, "y": 200, "data": held})


def usable(page: Page) -> list[object]:
    """Return what axe finds heavy, and what reaches over a narrow edge."""
    found = Axe().run(page).response["violations"]
    heavy = [(one["id"], one["nodes"]) for one in found if one["impact"] != "minor"]
    page.set_viewport_size(NARROWEST)  # type: ignore[arg-type]  # a size
    wide = page.evaluate(TOO_WIDE)
    page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]  # a size
    return [*heavy, *wide]


@pytest.mark.parametrize("by", ["hand", "button"])
def test_a_folder_comes_in_with_all_that_is_in_it_and_its_questions_once(
    desk: Desk, folder: Path, by: str
) -> None:
    page = desk.go("/bring")
    if by == "hand":
        drop(page, folder)
    else:
        page.set_input_files("#folder", folder)
    page.wait_for_selector(ASKED)
    asked, names = usable(page), page.locator(".looked h2").all_inner_texts()
    zones, vault = page.locator("select[name=zone]").count(), page.inner_text("#brought")
    if page.locator(".rows").count():
        page.check("input[name='table-0-is'][value=yes]")
    page.click(f"{ASKED} button.main")
    page.wait_for_selector(DONE)
    told = page.inner_text(DONE)

    assert names == [
        "phone/bank.csv",
        "phone/chats/deep/jonas.txt",
        "phone/chats/olga.txt",
    ]
    assert (asked, usable(page), zones) == ([], [], 1)
    assert "phone/family.vault: a vault, left out" in vault
    assert "originals" not in vault
    assert "phone/broken.zip" in told
    assert "In all: files 3;" in told


def test_rows_are_shown_anew_after_a_column_was_corrected(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "card.csv"
    table.write_bytes(TABLE.replace(b"Money Out", b"Paid Out"))
    page = desk.go("/bring")
    page.set_input_files("#file", table)
    page.wait_for_selector(".rows")
    before = page.inner_text(".rows tbody")
    page.click("summary >> text=Columns and why")
    opened = usable(page)
    page.locator("select[name='table-0-role']").nth(1).select_option("counterparty")
    page.fill("input[name='table-0-code']", "eur")
    page.click("button[name=again]")
    page.wait_for_selector(".rows strong")
    after = page.inner_text(".rows tbody")

    assert opened == []
    assert before.split() == [
        "2025-12-25",
        "-12.50",
        "Nappies",
        "2025-12-26",
        "300.00",
        "Jonas",
    ]
    assert "-12.50 EUR" in after
    assert page.locator(f"{ASKED} [role=alert]").count() == 0


def test_more_files_than_go_at_once_are_counted_and_not_lost_in_silence(
    desk: Desk, tmp_path: Path
) -> None:
    page = desk.go("/bring")
    page.evaluate("document.querySelector('[data-drop]').dataset.most = '2'")
    files = [tmp_path / f"{n}.txt" for n in range(3)]
    for file in files:
        file.write_bytes(CHAT + b"19/02/2026, 08:00 - Jonas: " + file.name.encode() + b"\n")
    page.set_input_files("#file", files)
    page.wait_for_selector(ASKED)

    assert page.locator(".looked").count() == 2
    assert "Only 2 files go at once. 1 more were not sent" in page.inner_text("#brought")
