"""Seal blocks in the order they come, the dear part in other processes where it pays.

1. A small file is prepared in this process: starting another takes longer than the work.
2. Else each block is prepared by a child of its own, several at a time. It comes from a house
   that has seen nothing, may open no socket and write to no file, and ends with its block.
3. A block whose child fails is prepared here: no block depends on another process.
"""

from __future__ import annotations

import atexit
import os
import secrets
from collections import deque
from typing import TYPE_CHECKING
from typing import Final
from typing import Self

from msgspec import DecodeError

from hearthbook.app.forks import House
from hearthbook.app.preparing import packed
from hearthbook.app.preparing import prepared
from hearthbook.app.preparing import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from hearthbook.app.forks import Child
    from hearthbook.app.preparing import Block
    from hearthbook.app.preparing import Prepared

_SMALL: Final = 2 << 20
_AHEAD: Final = max(2, min(4, os.cpu_count() or 2))  # blocks under way
_HOUSE: Final = House("hearthbook.app.preparing")
atexit.register(_HOUSE.close)


class Sealing:
    """Takes blocks, and hands each back with what became of it, in the order they came."""

    def __init__(self, size: int, sink: Callable[[Block, Prepared], None]) -> None:
        """Get ready for a file of `size` bytes; `sink` is called with each block prepared."""
        self._sink = sink
        self._apart = size > _SMALL
        self._ahead: deque[tuple[Block, Child]] = deque()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, failed: type[BaseException] | None, *rest: object) -> None:
        """Finish what is under way, or drop it if something failed."""
        try:
            if failed is None:
                self.finish()
        finally:
            for _, child in self._ahead:
                os.close(child.said)
                _HOUSE.end(child)

    def put(self, block: Block) -> None:
        """Prepare `block`, soon."""
        child = _begun(block) if self._apart else None
        if child is None:
            self.finish()
            self._sink(block, prepared(block))
            return
        self._ahead.append((block, child))
        if len(self._ahead) > _AHEAD:
            self._next()

    def finish(self) -> None:
        """Wait for all that is under way."""
        while self._ahead:
            self._next()

    def _next(self) -> None:
        block, child = self._ahead.popleft()
        self._sink(block, _said(child) or prepared(block))


def _begun(block: Block) -> Child | None:
    try:
        return _HOUSE.begin(packed(block))
    except OSError:
        return None


def _said(child: Child) -> Prepared | None:
    """Return what a child made of its block; None if it failed."""
    try:
        with os.fdopen(child.said, "rb") as pipe:
            return unpacked(pipe.read())
    except (OSError, DecodeError):
        return None
    finally:
        _HOUSE.end(child)


def seeds(count: int) -> bytes:
    """Return the random seeds of `count` entries."""
    return secrets.token_bytes(32 * count)
