"""What a log says of itself at one moment, as C2SP tlog-checkpoint writes it.

Three lines: the origin, the size in decimal, the root in base 64. Further lines are kept when
somebody else's checkpoint has them; none is ever written here. https://c2sp.org/tlog-checkpoint
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from hearthbook.vault.formats import note
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.formats.tree import LARGEST

DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_FORM: Final = re.compile(
    r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"(?P<more>(?:[^\n]+\n)*)"
)


class NotACheckpointError(ValueError):
    """Text that no log could have written as a checkpoint."""


class Checkpoint(Struct, frozen=True):
    """The size and the root of the log that goes by `origin`."""

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the text that is signed."""
        lines = (self.origin, str(self.size), text64(self.root), *self.more)
        return "".join(f"{line}\n" for line in lines)


def read(text: str) -> Checkpoint:
    """Return the checkpoint whose text is `text`.

    Raises:
        NotACheckpointError: if writing it again would give any other text.
    """
    found = _FORM.fullmatch(text)
    if found is None or int(found["size"]) > LARGEST:
        raise NotACheckpointError
    try:
        root = bytes64(found["root"])
    except ValueError as error:
        raise NotACheckpointError from error
    more = tuple(found["more"].split("\n")[:-1])
    return Checkpoint(found["origin"], int(found["size"]), root, more)


def read_signed(raw: bytes, key: note.Key) -> Checkpoint:
    """Return the checkpoint in the signed note `raw`, which `key` has signed.

    Raises:
        NotACheckpointError: if it is none, `key` has not signed it, or it is of another log.
    """
    try:
        held = note.read(raw)
        note.verified(held, [key])
    except ValueError as error:
        raise NotACheckpointError from error
    checkpoint = read(held.text)
    if checkpoint.origin != key.name:
        raise NotACheckpointError
    return checkpoint
