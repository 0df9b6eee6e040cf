"""`python -m bench.memory`: what reading and taking in hold in memory, at two sizes of a file.

The child that reads is run as it is when a file is taken in: it maps the file, reads it with
the reader of its kind, and writes every record out. What counts is what the system says the
child holds (PSS): its own memory, and of the mapped file the pages that are in memory; the
time is that of all processes. With `--take-in` the largest file is taken in too, and each
process is told by itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from bench.formats import FORMATS
from bench.formats import write
from bench.generate import sms
from bench.generate import whatsapp
from bench.measure import env
from bench.measure import took
from bench.phones import messages

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Made: TypeAlias = Callable[[Path, int], object]

HERE: Final = Path(__file__).parent
# Have the file read, and let go of what is said of it.
_LINES: Final = """
import sys
from hearthbook.app.child import lines
from hearthbook.app.notices import Job
said = lines(Job(sys.argv[1], "file", sys.argv[2]))
print(sum(1 for one in said if isinstance(one, bytes)))
"""
MADE: Final[dict[str, Made]] = {
    "whatsapp": lambda path, mb: whatsapp(path, messages=mb * 12_200),
    "sms": lambda path, mb: sms(path, mb=mb),
    "mail": lambda path, mb: write(path, "mail", mb),
    "telegram": lambda path, mb: write(path, "telegram", mb),
    "messenger": lambda path, mb: write(path, "messenger", mb),
    "imessage": lambda path, mb: messages(path, mb * 8_700),
}


def say(figure: str, **values: object) -> None:
    """Print one figure."""
    print(json.dumps({"figure": figure, **values}), flush=True)


def made(folder: Path, kind: str, megabytes: int) -> Path:
    """Return a file of a `kind`, some `megabytes` large; it is written if it is not there."""
    file = folder / f"{kind}-{megabytes}mb"
    if not file.exists():
        MADE[kind](file, megabytes) if kind in MADE else write(file, kind, megabytes)
    return file


def read(file: Path) -> None:
    """Print what the reading child held while it read `file`."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    ran = took([sys.executable, "-c", _LINES, str(file), digest])
    size = file.stat().st_size / 1e6
    say(
        "memory-read",
        reader=file.name.partition("-")[0],
        megabytes=round(size),
        peak_of_child_mb=ran.each[0],
        cpu=ran.cpu,
        mb_per_cpu_second=round(size / ran.cpu, 1),
    )


def take_in(folder: Path, file: Path) -> None:
    """Print what each process held while `file` was taken in."""
    vault, password = folder / "memory.vault", folder / "pass"
    shutil.rmtree(vault, ignore_errors=True)
    password.write_text("a long enough passphrase\n", "utf-8")
    command = [sys.executable, "-m", "hearthbook.cli"]
    unlock = ["--passphrase-file", str(password)]
    begin = ["init", str(vault), "--name", "Anna", "--zone", "Europe/Berlin", *unlock]
    subprocess.run([*command, *begin], check=True, capture_output=True, env=env())
    said = ["--zone", "Europe/Berlin", "--me", "Anna", *unlock]
    ran = took([*command, "take-in", str(vault), str(file), *said])
    size = file.stat().st_size / 1e6
    say(
        "memory-take-in",
        reader=file.name.partition("-")[0],
        megabytes=round(size),
        peak_mb=ran.peak,
        peak_of_each_mb=ran.each,
        seconds=ran.seconds,
        cpu=ran.cpu,
    )
    shutil.rmtree(vault)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory")
    parser.add_argument("--folder", type=Path, default=HERE / "out")
    parser.add_argument("--mb", type=int, nargs="+", default=[50, 400])
    parser.add_argument("--only", choices=(*MADE, *FORMATS), action="append")
    parser.add_argument("--take-in", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for kind in given.only or MADE:
        files = [made(given.folder, kind, mb) for mb in given.mb]
        for file in files:
            read(file)
        if given.take_in:
            take_in(given.folder, files[-1])


if __name__ == "__main__":
    main()
