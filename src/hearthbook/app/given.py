"""A file as a person gave it: whether it can be read, how long it is, and its SHA-256."""

from __future__ import annotations

import hashlib
from stat import S_ISREG
from typing import TYPE_CHECKING

from hearthbook.app.archive import MAGIC
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure

if TYPE_CHECKING:
    from pathlib import Path


def size_of(file: Path, name: str = "") -> int:
    """Return the size of a file that can be opened and is not empty; `name` is for the words.

    Raises:
        Failure: if there is no such file, or what goes by the name is none.
    """
    name = name or str(file)
    try:
        held = file.stat()
        if not S_ISREG(held.st_mode):
            raise Failure("not-a-file", Exit.NOT_READABLE, file=name)
        with file.open("rb") as probe:
            probe.read(1)
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("not-opened", Exit.NOT_READABLE, file=name, reason=reason) from error
    if held.st_size == 0:
        raise Failure("empty-file", Exit.NOT_READABLE, file=name)
    return held.st_size


def is_archive(file: Path) -> bool:
    """Tell whether a file begins as a zip archive does."""
    try:
        with file.open("rb") as opened:
            return opened.read(4) in MAGIC
    except OSError:
        return False


def digest_of(file: Path, name: str = "") -> str:
    """Return the SHA-256 of a file in hex.

    Raises:
        Failure: if it can be read no longer.
    """
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure(
            "not-opened", Exit.NOT_READABLE, file=name or str(file), reason=reason
        ) from error
