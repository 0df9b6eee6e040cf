"""`vault.toml`: what may be seen of a vault by everybody, and the slots that open it.

1. It is written in one way only, and read only if written so (`docs/formats.md`).
2. `sum` is the SHA-256 of all bytes above its line: what shows damage before anybody typed a
   passphrase, so that a bad disk is not taken for a wrong one.
3. `mac` is a MAC over all bytes above its line, under a key only the master key gives: what
   shows a change on purpose.
4. Format 1 had just two slots, a passphrase and a recovery code, without ids. It is read, and
   written as format 2 with the first change. `revision` counts the changes of format 2.
"""

from __future__ import annotations

import re
import tomllib
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final

import msgspec

from hearthbook.vault.errors import DamagedError
from hearthbook.vault.errors import LaterFormatError
from hearthbook.vault.errors import NotAVaultError
from hearthbook.vault.formats.note import NotAKeyError
from hearthbook.vault.formats.note import read_key
from hearthbook.vault.keys import BOOKS
from hearthbook.vault.keys import same
from hearthbook.vault.slot import HUMAN
from hearthbook.vault.slot import KINDS
from hearthbook.vault.slot import PRINTED
from hearthbook.vault.slot import TYPED
from hearthbook.vault.slot import Slot
from hearthbook.vault.slot import check_cost

if TYPE_CHECKING:
    from hearthbook.vault.keys import Keys

FORMAT: Final = 2
MOST_SLOTS: Final = 16
NAME: Final = "vault.toml"

_TITLE: Final = "# A Hearthbook vault, the part anybody may see. Not to be edited by hand.\n"
LARGEST: Final = 1 << 20
_PLAIN: Final = re.compile(r"[A-Za-z0-9+/=._-]+")
_ID: Final = re.compile(r"[0-9A-Z]{4}|passphrase|recovery")
_FIRST_FORMAT: Final = 1
_SUM: Final = b'\nsum = "'


class BookHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the header says of a book: its log's origin and key, and its wrapped seed."""

    name: str
    origin: str
    vkey: str
    seed: str


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The public part of a vault. `made` is in milliseconds; `identity` is wrapped.

    `books` are the logs of all epochs, the oldest first: three for each.
    """

    format: int
    vault: str
    epoch: int
    made: int
    recipient: str
    identity: str
    books: tuple[BookHead, ...]
    slots: tuple[Slot, ...]
    revision: int = 0


class _Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sum: str
    mac: str


class _Whole(Header, frozen=True, forbid_unknown_fields=True, kw_only=True):
    seal: _Seal


class Sealed(msgspec.Struct, frozen=True):
    """A header as it was read, and the MAC nobody has checked yet."""

    header: Header
    mac: str


def origin(vault: str, book: str, epoch: int) -> str:
    """Return the origin of a book's log. `invalid` is a name no server will ever have."""
    return f"hearthbook.invalid/{vault}/{book}/e{epoch}"


def written(header: Header, keys: Keys) -> bytes:
    """Return the bytes of `vault.toml`."""
    above = _above(header)
    return above + f'mac = "{keys.mac(above)}"\n'.encode()


def read(raw: bytes, place: str = NAME) -> Sealed:
    """Return what stands in `vault.toml`; the MAC is still to be checked.

    Raises:
        LaterFormatError: if a later version of this program wrote it.
        NotAVaultError: if it is not the header of a vault.
        DamagedError: if it was one, and something in it is changed.
    """
    whole = _parsed(raw)
    if whole is None or "format" not in whole:
        raise NotAVaultError("vault-not-one", place)
    if whole["format"] not in {_FIRST_FORMAT, FORMAT}:
        if _sum_fits(raw):
            raise LaterFormatError("vault-other-format", place)
        raise DamagedError("vault-damaged-header", place)
    try:
        found = msgspec.convert(whole, _Whole)
    except msgspec.ValidationError as error:
        raise DamagedError("vault-damaged-header", place) from error
    names = Header.__struct_fields__
    header = Header(*(getattr(found, name) for name in names))
    expected = _above(header) + f'mac = "{found.seal.mac}"\n'.encode()
    if expected != raw or not _consistent(header):
        raise DamagedError("vault-damaged-header", place)
    for slot in header.slots:
        check_cost(slot)
    return Sealed(header, found.seal.mac)


def check(sealed: Sealed, keys: Keys) -> None:
    """Check the MAC of a header.

    Raises:
        DamagedError: if somebody without the master key changed it.
    """
    if not same(keys.mac(_above(sealed.header)), sealed.mac):
        raise DamagedError("vault-damaged-header", NAME)


def _parsed(raw: bytes) -> dict[str, object] | None:
    if len(raw) > LARGEST:
        return None
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _sum_fits(raw: bytes) -> bool:
    """Test the sum of a header that only a later version can read any further."""
    above, found, below = raw.partition(_SUM)
    return bool(found) and below.startswith(sha256(above + b"\n").hexdigest().encode())


def _slots_fit(header: Header) -> bool:
    kinds = [slot.kind for slot in header.slots]
    ids = [slot.id for slot in header.slots]
    if header.format == _FIRST_FORMAT:
        return kinds == [TYPED, PRINTED] and not any(ids) and not header.revision
    return (
        len(ids) == len(set(ids)) <= MOST_SLOTS
        and all(map(_ID.fullmatch, ids))
        and set(kinds) <= set(KINDS)
        and not set(kinds).isdisjoint(HUMAN)
        and header.revision > 0
    )


def _consistent(header: Header) -> bool:
    names = tuple(book.name for book in header.books)
    if names != BOOKS * header.epoch or header.epoch < 1 or not _slots_fit(header):
        return False
    if not re.fullmatch("[0-9a-f]{32}", header.vault):
        return False
    try:
        keys = [read_key(book.vkey) for book in header.books]
    except NotAKeyError:
        return False
    return all(
        book.origin == key.name == origin(header.vault, book.name, 1 + place // len(BOOKS))
        for place, (book, key) in enumerate(zip(header.books, keys, strict=True))
    )


def _above(header: Header) -> bytes:
    """Return all lines that the MAC covers."""
    plain = msgspec.to_builtins(header)
    tables = {"books": plain.pop("books"), "slots": plain.pop("slots")}
    text = _TITLE + _lines(plain)
    for name, those in tables.items():
        for one in those:
            text += f"\n[[{name}]]\n" + _lines(one)
    text += "\n[seal]\n"
    return (text + f'sum = "{sha256(text.encode()).hexdigest()}"\n').encode()


def _lines(values: dict[str, str | int]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in values.items())


def _value(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    # What would need an escape is not ours: the bytes then differ from what was read.
    return f'"{value}"' if _PLAIN.fullmatch(value) else '""'
