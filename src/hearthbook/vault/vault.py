"""A vault: one family's sealed record, a folder on disk (docs/decisions/0003-vault-layout.md).

1. It is made whole beside its place and then renamed: there is never half a vault.
2. At opening the header's MAC is checked, and each log is compared with every head in `heads/`.
   Whatever does not agree stops the opening, and nothing is changed.
"""

from __future__ import annotations

import secrets
import shutil
from errno import ENOTEMPTY
from os import strerror
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.vault import age
from hearthbook.vault import copies
from hearthbook.vault import header as headers
from hearthbook.vault import store
from hearthbook.vault.agreement import agree
from hearthbook.vault.book import Book
from hearthbook.vault.durable import put_whole
from hearthbook.vault.durable import sync_folder
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import LockedError
from hearthbook.vault.errors import NotAVaultError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.header import BookHead
from hearthbook.vault.header import Header
from hearthbook.vault.heads import FOLDER as HEADS
from hearthbook.vault.heads import Heads
from hearthbook.vault.keys import BOOKS
from hearthbook.vault.keys import MASTER
from hearthbook.vault.keys import Keys
from hearthbook.vault.keys import Signer
from hearthbook.vault.keys import log_name
from hearthbook.vault.originals import FOLDER as ORIGINALS
from hearthbook.vault.originals import Originals
from hearthbook.vault.recovery import new_code
from hearthbook.vault.recovery import read_code
from hearthbook.vault.slot import PRINTED
from hearthbook.vault.slot import TYPED
from hearthbook.vault.slot import Cost
from hearthbook.vault.slot import master
from hearthbook.vault.slot import new_slot
from hearthbook.vault.store import place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Self

    from hearthbook.vault.copies import Copy
    from hearthbook.vault.slot import Slot

BOOKS_FOLDER: Final = "books"
_FOLDERS: Final = (BOOKS_FOLDER, "index", ORIGINALS, "outbox", HEADS)
_IDENTITY: Final = "identity"
_DEFAULT: Final = Cost()


