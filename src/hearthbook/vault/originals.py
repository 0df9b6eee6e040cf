"""Files as they came in, each an age file of its own, named by a keyed hash of its content.

Whoever holds a file and the folder, but not the key, cannot tell whether the file is in it. Age
says nothing of who sealed a file: what was taken out is compared with its SHA-256, which the
log holds.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import BinaryIO
from typing import Final
from typing import Protocol

from hearthbook.vault import age
from hearthbook.vault.durable import settle
from hearthbook.vault.durable import sync_folder
from hearthbook.vault.durable import temporary
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import NotWrittenError

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.vault.keys import Keys

FOLDER: Final = "originals"
_NAME: Final = re.compile(r"[0-9a-f]{64}\.age")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Sink(Protocol):
    """Takes the bytes of an original, as an open file does."""

    def write(self, raw: bytes, /) -> int:
        """Take `raw` and return how many bytes of it were taken."""


class _Counting:
    """Hashes and counts what passes through on its way from or to a file.

    The age library does not hand on which side failed, so `failed` keeps what this side met.
    """

    def __init__(self, source: BinaryIO | None = None, sink: Sink | None = None) -> None:
        self._source, self._sink = source, sink
        self._hash = sha256()
        self.size = 0
        self.failed: OSError | None = None

    def read(self, size: int, /) -> bytes:
        try:
            raw = self._source.read(size) if self._source else b""
        except OSError as error:
            self.failed = error
            raise
        self._note(raw)
        return raw

    def write(self, raw: bytes, /) -> int:
        try:
            if self._sink is not None:
                self._sink.write(raw)
        except OSError as error:
            self.failed = error
            raise
        self._note(raw)
        return len(raw)

    def flush(self) -> None:
        """Nothing is held back here."""

    def _note(self, raw: bytes) -> None:
        self._hash.update(raw)
        self.size += len(raw)

    @property
    def digest(self) -> bytes:
        return self._hash.digest()


class Originals:
    """The originals of a vault, one folder for all books: what names them is in the books."""

    def __init__(self, folder: Path, keys: Keys, identity: age.Identity) -> None:
        self._folder = folder
        self._keys = keys
        self._identity = identity

    def put(self, source: Path) -> str:
        """Keep the file at `source` and return its SHA-256 in hex.

        A file that is in already is not kept twice; one whose copy here is damaged is mended.

        Raises:
            OSError: if `source` cannot be read.
            NotWrittenError: if the disk does not take it.
        """
        with source.open("rb") as plain:
            passing = _Counting(source=plain)
            try:
                self._put(passing)
            except (age.NotSealedError, OSError) as error:
                if passing.failed is not None:
                    raise passing.failed from error
                raise NotWrittenError("vault-not-written", FOLDER) from error
        return passing.digest.hex()

    def _put(self, passing: _Counting) -> None:
        with temporary(self._folder) as (part, out):
            age.seal(passing, out, self._identity.recipient)
            path = self._path(passing.digest)
            if not (path.exists() and self._taken_out(path) == (passing.digest, passing.size)):
                settle(part, out, path)

    def get(self, digest: str, out: Sink) -> int:
        """Write the original with this SHA-256 to `out` and return its size.

        Raises:
            DamagedError: if it is missing or damaged. What was written by then is to be
                thrown away.
            OSError: if `out` fails.
        """
        if not self.holds(digest):
            raise DamagedError("vault-damaged-no-original", digest)
        path = self._path(bytes.fromhex(digest))
        found = self._taken_out(path, out)
        if found is None or found[0].hex() != digest:
            raise DamagedError("vault-damaged-original", path.name)
        return found[1]

    def destroy(self, digest: str) -> None:
        """Take the file of an original away. What copies and backups hold is out of reach.

        Raises:
            NotWrittenError: if the disk refuses.
        """
        try:
            self._path(bytes.fromhex(digest)).unlink(missing_ok=True)
            sync_folder(self._folder)
        except OSError as error:
            raise NotWrittenError("vault-not-written", FOLDER) from error

    def holds(self, digest: str) -> bool:
        """Tell whether there is a file for the original with this SHA-256, sound or not."""
        return bool(_DIGEST.fullmatch(digest)) and self._path(bytes.fromhex(digest)).is_file()

    def names(self) -> list[str]:
        """Return the names of the files, sorted."""
        if not self._folder.is_dir():
            return []
        names = (path.name for path in self._folder.iterdir())
        return sorted(name for name in names if not name.startswith("."))

    def sealed_size(self, name: str) -> int:
        """Return the size of a file as it lies there."""
        return (self._folder / name).stat().st_size

    def sound(self, name: str) -> bool:
        """Read a file to its end and tell whether it is the original its name stands for."""
        if not _NAME.fullmatch(name):
            return False
        found = self._taken_out(self._folder / name)
        return found is not None and self._path(found[0]).name == name

    def _path(self, digest: bytes) -> Path:
        return self._folder / f"{self._keys.original(digest)}.age"

    def _taken_out(self, path: Path, out: Sink | None = None) -> tuple[bytes, int] | None:
        """Return the SHA-256 and size of what is sealed at `path`, or None if it is damaged."""
        passing = _Counting(sink=out)
        try:
            with path.open("rb") as sealed:
                self._identity.opened(sealed, passing)
        except (age.NotReadableError, OSError) as error:
            if passing.failed is not None:
                raise passing.failed from error
            return None
        return passing.digest, passing.size
