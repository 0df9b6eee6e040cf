"""A vault: one family's sealed record, a folder on disk (docs/decisions/0003-vault-layout.md).

1. It is made whole beside its place and then renamed: there is never half a vault.
2. At opening the header's MAC is checked, and each log is compared with every head in `heads/`.
   Whatever does not agree stops the opening, and nothing is changed.
"""

from __future__ import annotations

import secrets
import shutil
from errno import ENOTEMPTY
from io import BytesIO
from os import strerror
from typing import TYPE_CHECKING
from typing import Final

from msgspec import structs

from hearthbook.vault import age
from hearthbook.vault import copies
from hearthbook.vault import header as headers
from hearthbook.vault import remembered
from hearthbook.vault import store
from hearthbook.vault import ways
from hearthbook.vault.agreement import agree
from hearthbook.vault.book import Book
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import LockedError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.founding import BOOKS_FOLDER
from hearthbook.vault.founding import IDENTITY
from hearthbook.vault.founding import furnished
from hearthbook.vault.founding import new_log
from hearthbook.vault.founding import settle
from hearthbook.vault.heads import FOLDER as HEADS
from hearthbook.vault.heads import Heads
from hearthbook.vault.keys import BOOKS
from hearthbook.vault.keys import MASTER
from hearthbook.vault.keys import Keys
from hearthbook.vault.keys import Signer
from hearthbook.vault.keys import log_name
from hearthbook.vault.log import place
from hearthbook.vault.opening import confirmed
from hearthbook.vault.opening import opened
from hearthbook.vault.originals import FOLDER as ORIGINALS
from hearthbook.vault.originals import Originals
from hearthbook.vault.outbox import Outbox
from hearthbook.vault.passkeys import Passkeys
from hearthbook.vault.recovery import new_code
from hearthbook.vault.slot import DEVICE
from hearthbook.vault.slot import PRINTED
from hearthbook.vault.slot import TYPED
from hearthbook.vault.slot import Cost
from hearthbook.vault.unfinished import Erasing
from hearthbook.vault.ways import NewWay

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Self

    from hearthbook.vault.header import Header
    from hearthbook.vault.remembered import Copy
    from hearthbook.vault.ways import Way

_DEFAULT: Final = Cost()


