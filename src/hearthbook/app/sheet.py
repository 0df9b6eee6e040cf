"""A recovery sheet as a file: for its owner alone, and never in the clear anywhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.keys import wanted
from hearthbook.app.new_file import put_new
from hearthbook.base.time import in_utc
from hearthbook.papers.press import press_sheet
from hearthbook.papers.press.failing import CannotPressError
from hearthbook.papers.sheet import Sheet
from hearthbook.vault import VaultError
from hearthbook.vault.recovery import new_code
from hearthbook.vault.slot import PRINTED

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.base.words import Words


__all__ = ["Sheet", "add_sheet", "check_place", "put_sheet", "sheet_of"]


def add_sheet(home: Household, *, file: str, name: str, words: Words) -> str:
    """Make a recovery sheet at `file` and let it open the vault; return the id of its key.

    Raises:
        Failure: if there is such a file already, or it cannot be made; no key is then added.
    """
    check_place(file, home.vault.folder)
    known_as, code = home.vault.new_way_id(), new_code()
    new = wanted(PRINTED, code, name)
    put_sheet(file, sheet_of(home, known_as, code, name=new.name), words)
    try:
        home.vault.add_way(new, known_as)
    except VaultError:
        Path(file).unlink(missing_ok=True)
        raise
    return known_as


def sheet_of(home: Household, known_as: str, code: str, *, name: str = "") -> Sheet:
    """Return what the sheet of a key says."""
    vault = home.vault
    day = in_utc(now()).date().isoformat()
    return Sheet(vault.folder.resolve().name, vault.vault_id, known_as, name, day, code)


def check_place(file: str, folder: Path) -> None:
    """Refuse a place where a sheet would be lost, or be a key under the mat.

    Raises:
        Failure: if something is there, or it is inside the vault.
    """
    path = Path(file)
    if path.exists():
        raise Failure("sheet-exists", Exit.WRONG_USAGE, file=file)
    if folder.resolve() in path.resolve().parents:
        raise Failure("sheet-inside", Exit.WRONG_USAGE, file=file)


def put_sheet(file: str, sheet: Sheet, words: Words) -> None:
    """Press a sheet and write it at `file`, which is made for its owner alone.

    Raises:
        Failure: if it cannot be made; nothing of it is then left.
    """
    try:
        pdf = press_sheet(sheet, words, made=in_utc(now() // 1000 * 1000))
        put_new(Path(file), pdf)
    except CannotPressError as error:
        raise Failure("not-written", Exit.NOT_READABLE, file=file, reason="PDF") from error
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("not-written", Exit.NOT_READABLE, file=file, reason=reason) from error
