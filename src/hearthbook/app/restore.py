"""Make a vault again from a backup, beside whatever there is, and begin a new epoch in it.

1. The files are laid out under a hidden name and compared with their sums; the vault is opened
   there and audited in full. What fails leaves nothing, and touches neither backup nor vault.
2. A backup may be older than what was sealed since. The heads of other generations in the same
   backup, and those that are given, tell how much is lost; each new log says so in its first
   entry, and where the log before it ended.
3. Only then does the vault get its name.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.backup import head_in
from hearthbook.app.backup import made_at
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.heads import lost
from hearthbook.app.heads import read_heads
from hearthbook.app.household import Household
from hearthbook.app.household import failure
from hearthbook.vault import HeadMismatchError
from hearthbook.vault import Vault
from hearthbook.vault import VaultError
from hearthbook.vault import backup as backups
from hearthbook.vault.agreement import agree
from hearthbook.vault.audit import UNSAID
from hearthbook.vault.audit import audit
from hearthbook.vault.durable import sync_folder
from hearthbook.vault.formats import checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.vault import Book

    Move = Callable[[int, int], None]


class RestoredBook(Struct, frozen=True):
    """A book as it was restored: its entries, and how many sealed ones are known to be lost."""

    book: str
    entries: int
    lost: int


class Restoration(Struct, frozen=True):
    """A vault that was made again. `made` is when its backup was made, in ms, if known."""

    vault: str
    generation: str
    made: int | None
    epoch: int
    books: tuple[RestoredBook, ...]
    originals: int


class Wanted(Struct, frozen=True):
    """What to restore: the backup, which generation of it, and heads that others hold."""

    backup: str
    generation: str | None = None
    heads: tuple[str, ...] = ()


def restore(
    *, wanted: Wanted, vault: str, passphrase: str | None, recovery: str | None, move: Move
) -> Restoration:
    """Make the vault at `vault` from a backup, and return what became of it.

    Raises:
        Failure: if something is at `vault`, the backup is none or damaged, it does not open, or
            a head does not fit it. Nothing is left then.
    """
    target, source = Path(vault), _source(wanted)
    if target.exists() or target.is_symlink():
        raise Failure("restore-exists", Exit.WRONG_USAGE, vault=vault)
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        part.mkdir(mode=0o700)
        backups.lay_out(source, part, move)
        with Vault.open(part, passphrase=passphrase, recovery=recovery) as held:
            done = _restored(held, wanted, source, move)
        shutil.rmtree(part / "index", ignore_errors=True)
        part.replace(target)
        sync_folder(target.parent)
    except VaultError as error:
        raise failure(error, wanted.backup) from error
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure(
            "vault-not-made", Exit.NOT_READABLE, vault=vault, reason=reason
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    name = source.name if backups.is_generation(source) else ""
    return Restoration(vault, name, made_at(name), *done)


def _source(wanted: Wanted) -> Path:
    """Return the generation that is wanted, or a folder that is a vault itself."""
    folder = Path(wanted.backup)
    known = {path.name: path for path in backups.generations(folder)}
    if wanted.generation is not None:
        if wanted.generation not in known:
            names = ", ".join(known) or "-"
            raise Failure("no-such-generation", Exit.WRONG_USAGE, names=names)
        return known[wanted.generation]
    return list(known.values())[-1] if known else folder


def _restored(
    vault: Vault, wanted: Wanted, source: Path, move: Move
) -> tuple[int, tuple[RestoredBook, ...], int]:
    """Check the vault that was laid out, and begin a new epoch in it."""
    for check in audit(vault, full=True, move=move):
        if not check.ok and check.what not in UNSAID:
            raise Failure("backup-damaged", Exit.DAMAGED, place=check.where)
    home = Household(vault, vault.folder)
    try:
        books = vault.books()
        for book in books:
            book.sign()
        known = _known(home, wanted, source)
        made = made_at(source.name) if backups.is_generation(source) else None
        # Before the new logs are there, for it asks who writes.
        said = {book.name: lost(home, book, known[book.name], made) for book in books}
        sizes = {book.name: book.size for book in books}
        gone = {book.name: known[book.name].size - book.log.size() for book in books}
        vault.begin_epoch()
        for name, record in said.items():
            home.add(name, [record])
    finally:
        home.close()
    rows = tuple(RestoredBook(name, size, gone[name]) for name, size in sizes.items())
    return vault.epoch, rows, len(vault.originals.names())


def _known(home: Household, wanted: Wanted, source: Path) -> dict[str, checkpoint.Checkpoint]:
    """Return the largest head of each book's newest log that anybody holds, and keep it.

    Raises:
        HeadMismatchError: if the log does not fit one that covers no more than it has.
    """
    books = home.vault.books()
    largest = {book.name: checkpoint.read_signed(book.checkpoint(), book.key) for book in books}
    given = read_heads(home, wanted.heads)
    for place, raw, book, head in (*_others(books, source), *given):
        agree(book, [(place, head)], closed=True)
        if book in books and head.size > largest[book.name].size:
            largest[book.name] = head
            home.vault.heads.add(book.volume, head.size, raw)
    return largest


def _others(
    books: Sequence[Book], source: Path
) -> Iterator[tuple[str, bytes, Book, checkpoint.Checkpoint]]:
    """Yield the heads of the other generations in the same backup."""
    if not backups.is_generation(source):
        return
    keys = {book.key.name: book for book in books}
    for other in backups.generations(source.parent.parent):
        for path in sorted((other / "heads").glob("*.head")):
            place = f"{other.name}/heads/{path.name}"
            try:
                head = head_in(path, keys, place)
            except HeadMismatchError:
                continue  # of an earlier epoch, or of one that began after this generation
            if head is not None and other != source:
                yield place, path.read_bytes(), keys[head.origin], head
