"""A real server process, a real browser, and a vault with twins."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.app.handset import twins_begun
from tests.web.phone.hand import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def family() -> Path:
    """Return a vault with twins; tests work on copies of it."""
    return twins_begun()


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
