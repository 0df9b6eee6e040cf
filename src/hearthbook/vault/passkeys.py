"""What is known of passkeys: a small file beside the books, wrapped, and their slots' secret.

1. A passkey proves itself with a signature. What that is checked with lies here, readable only
   with the keys of the vault: on the disk nobody can exchange it for their own.
2. A passkey that can keep a secret (the PRF extension) also opens the vault: of its 32 bytes
   comes what is typed into a slot of the header. It is asked with one value for each vault.
3. What has a slot counts only as long as the slot is there.
4. Without this file no passkey is believed; the passphrase opens as before.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hearthbook.vault.durable import put_whole
from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import NotWrittenError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hearthbook.vault.keys import Keys

NAME: Final = "passkeys.sealed"
SECRET: Final = 32
_LABEL: Final = b"hearthbook/passkey/v1/"


class Passkey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One passkey: its id and public key (COSE) in base 64, and the host it was made for.

    `way` is the id of its slot, empty if it has none. `count` is how often its device says it
    has signed; many always say nought. `made` and `used` are in ms.
    """

    credential: str
    key: str
    count: int
    host: str
    way: str
    name: str
    made: int
    used: int


class Passkeys:
    """The passkeys of the vault at `folder`."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._file = folder / NAME
        self._keys = keys

    def all(self) -> tuple[Passkey, ...]:
        """Return what is known of passkeys, the oldest first.

        Raises:
            DamagedError: if the file is not as it was written.
        """
        try:
            raw = self._file.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise DamagedError("vault-damaged-passkeys", NAME) from error
        try:
            plain = self._keys.unwrap(raw, NAME)
            return msgspec.json.decode(plain, type=tuple[Passkey, ...])
        except (DamagedError, ValueError) as error:
            raise DamagedError("vault-damaged-passkeys", NAME) from error

    def put(self, those: Sequence[Passkey]) -> None:
        """Write down these in place of what was known; without any there is no file.

        Raises:
            NotWrittenError: if the disk does not take it; what was known then stays.
        """
        try:
            if not those:
                self._file.unlink(missing_ok=True)
                return
            put_whole(self._file, self._keys.wrap(msgspec.json.encode(those), NAME))
        except OSError as error:
            raise NotWrittenError("vault-not-written", NAME) from error


def question(vault_id: str) -> bytes:
    """Return what a passkey of this vault is asked for its secret with; it may be known."""
    return sha256(_LABEL + b"question\0" + bytes.fromhex(vault_id)).digest()


def typed(secret: bytes, vault_id: str) -> str:
    """Return what a passkey's secret types into its slot."""
    salt = bytes.fromhex(vault_id)
    return HKDF(SHA256(), SECRET, salt=salt, info=_LABEL + b"slot").derive(secret).hex()
