"""A visitor without a browser: real pages of a real vault, in this process, quickly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from litestar.testing import TestClient

from hearthbook.app.door import Door
from hearthbook.base.time import MINUTE
from hearthbook.web.application import application
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home

if TYPE_CHECKING:
    from pathlib import Path

    from httpx import Response
    from litestar import Litestar

HOST = "http://127.0.0.1"
STARTED = 1_770_000_000_000


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at = STARTED

    def __call__(self) -> int:
        return self.at

    def after(self, minutes: int) -> None:
        self.at += minutes * MINUTE


class Visitor:
    """Somebody with a browser of their own, who may or may not know the passphrase."""

    def __init__(self, client: TestClient[Litestar]) -> None:
        self.client = client

    def get(self, address: str) -> Response:
        return self.client.get(address)

    @property
    def token(self) -> str:
        found = re.search(r'data-token="(\w+)"', self.client.get("/unlock").text)
        assert found
        return found[1]

    def post(self, address: str, **fields: str | list[str]) -> Response:
        return self.client.post(address, data={"form": self.token, **fields})

    def unlock(self, passphrase: str = PASSPHRASE) -> Response:
        return self.post("/unlock", passphrase=passphrase)


def begun(folder: Path) -> str:
    """Begin a vault in `folder` and return its path."""
    with new_home(folder):
        pass
    return str(folder / "family.vault")


def client(path: str, clock: Clock | None = None) -> TestClient[Litestar]:
    """Return a browser at the pages of the vault at `path`."""
    door = Door(path, clock) if clock else Door(path)
    found = TestClient(application(door), base_url=HOST)
    found.follow_redirects = False
    return found
