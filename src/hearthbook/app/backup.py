"""Back a vault up, and try the backup as if the house had burnt down.

1. Only an open vault is backed up: what is written is then tried with its keys, not hoped for.
   A folder that nobody has open may also be copied by any means; `restore` takes that as well.
2. A backup is a place where heads are held too: if it knows more than the vault, the vault was
   rolled back, and nothing is written.
3. The drill lays the newest generation out in a temporary place, opens it with what was typed,
   audits it in full, compares every entry with the vault's own, and leaves nothing behind.
"""

from __future__ import annotations

from datetime import datetime
from itertools import count
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.time import in_utc
from hearthbook.base.time import moment
from hearthbook.vault import DamagedError
from hearthbook.vault import HeadMismatchError
from hearthbook.vault import Vault
from hearthbook.vault import VaultError
from hearthbook.vault import backup as backups
from hearthbook.vault import header as headers
from hearthbook.vault.agreement import agree
from hearthbook.vault.audit import UNSAID
from hearthbook.vault.audit import audit
from hearthbook.vault.formats import checkpoint
from hearthbook.vault.formats import note
from hearthbook.vault.originals import FOLDER as ORIGINALS
from hearthbook.vault.remembered import Copy

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    from hearthbook.app.household import Household
    from hearthbook.vault import Book

    Move = Callable[[int, int], None]

KEEP: Final = 10
_FORM: Final = "%Y%m%dT%H%M%SZ"


class BackedUp(Struct, frozen=True):
    """A backup that was made. `last` is when the one before was, in milliseconds.

    `gone` counts originals that the one before had and the vault has no longer.
    """

    generation: str
    entries: int
    originals: int
    copied: int
    damaged: tuple[str, ...]
    gone: int
    dropped: int
    last: int | None


class Health(Struct, frozen=True):
    """How the vault stands: its last backup, its last drill, and the entries made since."""

    backup: Copy | None
    drill: Copy | None
    since: int


def health(home: Household) -> Health:
    """Return when the vault was last backed up and tried; a damaged memory is none."""
    try:
        known = home.vault.copies()
    except DamagedError:
        known = ()
    made = [one for one in known if not one.drill]
    tried = [one for one in known if one.drill]
    last = made[-1] if made else None
    since = _entries(home.vault) - (last.entries if last else 0)
    return Health(last, tried[-1] if tried else None, since)


def back_up(home: Household, *, folder: str, keep: int, move: Move) -> BackedUp:
    """Write a new generation into the backup at `folder`, and keep the last `keep` of them.

    Raises:
        Failure: if the folder is another's, lies in the vault, or does not take it.
        HeadMismatchError: if the backup knows more than the vault.
    """
    target, last = Path(folder), health(home).backup
    _fit(home, target, folder, keep)
    for book in home.vault.books():
        book.sign()
    entries, name = _entries(home.vault), _new_name(target)
    try:
        target.mkdir(mode=0o700, exist_ok=True)
        done = backups.write(home.vault, target, name, keep, move)
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure(
            "backup-not-made", Exit.NOT_READABLE, folder=folder, reason=reason
        ) from error
    home.vault.remember(Copy(now(), target.name, name, entries, done.originals, drill=False))
    return BackedUp(
        name,
        entries,
        done.originals,
        done.copied,
        done.damaged,
        done.gone,
        done.dropped,
        last.at if last else None,
    )


def drill(
    home: Household, *, folder: str, passphrase: str | None, recovery: str | None, move: Move
) -> int:
    """Restore the newest generation of `folder` in a temporary place and compare it.

    Returns how many entries were compared.

    Raises:
        Failure: if there is none, it does not open, or something in it is not as it should be.
    """
    [*_, newest] = [None, *backups.generations(Path(folder))]
    if newest is None:
        raise Failure("backup-none", Exit.NOT_READABLE, place=folder)
    try:
        with TemporaryDirectory() as place:
            part = Path(place) / "drill"
            backups.lay_out(newest, part, move)
            with Vault.open(part, passphrase=passphrase, recovery=recovery) as copy:
                count = _compared(home.vault, copy, move)
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("drill-not-made", Exit.NOT_READABLE, reason=reason) from error
    originals = sum("originals/" in name for name in backups.read_sums(newest))
    done = Copy(now(), Path(folder).name, newest.name, count, originals, drill=True)
    home.vault.remember(done)
    return count


