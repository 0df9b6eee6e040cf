"""What can be wrong with a vault. Each error names its words; none carries a secret."""

from __future__ import annotations


class VaultError(Exception):
    """Something a person must be told: `name` is that of the words, `place` fills their gap."""

    def __init__(self, name: str, place: str = "") -> None:
        super().__init__(f"{name} ({place})" if place else name)
        self.name = name
        self.place = place


class NotAVaultError(VaultError):
    """There is no vault at the place, or one of a format not known here."""


class LaterFormatError(NotAVaultError):
    """A later version of this program wrote it; nothing of it may be touched."""


class LockedError(VaultError):
    """The passphrase or recovery code does not open the vault. Nothing was changed."""


class TooLittleMemoryError(LockedError):
    """This machine has not the memory, in MiB, that a try of the passphrase takes."""


class NoSuchKeyError(VaultError):
    """The key that was named is not there, or what was asked cannot be done with it."""


class DamagedError(VaultError):
    """The vault does not agree with itself. Nothing was changed."""


class HeadMismatchError(DamagedError):
    """The log does not agree with a head it has signed: rolled back, rewritten or forged."""


class BusyError(VaultError):
    """Another program is writing into the vault. Nothing was changed."""


class NotWrittenError(VaultError):
    """The disk did not take what was to be written. What was sealed before is untouched."""


class UnsignedError(VaultError):
    """Entries are in and safe, but the head over them could not be written yet.

    They must not be written again. The next entry signs them too, and so does `Book.sign`.
    """


class ErasedError(VaultError):
    """The entry was erased: its leaf is there, what it said is not."""
