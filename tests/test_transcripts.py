"""Replay transcripts: `$ ` lines are typed, the lines under them must appear.

`! ` marks what went to stderr, `[exit 3]` an exit code other than nought. Every transcript
runs in a folder of its own that holds `pass` (a passphrase) and small exports; most begin
with a vault of their own. `REF`, `CODE`, `HASH` and `NOW` stand for what differs each time.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest

from hearthbook.app.clock import now
from hearthbook.base.time import DAY
from hearthbook.base.time import in_utc

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))
SIGNS = "[0-9A-HJKMNP-TV-Z]"
REF = re.compile(f"{SIGNS}{{4}}-{SIGNS}{{4}}-{SIGNS}{{4}}")
CODE = re.compile(rf"^  {SIGNS}{{4,5}}(-{SIGNS}{{2,6}}){{5,}}$")
HASH = re.compile(r"\b[0-9a-f]{64}\.age\b")


def replayed(transcript: str, folder: Path, runtime: Path) -> str:
    env = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "90",
        "HEARTHBOOK_KEY_MEMORY": "64",
        "XDG_RUNTIME_DIR": str(runtime),
    }
    shown: list[str] = []
    for line in transcript.splitlines():
        if line.startswith("#") or not line:
            shown.append(line)
        elif line.startswith("$ "):
            done = subprocess.run(
                ["sh", "-c", line[2:]],
                cwd=folder,
                env=env,
                capture_output=True,
                encoding="utf-8",
                check=False,
                stdin=subprocess.DEVNULL,
            )
            shown += [line, *map(alike, done.stdout.splitlines())]
            shown += [f"! {alike(warned)}" for warned in done.stderr.splitlines()]
            shown += [f"[exit {done.returncode}]"] if done.returncode else []
    return "\n".join(shown) + "\n"


def alike(line: str) -> str:
    """Return `line` with what differs from vault to vault and day to day named instead."""
    line = REF.sub("REF", CODE.sub("  CODE", HASH.sub("HASH.age", line)))
    for day in (in_utc(now() + shift).date().isoformat() for shift in (-DAY, 0, DAY)):
        line = re.sub(rf"{day}[ T][0-9]{{2}}:[0-9]{{2}}", "NOW", line)
    return line


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_program_answers_as_written(
    transcript: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    copytree(HERE / "transcripts" / "folder", tmp_path, dirs_exist_ok=True)
    text = transcript.read_text("utf-8")
    # The name of a socket may be no longer than a hundred signs; tmp_path may.
    with TemporaryDirectory() as runtime:
        shown = replayed(text, tmp_path, Path(runtime))
    if request.config.getoption("--bless"):
        transcript.write_text(shown, "utf-8")
        return

    assert shown == text
