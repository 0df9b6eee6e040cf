"""The child gives up what it has no need of; shown by a real process that tries."""

from __future__ import annotations

import subprocess
import sys

import pytest

TRY = """
import socket, subprocess, sys, tempfile
from hearthbook.app.confine import confine
assert confine(memory=1 << 30, seconds=20) or sys.platform != "linux"
try:
    {attempt}
except (OSError, MemoryError) as error:
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
        "tempfile.TemporaryFile(buffering=0).write(b'x' * 99999)",
        "bytearray(2 << 30)",
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
