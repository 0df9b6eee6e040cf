"""A real server process, a real browser, and a vault with twins."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from hearthbook.app.household import household
from hearthbook.app.phones import link
from tests.app.handset import twins_begun
from tests.app.homes import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import BrowserContext
    from playwright.sync_api import Page

    from hearthbook.app.household import Household

ROOT = Path(__file__).parents[2]
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server:
    """Serves one vault at one port; can be killed, and started again."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}/phone/"

    def start(self, page: Path | None = None) -> None:
        typed = [sys.executable, "-m", "tests.web.server", str(self.vault), str(self.port)]
        typed += [str(page)] if page else []
        self._process = subprocess.Popen(typed, cwd=ROOT, env={**os.environ})
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail("the server did not start")

    def kill(self) -> None:
        """Kill it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


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


@contextmanager
def unlocked(vault: Path) -> Iterator[Household]:
    with household(str(vault), PASSPHRASE) as home:
        yield home


def made_link(server: Server) -> str:
    """Return the link that makes a phone ready."""
    with unlocked(server.vault) as home:
        return link(home, page=server.page, shown=["Ruth"], named=True)


class Phone:
    """A phone in somebody's hand: the page, and what a thumb does to it."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def tap(self, column: int, tile: str) -> None:
        """Tap a tile, and wait until the page says that it is saved."""
        before = self.counter()
        self.page.locator(f".column:nth-child({column}) [data-tile={tile}]").tap()
        self.saved(before + 1)

    def saved(self, counter: int) -> None:
        self.page.wait_for_function("(n) => window.diary.outbox.counter >= n", arg=counter)

    def counter(self) -> int:
        return int(self.page.evaluate("window.diary.outbox.counter"))

    def waiting(self) -> int:
        return int(self.page.evaluate("window.diary.store.count()"))

    def send(self) -> bool:
        return bool(self.page.evaluate("window.diary.outbox.handOver()"))


@contextmanager
def held(browser: Browser, *, language: str = "en-GB", width: int = 390) -> Iterator[Phone]:
    """Hold a phone that has never seen the page."""
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        locale=language,
        timezone_id="Europe/Berlin",
        color_scheme="dark",
        has_touch=True,
        is_mobile=True,
        accept_downloads=True,
    )
    try:
        yield Phone(context)
    finally:
        context.close()
