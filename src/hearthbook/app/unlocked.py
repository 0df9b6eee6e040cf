"""Unlock a vault for a short while, use what is unlocked, and lock it again.

The key is held by a process of its own (`hearthbook.app.holding`), one for each vault. Its
socket lies in a folder that the user alone can enter: `hearthbook` in `XDG_RUNTIME_DIR`, else
one of the user's own beside other temporary files. As long as it runs, whatever program runs as
this user can open the vault: that is what unlocking means.
"""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.holding import same_user
from hearthbook.app.household import failure
from hearthbook.vault import VaultError
from hearthbook.vault.keys import MASTER
from hearthbook.vault.keys import Keys
from hearthbook.vault.opening import public

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

LASTING: Final = "15m"
IDLE: Final = "5m"

_NAME: Final = "hearthbook"
_PATIENCE: Final = 5  # seconds for the holder to answer
_UNITS: Final = {"s": 1_000, "m": 60_000, "h": 3_600_000}
_SPAN: Final = re.compile(r"([1-9][0-9]{0,4})([smh])")
_MOST: Final = 12 * 3_600_000
_ID: Final = 16  # of the 32 hexadecimal digits; the name of a socket must be short


def span(text: str) -> int:
    """Return the milliseconds of a span such as `90s`, `15m` or `2h`.

    Raises:
        Failure: if it is none, or longer than half a day.
    """
    found = _SPAN.fullmatch(text)
    length = int(found[1]) * _UNITS[found[2]] if found else 0
    if not 0 < length <= _MOST:
        raise Failure("no-such-span", Exit.WRONG_USAGE, span=text)
    return length


def unlock(*, path: str, keys: Keys, lasting: int, idle: int) -> None:
    """Hold the keys of the vault at `path` for `lasting` milliseconds, `idle` of them unused.

    Whatever was unlocked of it before is locked first.

    Raises:
        Failure: if it is no vault, or this system cannot hold keys so.
    """
    place = _folder(make=True) / _socket_name(path)
    _ask(place, b"lock\n")
    command = [sys.executable, "-I", "-X", "utf8", "-m", "hearthbook.app.holding"]
    with subprocess.Popen(  # noqa: S603  # our own module, our own interpreter, no shell
        [*command, str(place), str(lasting), str(idle)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
        env={},
    ) as child:
        said = _handed(child, keys.master())
    if said != b"ready\n":
        raise Failure("unlock-not-here", Exit.NOT_READABLE)


def _handed(child: subprocess.Popen[bytes], key: bytes) -> bytes:
    """Hand the key over and return what is said to it; the child itself ends at once."""
    if child.stdin is None or child.stdout is None:
        raise AssertionError
    try:
        child.stdin.write(key)
        child.stdin.close()
    except BrokenPipeError:
        return b""
    return child.stdout.readline()


def held(path: str) -> Keys | None:
    """Return the keys of the vault at `path` if it is unlocked, and count it as used."""
    try:
        vault_id = public(Path(path)).vault
        place = _folder() / vault_id[:_ID]
    except (VaultError, Failure):
        return None
    said, _, key = _ask(place, b"key\n").partition(b"\n")
    if not said.startswith(b"key ") or len(key) != MASTER:
        return None
    return Keys(key, bytes.fromhex(vault_id))


def left(path: str) -> int:
    """Return for how many milliseconds the vault at `path` stays unlocked if it is not used.

    Raises:
        Failure: if it is no vault.
    """
    name = _socket_name(path)
    said = _ask(_folder() / name, b"left\n").split()
    return int(said[1]) if len(said) == 2 and said[0] == b"left" else 0


def lock(path: str) -> bool:
    """Lock the vault at `path`, and tell whether it was unlocked. Its process is gone then.

    Raises:
        Failure: if it is no vault.
    """
    return _ask(_folder() / _socket_name(path), b"lock\n") == b"locked\n"


def lock_all() -> int:
    """Lock all vaults that this user has unlocked, and return how many there were."""
    try:
        places = sorted(_folder().iterdir())
    except FileNotFoundError:
        return 0
    return sum(_ask(place, b"lock\n") == b"locked\n" for place in places)


def _socket_name(path: str) -> str:
    try:
        return public(Path(path)).vault[:_ID]
    except VaultError as error:
        raise failure(error, path) from error


def _folder(*, make: bool = False) -> Path:
    """Return the folder of the sockets, if nobody else can have put anything into it."""
    if os.name != "posix":
        raise Failure("unlock-not-here", Exit.NOT_READABLE)
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    temporary = Path(tempfile.gettempdir()) / f"{_NAME}-{os.getuid()}"
    folder = Path(given) / _NAME if given.startswith("/") else temporary
    try:
        if make:
            folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except FileNotFoundError:
        return folder
    except OSError as error:
        raise Failure("no-safe-folder", Exit.NOT_READABLE, folder=str(folder)) from error
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not own or found.st_mode & 0o077:
        raise Failure("no-safe-folder", Exit.NOT_READABLE, folder=str(folder))
    return folder


def _ask(place: Path, what: bytes) -> bytes:
    """Ask the holder at `place`, and return all that it says; nothing if nobody is there."""
    said = b""
    try:
        with _connected(place) as holder:
            if same_user(holder):
                holder.sendall(what)
            while more := holder.recv(256):
                said += more
    except OSError:
        return said
    return said


def _connected(place: Path) -> AbstractContextManager[socket.socket]:
    holder = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    holder.settimeout(_PATIENCE)
    try:
        holder.connect(str(place))
    except BaseException:
        holder.close()
        raise
    return holder
