"""What a phone hands over: its sealed items, a line each, by the network or as a file.

1. The first line: the format, the age recipient, and when the phone made it by its own clock
   (milliseconds since 1970), parted by single spaces.
2. Each further line is an item, sealed as an age file, in base 64. An item's id is the SHA-256
   of its sealed bytes in hex: whoever holds no key can still tell one from another.
3. After the items come pieces of files, each line `piece`, a space, and a stretch of a photo or
   a voice note, sealed and in base 64 as an item is, and with an id as an item has. Which file
   a piece belongs to is said by an item alone, and that is sealed.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from msgspec import Struct

from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64

HEAD: Final = "diary-items/1"
LARGEST_ITEM: Final = 16_384
LARGEST_PIECE: Final = 270_000  # 256 KiB, and what sealing adds
LARGEST: Final = 64 << 20

_FIRST: Final = re.compile(r"diary-items/1 (age1[0-9a-z]{58}) ([0-9]{1,15})")
_AGE: Final = b"age-encryption.org/v1\n"
_PIECE: Final = "piece "


class NotAPacketError(ValueError):
    """Bytes that are no packet."""


class Packet(Struct, frozen=True):
    """Sealed items on their way: to whom, made when (ms by the phone's clock), and which.

    `pieces` are stretches of files, sealed too.
    """

    recipient: str
    sent: int
    items: tuple[bytes, ...]
    pieces: tuple[bytes, ...] = ()

    def written(self) -> bytes:
        """Return the packet as bytes."""
        lines = [f"{HEAD} {self.recipient} {self.sent}", *map(text64, self.items)]
        lines += [f"{_PIECE}{text64(one)}" for one in self.pieces]
        return "".join(f"{line}\n" for line in lines).encode()


def item_id(sealed: bytes) -> str:
    """Return the id of an item or a piece, from its sealed bytes."""
    return sha256(sealed).hexdigest()


def is_packet(start: bytes) -> bool:
    """Tell whether a file that begins with `start` says that it is a packet."""
    return start.startswith(f"{HEAD} ".encode())


def read(raw: bytes) -> Packet:
    """Return the packet whose bytes are `raw`.

    Raises:
        NotAPacketError: if writing could not have made them, or an item is too large.
    """
    if len(raw) > LARGEST:
        raise NotAPacketError
    try:
        first, *lines = raw.decode("ascii").removesuffix("\n").split("\n")
        found = _FIRST.fullmatch(first)
        items = tuple(bytes64(line) for line in lines if not line.startswith(_PIECE))
        cut = (line.removeprefix(_PIECE) for line in lines if line.startswith(_PIECE))
        pieces = tuple(map(bytes64, cut))
    except ValueError as error:
        raise NotAPacketError from error
    if found is None or not _sealed(items, LARGEST_ITEM) or not _sealed(pieces, LARGEST_PIECE):
        raise NotAPacketError
    packet = Packet(found[1], int(found[2]), items, pieces)
    if packet.written() != raw:
        raise NotAPacketError
    return packet


def _sealed(some: tuple[bytes, ...], largest: int) -> bool:
    return all(one.startswith(_AGE) and len(one) <= largest for one in some)
