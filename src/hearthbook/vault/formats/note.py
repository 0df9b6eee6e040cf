"""Signed notes and the keys that verify them, as C2SP signed-note says (https://c2sp.org/signed-note).

1. A note is its text, which ends in a line feed, an empty line, and a line for each signature:
   an em dash, the key's name and base 64, parted by single spaces. The last empty line parts.
2. The base 64 holds four bytes that hint at the key, and the signature itself.
3. A line by a key nobody here knows is passed over. A line by a known key that does not verify
   sinks the whole note, and so does the lack of any line by a known key.
4. Lines are parted by a line feed alone: `splitlines` knows ten other signs.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct

from hearthbook.vault.formats.base64 import bytes64
from hearthbook.vault.formats.base64 import text64

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

ED25519: Final = 0x01
COSIGNATURE: Final = 0x04

_LARGEST: Final = 1 << 20
_MOST_SIGNATURES: Final = 64
_HINT: Final = 4
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_KEY: Final = re.compile(r"(?P<name>[^+]+)\+(?P<hint>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/]+=*)")
_LINE: Final = re.compile("— (?P<name>[^ +]+) (?P<blob>[A-Za-z0-9+/]+=*)")
_LENGTHS: Final = {ED25519: 32, COSIGNATURE: 32}


class NotANoteError(ValueError):
    """Bytes that are no signed note."""


class NotAKeyError(ValueError):
    """Text that is no key to verify notes with."""


class NotSignedError(ValueError):
    """A note that no key asked for has signed, or one whose signature fails."""


class Key(Struct, frozen=True):
    """A key that verifies notes: whose it is, how it signs, and the public key itself."""

    name: str
    type: int
    public: bytes

    @property
    def hint(self) -> bytes:
        """The four bytes by which a signature says which key it is of."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[
            :_HINT
        ]

    def text(self) -> str:
        """Return the key as people hand it on: name, hint and key, parted by plus signs."""
        return f"{self.name}+{self.hint.hex()}+{text64(bytes([self.type]) + self.public)}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Test whether `signature` over `message` is by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class Signature(Struct, frozen=True):
    """A signature line: the key's name and hint, and what follows the hint."""

    name: str
    hint: bytes
    blob: bytes

    def line(self) -> str:
        """Return the line, with its line feed."""
        return f"— {self.name} {text64(self.hint + self.blob)}\n"


class Note(Struct, frozen=True):
    """A text and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...]

    def written(self) -> bytes:
        """Return the note as bytes."""
        return "".join([self.text, "\n", *(one.line() for one in self.signatures)]).encode()


def read_key(text: str) -> Key:
    """Return the key whose text is `text`.

    Raises:
        NotAKeyError: if it is none, or of a type that is not known here.
    """
    found = _KEY.fullmatch(text)
    if found is None or not _is_name(found["name"]):
        raise NotAKeyError
    try:
        raw = bytes64(found["key"])
    except ValueError as error:
        raise NotAKeyError from error
    key = Key(found["name"], raw[0], raw[1:])
    if _LENGTHS.get(key.type) != len(key.public) or key.text() != text:
        raise NotAKeyError
    return key


def read(raw: bytes) -> Note:
    """Return the note whose bytes are `raw`; no signature is looked at.

    Raises:
        NotANoteError: if writing could not have made them.
    """
    if len(raw) > _LARGEST:
        raise NotANoteError
    try:
        whole = raw.decode("utf-8")
        text, parted, below = whole.rpartition("\n\n")
        if not parted or not below.endswith("\n") or _CONTROL.search(whole):
            raise NotANoteError
        lines = below[:-1].split("\n")
        note = Note(text + "\n", tuple(_signature(line) for line in lines))
    except ValueError as error:
        raise NotANoteError from error
    if len(lines) > _MOST_SIGNATURES or note.written() != raw:
        raise NotANoteError
    return note


def signed(text: str, key: Key, sign: Callable[[bytes], bytes]) -> Note:
    """Return a note with the one signature that `sign` makes for `key`.

    Raises:
        NotANoteError: if no note can have that text.
    """
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NotANoteError
    return Note(text, (Signature(key.name, key.hint, sign(text.encode())),))


def verified(note: Note, keys: Iterable[Key]) -> tuple[Key, ...]:
    """Return those of `keys` that have signed `note`, none of them in vain.

    Raises:
        NotSignedError: if none has, or a line says that one has and does not verify.
    """
    known = {(key.name, key.hint): key for key in keys if key.type == ED25519}
    signers = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.hint))
        if key is None:
            continue
        if not key.verifies(signature.blob, note.text.encode()):
            raise NotSignedError
        signers.append(key)
    if not signers:
        raise NotSignedError
    return tuple(signers)


def _is_name(name: str) -> bool:
    plain = not any(sign.isspace() for sign in name) and "+" not in name
    return bool(name) and plain and not _CONTROL.search(name)


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    if found is None or not _is_name(found["name"]):
        raise NotANoteError
    blob = bytes64(found["blob"])
    if len(blob) <= _HINT:
        raise NotANoteError
    return Signature(found["name"], blob[:_HINT], blob[_HINT:])
