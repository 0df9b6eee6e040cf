"""Every single bit of a small vault and of a bundle, turned over.

Noticed: opening or the audit says so. Harmless: nothing is said, and all that is kept reads as
before (a bit that no value hangs on). Anything else would be unnoticed.
"""

from __future__ import annotations

from functools import partial
from shutil import copytree
from typing import TYPE_CHECKING

import apsw

from hearthbook.vault import VaultError
from hearthbook.vault import audit
from hearthbook.vault import header
from hearthbook.vault import store
from hearthbook.vault.log import Log
from tests.faults.tally import Tally
from tests.vault.family import Household

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from pathlib import Path

DISPOSABLE = ("index", "outbox")


def flips(path: Path, stride: int, tells: Callable[[], tuple[bool, bool]]) -> Tally:
    """Turn over every `stride`th bit of a file; `tells` says if it is noticed, if harmless.

    An even stride is made odd, for it would never reach some bits of a byte.
    """
    raw, tally = path.read_bytes(), Tally()
    with path.open("r+b", buffering=0) as file:
        for bit in range(0, 8 * len(raw), stride | 1):
            at, old = bit // 8, raw[bit // 8]
            file.seek(at)
            file.write(bytes([old ^ 1 << bit % 8]))
            noticed, harmless = tells()
            file.seek(at)
            file.write(bytes([old]))
            tally.add(f"{path.name} bit {bit}", noticed=noticed, harmless=harmless)
    return tally


def _kept(home: Household) -> object:
    """Return all that a vault keeps, as read from it."""
    with home.open() as vault:
        return [
            (book.name, book.log.rows(0, book.size), book.log.heads(), book.root())
            for book in vault.books()
        ]


class _Vault:
    """Asks a vault whether it noticed."""

    def __init__(self, home: Household) -> None:
        self._home = home
        self._kept = _kept(home)

    def tells(self, path: Path) -> tuple[bool, bool]:
        """Return whether harm to a file is noticed, and if not, whether it is none.

        A page that its cipher refuses is noticed by whatever reads it, and the audit reads
        every page: then the audit itself is spared, which makes the run ten times shorter.
        """
        if path.suffix == ".db" and not self._legible(path):
            return True, False
        try:
            with self._home.open() as vault:
                noticed = not all(check.ok for check in audit(vault, full=True))
        except VaultError:
            return True, False
        return noticed, not noticed and _kept(self._home) == self._kept

    def _legible(self, path: Path) -> bool:
        try:
            db = store.opened(path, self._home.keys.book(path.stem), path.name, 0)
        except VaultError:
            return False
        try:
            return Log(db).intact()
        except apsw.Error:
            return False
        finally:
            db.close()


def vault_flips(home: Household, folder: Path, stride: int) -> Tally:
    """Turn over bits in every file of a copy of the vault, but for what is made anew."""
    copy = Household(copytree(home.folder, folder / "flipped.vault"), home.code, home.keys)
    asked, whole = _Vault(copy), Tally()
    files = [path for path in sorted(copy.folder.rglob("*")) if path.is_file()]
    for path in files:
        if path.relative_to(copy.folder).parts[0] not in DISPOSABLE:
            _joined(whole, flips(path, stride, partial(asked.tells, path)))
    assert header.NAME in {path.name for path in files}
    return whole


def file_flips(files: Iterable[Path], stride: int, sound: Callable[[], bool]) -> Tally:
    """Turn over bits in files that `sound` checks together."""
    whole = Tally()
    for path in files:
        _joined(whole, flips(path, stride, lambda: (not sound(), False)))
    return whole


def _joined(whole: Tally, part: Tally) -> None:
    whole.tried += part.tried
    whole.noticed += part.noticed
    whole.harmless += part.harmless
    whole.unnoticed += part.unnoticed
