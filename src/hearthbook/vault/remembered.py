"""What is remembered of backups and drills: a small file beside the books, wrapped.

It is no evidence and may be lost: a vault without it says that it knows of no backup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.vault.durable import put_whole
from hearthbook.vault.errors import DamagedError

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.vault.keys import Keys

NAME: Final = "copies.sealed"
_MOST: Final = 50


class Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A backup that was made, or a drill on it: when (ms), where, and of how much."""

    at: int
    folder: str
    generation: str
    entries: int
    originals: int
    drill: bool


def read(folder: Path, keys: Keys) -> tuple[Copy, ...]:
    """Return the copies of the vault at `folder` that are remembered, the oldest first.

    Raises:
        DamagedError: if the file is not as it was written.
    """
    try:
        raw = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DamagedError("vault-damaged-copies", NAME) from error
    try:
        return msgspec.json.decode(keys.unwrap(raw, NAME), type=tuple[Copy, ...])
    except (DamagedError, ValueError) as error:
        raise DamagedError("vault-damaged-copies", NAME) from error


def remember(folder: Path, keys: Keys, copy: Copy) -> None:
    """Remember one more copy; what is remembered and cannot be read is let go.

    Raises:
        OSError: if the disk does not take it.
    """
    try:
        before = read(folder, keys)
    except DamagedError:
        before = ()
    raw = msgspec.json.encode((*before, copy)[-_MOST:])
    put_whole(folder / NAME, keys.wrap(raw, NAME))
