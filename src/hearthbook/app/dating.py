"""Heads that others have vouched for, so that entries of a release can be dated by them.

A head counts if a stamp lies beside it or somebody else has signed it as well. Each entry goes
with the oldest of these heads that has it; there may be several of one size. Heads count the
entries of one epoch's log, so only those of the newest epoch are dated: entries from before a
restore are in logs with other keys, and a release is checked by one key alone. How many these
are, and how many no such head has yet, is said.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.handing import Piece
from hearthbook.app.handing import piece
from hearthbook.vault.formats import note
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.formats.checkpoint import NotACheckpointError
from hearthbook.vault.formats.checkpoint import read_signed
from hearthbook.vault.formats.dating import DATES
from hearthbook.vault.formats.dating import REPLY
from hearthbook.vault.formats.dating import Dated
from hearthbook.vault.formats.dating import lines
from hearthbook.vault.formats.timestamp import State
from hearthbook.vault.formats.timestamp import stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hearthbook.app.choosing import Chosen
    from hearthbook.app.household import Household

_FOLDER = "heads"


class Vouched(Struct, frozen=True):
    """A head others have vouched for: its size, its file, and what lies beside it."""

    size: int
    file: str
    beside: tuple[str, ...]


class Dates(Struct, frozen=True):
    """How many entries are dated, are from before a restore, or in no such head yet; files."""

    dated: int
    earlier: int
    waiting: int
    pieces: tuple[Piece, ...]


def vouched(home: Household, book: str) -> list[Vouched]:
    """Return the heads of a book that others have vouched for, the oldest first."""
    found = []
    for path in sorted((home.vault.folder / _FOLDER).glob(f"{book}.*.checkpoint")):
        raw = path.read_bytes()
        try:
            head = read_signed(raw, home.book(book).key)
        except NotACheckpointError:
            continue
        beside = _beside(path, raw)
        own = home.book(book).size - home.book(book).first
        if head.size <= own and (beside or _cosigned(raw)):
            found.append(Vouched(head.size, path.name, beside))
    return sorted(found, key=lambda one: one.size)


def dated(home: Household, book: str, chosen: Sequence[Chosen]) -> Dates:
    """Return what dates the chosen entries: lines, heads, what vouches for them."""
    heads, first = vouched(home, book), home.book(book).first
    sizes = [one.size for one in heads]
    dates, used = list[Dated](), set[str]()
    newest = [one for one in chosen if one.n >= first]
    for one in newest:
        oldest = bisect_right(sizes, one.n - first)
        for head in heads[oldest : bisect_right(sizes, (*sizes, 0)[oldest])]:
            hashes = home.book(book).inclusion(one.n, head.size)
            name = f"{_FOLDER}/{head.file}"
            dates.append(Dated(one.ref, name, one.n - first, tuple(map(text64, hashes))))
            used |= {head.file, *head.beside}
    folder = home.vault.folder / _FOLDER
    files = [piece(f"{_FOLDER}/{name}", (folder / name).read_bytes()) for name in sorted(used)]
    known = len({one.ref for one in dates})
    return Dates(
        dated=known,
        earlier=len(chosen) - len(newest),
        waiting=len(newest) - known,
        pieces=(piece(DATES, lines(dates)), *files),
    )


def _beside(path: Path, raw: bytes) -> tuple[str, ...]:
    """Return the files of stamps over a head; what is no stamp over it dates nothing."""
    found: list[str] = []
    for reply in sorted(path.parent.glob(f"{path.name}.*{REPLY}")):
        if stamp(reply.read_bytes(), raw, []).state is not State.BROKEN:
            asked = reply.with_suffix(".tsq")
            found += [*([asked.name] if asked.is_file() else []), reply.name]
    return tuple(found)


def _cosigned(raw: bytes) -> bool:
    return len(note.read(raw).signatures) > 1
