"""A phone in somebody's hand, and the home program it hands over to: both real."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from typing import TypeVar

import pytest

from hearthbook.app.acts import read
from hearthbook.app.household import household
from hearthbook.app.outbox import collect
from hearthbook.app.phones import confirm
from hearthbook.app.phones import delivered
from hearthbook.app.phones import link
from hearthbook.app.phones import listed
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Sleep
from hearthbook.records.resolution import facts
from hearthbook.vault.formats import item as items
from tests.app.homes import PASSPHRASE
from tests.web.serving import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import BrowserContext
    from playwright.sync_api import Page

    from hearthbook.app.household import Household

ROOT = Path(__file__).parents[3]
PORTS = iter(range(20_000 + os.getpid() % 10_000, 32_000))
Told = TypeVar("Told", Diaper, Feed, Sleep)


def free_port() -> int:
    """Return a port that stays free while the server is down.

    It is none of those that the system gives to connections: whoever knocks at such a one may
    be given it, and then talks to itself.
    """
    for port in PORTS:
        with suppress(OSError), socket.socket() as free:
            free.bind(("127.0.0.1", port))
            return port
    pytest.fail("no port is free")


class Server:
    """Serves one vault at one port; can be killed, and started again."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault
        self.link = ""
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}/phone/"

    def start(self, page: Path | None = None) -> None:
        typed = [
            sys.executable,
            "-m",
            "tests.web.phone.server",
            str(self.vault),
            str(self.port),
        ]
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


@contextmanager
def unlocked(vault: Path) -> Iterator[Household]:
    with household(str(vault), PASSPHRASE) as home:
        yield home


def made_link(server: Server) -> str:
    """Return the link that makes a phone ready."""
    if not server.link:
        with unlocked(server.vault) as home:
            server.link = link(home, page=server.page, shown=["Ruth"], named=True)
    return server.link


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
        until(self.page, "(n) => window.diary.outbox.counter >= n", counter)

    @property
    def device(self) -> str:
        """The twelve signs that name the phone."""
        return str(self.page.evaluate("window.diary.device"))

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


def confirmed(home: Household) -> None:
    """Confirm every phone that waits, and take in what it sent."""
    for one in listed(home):
        if one.state == "new":
            confirm(home, device=one.device, person="Anna")
    collect(home)


def standing(home: Household, kind: type[Told], device: str) -> list[Told]:
    """Return the records of a kind, by one phone, that no later entry struck."""
    every = [one for one in facts(list(home.entries("record"))) if not one.fallen]
    records = [one.record for one in every if isinstance(one.record, kind)]
    return [one for one in records if getattr(one.origin, "device", "") == device]


def counters(home: Household, device: str) -> list[int]:
    """Return the counter of every item of a phone that is in the vault."""
    those = [one for one in delivered(home) if one.device == device]
    signed = [items.read(text.encode()) for one in those for text in one.items]
    return sorted(read(one.body).counter for one in signed)
