"""Who a mail is from and to: the addresses in a header, with the names beside them.

Commas part addresses, but not within quotes, comments (in brackets) or pointed brackets. The
name of a group and its semicolon are passed over, its members are not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.sources.mail.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.message import Mark

_PIECE: Final = re.compile(
    rb'"(?>(?:[^"\\]++|\\.)*)"?|\((?>(?:[^()\\]++|\\.|\([^()]*+\))*)\)?|<[^<>]*+>?'
    rb"|[,;]|[^\",;()<>]++|.",
    re.DOTALL,
)
_GROUP: Final = re.compile(rb"[^:@\[]*:(?!//)")
_ESCAPED: Final = re.compile(rb"\\(.)", re.DOTALL)
_MOST: Final = 1000
_LONGEST: Final = 500


class Addressed(NamedTuple):
    """An address as written, and the name beside it."""

    address: str
    name: str


def addresses(raw: bytes, marks: set[Mark]) -> list[Addressed]:
    """Return the addresses in the value of a header, in order, each once."""
    found = (_one(pieces, marks) for pieces in _parted(raw))
    return list(dict.fromkeys(one for one in found if one is not None))[:_MOST]


def _parted(raw: bytes) -> Iterator[list[bytes]]:
    pieces: list[bytes] = []
    for found in _PIECE.finditer(raw):
        piece = found[0]
        if piece in {b",", b";"}:
            yield pieces
            pieces = []
        else:
            pieces.append(piece)
    yield pieces


def _one(pieces: list[bytes], marks: set[Mark]) -> Addressed | None:
    pointed = [piece for piece in pieces if piece.startswith(b"<")]
    remarks = [piece[1:].removesuffix(b")") for piece in pieces if piece.startswith(b"(")]
    plain = b"".join(_unquoted(one) for one in pieces if one[:1] not in {b"<", b"("})
    if not any(piece.startswith(b'"') for piece in pieces):
        plain = _GROUP.sub(b"", plain, count=1)
    address, name = plain, b" ".join(remarks)
    if pointed:
        address, name = pointed[-1].strip(b"<> \t\r\n").rpartition(b":")[2], plain
    said = words(address, marks)[:_LONGEST]
    if not said:
        return None
    return Addressed(said, " ".join(words(name, marks).split())[:_LONGEST])


def _unquoted(piece: bytes) -> bytes:
    if not piece.startswith(b'"'):
        return piece
    return _ESCAPED.sub(rb"\1", piece[1:].removesuffix(b'"'))
