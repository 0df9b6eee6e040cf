"""Age files (https://age-encryption.org/v1): the one module that knows the library for them.

Only its streaming functions are used: the others hold the whole file in memory, three times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Protocol

import pyrage  # type: ignore[import-untyped]  # it ships no types

if TYPE_CHECKING:
    from typing import BinaryIO


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Sink(Protocol):
    def write(self, raw: bytes, /) -> int: ...
    def flush(self) -> None: ...


class NotReadableError(ValueError):
    """A file that the identity does not open, or that was changed or cut off."""


class NotSealedError(ValueError):
    """Something that could not be read to its end, or not be written."""


class Identity:
    """Opens what was sealed to its recipient."""

    def __init__(self, secret: str) -> None:
        self._identity = pyrage.x25519.Identity.from_str(secret)

    @property
    def recipient(self) -> str:
        """The public key that anybody may seal to."""
        return str(self._identity.to_public())

    def opened(self, sealed: BinaryIO, out: _Sink) -> None:
        """Write what is sealed in `sealed` to `out`, block by block.

        Raises:
            NotReadableError: if it cannot be opened to its end. What was written by then is
                good only as far as it goes, and is to be thrown away.
        """
        try:
            pyrage.decrypt_io(sealed, out, [self._identity])
        except (pyrage.DecryptError, OSError) as error:
            raise NotReadableError from error


def new_identity() -> str:
    """Return the secret text of a new identity."""
    return str(pyrage.x25519.Identity.generate())


def is_recipient(text: str) -> bool:
    """Tell whether `text` is a recipient that something can be sealed to."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def seal(plain: _Source, out: BinaryIO, recipient: str) -> None:
    """Write what `plain` holds to `out`, sealed to `recipient`, block by block.

    Raises:
        NotSealedError: if either side fails.
    """
    try:
        pyrage.encrypt_io(plain, out, [pyrage.x25519.Recipient.from_str(recipient)])
    except (pyrage.EncryptError, OSError) as error:
        raise NotSealedError from error