def _compared(vault: Vault, copy: Vault, move: Move) -> int:
    """Return how many entries of the copy were compared, all of them equal to the vault's.

    An original is named by what is in it, so the audit of the copy has compared it too.
    """
    for check in audit(copy, full=True, move=move):
        if not check.ok and check.what not in UNSAID:
            raise Failure("drill-failed", Exit.DAMAGED, place=check.where)
    for own, found in zip(vault.books(), copy.books(), strict=True):
        pairs = zip_longest(own.entries(0, found.size), found.entries())
        if any(one != other for one, other in pairs):
            raise Failure("drill-failed", Exit.DAMAGED, place=own.place)
    return _entries(copy)


def made_at(generation: str) -> int | None:
    """Return when a generation was made, in milliseconds; None if its name does not say."""
    try:
        return moment(datetime.strptime(f"{generation[:16]}+0000", f"{_FORM}%z"))
    except ValueError:
        return None


def _entries(vault: Vault) -> int:
    return sum(book.size for book in vault.books())


def _new_name(target: Path) -> str:
    """Return a name that comes after those of all generations, wherever the clock stands.

    The newest is known by its name, and the first in order are the first to go: one made while
    the clock stood too early would be let go of at once.
    """
    found = [path.name for path in backups.generations(target)]
    last = max((name for name in found if made_at(name) is not None), default="")
    begin = max(now(), made_at(last) or 0)
    names = (_named(begin, n) for n in count())
    taken = target / backups.GENERATIONS
    return next(name for name in names if name > last and not (taken / name).exists())


def _named(begin: int, n: int) -> str:
    """Return the name number `n` from the moment `begin` on, a hundred for each second."""
    second, among = divmod(n, 100)
    plain = in_utc(begin + 1000 * second).strftime(_FORM)
    return f"{plain}-{among:02}" if among else plain


def _fit(home: Household, target: Path, folder: str, keep: int) -> None:
    """Refuse a folder that is no place for a backup of this vault."""
    own = home.vault.folder.resolve()
    if keep < 1:
        raise Failure("backup-keep", Exit.WRONG_USAGE)
    if target.resolve() == own or own in target.resolve().parents:
        raise Failure("backup-inside", Exit.WRONG_USAGE, folder=folder)
    if not target.exists():
        return
    if not target.is_dir():
        raise Failure("backup-another", Exit.WRONG_USAGE, folder=folder)
    known = {backups.GENERATIONS, ORIGINALS}
    if {path.name for path in target.iterdir() if not path.name.startswith(".")} - known:
        raise Failure("backup-another", Exit.WRONG_USAGE, folder=folder)
    for generation in backups.generations(target):
        if _vault_of(generation) not in {"", home.vault.vault_id}:
            raise Failure("backup-another", Exit.WRONG_USAGE, folder=folder)
        _knows_no_more(home, generation)


def _vault_of(generation: Path) -> str:
    """Return the id of the vault that a generation is of; nothing if it is damaged."""
    try:
        return headers.read((generation / headers.NAME).read_bytes()).header.vault
    except (OSError, VaultError):
        return ""


def _knows_no_more(home: Household, generation: Path) -> None:
    """Compare the heads of a generation with the logs of the vault.

    Raises:
        HeadMismatchError: if they do not fit.
    """
    books = {book.key.name: book for book in home.vault.epochs()}
    for path in sorted((generation / "heads").glob("*.head")):
        place = f"{generation.name}/heads/{path.name}"
        head = head_in(path, books, place)
        if head is not None:
            book = books[head.origin]
            agree(book, [(place, head)], closed=book.epoch < home.vault.epoch)


def head_in(path: Path, books: Mapping[str, Book], place: str) -> checkpoint.Checkpoint | None:
    """Return the head in a file of a backup; None if the file is damaged.

    Raises:
        HeadMismatchError: if it is of an epoch that is not known here, or by another key of one
            that is: the vault was restored in another place, and written in there.
    """
    try:
        raw = path.read_bytes()
        held = note.read(raw)
        head = checkpoint.read(held.text)
    except (OSError, ValueError):
        return None
    if head.origin not in books:
        raise HeadMismatchError("vault-rolled-back", place)
    key = books[head.origin].key
    if (key.name, key.hint) not in {(one.name, one.hint) for one in held.signatures}:
        raise HeadMismatchError("vault-forked", place)
    try:
        return checkpoint.read_signed(raw, key)
    except checkpoint.NotACheckpointError:
        return None
