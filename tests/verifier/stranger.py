"""The verifier for strangers, as a process of its own and as a module."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from argparse import Namespace
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Protocol
from typing import cast

if TYPE_CHECKING:
    from collections.abc import Sequence

VERIFIER = Path(__file__).parents[2] / "verifier/hearthbook_verify.py"


class Verifier(Protocol):
    MADE: list[bool]

    def signed_by(self, key: bytes, signature: bytes, text: bytes) -> bool: ...
    def tree_root(self, leaves: Sequence[bytes]) -> bytes: ...
    def included(self, leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes: ...
    def check_share(self, given: Namespace) -> str: ...


def loaded() -> Verifier:
    spec = importlib.util.spec_from_file_location("hearthbook_verify", VERIFIER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("Verifier", module)


VERIFY = loaded()


def run(*words: str) -> subprocess.CompletedProcess[str]:
    # -I -S: nothing but the standard library can be imported
    command = [sys.executable, "-I", "-S", str(VERIFIER), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def holds(folder: Path) -> bool:
    """Return its verdict on a release; it runs in this process, for it is asked many times."""
    VERIFY.MADE.clear()
    with redirect_stdout(StringIO()):
        try:
            VERIFY.check_share(Namespace(path=folder, witness=[]))
        except (ValueError, RecursionError):
            return False
    return bool(VERIFY.MADE) and all(VERIFY.MADE)