class Vault:
    """An open vault. Close it as soon as the work is done: an open one is the danger."""

    def __init__(self, folder: Path, header: Header, keys: Keys, wait: int) -> None:
        """Open what `keys` opens; `create` and `open` make the keys."""
        self.folder = folder
        self._header = header
        self._keys = keys
        self.heads = Heads(folder / HEADS)
        secret = keys.unwrap(_unpacked(header.identity), _IDENTITY).decode()
        self._identity = age.Identity(secret)
        self.originals = Originals(folder / ORIGINALS, keys, self._identity)
        self._books: dict[str, Book] = {}
        try:
            self._open_books(wait)
        except BaseException:
            self.close()
            raise

    def _open_books(self, wait: int) -> None:
        for head in self._header.books:
            name, earlier = head.name, self._books.get(head.name)
            epoch = earlier.epoch + 1 if earlier else 1
            log = log_name(name, epoch)
            signer = Signer(head.origin, self._keys.unwrap(_unpacked(head.seed), log))
            if signer.key.text() != head.vkey:
                raise DamagedError("vault-damaged-header", name)
            at = place(name, epoch)
            db = store.opened(self.folder / at, self._keys.book(log), at, wait)
            self._books[name] = Book(name, db, signer, self.heads, earlier)
        heads = self.heads.all([book.key for book in self.epochs()])
        for book in self.epochs():
            agree(book, heads[book.key.name], closed=book.epoch < self.epoch)

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, *, made: int, cost: Cost = _DEFAULT
    ) -> tuple[Self, str]:
        """Make a vault at `folder`, which must be missing or empty, and return it open.

        The second value is its recovery code, which is kept nowhere else. `made` is in
        milliseconds.

        Raises:
            OSError: if the folder holds something, or the disk does not take it.
        """
        if folder.is_dir() and any(folder.iterdir()):
            raise FileExistsError(ENOTEMPTY, strerror(ENOTEMPTY))
        vault_id, code = secrets.token_hex(16), new_code()
        keys = Keys(secrets.token_bytes(MASTER), bytes.fromhex(vault_id))
        slots = (
            new_slot(TYPED, passphrase, keys, vault_id, cost),
            new_slot(PRINTED, code, keys, vault_id, cost),
        )
        beside = folder if folder.exists() else folder.parent
        part = beside / f".{secrets.token_hex(8)}.part"
        part.mkdir(mode=0o700)
        try:
            header = _furnished(part, keys, vault_id, made, slots)
            put_whole(part / headers.NAME, headers.written(header, keys))
            _settle(part, folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        return cls(folder, header, keys, store.WAIT), code

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        passphrase: str | None = None,
        recovery: str | None = None,
        wait: int = store.WAIT,
    ) -> Self:
        """Open the vault at `folder` with its passphrase or its recovery code.

        `wait` is how many milliseconds another program's transaction is waited for.

        Raises:
            NotAVaultError: if there is none, or one of a format not known here.
            LockedError: if it is another passphrase or code, or the code has a typo.
            DamagedError: if something in it does not agree with the rest.
            BusyError: if another program holds it.
        """
        sealed = headers.read(_header_bytes(folder))
        header = sealed.header
        code = None if recovery is None else read_code(recovery)
        kind, typed = (TYPED, passphrase) if code is None else (PRINTED, code)
        if typed is None:
            raise LockedError(f"vault-wrong-{kind}")
        [slot] = [slot for slot in header.slots if slot.kind == kind]
        keys = Keys(master(slot, typed, header.vault), bytes.fromhex(header.vault))
        headers.check(sealed, keys)
        return cls(folder, header, keys, wait)

    def change_passphrase(self, passphrase: str, cost: Cost = _DEFAULT) -> None:
        """Let another passphrase open the vault; the recovery code stays.

        Copies of the vault made before still open with the old one.

        Raises:
            NotWrittenError: if the disk does not take it; the old one then still opens it.
        """
        slot = new_slot(TYPED, passphrase, self._keys, self._header.vault, cost)
        slots = tuple(slot if one.kind == TYPED else one for one in self._header.slots)
        header = msgspec.structs.replace(self._header, slots=slots)
        try:
            put_whole(self.folder / headers.NAME, headers.written(header, self._keys))
        except OSError as error:
            raise NotWrittenError("vault-not-written", headers.NAME) from error
        self._header = header

    def begin_epoch(self) -> None:
        """Begin a new log in every book, behind which the earlier ones are closed.

        For a vault that is being restored and has not got its place yet: whoever calls it
        appends to each book a record that names where the log before it ended.

        Raises:
            NotWrittenError: if the disk does not take it; the vault must then be thrown away.
        """
        epoch, books = self.epoch + 1, self._header.books
        try:
            new = tuple(
                _new_log(self.folder, self._keys, self.vault_id, name, epoch) for name in BOOKS
            )
            header = msgspec.structs.replace(self._header, epoch=epoch, books=(*books, *new))
            put_whole(self.folder / headers.NAME, headers.written(header, self._keys))
        except OSError as error:
            raise NotWrittenError("vault-not-written", headers.NAME) from error
        self.close()
        self._header, self._books = header, {}
        self._open_books(store.WAIT)

    def copy_books(self, folder: Path, copied: Callable[[Path], None]) -> None:
        """Copy the databases, as they are now, into the vault's copy at `folder`, and try them.

        `copied` is told of each.

        Raises:
            DamagedError: if one that was copied does not agree with its heads.
            BusyError, NotWrittenError: as `Book.append`.
        """
        for book in self.epochs():
            key = self._keys.book(log_name(book.name, book.epoch))
            book.copy_to(folder / book.place, key)
            copied(folder / book.place)
        with type(self)(folder, self._header, self._keys, store.WAIT) as copy:
            for book in copy.epochs():
                with store.told(book.place):
                    if not book.log.intact():
                        raise DamagedError("vault-damaged-database", book.place)

    def copies(self) -> tuple[Copy, ...]:
        """Return the backups and drills that are remembered, the oldest first.

        Raises:
            DamagedError: if what remembers them is not as it was written.
        """
        return copies.read(self.folder, self._keys)

    def remember(self, copy: Copy) -> None:
        """Remember a backup or a drill.

        Raises:
            NotWrittenError: if the disk does not take it.
        """
        try:
            copies.remember(self.folder, self._keys, copy)
        except OSError as error:
            raise NotWrittenError("vault-not-written", copies.NAME) from error

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *failed: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the databases."""
        for book in self._books.values():
            book.close()

    @property
    def vault_id(self) -> str:
        """The vault's random id, in hex."""
        return self._header.vault

    @property
    def epoch(self) -> int:
        """The epoch that is written in: one more with every restore, from 1 on."""
        return self._header.epoch

    @property
    def made(self) -> int:
        """When the vault was made, in milliseconds."""
        return self._header.made

    @property
    def recipient(self) -> str:
        """The age recipient: to it anybody can seal what only the vault opens."""
        return self._identity.recipient

    def book(self, name: str) -> Book:
        """Return a book.

        Raises:
            KeyError: if `name` is not one of `record`, `counsel`, `keepsake`.
        """
        return self._books[name]

    def books(self) -> tuple[Book, ...]:
        """Return all books, each in its newest epoch."""
        return tuple(self._books.values())

    def epochs(self) -> tuple[Book, ...]:
        """Return each book in each of its epochs, the oldest first."""
        return tuple(one for book in self._books.values() for one in book.epochs())

    def index_key(self, book: str) -> str:
        """Return the key of the index of a book, 64 hexadecimal digits."""
        return self._keys.index(book)


