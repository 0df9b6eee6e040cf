"""The keys of a vault: one master key, what is derived from it, and what it wraps.

1. The master key is 32 random bytes. Each key below is HKDF-SHA256 of it, with the vault's id
   (16 bytes) as salt and a label of its own as info.
2. The seeds of the signing keys and the age identity are random, not derived: who can read need
   not be able to sign. They are wrapped with a derived key.
3. To wrap is ChaCha20-Poly1305: a random nonce of 12 bytes, then what it makes of the secret.
   What the secret is for goes in as associated data, so that no two can be exchanged.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from hmac import digest as hmac
from typing import TYPE_CHECKING
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hearthbook.vault.errors import DamagedError
from hearthbook.vault.formats.note import ED25519
from hearthbook.vault.formats.note import Key

if TYPE_CHECKING:
    from typing import Self

BOOKS: Final = ("record", "counsel", "keepsake")
MASTER: Final = 32

_NONCE: Final = 12
_LABEL: Final = "hearthbook/v1/"


class Keys:
    """What the master key of the vault with `vault_id` opens."""

    def __init__(self, master: bytes, vault_id: bytes) -> None:
        self._master = master
        self._id = vault_id

    def _derived(self, label: str) -> bytes:
        info = (_LABEL + label).encode()
        return HKDF(SHA256(), MASTER, salt=self._id, info=info).derive(self._master)

    def book(self, name: str) -> str:
        """Return the key of a book's database, in hex."""
        return self._derived(f"book/{name}").hex()

    def index(self, name: str) -> str:
        """Return the key of the index of a book, in hex."""
        return self._derived(f"index/{name}").hex()

    def original(self, digest: bytes) -> str:
        """Return the name, in hex, under which an original with this SHA-256 is kept."""
        return hmac(self._derived("originals/name"), digest, "sha256").hex()

    def mac(self, header: bytes) -> str:
        """Return the MAC of the header, in hex."""
        return hmac(self._derived("header/mac"), header, "sha256").hex()

    def wrap(self, secret: bytes, purpose: str) -> bytes:
        """Return `secret`, readable again only as what it is for."""
        return wrapped(self._derived("secrets/wrap"), secret, self._about(purpose))

    def unwrap(self, blob: bytes, purpose: str) -> bytes:
        """Return the secret in `blob`.

        Raises:
            DamagedError: if it is not the one that was wrapped for this.
        """
        try:
            return unwrapped(self._derived("secrets/wrap"), blob, self._about(purpose))
        except InvalidTag as error:
            raise DamagedError("vault-damaged-header", purpose) from error

    def _about(self, purpose: str) -> bytes:
        return f"hearthbook/secret/v1\0{purpose}\0".encode() + self._id

    def has(self, master: bytes) -> bool:
        """Test whether `master` is the master key itself."""
        return compare_digest(self._master, master)

    def master(self) -> bytes:
        """Return the master key, for the process that holds it while the vault is unlocked."""
        return self._master

    def slot(self, wrapping: bytes, about: bytes) -> bytes:
        """Return the master key wrapped for a slot."""
        return wrapped(wrapping, self._master, about)


class Signer:
    """Signs for one book."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = Key(name, ED25519, self._private.public_key().public_bytes_raw())

    @classmethod
    def new(cls, name: str) -> tuple[Self, bytes]:
        """Return a new signer and its seed."""
        seed = secrets.token_bytes(32)
        return cls(name, seed), seed

    def sign(self, message: bytes) -> bytes:
        """Return the signature over `message`."""
        return self._private.sign(message)


def log_name(book: str, epoch: int) -> str:
    """Return what the log of a book in an epoch is called where keys are derived or wrapped."""
    return book if epoch == 1 else f"{book}/e{epoch}"


def same(one: str, other: str) -> bool:
    """Test whether two MACs are equal, in a time that tells nothing of where they differ."""
    return compare_digest(one.encode(), other.encode())


def wrapped(key: bytes, secret: bytes, about: bytes) -> bytes:
    """Return `secret` as only the holder of `key` can read it."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, secret, about)


def unwrapped(key: bytes, blob: bytes, about: bytes) -> bytes:
    """Return the secret that was wrapped.

    Raises:
        InvalidTag: if the key, the blob or what it is about is another one.
    """
    if len(blob) < _NONCE:
        raise InvalidTag
    return ChaCha20Poly1305(key).decrypt(blob[:_NONCE], blob[_NONCE:], about)