class Vault:
    """An open vault. Close it as soon as the work is done: an open one is the danger."""

    def __init__(self, folder: Path, header: Header, keys: Keys, wait: int) -> None:
        """Open what `keys` opens; `create` and `open` make the keys."""
        self.folder = folder
        self._header = header
        self._keys = keys
        self.heads = Heads(folder / HEADS)
        secret = keys.unwrap(_unpacked(header.identity), IDENTITY).decode()
        self._identity = age.Identity(secret)
        self.originals = Originals(folder / ORIGINALS, keys, self._identity)
        self.outbox = Outbox(folder)
        self.erasing = Erasing(folder, keys)
        self.passkeys = Passkeys(folder, keys)
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
        wanted = (
            NewWay(TYPED, passphrase, made, cost=cost),
            NewWay(PRINTED, code, made, cost=cost),
        )
        slots = ways.first_slots(wanted, keys, vault_id)
        beside = folder if folder.exists() else folder.parent
        part = beside / f".{secrets.token_hex(8)}.part"
        part.mkdir(mode=0o700)
        try:
            header = furnished(part, keys, vault_id, made, slots)
            copies.put(part, headers.written(header, keys))
            settle(part, folder)
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
        device: str | None = None,
        keys: Keys | None = None,
        wait: int = store.WAIT,
    ) -> Self:
        """Open the vault at `folder` with its passphrase, recovery code, device or keys.

        `wait` is how many milliseconds another program's transaction is waited for.

        Raises:
            NotAVaultError: if there is none, or one of a format not known here.
            LockedError: if it is another passphrase or code, or the code has a typo.
            DamagedError: if something in it does not agree with the rest.
            BusyError: if another program holds it.
        """
        if keys is not None:
            return cls(folder, confirmed(folder, keys), keys, wait)
        for kind, typed in ((TYPED, passphrase), (PRINTED, recovery), (DEVICE, device)):
            if typed is not None:
                header, keys = opened(folder, kind, typed)
                return cls(folder, header, keys, wait)
        raise LockedError("vault-wrong-passphrase")

    def ways(self) -> tuple[Way, ...]:
        """Return the ways into the vault, without any secret."""
        return ways.ways(self._header, self._keys)

    def add_way(self, new: NewWay, known_as: str) -> None:
        """Let one thing more open the vault; `known_as` is its id, from `new_way_id`.

        Raises:
            NoSuchKeyError: if there are as many as there may be.
            NotWrittenError: if the disk does not take it; nothing is then changed.
            BusyError: if another program is writing.
        """
        self._change(lambda header: ways.added(header, self._keys, new, known_as))

    def change_way(self, known_as: str, new: NewWay) -> None:
        """Let another passphrase open the vault in place of one.

        Copies of the vault made before still open with the old one.

        Raises:
            NoSuchKeyError: if there is no passphrase of that id.
            NotWrittenError: if the disk does not take it; the old one then still opens it.
            BusyError: if another program is writing.
        """
        self._change(lambda header: ways.changed(header, self._keys, known_as, new))

    def remove_way(self, known_as: str) -> None:
        """Take one way in away. Copies of the vault made before still open with it.

        Raises:
            NoSuchKeyError: if there is none of that id, or no other that a person holds.
            NotWrittenError: if the disk does not take it; nothing is then changed.
            BusyError: if another program is writing.
        """
        self._change(lambda header: ways.removed(header, known_as))

    def new_way_id(self) -> str:
        """Return an id that no way into the vault has."""
        return ways.new_id({way.id for way in self.ways()})

    def _change(self, change: Callable[[Header], Header]) -> None:
        """Change the header as it now lies on the disk, one program at a time."""
        with self._books[BOOKS[0]].alone():
            now = copies.authentic(copies.whole(self.folder), self._keys, None)
            header = change(now.header)
            copies.put(self.folder, headers.written(header, self._keys))
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
                new_log(self.folder, self._keys, self.vault_id, name, epoch) for name in BOOKS
            )
        except OSError as error:
            raise NotWrittenError("vault-not-written", BOOKS_FOLDER) from error
        renewed = ways.renewed(self._header)
        header = structs.replace(renewed, epoch=epoch, books=(*books, *new))
        copies.put(self.folder, headers.written(header, self._keys))
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

    @property
    def kept_twice(self) -> bool:
        """Whether the header was written by a version that keeps two files of it."""
        return self._header.revision > 0

    def astray(self) -> tuple[str, ...]:
        """Return the header's files that are missing or not as they should be."""
        return copies.astray(self.folder, headers.written(self._header, self._keys))

    def mend(self) -> tuple[str, ...]:
        """Write both of the header's files as they should be; return those that were not.

        Raises:
            NotWrittenError: if the disk does not take it; one whole file is then left.
            BusyError: if another program is writing.
        """
        if not self.astray():
            return ()
        with self._books[BOOKS[0]].alone():
            now = copies.authentic(copies.whole(self.folder), self._keys, None)
            self._header = now.header
            found = copies.astray(self.folder, now.raw)
            if found:
                copies.put(self.folder, now.raw)
        return found

    def copies(self) -> tuple[Copy, ...]:
        """Return the backups and drills that are remembered, the oldest first.

        Raises:
            DamagedError: if what remembers them is not as it was written.
        """
        return remembered.read(self.folder, self._keys)

    def remember(self, copy: Copy) -> None:
        """Remember a backup or a drill.

        Raises:
            NotWrittenError: if the disk does not take it.
        """
        try:
            remembered.remember(self.folder, self._keys, copy)
        except OSError as error:
            raise NotWrittenError("vault-not-written", remembered.NAME) from error

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

    def opened(self, sealed: bytes) -> bytes:
        """Return what somebody sealed to the vault's recipient.

        Raises:
            NotReadableError: if it is not sealed to it, or damaged.
        """
        out = BytesIO()
        self._identity.opened(BytesIO(sealed), out)
        return out.getvalue()

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


def recipient_of(folder: Path) -> str:
    """Return the recipient that a vault names to everybody. No key vouches for it here.

    Raises:
        NotAVaultError: if there is no vault, or one of a format not known here.
        DamagedError: if its header is damaged.
    """
    return copies.whole(folder)[0].header.recipient


def _unpacked(text: str) -> bytes:
    try:
        return bytes64(text)
    except ValueError as error:
        raise DamagedError("vault-damaged-header", headers.NAME) from error
