"""Run a command as a whole process and say what it took: seconds, processor time, memory."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence


class Took(Struct, frozen=True):
    """What a run took. `peak` is the most its processes held together, in megabytes.

    `each` is the most that each of its processes held, the largest first.
    """

    seconds: float
    cpu: float
    peak: int
    each: list[int]
    out: str


def env() -> dict[str, str]:
    """Return the surroundings of a run: as here, but Python keeps what it compiled.

    Where it may not, each start compiles every module again, which takes longer than many runs.
    """
    return {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}


_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_PR_SET_CHILD_SUBREAPER = 36  # linux/include/uapi/linux/prctl.h


def took(command: Sequence[str], cwd: Path | None = None) -> Took:
    """Run `command` to its end.

    Raises:
        SystemExit: if it fails; a benchmark of a failure means nothing.
    """
    _inherit()
    begun = time.monotonic()
    before = os.times()
    child = subprocess.Popen(
        command,
        cwd=cwd,
        env=env(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    watch = _Watch(child.pid)
    watch.start()
    out, errors = child.communicate()
    watch.ended.set()
    watch.join()
    seconds = time.monotonic() - begun
    _wait_for_the_rest()
    after = os.times()
    if child.returncode:
        said = f"{' '.join(command)}: {child.returncode}\n{errors.decode()[-2000:]}"
        raise SystemExit(said)
    return Took(
        seconds=round(seconds, 2),
        cpu=round(
            after.children_user
            - before.children_user
            + after.children_system
            - before.children_system,
            2,
        ),
        peak=watch.peak >> 20,
        each=sorted((most >> 20 for most in watch.most.values()), reverse=True),
        out=out.decode(),
    )


def _inherit() -> None:
    """Become the parent of what the processes that we start leave behind.

    Only a parent is told what a process has spent. The program forks readers from a process of
    its own, which ends a moment after it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_the_rest() -> None:
    with suppress(ChildProcessError):
        while True:
            os.wait()


class _Watch(threading.Thread):
    """Adds up, twenty times a second, what a process and all it started hold in memory."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.peak = 0
        self.most: dict[int, int] = {}
        self._pid = pid

    def run(self) -> None:
        """Watch until told that it has ended."""
        while not self.ended.wait(0.05):
            held = {pid: _held(pid) for pid in _family(self._pid)}
            self.peak = max(self.peak, sum(held.values()))
            for pid, now in held.items():
                self.most[pid] = max(self.most.get(pid, 0), now)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _held(pid: int) -> int:
    """Return the memory of one process, shared pages counted in parts (PSS) where told."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    lines = (line.split() for line in rollup.splitlines())
    return sum(int(words[1]) << 10 for words in lines if words[0] == "Pss:")
