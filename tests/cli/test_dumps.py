"""A command that crashes leaves no core dump, in which keys and words would stand."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

TRIED = """
import resource
from hearthbook.cli import main
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
main(["verify", "nothing"])
print(resource.getrlimit(resource.RLIMIT_CORE)[0])
"""


def test_no_command_leaves_a_core_dump() -> None:
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("no program here can leave one")

    done = subprocess.run(
        [sys.executable, "-c", TRIED], capture_output=True, encoding="utf-8", check=True
    )

    assert done.stdout == "0\n"
