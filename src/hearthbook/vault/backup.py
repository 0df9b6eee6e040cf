"""Backups of a vault: encrypted as the vault is, several states in one folder.

1. `originals/` holds the originals, each once. `generations/<name>/` holds what there was
   besides at one time: header, databases, heads, outbox, and `SHA256SUMS` over all files of
   that state, the originals among them; `sha256sum -c` reads it from there.
2. A generation is made under a hidden name and gets its own when it is whole, tried and read
   back from the disk. Whatever fails before that leaves those that were there as they were.
3. First the plain files, then the databases, then the originals: so the heads are never newer
   than the databases, nothing is lost between outbox and book, and every original that an entry
   rests on was there before the entry.
4. An original that is damaged in the vault never replaces a good copy.
5. Only when all is well the oldest generations go, and the originals that none of the others
   names. What was erased in the vault is then gone from the backup too.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from hashlib import file_digest
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.vault.durable import settle
from hearthbook.vault.durable import sync_folder
from hearthbook.vault.durable import temporary
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import NotAVaultError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.header import NAME as HEADER
from hearthbook.vault.originals import FOLDER as ORIGINALS

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.vault.vault import Vault

SUMS: Final = "SHA256SUMS"
GENERATIONS: Final = "generations"

_APART: Final = {"books", "index", ORIGINALS}
_SHARED: Final = f"../../{ORIGINALS}/"
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\n\\]+)")
_CHUNK: Final = 1 << 20


class Written(Struct, frozen=True):
    """A generation that was made: its name, how many files it has, what was new of originals.

    `damaged` names originals that are damaged in the vault; the backup kept its own copy.
    `gone` counts those that the generation before had and the vault has no longer.
    """

    name: str
    files: int
    originals: int
    copied: int
    damaged: tuple[str, ...]
    gone: int
    dropped: int


def generations(folder: Path) -> list[Path]:
    """Return the whole generations in a backup, the oldest first."""
    if not (folder / GENERATIONS).is_dir():
        return []
    found = (path for path in (folder / GENERATIONS).iterdir() if (path / SUMS).is_file())
    return sorted(path for path in found if not path.name.startswith("."))


def is_generation(folder: Path) -> bool:
    """Tell whether `folder` is a whole generation of a backup."""
    return (folder / SUMS).is_file()


def write(
    vault: Vault, folder: Path, name: str, keep: int, move: Callable[[int, int], None]
) -> Written:
    """Write a generation with the `name` into the backup at `folder`, and keep the last `keep`.

    Raises:
        OSError: if the disk of the backup does not take it.
        NotWrittenError: if what is read back is not what was written.
        DamagedError, BusyError: if the vault cannot be read.
    """
    run, before = _Run(vault, folder, move), _named(folder)
    part = folder / GENERATIONS / f".{name}.part"
    for left in (folder / GENERATIONS).glob(".*.part"):
        shutil.rmtree(left)
    try:
        sums = run.generation(part)
        _put_sums(part, sums)
        place = part.with_name(name)
        part.replace(place)
        sync_folder(place.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    dropped = _drop(folder, keep)
    own = {path for path in sums if path.startswith(_SHARED)}
    gone = len(before - own)
    return Written(name, len(sums), len(own), run.copied, tuple(run.damaged), gone, dropped)


def _named(folder: Path) -> set[str]:
    """Return the originals that the newest generation names; none if it is damaged."""
    with suppress(DamagedError, IndexError):
        sums = read_sums(generations(folder)[-1])
        return {name for name in sums if name.startswith(_SHARED)}
    return set()


class _Run:
    """The making of one generation."""

    def __init__(self, vault: Vault, folder: Path, move: Callable[[int, int], None]) -> None:
        self._vault, self._folder, self._move = vault, folder, move
        self.copied = 0
        self.damaged: list[str] = []

    def generation(self, part: Path) -> dict[str, str]:
        """Make all files of a generation, and return their sums by their names."""
        source = self._vault.folder
        (part / "books").mkdir(parents=True, mode=0o700)
        sums = {}
        for path in _plain(source):
            name = path.relative_to(source).as_posix()
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            # A file that has gone since was taken out of the outbox by somebody else.
            with suppress(FileNotFoundError):
                sums[name] = _copied(path, part / name)
        databases: list[Path] = []
        self._vault.copy_books(part, databases.append)
        for path in databases:
            _flushed(path)
            sums[path.relative_to(part).as_posix()] = _sum(path)
        return sums | self._originals()

    def _originals(self) -> dict[str, str]:
        held, sums = self._folder / ORIGINALS, {}
        held.mkdir(mode=0o700, exist_ok=True)
        files = self._vault.originals
        names = files.names()
        for done, name in enumerate(names):
            self._move(done, len(names))
            digest = self._original(name, held / name)
            if digest is not None:
                sums[_SHARED + name] = digest
        self._move(len(names), len(names))
        return sums

    def _original(self, name: str, path: Path) -> str | None:
        """Return the sum of the copy of an original; None if there is none to be had."""
        source = self._vault.folder / ORIGINALS / name
        own, found = _sum_if_readable(path), _sum_if_readable(source)
        if found is not None and found == own:
            return own
        if found is None or (own is not None and not self._vault.originals.sound(name)):
            if source.exists():
                self.damaged.append(name)
            return own
        self.copied += 1
        return _copied(source, path)


def lay_out(source: Path, target: Path, move: Callable[[int, int], None]) -> None:
    """Copy a generation, or a vault's own folder, to the folder `target`.

    Raises:
        DamagedError: if a file of the backup is missing, or not what was written then.
        NotAVaultError: if it is neither.
        OSError: if the disk does not take it.
    """
    if not (source / SUMS).is_file():
        if not (source / HEADER).is_file():
            raise NotAVaultError("backup-none", source.name)
        left_out = shutil.ignore_patterns("index", ".*.part")
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=left_out)
        _made_private(target)
        return
    sums = read_sums(source)
    for done, (name, digest) in enumerate(sums.items()):
        move(done, len(sums))
        path = target / name.removeprefix("../../")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            found = _copied(source / name, path)
        except FileNotFoundError as error:
            raise DamagedError("backup-damaged", name) from error
        if found != digest:
            raise DamagedError("backup-damaged", name)


def _made_private(folder: Path) -> None:
    """Keep what was copied for its owner alone: on a stick everybody may read and write all."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def read_sums(generation: Path) -> dict[str, str]:
    """Return the sums of a generation by the names of its files.

    Raises:
        DamagedError: if they cannot be read.
    """
    try:
        lines = (generation / SUMS).read_text("utf-8").split("\n")[:-1]
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedError("backup-damaged", SUMS) from error
    found = [_LINE.fullmatch(line) for line in lines]
    sums = {one[2]: one[1] for one in found if one is not None}
    inside = all(_is_inside(name) for name in sums)
    if None in found or not inside or HEADER not in sums or len(sums) != len(lines):
        raise DamagedError("backup-damaged", SUMS)
    return sums


