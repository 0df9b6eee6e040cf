"""Real processes: each test starts the holder as the commands do, and looks at it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.clock import Ticks
from hearthbook.app.failure import Failure
from hearthbook.app.holding import KEY
from hearthbook.app.holding import Holder
from hearthbook.app.holding import Page
from hearthbook.app.household import household
from hearthbook.app.lease import Lease
from hearthbook.app.unlocked import held
from hearthbook.app.unlocked import unlock
from tests.app.homes import PASSPHRASE
from tests.app.unlocked.looking import LONG
from tests.app.unlocked.looking import connected
from tests.app.unlocked.looking import place
from tests.app.unlocked.looking import runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.opening import Keys
    from tests.app.unlocked.looking import Unlock

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="looks at processes as Linux shows them"
)


def test_nobody_but_the_user_can_come_near_the_socket(runtime: Path, unlocked: Unlock) -> None:
    unlocked()

    assert runtime.stat().st_mode & 0o777 == 0o700
    assert place().stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.getuid() != 0, reason="only root can try as another user")
def test_another_user_who_reaches_the_socket_is_not_answered(
    runtime: Path, unlocked: Unlock
) -> None:
    unlocked()
    for path in (runtime.parent, runtime):
        path.chmod(0o755)
    place().chmod(0o666)
    ask = (
        "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]);"
        "s.sendall(b'key\\n'); print(len(s.recv(99)))"
    )

    done = subprocess.run(
        ["/usr/bin/python3", "-c", ask, str(place())],
        capture_output=True,
        check=False,
        user=65534,
        group=65534,
        cwd="/",
    )

    runtime.chmod(0o700)
    assert b"PermissionError" not in done.stderr  # it did reach the socket
    assert done.stdout in {b"", b"0\n"}


def test_a_folder_that_others_may_enter_holds_no_key(
    runtime: Path, vault: str, unlocked: Unlock
) -> None:
    runtime.mkdir(mode=0o755)
    runtime.chmod(0o755)

    with pytest.raises(Failure) as caught:
        unlocked()
    assert caught.value.name == "no-safe-folder"
    assert held(vault) is None
    runtime.rmdir()


def test_a_folder_that_is_a_link_holds_no_key(
    runtime: Path, tmp_path: Path, unlocked: Unlock
) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    runtime.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Failure):
        unlocked()
    runtime.unlink()


def test_the_key_is_in_no_argument_and_no_environment(vault: str, unlocked: Unlock) -> None:
    process, key = unlocked()

    for name in ("cmdline", "environ"):
        raw = Path(f"/proc/{process}/{name}").read_bytes()
        assert key not in raw
        assert key.hex().encode() not in raw
        assert PASSPHRASE.encode() not in raw
        assert vault.encode() not in raw


@pytest.mark.usefixtures("vault")
def test_the_holder_makes_no_core_dump_and_cannot_be_looked_into(unlocked: Unlock) -> None:
    process, _ = unlocked()

    limits = Path(f"/proc/{process}/limits").read_text()
    assert limits.split("Max core file size")[1].split()[:2] == ["0", "0"]
    look = (
        "import ctypes, hearthbook.app.holding as h; h.harden();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"  # PR_GET_DUMPABLE
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True)
    assert done.stdout == b"0\n"


@pytest.mark.skipif(os.getuid() != 0, reason="nobody but root can look into the holder")
def test_the_key_lies_once_in_memory_locked_and_out_of_dumps(
    vault: str, unlocked: Unlock
) -> None:
    process, key = unlocked()
    assert held(vault) is not None  # it has been handed out, too

    found = list(_regions_with(process, key))

    assert len(found) == 1
    assert {"lo", "dd"} <= found[0]


def _regions_with(process: int, key: bytes) -> Iterator[set[str]]:
    """Yield the flags of each region of memory that holds the key, once for each time."""
    region, raw = "", b""
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
            name, _, rest = line.partition(":")
            if "-" in line.split()[0] and line.split()[1][0] in "r-":
                region = line.split()[0]
                start, end = (int(at, 16) for at in region.split("-"))
                try:
                    memory.seek(start)
                    raw = memory.read(end - start) if line.split()[1][0] == "r" else b""
                except (OSError, OverflowError, ValueError):  # the kernel's own pages
                    raw = b""
            elif name == "VmFlags":
                for _ in range(raw.count(key)):
                    yield set(rest.split())


def test_noise_and_silence_at_the_socket_change_nothing(vault: str, unlocked: Unlock) -> None:
    process, _ = unlocked()
    with connected() as one, connected() as other:
        one.sendall(b"\x00\xff" * 500)
        other.sendall(b"key")

        assert held(vault) is not None
    assert runs(process)


def test_many_may_ask_at_once(vault: str, unlocked: Unlock) -> None:
    unlocked()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(held, [vault] * 40))

    assert all(keys is not None for keys in found)


def test_a_key_is_never_given_out_once_the_machine_has_slept(runtime: Path) -> None:
    """The holder itself, in a thread, with a clock of the test's."""
    runtime.mkdir(mode=0o700)
    now = [Ticks(0, 0)]
    page = Page()
    page.key[:] = bytes(range(KEY))
    lease = Lease(now[0], now[0], LONG, LONG)
    holder = Holder(runtime / "asleep", page, lease, lambda: now[0])
    thread = Thread(target=holder.run)
    thread.start()

    with connected() as one:
        one.sendall(b"key\n")
        assert one.recv(99).endswith(bytes(range(KEY)))
    said = b""
    with connected() as waiting, suppress(ConnectionError):
        now[0] = Ticks(1_000, 8_000_000)
        waiting.sendall(b"key\n")
        said = waiting.recv(99)

    assert said == b""
    thread.join(10)
    assert not thread.is_alive()
    assert bytes(page.key) == bytes(KEY)


def test_a_key_of_another_vault_opens_nothing(vault: str, family: tuple[str, Keys]) -> None:
    foreign = type(family[1])(bytes(32), bytes(16))
    unlock(path=vault, keys=foreign, lasting=LONG, idle=LONG)

    found = held(vault)
    assert found is not None
    with pytest.raises(Failure) as caught, household(vault, keys=found):
        pass
    assert caught.value.name == "vault-damaged-header"
