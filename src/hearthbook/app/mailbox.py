"""Have a mailbox of Outlook written out as mails by `readpst`, which is no part of Hearthbook.

1. It is asked only if it is on this computer (Debian's package pst-utils), and only where it
   can be shut in: see `shut_in`.
2. It writes into a folder that lies in memory and not on the disk, which nobody else may open
   and which is gone when its mails have been read.
3. What it writes is as foreign as the mailbox, and is read in the confined child.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from typing import Final

from msgspec import structs

from hearthbook.app.notices import WrittenOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.notices import Job

PROGRAM: Final = Path("/usr/bin/readpst")
_MEMORY: Final = Path("/dev/shm")  # noqa: S108  # no disk, and the folder in it is ours alone
_MAGIC: Final = b"!BDN"
_SECONDS: Final = 600
# One file for each item, deleted ones too, in UTF-8, by one process.
_ASKED: Final = ("-q", "-e", "-D", "-8", "-j", "0", "-o")


@contextmanager
def written_out(job: Job) -> Iterator[Job]:
    """Give `job`, and with it what its mailbox was written out to, if that can be done."""
    if not PROGRAM.exists() or not _MEMORY.is_dir() or not _is_mailbox(Path(job.path)):
        yield job
        return
    with TemporaryDirectory(dir=_MEMORY, prefix="hearthbook-") as folder:
        code = _run(Path(job.path).absolute(), folder)
        filled = any(Path(folder).iterdir())
        done = WrittenOut(folder, code == 0) if filled else None
        yield structs.replace(job, mailbox=done)


def _is_mailbox(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _run(file: Path, folder: str) -> int:
    module = [sys.executable, "-I", "-m", "hearthbook.app.shut_in"]
    size = str(file.stat().st_size)
    program = [str(PROGRAM), *_ASKED, folder]
    try:
        return subprocess.run(  # noqa: S603  # a fixed program, no shell, shut in
            [*module, size, str(file), folder, *program],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return -1
