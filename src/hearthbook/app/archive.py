"""Open a zip archive safely: nothing is unpacked to disk, and no name is used as a path."""

from __future__ import annotations

import re
import zlib
from hashlib import sha256
from typing import IO
from typing import TYPE_CHECKING
from typing import Final
from zipfile import BadZipFile
from zipfile import ZipFile

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from typing import TypeAlias
    from zipfile import ZipInfo

    Wanted: TypeAlias = Callable[[str, bytes], bool]

MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MOST_MEMBERS: Final = 50_000
_MOST_BYTES: Final = 8 << 30
MOST_TEXT: Final = 512 << 20
_FOLD: Final = 250  # more than text ever shrinks; deflate's own limit is about 1,030
_CHUNK: Final = 1 << 20
HEAD: Final = 1 << 16
DATABASE: Final = b"SQLite format 3\0"
_DATABASE_HEAD: Final = 16 << 20
OUTSIDE: Final = re.compile(r"^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)")

# What zipfile raises on damage; on an unknown method and under a password a RuntimeError.
_DAMAGE: Final = (
    BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    OSError,
)


class BrokenArchiveError(ValueError):
    """A file that begins as a zip archive and cannot be opened as one."""


class Member(Struct, frozen=True):
    """One file in an archive. `refused` says why it was not opened."""

    path: str
    size: int
    sha256: str
    data: bytes | None
    head: bytes
    refused: str = ""


class Limits:
    """How much may still be unpacked of one file, and of the archives in it."""

    def __init__(self) -> None:
        """Begin with all that any file may hold."""
        self.members, self.bytes = _MOST_MEMBERS, _MOST_BYTES


def members(file: IO[bytes], wanted: Wanted, limits: Limits | None = None) -> Iterator[Member]:
    """Yield the members of the archive `file` in its own order, folders left out.

    The bytes of a member are kept only if `wanted` says so of its name and first bytes;
    otherwise they are hashed and let go. What is unpacked is taken off `limits`.

    Raises:
        BrokenArchiveError: if it has no readable directory, or a forbidding number of members.
    """
    limits = limits or Limits()
    try:
        archive = ZipFile(file)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (*_DAMAGE, ValueError, KeyError, IndexError) as error:
        raise BrokenArchiveError from error
    if len(infos) > limits.members:
        raise BrokenArchiveError
    limits.members -= len(infos)
    for info in infos:
        member = _member(archive, info, wanted, limits.bytes)
        limits.bytes -= 0 if member.refused else member.size
        yield member


def member_named(file: IO[bytes], name: str, limits: Limits) -> bytes | None:
    """Return the bytes of the member `name`; None if there is none that may be opened.

    Raises:
        BrokenArchiveError: if the archive has no readable directory.
    """
    try:
        archive = ZipFile(file)
        info = archive.getinfo(name)
    except KeyError:
        return None
    except (*_DAMAGE, ValueError, IndexError) as error:
        raise BrokenArchiveError from error
    found = _member(archive, info, lambda _name, _head: True, limits.bytes)
    limits.bytes -= 0 if found.refused else found.size
    return found.data


def _member(archive: ZipFile, info: ZipInfo, wanted: Wanted, left: int) -> Member:
    path, size = info.filename, info.file_size
    folded = size > _CHUNK and size > _FOLD * max(info.compress_size, 1)
    if OUTSIDE.search(path) or folded or size > left or "\0" in path:
        return Member(path, size, "", None, b"", refused="unsafe-member")
    try:
        with archive.open(info) as stream:
            return _read(stream, path, size, wanted)
    except _DAMAGE:
        return Member(path, size, "", None, b"", refused="broken-archive")


def head_of(first: bytes) -> int:
    """Return how many bytes of a file it takes to know its kind, from its first 64 KiB.

    What tables a database has may stand in any of its pages.
    """
    return _DATABASE_HEAD if first.startswith(DATABASE) else HEAD


def held(path: str, data: bytes) -> Member:
    """Return a file of which all bytes are at hand as a member."""
    head = data[: head_of(data[:HEAD])]
    return Member(path, len(data), sha256(data).hexdigest(), data, head)


def _read(stream: IO[bytes], path: str, size: int, wanted: Wanted) -> Member:
    head = stream.read(HEAD)
    head += stream.read(head_of(head) - len(head))
    keep = size <= MOST_TEXT and wanted(path, head)
    digest, parts, total = sha256(head), [head], len(head)
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        total += len(chunk)
        if total > size:
            raise BadZipFile  # it holds more than its directory admits
        if keep:
            parts.append(chunk)
    data = b"".join(parts) if keep else None
    return Member(path, total, digest.hexdigest(), data, head)
