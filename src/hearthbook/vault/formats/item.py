"""What one phone wrote down: a line of JSON, signed with a key that never leaves the phone.

1. Four lines: the format, the phone's public key (P-256, uncompressed, base 64), the body, the
   signature over the three lines before it (ECDSA with SHA-256, r and s of 32 bytes, base 64).
2. The body is one line of printable ASCII; other signs of its words stand there as escapes.
3. A phone is named by the first 60 bits of the SHA-256 of its public key, as entries are named.
   Who takes its items keeps the whole key too, so that the short name alone opens nothing.
4. ECDSA has two signatures for one text. Two items are the same if key and body are.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from msgspec import Struct

from hearthbook.base.refs import ref
from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64

HEAD: Final = "hearthbook-item/1"
LARGEST: Final = 12_000  # bytes of a body: a long note, and far from the limit of a record

_KEY: Final = 65
_HALF: Final = 32
_BODY: Final = re.compile(r"\{[\x20-\x7e]*\}")


class NotAnItemError(ValueError):
    """Bytes that are no item, or one whose signature fails."""


class Item(Struct, frozen=True):
    """An item: the phone's public key, what it wrote, and its signature over both."""

    key: bytes
    body: str
    signature: bytes

    @property
    def device(self) -> str:
        """The short name of the phone."""
        return ref(sha256(self.key).digest())

    def signed_part(self) -> bytes:
        """Return what the signature is over."""
        return f"{HEAD}\n{text64(self.key)}\n{self.body}\n".encode()

    def written(self) -> bytes:
        """Return the item as bytes."""
        return self.signed_part() + f"{text64(self.signature)}\n".encode()


def read(raw: bytes) -> Item:
    """Return the item whose bytes are `raw`, its signature verified.

    Raises:
        NotAnItemError: if writing could not have made them, or the signature fails.
    """
    item = parsed(raw)
    _verify(item)
    return item


def parsed(raw: bytes) -> Item:
    """Return the item whose bytes are `raw`; its signature is not looked at.

    Raises:
        NotAnItemError: if writing could not have made them.
    """
    if len(raw) > LARGEST + 300:
        raise NotAnItemError
    try:
        head, key, body, signature = raw.decode("ascii").removesuffix("\n").split("\n")
        item = Item(bytes64(key), body, bytes64(signature))
    except ValueError as error:
        raise NotAnItemError from error
    if head != HEAD or not _BODY.fullmatch(body) or item.written() != raw:
        raise NotAnItemError
    return item


def _verify(item: Item) -> None:
    if len(item.key) != _KEY or len(item.signature) != 2 * _HALF:
        raise NotAnItemError
    halves = item.signature[:_HALF], item.signature[_HALF:]
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), item.key)
        signature = encode_dss_signature(*(int.from_bytes(half, "big") for half in halves))
        key.verify(signature, item.signed_part(), ECDSA(SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise NotAnItemError from error
