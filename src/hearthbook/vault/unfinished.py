"""What an erasing still has to destroy: a small file beside the books, wrapped.

It is there from before the tombstone until the last thing is gone, so that a power cut in
between leaves nothing behind that the tombstone calls erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.vault.durable import put_whole
from hearthbook.vault.durable import sync_folder
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import NotWrittenError

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.vault.keys import Keys

NAME: Final = "erasing.sealed"


class Unfinished(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is destroyed with a tombstone, which is in the book once that is longer than `size`.

    `numbers` are those of entries, `originals` are SHA-256 in hex.
    """

    book: str
    size: int
    numbers: tuple[int, ...]
    originals: tuple[str, ...]


class Erasing:
    """Remembers in the vault at a folder what is being erased."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._path = folder / NAME
        self._keys = keys

    def unfinished(self) -> Unfinished | None:
        """Return what is still to be destroyed, None if nothing is.

        Raises:
            DamagedError: if the file is not as it was written.
        """
        try:
            raw = self._keys.unwrap(self._path.read_bytes(), NAME)
            return msgspec.json.decode(raw, type=Unfinished)
        except FileNotFoundError:
            return None
        except (DamagedError, OSError, ValueError) as error:
            raise DamagedError("vault-damaged-unfinished", NAME) from error

    def begin(self, found: Unfinished) -> None:
        """Write down what is about to be destroyed.

        Raises:
            NotWrittenError: if the disk does not take it.
        """
        try:
            put_whole(self._path, self._keys.wrap(msgspec.json.encode(found), NAME))
        except OSError as error:
            raise NotWrittenError("vault-not-written", NAME) from error

    def end(self) -> None:
        """Write down that nothing is left to be destroyed.

        Raises:
            NotWrittenError: if the disk refuses.
        """
        try:
            self._path.unlink(missing_ok=True)
            sync_folder(self._path.parent)
        except OSError as error:
            raise NotWrittenError("vault-not-written", NAME) from error
