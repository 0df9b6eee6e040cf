"""Put the files of a release where they were asked for: a folder, or one file sealed with age.

1. A folder is made whole under another name and then renamed; a failure leaves nothing.
2. What is sealed to somebody is never on the disk in clear: the tar archive streams into age.
   `age -d -i KEY FILE | tar x` opens it; times and owners in it tell nothing.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tarfile
from contextlib import contextmanager
from errno import EEXIST
from threading import Thread
from typing import TYPE_CHECKING
from typing import BinaryIO
from typing import Final

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.vault import DamagedError
from hearthbook.vault import age
from hearthbook.vault.durable import settle
from hearthbook.vault.durable import sync_folder
from hearthbook.vault.durable import temporary

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path

    from hearthbook.app.handing import Piece
    from hearthbook.app.household import Household

FOLDER: Final = "release"  # what the files lie in, inside a sealed archive


def into_folder(
    home: Household, pieces: Sequence[Piece], out: Path, first: Callable[[], None]
) -> None:
    """Write the files into a new folder `out`; `first` is called before it gets its name.

    Raises:
        Failure: if it exists, or the disk does not take it.
    """
    with _told(out):
        part = out.with_name(f".{secrets.token_hex(8)}.part")
        try:
            part.mkdir(mode=0o700)
            for one in pieces:
                path = part / one.name
                path.parent.mkdir(mode=0o700, exist_ok=True)
                with path.open("xb") as file:
                    _write(home, one, file)
                    file.flush()
                    os.fsync(file.fileno())
            _free(out)
            first()
            part.rename(out)
            sync_folder(out.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def into_age(
    home: Household,
    pieces: Sequence[Piece],
    out: Path,
    recipient: str,
    first: Callable[[], None],
) -> None:
    """Write the files, as one archive sealed to `recipient`, to a new file `out`.

    `first` is called before the file gets its name.

    Raises:
        Failure: if it exists, or the disk does not take it.
    """
    with _told(out), temporary(out.parent) as (part, sealed):
        streaming = _Streaming(home, pieces)
        with streaming.reader() as plain:
            age.seal(plain, sealed, recipient)
        if streaming.failed is not None:
            raise streaming.failed
        _free(out)
        first()
        settle(part, sealed, out)


def check_place(out: Path) -> None:
    """Refuse a place that is taken, or in no folder.

    Raises:
        Failure: if nothing can be written there.
    """
    if out.exists():
        raise Failure("share-exists", Exit.WRONG_USAGE, file=str(out))
    if not out.parent.is_dir():
        raise Failure("not-written", Exit.NOT_READABLE, file=str(out), reason="no folder")


class _Streaming:
    """Writes the archive into a pipe from a thread; what reads from it is the sealing."""

    def __init__(self, home: Household, pieces: Sequence[Piece]) -> None:
        self._home, self._pieces = home, pieces
        self.failed: Exception | None = None

    @contextmanager
    def reader(self) -> Iterator[BinaryIO]:
        """Yield the end of the pipe that is read."""
        source, sink = os.pipe()
        writer = Thread(target=self._run, args=(sink,), daemon=True)
        with os.fdopen(source, "rb") as plain:
            writer.start()
            yield plain
        writer.join()

    def _run(self, sink: int) -> None:
        try:
            with os.fdopen(sink, "wb") as out:
                for one in self._pieces:
                    self._add(out, one)
                out.write(bytes(2 * tarfile.BLOCKSIZE))
        except Exception as error:  # noqa: BLE001  # of a thread nobody would hear of it, and what is cut short would be handed out as whole
            self.failed = error

    def _add(self, out: BinaryIO, one: Piece) -> None:
        held = tarfile.TarInfo(f"{FOLDER}/{one.name}")
        held.size, held.mode = one.size, 0o600
        out.write(held.tobuf(tarfile.GNU_FORMAT))
        _write(self._home, one, out)
        out.write(bytes(-one.size % tarfile.BLOCKSIZE))


def _write(home: Household, one: Piece, out: BinaryIO) -> None:
    if one.data is not None:
        out.write(one.data)
    elif home.vault.originals.get(one.sha256, out) != one.size:
        raise DamagedError("vault-damaged-original", one.sha256)


def _free(out: Path) -> None:
    if out.exists():
        raise FileExistsError(EEXIST, os.strerror(EEXIST))


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Turn what the disk answers into what a person is told."""
    try:
        yield
    except (OSError, age.NotSealedError) as error:
        reason = getattr(error, "strerror", None) or "?"
        raise Failure("not-written", Exit.NOT_READABLE, file=str(out), reason=reason) from error
