"""What a telephone sent and cannot be taken in is said on the page, with what to do."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

from hearthbook.app.household import household
from hearthbook.app.phones import confirm
from hearthbook.vault.outbox import Outbox
from tests.app.handset import Handset
from tests.app.handset import twins_begun
from tests.app.homes import PASSPHRASE
from tests.web.visiting import Visitor
from tests.web.visiting import client

if TYPE_CHECKING:
    from pathlib import Path


def sent(folder: Path) -> tuple[str, str]:
    """Return a vault, and a phone that sent it something and that nobody confirmed."""
    path = str(copytree(twins_begun(), folder / "family.vault"))
    with household(path, PASSPHRASE) as home:
        phone = Handset(home)
        phone.send({"kind": "hello"}, phone.wet(phone.mila))
    return path, phone.device


def test_it_says_how_many_wait_why_and_what_to_do(tmp_path: Path) -> None:
    path, device = sent(tmp_path)
    with client(path) as browser:
        mother = Visitor(browser)
        mother.unlock()
        pages = [mother.get("/").text, mother.get("/health").text]
        mother.post("/leave")
        plain = mother.get("/diary").text

    for text in pages:
        assert "2 entries wait" in text
        assert "nobody has confirmed this phone: 2. Nothing is lost" in text
        assert f"hearthbook phone VAULT confirm {device}" in text
        assert "not in the diary yet" in text
    assert "wait" not in plain


def test_it_says_so_no_more_once_they_are_in(tmp_path: Path) -> None:
    path, device = sent(tmp_path)
    with client(path) as browser:
        mother = Visitor(browser)
        mother.unlock()
        with browser.app.state["house"].door.opened() as home:
            confirm(home, device=device, person="Anna")
        answer = mother.post("/health/collect")
        after = mother.get("/health").text

    assert answer.headers["location"] == "/health"
    assert "entries wait" not in after


def test_what_keeps_all_from_going_in_is_said_and_can_be_tried_again(tmp_path: Path) -> None:
    path, _ = sent(tmp_path)
    with client(path) as browser:
        mother = Visitor(browser)
        mother.unlock()
        with Outbox(tmp_path / "family.vault").alone():
            mother.post("/health/collect")
            stopped = mother.get("/health").text
        mother.post("/health/collect")
        again = mother.get("/health").text

    busy = "Another program is writing"
    assert "2 entries wait" in stopped
    assert (busy in stopped, busy in again) == (True, False)
