"""The child gives up what it has no need of; shown by a real process that tries."""

from __future__ import annotations

import subprocess
import sys

import pytest

TRY = """
import os, socket, subprocess, sys
from hearthbook.app.confine import confine
assert confine(memory=1 << 30, seconds=20) or sys.platform != "linux"
try:
    {attempt}
except (PermissionError, MemoryError) as error:
    print("refused", type(error).__name__)
else:
    print("done")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's own")
@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 1))",
        "subprocess.run(['true'])",
        "open('refused', 'wb')",
        "bytearray(2 << 30)",
        "os.rename(sys.executable, sys.executable)",
        "os.unlink('/nowhere/at/all')",
        "os.truncate(sys.argv[0] or '.', 0)",
        "os.open('/dev/null', os.O_RDWR)",
        "os.open('/dev/null', os.O_RDONLY | os.O_CREAT)",
        "os.kill(os.getppid(), 0)",
        "os.chmod('/nowhere/at/all', 0)",
    ],
)
def test_a_confined_process_is_refused(attempt: str) -> None:
    code = TRY.format(attempt=attempt)

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )

    assert "refused" in done.stdout or done.returncode < 0, done.stdout + done.stderr


def test_a_process_that_never_ends_is_ended() -> None:
    limited = "from hearthbook.app.confine import confine\nconfine(memory=1 << 30, seconds=1)"
    code = f"{limited}\nwhile 1: 1"

    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)

    assert done.returncode < 0
