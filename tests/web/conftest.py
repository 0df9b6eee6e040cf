from __future__ import annotations

import shutil
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.web.serving import QUIET
from tests.web.serving import furnished
from tests.web.visiting import Visitor
from tests.web.visiting import client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one browser for all pages: there can be no two of its drivers in a process."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine (setup.sh dev)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=[*QUIET])
        yield running
        running.close()


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a vault with a little of everything, to be copied."""
    return furnished(tmp_path_factory.mktemp("untouched"))


@pytest.fixture(scope="module")
def household_of(untouched: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a vault with a little of everything, for the tests of one module."""
    return Path(copytree(untouched, tmp_path_factory.mktemp("own") / "family.vault"))


@pytest.fixture(scope="module")
def mother(household_of: Path) -> Iterator[Visitor]:
    """Return somebody who is in, at the vault with a little of everything."""
    with client(str(household_of)) as browser:
        one = Visitor(browser)
        assert one.unlock().status_code == 303
        yield one
