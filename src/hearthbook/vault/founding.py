"""The first files of a vault, and of a log: folders, empty books, a head over nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.vault import age
from hearthbook.vault import copies
from hearthbook.vault import header as headers
from hearthbook.vault import store
from hearthbook.vault.book import Book
from hearthbook.vault.durable import sync_folder
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.header import BookHead
from hearthbook.vault.header import Header
from hearthbook.vault.heads import FOLDER as HEADS
from hearthbook.vault.heads import Heads
from hearthbook.vault.keys import BOOKS
from hearthbook.vault.keys import Signer
from hearthbook.vault.keys import log_name
from hearthbook.vault.log import place
from hearthbook.vault.originals import FOLDER as ORIGINALS

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.vault.keys import Keys
    from hearthbook.vault.slot import Slot

BOOKS_FOLDER: Final = "books"
FOLDERS: Final = (BOOKS_FOLDER, "index", ORIGINALS, "outbox", HEADS)
IDENTITY: Final = "identity"


def settle(part: Path, folder: Path) -> None:
    """Give the finished vault `part` its place; the header comes last, and makes it one."""
    if part.parent == folder:
        for name in (*FOLDERS, copies.COPY, headers.NAME):
            (part / name).replace(folder / name)
        part.rmdir()
        sync_folder(folder)
    else:
        part.replace(folder)
        sync_folder(folder.parent)


def furnished(
    part: Path, keys: Keys, vault_id: str, made: int, slots: tuple[Slot, ...]
) -> Header:
    """Make the folders and the empty books of a vault, and return its header."""
    for name in FOLDERS:
        (part / name).mkdir(mode=0o700)
    books = [new_log(part, keys, vault_id, name, 1) for name in BOOKS]
    secret = age.new_identity()
    return Header(
        format=headers.FORMAT,
        vault=vault_id,
        epoch=1,
        made=made,
        recipient=age.Identity(secret).recipient,
        identity=text64(keys.wrap(secret.encode(), IDENTITY)),
        books=tuple(books),
        slots=slots,
        revision=1,
    )


def new_log(folder: Path, keys: Keys, vault_id: str, book: str, epoch: int) -> BookHead:
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
