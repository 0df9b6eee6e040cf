"""Signed heads of the logs as plain files, outside the databases.

They reveal a database that was put back to an earlier state: it lacks what its log has already
signed. `<volume>.head` is the newest and is replaced; `<volume>.<size>.checkpoint` is kept as
it was, to be handed out and stamped; a volume is a book in one epoch, as `record.e1`. Any other
`.head` or `.checkpoint` that somebody puts here, as the lawyer's copy, is compared as well.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.vault.durable import put_whole
from hearthbook.vault.durable import replace_whole
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import HeadMismatchError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.formats.checkpoint import NotACheckpointError
from hearthbook.vault.formats.checkpoint import read_signed

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from pathlib import Path

    from hearthbook.vault.formats.checkpoint import Checkpoint
    from hearthbook.vault.formats.note import Key

FOLDER: Final = "heads"
_ENDINGS: Final = (".head", ".checkpoint")
_LARGEST: Final = 1 << 20


class Heads:
    """The heads beside the databases of a vault."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self, volume: str) -> Path:
        """Return where the newest head of a volume lies."""
        return self._folder / f"{volume}.head"

    def put_newest(self, volume: str, note: bytes) -> None:
        """Put the newest head of a volume in place of the last.

        After a power failure the last may be back. It is a head of the same log, so it speaks
        against no database that holds more, and waiting for the name to last is spared.
        """
        path = self.newest(volume)
        self._put(path, note, replace_whole if path.is_file() else put_whole)

    def kept(self, volume: str, size: int) -> Path:
        """Return where the head of a volume at this size lies, if it was kept."""
        return self._folder / f"{volume}.{size}.checkpoint"

    def keep(self, volume: str, size: int, note: bytes) -> Path:
        """Keep a head for good and return where."""
        path = self.kept(volume, size)
        if not (path.is_file() and path.read_bytes() == note):
            self._put(path, note)
        return path

    def add(self, volume: str, size: int, note: bytes) -> bool:
        """Keep a head that came from elsewhere, and return whether it was not here yet.

        Raises:
            NotWrittenError: if the disk does not take it.
        """
        if any(path.read_bytes() == note for path in self.files()):
            return False
        own = sha256(note).hexdigest()[:12]
        self._put(self._folder / f"{volume}.{size}.{own}.checkpoint", note)
        return True

    def _put(
        self, path: Path, note: bytes, put: Callable[[Path, bytes], None] = put_whole
    ) -> None:
        try:
            put(path, note)
        except OSError as error:
            raise NotWrittenError("vault-not-written", f"{FOLDER}/{path.name}") from error

    def all(self, keys: Iterable[Key]) -> dict[str, list[tuple[str, Checkpoint]]]:
        """Return the heads of each log, by its origin, with the places of their files.

        Raises:
            HeadMismatchError: if a file is no head, or none of `keys` has signed it.
            DamagedError: if a file cannot be read.
        """
        known = list(keys)
        found: dict[str, list[tuple[str, Checkpoint]]] = {key.name: [] for key in known}
        for path in self.files():
            head = self._read(path, known)
            found[head.origin].append((f"{FOLDER}/{path.name}", head))
        return found

    def files(self) -> list[Path]:
        """Return the files that are heads by their names, sorted."""
        paths = (path for path in self._folder.glob("*") if path.suffix in _ENDINGS)
        return sorted(path for path in paths if not path.name.startswith("."))

    def _read(self, path: Path, keys: list[Key]) -> Checkpoint:
        own = [key for key in keys if path.name.startswith(f"{volume(key)}.")] or keys
        try:
            if not path.is_file():
                raise FileNotFoundError  # a folder, or a pipe that would never end
            raw = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        except OSError as error:
            raise DamagedError("vault-damaged-database", f"{FOLDER}/{path.name}") from error
        for key in own:
            try:
                return read_signed(raw, key)
            except NotACheckpointError:
                continue
        raise HeadMismatchError("vault-head-forged", f"{FOLDER}/{path.name}")


def volume(key: Key) -> str:
    """Return the name of the volume that `key` signs for, as `record.e1`."""
    return ".".join(key.name.split("/")[-2:])
