"""The pages as they are really served: a process of its own, and a real browser before it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hearthbook.app.diary import log
from hearthbook.app.story import hear
from tests.app.homes import CALLS
from tests.app.homes import CHAT
from tests.app.homes import PASSPHRASE
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext
    from playwright.sync_api import Page

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that hums, asked for without a person at the keyboard.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
STORY = (
    "Jonas came to the door on Sunday. «I will not stay,» he said. "
    "My mother, Olga, stood beside me. He left after ten minutes and did not call again.\n"
)
DAY = "2026-02-03"
PAUSE, ASKED = 50, 1200  # milliseconds between two questions, and how many: a minute


def until(page: Page, holds: str, given: object = None) -> None:
    """Wait until a question asked in the page, which stays, is answered by something true.

    It is asked from here each time. Playwright's `wait_for_function` leaves the asking to the
    page, and at times never came back where the rules of the page let no text run as a script.
    """
    for _ in range(ASKED):
        if page.evaluate(holds, given):
            return
        page.wait_for_timeout(PAUSE)
    raise AssertionError(holds)


def furnished(folder: Path) -> Path:
    """Begin a vault with a little of everything in `folder`."""
    with new_home(folder) as home:
        for name in ("Vera", "Ida"):
            log(home, kind="child", values={"name": [name]}, book="record")
        for name in ("Jonas", "Olga"):
            log(home, kind="person", values={"name": [name]}, book="record")
        at = [f"{DAY}T03:15"]
        fed = {"child": ["Vera", "Ida"], "way": ["bottle"], "ml": ["90"], "at": at}
        log(home, kind="feed", values=fed, book="record")
        said = {
            "what": ["He rang twice and left."],
            "person": ["Jonas"],
            "at": [f"{DAY}T21:00"],
        }
        log(home, kind="incident", values=said, book="record")
        log(home, kind="note", values={"text": ["Ask about the flat."]}, book="counsel")
        taken(home, file_in(folder, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
        taken(home, file_in(folder, "calls.xml", CALLS), zone="Europe/Berlin", me="Anna")
        hear(home, path=file_in(folder, "story.txt", STORY.encode()))
    return folder / "family.vault"


@contextmanager
def announced(vault: Path, *options: str, config: Path | None = None) -> Iterator[str]:
    """Serve a vault in a process of its own; yield what it says until it can be asked."""
    command = [str(Path(sys.executable).with_name("hearthbook")), "serve", str(vault), *options]
    env = os.environ | ({"XDG_CONFIG_HOME": str(config)} if config else {})
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=env) as server:
        try:
            assert server.stdout
            said = ""
            while "The diary is at" not in said:
                line = server.stdout.readline()
                assert line, said
                said += line
            yield said
        finally:
            server.terminate()


@contextmanager
def served(vault: Path) -> Iterator[str]:
    """Serve a vault in a process of its own and yield its address."""
    with announced(vault) as said:
        found = re.search(r"http://\S+(?=/)", said)
        assert found
        yield found[0]


class Desk:
    """Somebody at a browser of their own; every request the browser makes is remembered."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.requests: list[str] = []
        self.complaints: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.complaints.append(getattr(message, "text", ""))

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        return self.page

    def unlock(self) -> None:
        page = self.go("/unlock")
        page.fill("#passphrase", PASSPHRASE)
        page.press("#passphrase", "Enter")
        page.wait_for_url(f"{self.address}/")
