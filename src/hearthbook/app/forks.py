"""Processes at little cost, each forked from one that has its work loaded and has seen nothing.

1. The house is a fresh program: no memory of ours, no key, no open file but a socket to us.
   It waits, and forks a child for each piece of work that it is asked to have done.
2. A child gets two pipes: its work comes in on one, what it says goes out on the other. It sees
   nothing of what other children did, for the house itself never looks at any work.
3. Only the house knows its children for certain, so it is asked to end one.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING
from typing import Final
from typing import NoReturn

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

_ASKED: Final = struct.Struct("=cI")  # what is wanted, and the child that it is about
_BEGIN: Final = b"b"
_END: Final = b"e"


class Child(Struct, frozen=True):
    """A child at work: its number, and the pipe on which it says what it has to say."""

    pid: int
    said: int


class House:
    """Starts the program `module` when there is work for it; it ends when we do."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._turn = Lock()
        self._socket: socket.socket | None = None

    def begin(self, work: bytes) -> Child:
        """Have `work` done by a child of its own.

        Raises:
            OSError: if there can be none.
        """
        told, telling = os.pipe()
        said, saying = os.pipe()
        try:
            pid = self._begun([told, saying])
        except OSError:
            os.close(telling)
            os.close(said)
            raise
        finally:
            os.close(told)
            os.close(saying)
        with (
            suppress(BrokenPipeError),
            os.fdopen(telling, "wb") as pipe,
        ):  # then it says nothing
            pipe.write(work)
        return Child(pid, said)

    def end(self, child: Child) -> None:
        """Let a child be ended, if it has not ended by itself."""
        with self._turn, suppress(OSError):
            if self._socket is not None:
                self._socket.sendall(_ASKED.pack(_END, child.pid))

    def close(self) -> None:
        """Let the house end; children that are at work go on."""
        with self._turn:
            self._gone()

    def _begun(self, pipes: list[int]) -> int:
        with self._turn:
            for again in (True, False):
                try:
                    return self._asked(pipes)
                except OSError:
                    self._gone()
                    if not again:
                        raise
        raise AssertionError

    def _asked(self, pipes: list[int]) -> int:
        house = self._socket or self._opened()
        socket.send_fds(house, [_ASKED.pack(_BEGIN, 0)], pipes)
        raw = house.recv(_ASKED.size)
        if len(raw) != _ASKED.size:
            raise ConnectionResetError
        return int(_ASKED.unpack(raw)[1])

    def _opened(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        handle = theirs.fileno()
        command = [sys.executable, "-I", "-X", "utf8", "-m", self._module, str(handle)]
        with theirs:
            subprocess.Popen(  # noqa: S603  # our own module, our own interpreter, no shell
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[handle],
            ).returncode = 0  # it ends with us, and nobody waits for it
        self._socket = ours
        return ours

    def _gone(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket = None


def keep(handle: int, work: Callable[[bytes, int], None]) -> None:
    """Be the house: fork children that do `work` until whoever is at the socket is gone.

    `work` is given what is to be done, and the pipe to say on.
    """
    children: set[int] = set()
    gc.freeze()
    with socket.socket(fileno=handle) as asked:
        while True:
            raw, pipes, _, _ = socket.recv_fds(asked, _ASKED.size, 2)
            children -= _ended(children)
            if len(raw) != _ASKED.size:
                return
            wanted, pid = _ASKED.unpack(raw)
            if wanted == _END:
                if pid in children:
                    os.kill(pid, signal.SIGKILL)
                continue
            pid = os.fork()
            if pid == 0:
                asked.close()
                _child(pipes[0], pipes[1], work)
            os.close(pipes[0])
            os.close(pipes[1])
            children.add(pid)
            asked.sendall(_ASKED.pack(_BEGIN, pid))


def _ended(children: set[int]) -> set[int]:
    return {pid for pid in children if os.waitpid(pid, os.WNOHANG)[0]}


def _child(told: int, saying: int, work: Callable[[bytes, int], None]) -> NoReturn:
    code = 1
    try:
        with os.fdopen(told, "rb") as pipe:
            asked = pipe.read()
        work(asked, saying)
        code = 0
    finally:
        os._exit(code)  # whatever happened, a child never becomes a second house