def _is_inside(name: str) -> bool:
    """Tell whether a name leads to nowhere but into the backup."""
    if name.startswith(_SHARED):
        return "/" not in name.removeprefix(_SHARED) and name not in {_SHARED, f"{_SHARED}.."}
    return not {"", ".", ".."}.intersection(name.split("/"))


def _plain(source: Path) -> Iterator[Path]:
    """Yield the files that are copied as they lie there."""
    for path in sorted(source.iterdir()):
        if path.name in _APART or path.name.startswith("."):
            continue
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in inside if one.is_file() and not one.name.startswith("."))


def _copied(source: Path, path: Path) -> str:
    """Copy a file, read it back, and return its sum."""
    with source.open("rb") as held, temporary(path.parent) as (part, out):
        shutil.copyfileobj(held, out, _CHUNK)
        held.seek(0)
        digest = file_digest(held, "sha256").hexdigest()
        settle(part, out, path)
    _flushed(path)
    if _sum(path) != digest:
        raise NotWrittenError("backup-not-written", path.name)
    return digest


def _flushed(path: Path) -> None:
    """Bring a file to the disk, and have it read from there the next time."""
    with path.open("r+b") as held:
        os.fsync(held.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(held.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _sum(path: Path) -> str:
    with path.open("rb") as held:
        return file_digest(held, "sha256").hexdigest()


def _sum_if_readable(path: Path) -> str | None:
    try:
        return _sum(path)
    except OSError:
        return None


def _put_sums(part: Path, sums: dict[str, str]) -> None:
    for name, digest in sums.items():
        if not _LINE.fullmatch(f"{digest}  {name}"):
            raise NotWrittenError("backup-not-written", name)
    with temporary(part) as (hidden, out):
        out.writelines(f"{sums[name]}  {name}\n".encode() for name in sorted(sums))
        settle(hidden, out, part / SUMS)
    for folder in (part, *(path for path in part.rglob("*") if path.is_dir())):
        sync_folder(folder)


def _drop(folder: Path, keep: int) -> int:
    """Let the oldest generations go, and the originals that no other names."""
    old = generations(folder)[:-keep]
    for path in old:
        going = path.with_name(f".{path.name}.part")
        path.replace(going)
        shutil.rmtree(going)
    # As long as it cannot be told what one of them names, nothing that it may name goes.
    with suppress(DamagedError):
        named = {name for one in generations(folder) for name in read_sums(one)}
        for path in (folder / ORIGINALS).iterdir():
            if old and _SHARED + path.name not in named:
                path.unlink()
    return len(old)
