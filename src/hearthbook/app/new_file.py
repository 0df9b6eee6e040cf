"""A new file that only its owner may read, whole or not there at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def put_new(path: Path, raw: bytes) -> None:
    """Write a new file that only its owner may read.

    Raises:
        OSError: if there is one already, or the disk does not take it; nothing is then left.
    """
    # Straight into its place: a temporary file left by a crash would be a key nobody knows of.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
