"""What the log takes in of an entry: salted digests of its fields, and the fields themselves.

1. An entry has a record and an envelope: two JSON objects, names sorted, no spaces between
   them. No name stands in both. The fields of the entry are those of the two together.
2. Field number i, counted from 0 in the order of the names, has the salt
   base64url(SHAKE-256("hearthbook/salts/v1" 00 seed)[16 i : 16 i + 16]). The seed is 32 random
   bytes, one for each entry. No base64url here has padding.
3. The disclosure of a field is `["<salt>","<name>",<value>]`, the value as it stands in the
   record or envelope, byte for byte. Its digest is base64url(SHA-256(disclosure)).
4. The leaf is `{"book":"<book>","sd":["<digest>",...],"v":1}` with the digests sorted. Its hash
   is SHA-256(00 leaf), as RFC 6962 says.

Who is given a disclosure can check it with `sha256sum`; who is not can guess nothing, for the
salts of one entry tell nothing of each other. The bytes are hashed as stored, and never written
anew. SD-JWT (RFC 9901) works alike; it hashes another form of the disclosure.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from binascii import b2a_base64
from hashlib import sha256
from hashlib import shake_256
from itertools import chain
from operator import itemgetter
from struct import Struct as Layout
from typing import TYPE_CHECKING
from typing import Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence

LARGEST_LEAF: Final = 65_535  # the length of an entry in a bundle has two bytes
LARGEST_RECORD: Final = 2**20
SEED: Final = 32

_SALTS: Final = b"hearthbook/salts/v1\x00"
_SALT: Final = 16
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_BOOK: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
_SALT_TEXT: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_DIGEST: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_URL: Final = bytes.maketrans(b"+/", b"-_")
_FIELDS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_SHOWN: Final = msgspec.json.Decoder(tuple[str, str, msgspec.Raw])


class NotSealableError(ValueError):
    """A record, an envelope or a seed that no leaf can be made of."""


class NotALeafError(ValueError):
    """Bytes that are no leaf, or disclosures that do not belong to it."""


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a leaf: the book, the sorted digests, the version of this format."""

    book: str
    sd: tuple[str, ...]
    v: int


class _Plan:
    """How entries with the same names are put together; made once for each set of names."""

    def __init__(self, names: tuple[str, ...], envelope: dict[str, msgspec.Raw]) -> None:
        every = sorted([*names, *envelope])
        count = len(every)
        plain = all(_NAME.fullmatch(name) for name in every)
        if not plain or list(names) != sorted(names) or len(set(every)) != count:
            raise NotSealableError
        # No JSON value holds a bare line feed, so it can part disclosures made in one go.
        self.template = b"\n".join(b'["%%b","%b",%%b]' % name.encode() for name in every)
        # How much longer the filled template must be than the record. Doubled names, spaces
        # and escaped names all make a record longer than what was understood of it.
        constant = len(self.template) - 4 * count + 22 * count
        self.longer = constant + sum(len(bytes(envelope[name])) for name in envelope)
        self.longer -= sum(len(name) + 4 for name in names) + (1 if names else 2)
        self.picked = _picker(every)
        self.squeeze = _SALT * count
        # Two noughts after sixteen bytes make 24 signs of base 64, of which 22 are the salt's
        # own; one after the 32 of a digest makes 44, of which 43 are.
        self.cut = Layout(f"{_SALT}s" * count).unpack
        self.spread = Layout(f"{_SALT}s2x" * count).pack
        self.salts: Callable[[bytes], tuple[bytes, ...]] = Layout("22s2x" * count).unpack
        self.digests: Callable[[bytes], tuple[bytes, ...]] = Layout("43sx" * count).unpack
        self.count = count
        self.sealed = 46 * count - 3  # the digests with what stands between them

    def disclosures(
        self, fields: dict[str, msgspec.Raw], record: bytes, seed: bytes
    ) -> list[bytes]:
        """Return the disclosures of an entry whose record and envelope have these fields."""
        squeezed = self.cut(shake_256(_SALTS + seed).digest(self.squeeze))
        salts = self.salts(b2a_base64(self.spread(*squeezed)).translate(_URL, b"\n"))
        filled = self.template % tuple(
            chain.from_iterable(zip(salts, self.picked(fields)))  # noqa: B905  # of one length by the plan, and `strict` costs
        )
        shown = filled.split(b"\n")
        longer = len(filled) - len(record)
        if longer != self.longer or len(shown) != self.count or len(record) > LARGEST_RECORD:
            raise NotSealableError
        return shown


