"""A small vault, made once and copied for each test, and the records of an invented family.

Opening with the passphrase takes a quarter of a second by design. A test that is not about the
passphrase opens with the keys instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hearthbook.records.codec import written
from hearthbook.records.event import Erasure
from hearthbook.records.event import Note
from hearthbook.records.message import Message
from hearthbook.records.message import Parties
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.vault import Vault
from hearthbook.vault import header

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.vault.keys import Keys

PASSPHRASE = "Лиза и Вера уснули в 03:15"
ENVELOPE = b'{"sealed":1767225600000}'
FOR_COUNSEL = b'{"counsel":"A. Brandt","purpose":"legal-advice","sealed":1767225600000}'
WORDS = "Pasha never came on Sunday; Лиза ждала до вечера"


@dataclass(frozen=True)
class Household:
    """A vault on disk, closed, and what opens it."""

    folder: Path
    code: str
    keys: Keys

    def open(self, wait: int = 5_000) -> Vault:
        """Open the vault with its keys, and check the header as always."""
        sealed = header.read((self.folder / header.NAME).read_bytes())
        header.check(sealed, self.keys)
        return Vault(self.folder, sealed.header, self.keys, wait)


def note(n: int, text: str = WORDS) -> bytes:
    """Return the written form of a note."""
    at = Wall("2026-02-01T18:30", Precision.MINUTE, "Europe/Berlin")
    origin = FromDevice("home", n)
    return written(Note(text, ("pasha",), at, "nora", n, origin))


def tombstone(*entries: tuple[int, int]) -> bytes:
    """Return the written form of what says that entries, in half-open ranges, were erased."""
    return written(Erasure(entries, 0, "asked for", "nora", 1, FromDevice("home", 1)))


def message(n: int, original: str) -> bytes:
    """Return the written form of a message from an original."""
    origin = FromFile(original, 40 * n, 40 * n + 40)
    at = Wall("2026-02-01T18:30", Precision.MINUTE)
    return written(Message(origin, at, Parties("Pasha"), WORDS, (), ()))


def taken_in(original: str, size: int) -> bytes:
    """Return the written form of an import."""
    origin = FromDevice("home", 0)
    return written(
        Import(
            original, "chat.txt", size, "whatsapp", 1, None, None, None, 1, 0, "nora", 1, origin
        )
    )
