"""A tree in tiles of 256 hashes, entries in bundles: named and packed as C2SP tlog-tiles says.

1. Level 0 holds the leaf hashes. A hash of a level above is the root of a full tile of the
   level below; a tile that is not full is never hashed upward, and an empty one is not kept.
2. The path of a tile is `tile/<level>/<n>`, n in groups of three digits, all but the last with
   an `x` in front; `.p/<width>` follows if it is not full. Entries: `tile/entries/<n>`.
3. An entry in a bundle is its length in two bytes, the higher first, and its leaf.

https://c2sp.org/tlog-tiles
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from typing import Final
from typing import TypeAlias

from msgspec import Struct

from hearthbook.vault.formats.tree import HASH
from hearthbook.vault.formats.tree import folded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.vault.formats.tree import Subtrees

Reading: TypeAlias = Callable[[int, int], bytes]

WIDTH: Final = 256
FULL: Final = WIDTH * HASH

_STEP: Final = 8  # heights of a tree in one tile: 256 is 2^8
_LEVELS: Final = 64
_LARGEST_LEAF: Final = 65_535
_PATH: Final = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<n>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class NotATileError(ValueError):
    """A path that names no tile, or bytes that are no tile or bundle."""


class Tile(Struct, frozen=True):
    """The name of a tile: its level (None for a bundle of entries), number and width."""

    level: int | None
    n: int
    width: int = WIDTH

    def path(self) -> str:
        """Return the path of the tile below the prefix of its log."""
        digits = str(self.n)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        level = "entries" if self.level is None else self.level
        return f"tile/{level}/{name}" + (f".p/{self.width}" if self.width < WIDTH else "")


def read_path(path: str) -> Tile:
    """Return the tile that `path` names.

    Raises:
        NotATileError: if no tile has that path.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise NotATileError
    level = None if found["level"] == "entries" else int(found["level"])
    number = int(found["n"].replace("/", "").replace("x", ""))
    tile = Tile(level, number, int(found["width"] or WIDTH))
    if tile.path() != path or (level or 0) >= _LEVELS:
        raise NotATileError
    return tile


def tiles(size: int) -> Iterator[Tile]:
    """Yield the tiles of hashes of a tree of `size` leaves, level by level."""
    level = 0
    while size:
        yield from (Tile(level, n) for n in range(size // WIDTH))
        if size % WIDTH:
            yield Tile(level, size // WIDTH, size % WIDTH)
        level, size = level + 1, size // WIDTH


def grown(size: int, edges: Sequence[bytes], hashes: bytes) -> Iterator[tuple[Tile, bytes]]:
    """Yield the tiles that are new or changed when `hashes` follow the first `size` leaves.

    `edges` has, level by level, the tile of each that is not full yet; empty where all are.
    A level that `edges` does not reach is empty.
    """
    level = 0
    while hashes:
        edge = edges[level] if level < len(edges) else b""
        first, held, upward = size // WIDTH, edge + hashes, list[bytes]()
        for n, at in enumerate(range(0, len(held), FULL), first):
            part = held[at : at + FULL]
            yield Tile(level, n, len(part) // HASH), part
            if len(part) == FULL:
                upward.append(folded(part))
        level, size, hashes = level + 1, first, b"".join(upward)


def subtrees(read: Reading) -> Subtrees:
    """Return the complete subtrees of a tree whose tiles `read(level, n)` gives.

    Raises:
        NotATileError: as soon as a tile turns out too short for what is asked of it.
    """

    def subtree(height: int, index: int) -> bytes:
        level, rest = divmod(height, _STEP)
        n, at = divmod(index << rest, WIDTH)
        hashes = read(level, n)[HASH * at : HASH * (at + (1 << rest))]
        if len(hashes) != HASH << rest:
            raise NotATileError
        return folded(hashes)

    return subtree


def bundle(leaves: Iterable[bytes]) -> bytes:
    """Return leaves as a bundle of entries.

    Raises:
        NotATileError: if there are more than 256, or one is too long.
    """
    those = list(leaves)
    if len(those) > WIDTH or any(len(leaf) > _LARGEST_LEAF for leaf in those):
        raise NotATileError
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in those)


def read_bundle(raw: bytes) -> tuple[bytes, ...]:
    """Return the leaves in a bundle of entries.

    Raises:
        NotATileError: if `raw` is none.
    """
    leaves, at = list[bytes](), 0
    while at < len(raw):
        start, end = at + 2, at + 2 + int.from_bytes(raw[at : at + 2], "big")
        if start > len(raw) or end > len(raw) or len(leaves) == WIDTH:
            raise NotATileError
        leaves.append(raw[start:end])
        at = end
    return tuple(leaves)
