"""Files that are there whole or not at all, even if the power fails in between."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from contextlib import suppress
from typing import TYPE_CHECKING
from typing import BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` last, as far as the system knows how to."""
    if os.name != "posix":
        return  # other systems cannot open a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_whole(path: Path, raw: bytes) -> None:
    """Put `raw` at `path`, in place of what may be there."""
    replace_whole(path, raw)
    sync_folder(path.parent)


def replace_whole(path: Path, raw: bytes) -> None:
    """Put `raw` at `path`, where after a power failure what was there may be back, whole."""
    with temporary(path.parent) as (part, out):
        out.write(raw)
        _name(part, out, path)


def settle(part: Path, out: BinaryIO, path: Path) -> None:
    """Give the finished file `part`, still open as `out`, its name."""
    _name(part, out, path)
    sync_folder(path.parent)


def _name(part: Path, out: BinaryIO, path: Path) -> None:
    out.flush()
    os.fsync(out.fileno())
    out.close()
    part.replace(path)


@contextmanager
def temporary(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a new file in `folder` for its owner alone; it is gone if nobody names it."""
    folder.mkdir(mode=0o700, exist_ok=True)  # some programs that copy leave empty folders out
    part = folder / f".{secrets.token_hex(8)}.part"
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    out = os.fdopen(handle, "w+b")
    try:
        yield part, out
    finally:
        with suppress(OSError):
            out.close()
        part.unlink(missing_ok=True)
