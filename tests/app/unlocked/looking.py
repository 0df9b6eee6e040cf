"""What the tests of unlocking look with: real processes, as Linux shows them."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Protocol

from hearthbook.app.clock import pause

LONG = 600_000


class Unlock(Protocol):
    def __call__(self, lasting: int = ..., idle: int = ...) -> tuple[int, bytes]: ...


def place() -> Path:
    [found] = Path(os.environ["XDG_RUNTIME_DIR"], "hearthbook").iterdir()
    return found


def connected() -> socket.socket:
    holder = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    holder.settimeout(5)
    holder.connect(str(place()))
    return holder


def runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # ended, and only not yet asked about by whoever adopted it


def gone(process: int, within: int = 8_000) -> bool:
    for _ in range(within // 50):
        if not runs(process):
            return True
        pause(50)
    return False
