"""`make long`: every bit of every file of a small release, one after the other, is changed.

Both verifiers must find each. It takes some minutes, so the suite tries a sample instead
(`test_share_verifier.py`). One JSON line for each file says how many bits were tried.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from hearthbook.app.share import Rules
from hearthbook.app.verify import verify_release
from tests.app.homes import new_home
from tests.app.sharing import handed
from tests.app.sharing import order
from tests.app.sharing import said
from tests.verifier.stranger import holds


def missed(folder: Path, path: Path) -> list[int]:
    """Return the bits of a file whose change one of the verifiers does not find."""
    raw = path.read_bytes()
    found = []
    for bit in range(8 * len(raw)):
        bad = bytearray(raw)
        bad[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bad)
        if holds(folder) or all(one.passed for one in verify_release(str(folder))):
            found.append(bit)
    path.write_bytes(raw)
    return found


def main(names: list[str]) -> int:
    """Try the files that are named, or all; return 1 if a change was missed."""
    with TemporaryDirectory() as made:
        out = Path(made) / "out"
        with new_home(Path(made)) as home:
            said(home, "child", name="Vera")
            said(home, "incident", what="he rang", place="at the door", at="2026-02-01")
            handed(home, order(out, rules=Rules(("place",)), kinds=("incident",)))
        bad = 0
        for path in sorted(one for one in out.iterdir() if not names or one.name in names):
            found = missed(out, path)
            bad += len(found)
            told = {"file": path.name, "bits": 8 * path.stat().st_size, "missed": found}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
