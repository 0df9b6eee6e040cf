"""The process that holds the key of one vault while it is unlocked. To lock is to end it.

1. Before the key comes in, the process gives up core dumps and being looked into. The key lies
   in one page that is kept out of swap, where the system allows that, and out of dumps.
2. The key comes in by standard input, and goes out by a socket that the owner alone can reach.
   On Linux the kernel is asked whose the other end is; elsewhere the folder's mode must do.
3. One line in, one out: `key` gives `key <milliseconds left>` and the 32 bytes; `left` gives
   `left <milliseconds left>` and renews nothing; `lock` gives `locked`.
4. It ends at the end of its time, when nobody asked for the key for a while, when the machine
   has slept, when its socket is gone (as after logging out), on a signal, and on `lock`.
Nothing heavy is imported: what is not there cannot leak.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import resource
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.clock import ticks
from hearthbook.app.lease import Lease

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence

    from hearthbook.app.clock import Ticks

KEY: Final = 32

_PR_SET_DUMPABLE: Final = 4
_PATIENCE: Final = 2  # seconds for one who has connected to say what for
_TICK: Final = 1  # seconds; after sleep the key is gone within one, and never given out
_CREDENTIALS: Final = struct.Struct("3i")  # struct ucred: process, user, group


def harden() -> None:
    """Give up core dumps and, on Linux, being traced or read by the user's other programs."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def same_user(other: socket.socket) -> bool:
    """Test whether the other end is this user's, as far as the system tells."""
    if sys.platform != "linux":
        return True
    raw = other.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, user, _ = _CREDENTIALS.unpack(raw)
    return bool(user == os.getuid())


class Page:
    """A page of memory for one key, apart from all that Python may copy around."""

    def __init__(self) -> None:
        self._held = mmap.mmap(-1, mmap.PAGESIZE)
        self.key = memoryview(self._held)[:KEY]
        start = ctypes.addressof(ctypes.c_char.from_buffer(self._held))
        # The limit on locked memory may be nought; the page then is as safe as swap is.
        ctypes.CDLL(None).mlock(ctypes.c_void_p(start), ctypes.c_size_t(mmap.PAGESIZE))
        for advice in ("MADV_DONTDUMP", "MADV_DONTFORK"):
            if hasattr(mmap, advice):
                self._held.madvise(getattr(mmap, advice))

    def fill(self, source: int) -> bool:
        """Read the key from a file descriptor, and tell whether it was there whole."""
        got = 0
        while got < KEY:
            more = os.readv(source, [self.key[got:]])
            if not more:
                return False
            got += more
        return True

    def wipe(self) -> None:
        """Write noughts over the key."""
        self.key[:] = bytes(KEY)


class Holder:
    """Answers at one socket for as long as the lease runs."""

    def __init__(
        self, place: Path, page: Page, lease: Lease, clock: Callable[[], Ticks] = ticks
    ) -> None:
        self._place = place
        self._page = page
        self._lease = lease
        self._clock = clock
        self._leaving: list[socket.socket] = []
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        part = place.with_name(f".{os.getpid()}")
        self._listener.bind(str(part))
        part.chmod(0o600)
        self._node = part.stat().st_ino
        self._listener.listen()
        self._listener.settimeout(_TICK)
        part.replace(place)

    def run(self) -> None:
        """Answer until it is over, and forget the key."""
        while not self._leaving and self._left():
            try:
                other, _ = self._listener.accept()
            except TimeoutError:
                continue
            with suppress(OSError):  # whoever went away needs no answer
                self._answer(other)
            if other not in self._leaving:
                other.close()
        self.close()

    def _answer(self, other: socket.socket) -> None:
        if not same_user(other):
            return
        other.settimeout(_PATIENCE)
        asked = other.recv(16)
        left = self._left()
        if asked == b"key\n" and left:
            other.sendmsg([b"key %d\n" % left, self._page.key])
            self._lease = self._lease.renewed(self._clock())
        elif asked == b"left\n":
            other.sendall(b"left %d\n" % left)
        elif asked == b"lock\n":
            self._page.wipe()
            other.sendall(b"locked\n")
            # Left open: the other end sees it close when the process is gone, not before.
            self._leaving.append(other)

    def _left(self) -> int:
        return self._lease.left(self._clock()) if self._there() else 0

    def _there(self) -> bool:
        try:
            return self._place.lstat().st_ino == self._node
        except OSError:
            return False

    def close(self) -> None:
        """Forget the key and take the socket away."""
        self._page.wipe()
        self._listener.close()
        if self._there():
            self._place.unlink(missing_ok=True)


def main(typed: Sequence[str]) -> int:
    """Hold the key that comes in by standard input: `PLACE LASTING IDLE`, in milliseconds."""
    place, lasting, idle = typed
    if os.fork():
        return 0  # whoever started this need not wait for its end
    harden()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _end)
    page = Page()
    if not page.fill(0):
        return 1
    now = ticks()
    holder = Holder(Path(place), page, Lease(now, now, int(lasting), int(idle)))
    try:
        os.write(1, b"ready\n")
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        holder.run()
    finally:
        holder.close()
    return 0


def _end(*_: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
