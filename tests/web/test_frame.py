"""The way in and out, and what every answer and every form carries."""

from __future__ import annotations

from contextlib import contextmanager
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.web.screens import SCREENS
from tests.web.visiting import Clock
from tests.web.visiting import Visitor
from tests.web.visiting import begun
from tests.web.visiting import client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CSP = "content-security-policy"
PROMISED = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
SPEAKING = PROMISED["permissions-policy"].replace("microphone=()", "microphone=(self)")
ROUTES = sorted(
    {
        (method, path)
        for screen in SCREENS
        for handler in screen.handlers
        for path in handler.paths
        for method in handler.http_methods
        if method != "OPTIONS"
    }
)
OPEN = {
    path
    for screen in SCREENS
    for handler in screen.handlers
    for path in handler.paths
    if handler.opt.get("open")
}
POSTS = [path for method, path in ROUTES if method == "POST"]
READS = [path for method, path in ROUTES if method == "GET"]
SAID = {word for language in LANGUAGES for word in [catalogue(language)("web-title")]}


@pytest.fixture(scope="session")
def kept_vault(tmp_path_factory: pytest.TempPathFactory) -> str:
    return begun(tmp_path_factory.mktemp("web"))


@contextmanager
def visiting(path: str, clock: Clock | None = None) -> Iterator[Visitor]:
    with client(path, clock) as browser:
        yield Visitor(browser)


@pytest.fixture
def visitor(kept_vault: str, tmp_path: Path) -> Iterator[Visitor]:
    copytree(kept_vault, tmp_path / "own.vault")
    with visiting(str(tmp_path / "own.vault")) as one:
        yield one


@pytest.fixture(scope="module")
def stranger(kept_vault: str) -> Iterator[Visitor]:
    with visiting(kept_vault) as one:
        yield one


@pytest.fixture(scope="module")
def resident(kept_vault: str) -> Iterator[Visitor]:
    with visiting(kept_vault) as one:
        assert one.unlock().status_code == 303
        yield one


@pytest.mark.parametrize("path", [*READS, "/nowhere", "/static/diary.css", "/api/openapi.json"])
def test_every_answer_carries_every_header(resident: Visitor, path: str) -> None:
    answer = resident.get(_filled(path))

    kept = {"cache-control": "no-cache"} if path.startswith("/static") else {}
    if path.startswith(("/write/", "/entry/")):  # where she may speak a note
        kept = {"permissions-policy": SPEAKING}
    assert {name: answer.headers.get(name) for name in PROMISED} == PROMISED | kept
    policy = dict(part.split(" ", 1) for part in answer.headers[CSP].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer.headers[CSP]


@pytest.mark.parametrize("path", READS)
def test_no_title_tells_what_a_page_is_about(resident: Visitor, path: str) -> None:
    answer = resident.get(_filled(path))

    if "<title>" in answer.text:
        assert answer.text.partition("<title>")[2].partition("</title>")[0] in SAID
    assert "style=" not in answer.text
    assert "<script>" not in answer.text


def test_a_wrong_passphrase_is_said_calmly_and_opens_nothing(visitor: Visitor) -> None:
    answer = visitor.unlock("three lullabies")

    assert answer.status_code == 401
    assert "Nothing was changed" in answer.text
    assert visitor.get("/").status_code == 303


def test_the_fourth_wrong_passphrase_has_to_wait(kept_vault: str) -> None:
    clock = Clock()
    with visiting(kept_vault, clock) as guesser:
        for _ in range(3):
            guesser.unlock("a guess")
        right = guesser.unlock()
        clock.after(1)
        later = guesser.unlock()

    assert "Wait 2 seconds" in right.text
    assert later.status_code == 303


def test_a_diary_nobody_looks_at_locks_itself(kept_vault: str) -> None:
    clock = Clock()
    with visiting(kept_vault, clock) as mother:
        mother.unlock()
        clock.after(4)
        busy = mother.get("/").status_code
        clock.after(5)
        away = mother.get("/").status_code

    assert (busy, away) == (200, 303)


def test_a_page_that_only_looks_whether_it_is_locked_keeps_nobody_in(kept_vault: str) -> None:
    clock = Clock()
    with visiting(kept_vault, clock) as mother:
        mother.unlock()
        codes = []
        for _ in range(3):
            clock.after(2)
            codes.append(mother.get("/here").status_code)

    assert codes == [204, 204, 303]


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = visitor.unlock().headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_after_the_quick_exit_only_the_plain_diary_is_left(visitor: Visitor) -> None:
    visitor.unlock()
    left = visitor.post("/leave")
    plain = visitor.get("/diary")

    assert left.headers["location"] == "/diary"
    assert plain.status_code == 200
    assert {visitor.get(_filled(path)).status_code for path in READS if path not in OPEN} == {
        200,
        303,
    }
    assert visitor.get("/").headers["location"] == "/unlock"
    assert visitor.unlock().status_code == 303
    assert visitor.get("/").status_code == 200


def test_locking_locks_every_device(kept_vault: str) -> None:
    with client(kept_vault) as telephone:
        hers = Visitor(telephone)
        hers.unlock()
        laptop = Visitor(type(telephone)(telephone.app, base_url=str(telephone.base_url)))
        laptop.client.follow_redirects = False
        laptop.unlock()
        before = laptop.get("/").status_code
        hers.post("/lock")

        assert before == 200
        assert hers.get("/").status_code == laptop.get("/").status_code == 303


def _filled(path: str) -> str:
    for name, value in (("book", "r"), ("ref", "0000-0000-0000"), ("name", "x")):
        path = path.replace(f"{{{name}:str}}", value)
    return path
