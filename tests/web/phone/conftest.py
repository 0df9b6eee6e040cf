"""A real server process, a real browser, and a vault with twins."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.app.handset import twins_begun
from tests.web.phone.hand import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def family() -> Path:
    """Return a vault with twins; tests work on copies of it."""
    return twins_begun()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        if chromium is None:
            pytest.skip("no chromium on this machine (setup.sh dev)")
        with playwright.chromium.launch(executable_path=chromium, args=ARGS) as browser:
            yield browser


@pytest.fixture(scope="session")
def steady(family: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server for all tests that do not harm it."""
    vault = tmp_path_factory.mktemp("steady") / "family.vault"
    shutil.copytree(family, vault)
    server = Server(vault)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def server(family: Path, tmp_path: Path) -> Iterator[Server]:
    """Return a server of one's own."""
    shutil.copytree(family, tmp_path / "family.vault")
    server = Server(tmp_path / "family.vault")
    server.start()
    yield server
    server.kill()
