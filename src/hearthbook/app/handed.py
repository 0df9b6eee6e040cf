"""What was handed out, as it lies before whoever checks it: a folder, or an archive of one.

1. A zip or tar is read where it lies; nothing is unpacked to a disk, and no name is used as a
   path. What is compared afterwards is the same as of the folder.
2. The folder is where the manifest lies, in the archive itself or in one folder of it. Files
   outside of that folder are none of it.
3. An archive of which two programs could unpack two different folders is not read: a name that
   comes twice or leads outside, more bytes or files than any release has, a part that is
   damaged or locked.
4. Links and devices are no files, in a folder as in an archive.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import BinaryIO
from typing import Final
from typing import NamedTuple
from typing import cast

from hearthbook.app.archive import OUTSIDE
from hearthbook.app.archive import BrokenArchiveError
from hearthbook.app.archive import Limits
from hearthbook.app.archive import members
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.given import digest_of
from hearthbook.app.given import is_archive
from hearthbook.vault.formats import share

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from pathlib import Path

    Wanted = Callable[[str], bool]

_CHUNK: Final = 1 << 20
_LONGEST: Final = 16 << 20  # bytes; no header of a tar is longer, whatever it says
_MOST_KEPT: Final = (
    512 << 20
)  # bytes of what is read whole: the manifest, the entries, the heads
_GZIP: Final = b"\x1f\x8b"
_TAR: Final = (257, b"ustar")
_DAMAGE: Final = (
    gzip.BadGzipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    ArithmeticError,
    ValueError,
)


class File(NamedTuple):
    """A file by its path, its SHA-256, its size, and its bytes if they are wanted."""

    path: str
    sha256: str
    size: int
    data: bytes | None = None


def is_packed(path: Path) -> bool:
    """Tell whether a file is an archive in which a folder may have been mailed."""
    return is_archive(path) or _is_tar(path)


def handed(path: Path, wanted: Wanted) -> list[File]:
    """Return the files of a folder that was handed out, or of an archive of one.

    `wanted` says of which files, by their paths in the folder, the bytes are.

    Raises:
        Failure: if they cannot be read, or the archive holds no such folder.
    """
    try:
        return list(_in_folder(path, wanted) if path.is_dir() else _packed(path, wanted))
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("not-opened", Exit.NOT_READABLE, file=str(path), reason=reason) from error
    except BrokenArchiveError as error:
        raise Failure("archive-not-plain", Exit.NOT_READABLE, file=str(path)) from error


def _in_folder(folder: Path, wanted: Wanted) -> Iterator[File]:
    every = sorted(one for one in folder.rglob("*") if one.is_symlink() or not one.is_dir())
    for one in every:
        name = one.relative_to(folder).as_posix()
        if one.is_symlink() or not one.is_file():
            yield File(name, "", 0, None)  # not read: a pipe never ends, a link leads elsewhere
            continue
        data = one.read_bytes() if wanted(name) else None
        yield File(name, digest_of(one), one.stat().st_size, data)


def _packed(path: Path, wanted: Wanted) -> Iterator[File]:
    """Yield the files of the one folder in an archive that has a manifest."""
    read = _in_tar if _is_tar(path) else _in_zip
    names = [one.path for one in read(path, lambda _: False)]
    above = _above(names)
    if len(set(names)) < len(names):
        raise BrokenArchiveError
    if above is None:
        raise Failure("no-release-in-archive", Exit.NOT_READABLE, file=str(path))
    kept = 0
    for one in read(path, lambda name: _below(name, above, wanted)):
        kept += len(one.data or b"")
        if kept > _MOST_KEPT:
            raise BrokenArchiveError
        if one.path.startswith(above):
            yield one._replace(path=one.path.removeprefix(above))


def _below(name: str, above: str, wanted: Wanted) -> bool:
    return name.startswith(above) and wanted(name.removeprefix(above))


def _above(names: list[str]) -> str | None:
    """Return what stands before the manifest: nothing, or the one folder it is in."""
    found = {one.rpartition(share.MANIFEST)[0] for one in names if _is_manifest(one)}
    return "" if "" in found else found.pop() if len(found) == 1 else None


def _is_manifest(name: str) -> bool:
    return name.rpartition("/")[2] == share.MANIFEST and name.count("/") <= 1


def _in_zip(path: Path, wanted: Wanted) -> Iterator[File]:
    with path.open("rb") as file:
        for one in members(file, lambda name, _: wanted(name)):
            if one.refused or (one.data is None and wanted(one.path)):
                raise BrokenArchiveError
            yield File(one.path, one.sha256, one.size, one.data)


def _in_tar(path: Path, wanted: Wanted) -> Iterator[File]:
    limits = Limits()
    with _unzipped(path) as file:
        try:
            with tarfile.open(fileobj=_Bounded(file), mode="r:") as archive:  # type: ignore[call-overload]  # it needs what is here
                for one in archive:
                    limits.members, limits.bytes = limits.members - 1, limits.bytes - one.size
                    if min(limits.members, limits.bytes) < 0 or OUTSIDE.search(one.name):
                        raise BrokenArchiveError
                    if one.isreg():
                        yield _member(archive, one, wanted)
        except _DAMAGE as error:
            raise BrokenArchiveError from error


def _member(archive: tarfile.TarFile, one: tarfile.TarInfo, wanted: Wanted) -> File:
    opened, name = archive.extractfile(one), one.name.removeprefix("./")
    if opened is None or one.issparse():
        raise BrokenArchiveError
    keep, digest, parts = wanted(name), sha256(), list[bytes]()
    if keep and one.size > _MOST_KEPT:
        raise BrokenArchiveError
    while chunk := opened.read(_CHUNK):
        digest.update(chunk)
        if keep:
            parts.append(chunk)
    return File(name, digest.hexdigest(), one.size, b"".join(parts) if keep else None)


class _Bounded:
    """A file of which nothing reads much at once, however long a header says that it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.tell, self.seek = file.tell, file.seek

    def read(self, size: int) -> bytes:
        """Return the next bytes.

        Raises:
            BrokenArchiveError: if they are asked for by a length that nothing has.
        """
        if not 0 <= size <= _LONGEST:
            raise BrokenArchiveError
        return self._file.read(size)


def _is_tar(path: Path) -> bool:
    at, sign = _TAR
    try:
        with _unzipped(path) as file:
            return file.read(at + len(sign))[at:] == sign
    except (OSError, *_DAMAGE):
        return False


@contextmanager
def _unzipped(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
    with gzip.open(path) if packed else path.open("rb") as opened:
        yield cast("BinaryIO", opened)
