from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked
from keyring.errors import PasswordDeleteError

from hearthbook.app.device import add_device
from hearthbook.app.device import keys_of_device
from hearthbook.app.device import remove
from hearthbook.app.failure import Failure
from hearthbook.app.household import household
from hearthbook.vault import NotWrittenError
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "linux":
    SESSION = shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")
else:
    SESSION = None


class FileKeyring(KeyringBackend):
    """A keyring in a file, as keyring's interface has it, trusted as far as a test says."""

    priority = 0  # no other test finds it by itself

    def __init__(self, file: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # theirs has no types
        self.file = file
        self.locked = False
        self.priority = 5

    def _held(self) -> dict[str, str]:
        if self.locked:
            raise KeyringLocked
        held: dict[str, str] = json.loads(self.file.read_text()) if self.file.exists() else {}
        return held

    def get_password(self, service: str, username: str) -> str | None:
        return self._held().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.file.write_text(json.dumps(self._held() | {f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        held = self._held()
        if held.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError
        self.file.write_text(json.dumps(held))


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileKeyring:
    found = FileKeyring(tmp_path / "ring.json")
    monkeypatch.setattr(keyring, "get_keyring", lambda: found)
    return found


def test_a_device_that_was_added_opens_the_vault_alone(
    tmp_path: Path, ring: FileKeyring
) -> None:
    path = str(tmp_path / "family.vault")
    with new_home(tmp_path) as home:
        assert keys_of_device(path) is None
        known_as = add_device(home, name="laptop")

    keys = keys_of_device(path)
    assert keys is not None
    with household(path, keys=keys) as home:
        assert [(way.kind, way.name) for way in home.vault.ways()][2:] == [("device", "laptop")]
    assert list(json.loads(ring.file.read_text())) == [
        f"hearthbook {home.vault.vault_id}/{known_as}"
    ]


def test_a_device_that_was_removed_opens_nothing_and_forgets(
    tmp_path: Path, ring: FileKeyring
) -> None:
    with new_home(tmp_path) as home:
        known_as = add_device(home, name="laptop")
        kept = ring.file.read_text()
        remove(home, known_as=known_as)

    assert json.loads(ring.file.read_text()) == {}
    ring.file.write_text(kept)  # somebody saved it before
    assert keys_of_device(str(tmp_path / "family.vault")) is None


def test_a_vault_moved_to_another_device_asks_for_the_passphrase(
    tmp_path: Path, ring: FileKeyring
) -> None:
    with new_home(tmp_path) as home:
        add_device(home, name="laptop")
    ring.file.unlink()

    assert keys_of_device(str(tmp_path / "family.vault")) is None
    with household(str(tmp_path / "family.vault"), PASSPHRASE):
        pass


def test_a_secret_that_does_not_fit_is_as_none(tmp_path: Path, ring: FileKeyring) -> None:
    with new_home(tmp_path) as home:
        add_device(home, name="laptop")
    [name] = json.loads(ring.file.read_text())
    ring.file.write_text(json.dumps({name: "00" * 32}))

    assert keys_of_device(str(tmp_path / "family.vault")) is None


@pytest.mark.parametrize("kind", ["none", "plain files", "locked"])
def test_a_device_without_a_keyring_is_told_so_and_nothing_is_changed(
    tmp_path: Path, ring: FileKeyring, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    if kind == "none":
        monkeypatch.setattr(keyring, "get_keyring", NoKeyring)
    ring.locked = kind == "locked"
    ring.priority = 0 if kind == "plain files" else 5

    with new_home(tmp_path) as home:
        before = home.vault.ways()
        with pytest.raises(Failure) as caught:
            add_device(home, name="laptop")
        assert home.vault.ways() == before

    assert caught.value.name == "no-keyring"
    assert not ring.file.exists()


def test_a_keyring_that_is_locked_later_leaves_the_passphrase(
    tmp_path: Path, ring: FileKeyring
) -> None:
    with new_home(tmp_path) as home:
        known_as = add_device(home, name="laptop")
        ring.locked = True

        assert keys_of_device(str(tmp_path / "family.vault")) is None
        remove(home, known_as=known_as)
        assert len(home.vault.ways()) == 2


def test_a_key_that_could_not_be_written_is_not_kept_by_the_device(
    tmp_path: Path, ring: FileKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotWrittenError("vault-not-written", "vault.toml")

    with new_home(tmp_path) as home:
        monkeypatch.setattr(home.vault, "add_way", refuse)
        with pytest.raises(NotWrittenError):
            add_device(home, name="laptop")

    assert json.loads(ring.file.read_text()) == {}


REAL = """
set -eu
printf login | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1 &
"$0" - "$1" <<'END'
import sys
from hearthbook.app.clock import pause
from hearthbook.app.device import add_device, keys_of_device, remove
from hearthbook.app.failure import Failure
from hearthbook.app.household import household
for _ in range(50):
    try:
        with household(sys.argv[1], "four lullabies at three") as home:
            known_as = add_device(home, name="laptop")
        break
    except Failure:  # the daemon is not up yet
        pause(200)
keys = keys_of_device(sys.argv[1])
with household(sys.argv[1], keys=keys) as home:
    print([way.name for way in home.vault.ways()][-1])
    remove(home, known_as=known_as)
print(keys_of_device(sys.argv[1]))
END
"""


@pytest.mark.skipif(not SESSION, reason="no gnome-keyring and dbus-run-session here")
def test_a_real_keyring_of_a_desktop_keeps_the_secret(tmp_path: Path) -> None:
    with new_home(tmp_path):
        pass
    (tmp_path / "home").mkdir()
    env = {"HOME": str(tmp_path / "home"), "PATH": os.defpath, "HEARTHBOOK_KEY_MEMORY": "64"}

    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", REAL, sys.executable, "family.vault"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=tmp_path,
        env=env,
        timeout=60,
    )

    assert done.stdout == "laptop\nNone\n", done.stderr
