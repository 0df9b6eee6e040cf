"""Find the files to take in: single ones, and all that lie in a folder, however deep.

1. A folder's files come in the order of their names, so that two runs take in alike.
2. Nothing is followed out of a folder: a link in it is left out. A file that is named is read
   even through a link, for a person named it.
3. The log of a database that is named comes with it, for some rows may lie only there.
4. What is no file (a pipe, a device) is left out, and so are a vault and the files that unlock
   one. What is left out is said, each with its reason.
"""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISLNK
from stat import S_ISREG
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.beside import Lying
from hearthbook.app.beside import log_beside
from hearthbook.base.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

_HEADER: Final = "vault.toml"


class Found(Struct, frozen=True):
    """A file to take in, and the name it goes by: within its folder, if it was found in one."""

    path: str
    name: str


class LeftOut(Struct, frozen=True):
    """What was not looked at, and why: `link`, `no-file`, `vault`, `key`, `name`, `folder`."""

    name: str
    why: str


class Gathered(Struct, frozen=True):
    """What there is to take in, and what was left out of it."""

    files: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]


def gathered(paths: Sequence[str], *, keys: Sequence[str] = ()) -> Gathered:
    """Return the files that `paths` name or hold; `keys` are files that unlock the vault."""
    secret = {_identity(Path(key)) for key in keys} - {None}
    found = dict.fromkeys(one for path in paths for one in _of(Path(path), secret))
    return Gathered(
        tuple(one for one in found if isinstance(one, Found)),
        tuple(one for one in found if isinstance(one, LeftOut)),
    )


def name_of(path: str) -> str:
    """Return a path as text fit for a record; a disk may name a file by what is no text."""
    return nfc(os.fsencode(path).decode("utf-8", "replace"))


def _of(path: Path, secret: set[tuple[int, int] | None]) -> Iterator[Found | LeftOut]:
    if not path.is_dir():
        yield from _named(path)
        return
    above = path.absolute().parent
    held: list[OSError] = []
    for folder, folders, files in os.walk(path.absolute(), onerror=held.append):
        here = Path(folder)
        if _HEADER in files:
            folders.clear()
            yield LeftOut(_short(here, above), "vault")
            continue
        for name in sorted(folders):
            if (here / name).is_symlink():
                yield LeftOut(_short(here / name, above), "link")
        folders.sort()
        for name in sorted(files):
            yield _one(here / name, _short(here / name, above), secret)
    for error in held:
        yield LeftOut(_short(Path(str(error.filename)), above), "folder")


def _named(path: Path) -> Iterator[Found | LeftOut]:
    """Yield a file that a person named, and the log beside it if it is a database."""
    log = log_beside(Lying(str(path), path.name))
    for one in (path, *([] if log is None else [path.with_name(log)])):
        name = name_of(one.name)
        yield Found(str(one), name) if _is_text(str(one)) else LeftOut(name, "name")


def _one(file: Path, name: str, secret: set[tuple[int, int] | None]) -> Found | LeftOut:
    try:
        mode = file.lstat().st_mode
    except OSError:
        return Found(str(file), name)  # it will be tried, and what is wrong with it be said
    if S_ISLNK(mode):
        return LeftOut(name, "link")
    if not S_ISREG(mode):
        return LeftOut(name, "no-file")
    if _identity(file) in secret:
        return LeftOut(name, "key")
    return Found(str(file), name) if _is_text(str(file)) else LeftOut(name, "name")


def _is_text(path: str) -> bool:
    # Python keeps the bytes of a name that is no UTF-8 as signs that no JSON can carry.
    return os.fsencode(path).decode("utf-8", "replace") == path


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        held = file.stat()
    except OSError:
        return None
    return held.st_dev, held.st_ino


def _short(path: Path, above: Path) -> str:
    return name_of(path.relative_to(above).as_posix())