def _picker(names: Sequence[str]) -> Callable[[dict[str, msgspec.Raw]], Sequence[msgspec.Raw]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda fields: [fields[name] for name in names]


def leaf_hashes(
    records: Sequence[bytes], envelope: bytes, book: str, seeds: bytes
) -> list[bytes]:
    """Return the hash of the leaf of each record; `seeds` has 32 bytes for each of them.

    Raises:
        NotSealableError: if a record or the envelope is no sorted object, or too long.
    """
    head, tail = _frame(book)
    head = b"\x00" + head
    outer = _envelope(envelope)
    if len(seeds) != SEED * len(records):
        raise NotSealableError
    plans: dict[tuple[str, ...], _Plan] = {}
    hashes = []
    try:
        for number, record in enumerate(records):
            fields = _FIELDS.decode(record)
            names = tuple(fields)
            plan = plans.get(names)
            if plan is None:
                plan = plans[names] = _Plan(names, outer)
                if len(head) + len(tail) + plan.sealed > LARGEST_LEAF + 1:
                    raise NotSealableError
            fields.update(outer)
            seed = seeds[SEED * number : SEED * number + SEED]
            shown = plan.disclosures(fields, record, seed)
            raw = b"\x00".join([sha256(one).digest() for one in shown]) + b"\x00"
            # `newline` is left on and dropped with the rest: naming an argument takes longer.
            digests = sorted(plan.digests(b2a_base64(raw).translate(_URL, b"\n")))
            hashes.append(sha256(head + b'","'.join(digests) + tail).digest())
    except (ValueError, RecursionError) as error:
        raise NotSealableError from error
    return hashes


def sealed(record: bytes, envelope: bytes, book: str, seed: bytes) -> bytes:
    """Return the leaf of an entry.

    Raises:
        NotSealableError: if the record or the envelope is no sorted object, or too long.
    """
    head, tail = _frame(book)
    digests = sorted(digest(one).encode() for one in disclosures(record, envelope, seed))
    leaf = head + b'","'.join(digests) + tail
    if len(leaf) > LARGEST_LEAF:
        raise NotSealableError
    return leaf


def disclosures(record: bytes, envelope: bytes, seed: bytes) -> tuple[bytes, ...]:
    """Return the disclosures of all fields of an entry, in the order of their names.

    Raises:
        NotSealableError: if the record or the envelope is no sorted object, or too long.
    """
    outer, fields = _envelope(envelope), _fields(record)
    if len(seed) != SEED:
        raise NotSealableError
    plan = _Plan(tuple(fields), outer)
    return tuple(plan.disclosures(fields | outer, record, seed))


def digest(disclosure: bytes) -> str:
    """Return the digest of a disclosure, as it stands in the leaf."""
    return urlsafe_b64encode(sha256(disclosure).digest())[:43].decode("ascii")


def read(leaf: bytes) -> Leaf:
    """Return what stands in a leaf.

    Raises:
        NotALeafError: if no entry has such a leaf.
    """
    try:
        found = msgspec.json.decode(leaf, type=Leaf)
    except (ValueError, RecursionError) as error:
        raise NotALeafError from error
    written = msgspec.json.encode(found, order="sorted")
    if written != leaf or len(leaf) > LARGEST_LEAF or found.v != 1:
        raise NotALeafError
    if not _BOOK.fullmatch(found.book) or not all(map(_DIGEST.fullmatch, found.sd)):
        raise NotALeafError
    # Not merely sorted: a digest that stands there twice could be opened twice.
    if not found.sd or any(
        one >= two for one, two in zip(found.sd, found.sd[1:], strict=False)
    ):
        raise NotALeafError
    return found


def opened(leaf: bytes, shown: Sequence[bytes]) -> dict[str, bytes]:
    """Return the fields that the disclosures `shown` open, each value as its JSON bytes.

    A field that is not shown proves nothing: it may have been withheld.

    Raises:
        NotALeafError: if `leaf` is none, or a disclosure is malformed, not of this leaf, or
            names a field that another one names.
    """
    digests = set(read(leaf).sd)
    fields: dict[str, bytes] = {}
    for disclosure in shown:
        name, value = field(disclosure)
        if digest(disclosure) not in digests or name in fields:
            raise NotALeafError
        fields[name] = value
    return fields


def field(disclosure: bytes) -> tuple[str, bytes]:
    """Return the name and the value of the field a disclosure shows.

    Raises:
        NotALeafError: if writing could not have made the disclosure.
    """
    try:
        salt, name, raw = _SHOWN.decode(disclosure)
        value = bytes(raw)
        value.decode("utf-8")
    except (ValueError, RecursionError) as error:
        raise NotALeafError from error
    if not _SALT_TEXT.fullmatch(salt) or not _NAME.fullmatch(name):
        raise NotALeafError
    if disclosure != b'["%b","%b",%b]' % (salt.encode(), name.encode(), value):
        raise NotALeafError
    return name, value


def _frame(book: str) -> tuple[bytes, bytes]:
    if not _BOOK.fullmatch(book):
        raise NotSealableError
    return b'{"book":"%b","sd":["' % book.encode(), b'"],"v":1}'


def _fields(record: bytes) -> dict[str, msgspec.Raw]:
    if len(record) > LARGEST_RECORD:
        raise NotSealableError
    try:
        return _FIELDS.decode(record)
    except (ValueError, RecursionError) as error:
        raise NotSealableError from error


def _envelope(envelope: bytes) -> dict[str, msgspec.Raw]:
    fields = _fields(envelope)
    if not all(map(_NAME.fullmatch, fields)):
        raise NotSealableError
    parts = (b'"%b":%b' % (name.encode(), bytes(fields[name])) for name in sorted(fields))
    if b"{%b}" % b",".join(parts) != envelope:
        raise NotSealableError
    return fields
