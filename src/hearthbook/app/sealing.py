"""Seal blocks in the order they come, the dear part in other processes where it pays.

A small file is sealed in this process: starting another takes longer than the work.
"""

from __future__ import annotations

import os
import secrets
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING
from typing import Final
from typing import Self

from hearthbook.app.preparing import prepared
from hearthbook.app.preparing import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from hearthbook.app.preparing import Block
    from hearthbook.app.preparing import Prepared
from hearthbook.app.preparing import packed

_SMALL: Final = 8 << 20
_AHEAD: Final = 4  # blocks under way; more would only fill memory


class Sealing:
    """Takes blocks, and hands each back with what became of it, in the order they came."""

    def __init__(self, size: int, sink: Callable[[Block, Prepared], None]) -> None:
        """Get ready for a file of `size` bytes; `sink` is called with each block prepared."""
        self._sink = sink
        self._ahead: deque[tuple[Block, Future[bytes]]] = deque()
        self._pool: ProcessPoolExecutor | None = None
        if size > _SMALL:
            workers = max(2, min(4, (os.cpu_count() or 2) - 1))
            self._pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, failed: type[BaseException] | None, *rest: object) -> None:
        """Finish what is under way, or drop it if something failed."""
        try:
            if failed is None:
                self.finish()
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)

    def put(self, block: Block) -> None:
        """Prepare `block`, soon."""
        if self._pool is None:
            self._sink(block, prepared(block))
            return
        self._ahead.append((block, self._pool.submit(packed, block)))
        if len(self._ahead) > _AHEAD:
            self._next()

    def finish(self) -> None:
        """Wait for all that is under way."""
        while self._ahead:
            self._next()

    def _next(self) -> None:
        block, future = self._ahead.popleft()
        self._sink(block, unpacked(future.result()))


def seeds(count: int) -> bytes:
    """Return the random seeds of `count` entries."""
    return secrets.token_bytes(32 * count)
