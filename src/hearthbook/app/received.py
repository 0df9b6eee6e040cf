"""A file that came over the wire, held in memory: it stands on no disk in the clear.

Whoever takes files in takes them by a path, and the reading child opens it; Linux gives a file
in memory such a path. Elsewhere a file in the system's temporary folder has to do; it is
readable to its owner alone and gone with this object.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 1 << 30
_PIECE: Final = 1 << 18


class Received:
    """One file, written piece by piece, then read by its `path`. Close it when done."""

    def __init__(self, name: str, most: int = MOST) -> None:
        self.name = Path(name.replace("\\", "/")).name or "file"
        self.size = 0
        self._most = most
        self._left: Path | None = None
        if hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir():
            self._file = os.memfd_create("file", os.MFD_CLOEXEC)
            self.path = f"/proc/{os.getpid()}/fd/{self._file}"
        else:
            self._file, self.path = mkstemp()
            self._left = Path(self.path)

    def write(self, piece: bytes, /) -> int:
        """Add a piece and return its size.

        Raises:
            Failure: if there is more than may be sent at once.
        """
        self.size += len(piece)
        if self.size > self._most:
            size = str(self._most >> 20)
            raise Failure("too-large", Exit.NOT_READABLE, file=self.name, most=size)
        rest = piece
        while rest:
            rest = rest[os.write(self._file, rest) :]
        return len(piece)

    def pieces(self) -> Iterator[bytes]:
        """Yield what is held, piece by piece, and let go of it at the end."""
        try:
            for at in range(0, self.size, _PIECE):
                yield os.pread(self._file, _PIECE, at)
        finally:
            self.close()

    def close(self) -> None:
        """Let go of it."""
        os.close(self._file)
        if self._left is not None:
            self._left.unlink(missing_ok=True)
