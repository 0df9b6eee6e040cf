"""The header's two files: `vault.toml`, and `vault.toml.copy` in case that one breaks.

1. A change is written to `vault.toml` first, then to the copy, each whole or not at all. At
   every moment one of the two is whole, and what opens it is known to somebody.
2. The newer of those that are whole is used. A crash in between leaves the copy older, never
   newer; an older `vault.toml` was put back by somebody, and what it opens does not count.
3. If the MAC does not fit, the other file may be used if it has the very slot that was opened.
4. Mending writes both files as the authentic one has it, and never over a later version's.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.vault.durable import put_whole
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import LaterFormatError
from hearthbook.vault.errors import NotAVaultError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.errors import VaultError
from hearthbook.vault.header import LARGEST
from hearthbook.vault.header import NAME
from hearthbook.vault.header import Sealed
from hearthbook.vault.header import check
from hearthbook.vault.header import read

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.vault.header import Header
    from hearthbook.vault.keys import Keys
    from hearthbook.vault.slot import Slot

COPY: Final = "vault.toml.copy"
PLACES: Final = (NAME, COPY)


class Copy(Struct, frozen=True):
    """A header's file that is whole: its bytes, and what they say."""

    raw: bytes
    sealed: Sealed

    @property
    def header(self) -> Header:
        """What it says, its MAC not yet checked."""
        return self.sealed.header


def whole(folder: Path) -> list[Copy]:
    """Return what is whole of the header's files, the newest first.

    Raises:
        NotAVaultError: if there is none, or one of a later format.
        DamagedError: if there is, and neither file is whole.
    """
    found: list[Copy] = []
    faults: list[VaultError] = []
    for place in PLACES:
        try:
            raw = _bytes(folder, place)
            found.append(Copy(raw, read(raw, place)))
        except LaterFormatError:
            raise
        except VaultError as error:
            faults.append(error)
    if not found:
        raise faults[0]
    own = [one for one in found if one.header.vault == found[0].header.vault]
    return sorted(own, key=lambda one: -one.header.revision)


def authentic(copies: list[Copy], keys: Keys, slot: Slot | None) -> Copy:
    """Return the newest file that the master key vouches for, and that has `slot` if given.

    Raises:
        DamagedError: if somebody without the master key changed them.
    """
    for one in copies:
        if slot is not None and slot not in one.header.slots:
            continue
        try:
            check(one.sealed, keys)
        except DamagedError:
            continue
        return one
    raise DamagedError("vault-damaged-header", NAME)


def put(folder: Path, raw: bytes) -> None:
    """Write both files anew; once the first is written, the change is made.

    A copy that the disk did not take is mended the next time.

    Raises:
        NotWrittenError: if the disk does not take the first; nothing is then changed.
    """
    try:
        put_whole(folder / NAME, raw)
    except OSError as error:
        raise NotWrittenError("vault-not-written", NAME) from error
    with suppress(OSError):
        put_whole(folder / COPY, raw)


def astray(folder: Path, raw: bytes) -> tuple[str, ...]:
    """Return the places of the header's files that do not hold `raw`."""
    held = {place: folder / place for place in PLACES}
    return tuple(
        place for place, file in held.items() if not (file.is_file() and _same(file, raw))
    )


def _same(file: Path, raw: bytes) -> bool:
    return file.stat().st_size == len(raw) and file.read_bytes() == raw


def _bytes(folder: Path, place: str) -> bytes:
    try:
        with (folder / place).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise NotAVaultError("vault-none", NAME) from error
