"""Progress bars on long work: on standard error, and only where a person looks on."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hearthbook.cli.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from rich.progress import Progress

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
        with _progress() as progress:
            task = progress.add_task(plain(self._words(name, **gaps)), total=None)

            def move(done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            yield move


def _progress() -> Progress:
    from rich import progress as bars  # noqa: PLC0415  # longer than most commands; few show one
    from rich.console import Console as Terminal  # noqa: PLC0415  # the same

    return bars.Progress(
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(),
        bars.TaskProgressColumn(),
        bars.TimeRemainingColumn(),
        console=Terminal(file=sys.stderr),
        transient=True,
    )