def _header_bytes(folder: Path) -> bytes:
    try:
        return (folder / headers.NAME).read_bytes()
    except OSError as error:
        raise NotAVaultError("vault-none", headers.NAME) from error


def _unpacked(text: str) -> bytes:
    try:
        return bytes64(text)
    except ValueError as error:
        raise DamagedError("vault-damaged-header", headers.NAME) from error


def _settle(part: Path, folder: Path) -> None:
    """Give the finished vault `part` its place; the header comes last, and makes it one."""
    if part.parent == folder:
        for name in (*_FOLDERS, headers.NAME):
            (part / name).replace(folder / name)
        part.rmdir()
        sync_folder(folder)
    else:
        part.replace(folder)
        sync_folder(folder.parent)


def _furnished(
    part: Path, keys: Keys, vault_id: str, made: int, slots: tuple[Slot, ...]
) -> Header:
    """Make the folders and the empty books of a vault, and return its header."""
    for name in _FOLDERS:
        (part / name).mkdir(mode=0o700)
    books = [_new_log(part, keys, vault_id, name, 1) for name in BOOKS]
    secret = age.new_identity()
    return Header(
        format=headers.FORMAT,
        vault=vault_id,
        epoch=1,
        made=made,
        recipient=age.Identity(secret).recipient,
        identity=text64(keys.wrap(secret.encode(), _IDENTITY)),
        books=tuple(books),
        slots=slots,
    )


def _new_log(folder: Path, keys: Keys, vault_id: str, book: str, epoch: int) -> BookHead:
    """Make the empty log of a book in an epoch, and return what the header says of it."""
    signer, seed = Signer.new(headers.origin(vault_id, book, epoch))
    log, path = log_name(book, epoch), folder / place(book, epoch)
    store.make(path, keys.book(log))
    db = store.connect(path, keys.book(log), new=False)
    try:
        # Signed while still empty, so that a head that is missing is missed.
        Book(book, db, signer, Heads(folder / HEADS)).sign()
    finally:
        db.close()
    sync_folder(path.parent)
    return BookHead(book, signer.key.name, signer.key.text(), text64(keys.wrap(seed, log)))
