from __future__ import annotations

import socket
import struct
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.opening import keys_by
from hearthbook.app.unlocked import lock_all
from hearthbook.app.unlocked import unlock
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home
from tests.app.unlocked.looking import LONG
from tests.app.unlocked.looking import connected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.opening import Keys
    from tests.app.unlocked.looking import Unlock


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # The name of a socket may be no longer than a hundred signs; tmp_path may.
    with TemporaryDirectory() as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder) / "hearthbook"
        lock_all()


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Keys]:
    folder = tmp_path_factory.mktemp("unlocked")
    with new_home(folder):
        vault = str(folder / "family.vault")
    return vault, keys_by(vault, passphrase=PASSPHRASE)


@pytest.fixture
def vault(runtime: Path, family: tuple[str, Keys]) -> str:
    """Return a vault that is locked, with a folder for sockets of the test's own."""
    assert not runtime.exists()
    return family[0]


@pytest.fixture
def unlocked(family: tuple[str, Keys]) -> Unlock:
    """Return what unlocks the vault, and gives the process that holds its key, and the key."""

    def run(lasting: int = LONG, idle: int = LONG) -> tuple[int, bytes]:
        vault, keys = family
        unlock(path=vault, keys=keys, lasting=lasting, idle=idle)
        with connected() as holder:
            raw = holder.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        return struct.unpack("3i", raw)[0], keys.master()

    return run
