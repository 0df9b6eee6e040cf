"""Progress bars on long work: on standard error, and only where a person looks on."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console as Terminal
from rich.progress import BarColumn
from rich.progress import Progress
from rich.progress import TaskProgressColumn
from rich.progress import TextColumn
from rich.progress import TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from hearthbook.app.words import Words


class Bars:
    """Makes a bar for each piece of work, or nothing at all."""

    def __init__(self, words: Words, *, shown: bool) -> None:
        self._words = words
        self._shown = shown

    @contextmanager
    def bar(self, name: str, /, **gaps: str) -> Iterator[Callable[[int, int], None]]:
        """Yield what moves the bar: called with how much is done, and of how much."""
        if not self._shown:
            yield lambda _done, _total: None
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        terminal = Terminal(file=sys.stderr)
        with Progress(*columns, console=terminal, transient=True) as progress:
            task = progress.add_task(self._words(name, **gaps), total=None)

            def move(done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            yield move
