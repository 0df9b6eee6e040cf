"""Work that takes longer than a page may wait: started here, looked at again, then fetched."""

from __future__ import annotations

import secrets
from threading import Thread
from typing import TYPE_CHECKING
from typing import Final
from typing import Protocol

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    Move = Callable[[int, int], None]

_MOST: Final = 24
_HOLDING: Final = 3  # each may hold some hundred files open


class Held(Protocol):
    """What a piece of work holds in memory until it is let go."""

    def close(self) -> None:
        """Let go of it."""


class Job:
    """One piece of work; its `sort` names what is shown when it is over.

    `result` is there when `over` is true and `failure` is None. `about` names what is at hand.
    """

    def __init__(self, sort: str, held: Held | None = None) -> None:
        self.sort = sort
        self.held = held
        self.about = ""
        self.done = 0
        self.total = 1
        self.over = False
        self.failure: Failure | None = None
        self.result: object = None
        self.running = self._unwanted = False

    def start(self, work: Callable[[Move], object]) -> None:
        """Begin the work; it is handed what to call with how far it has come, of how much."""
        self.over, self.failure, self.running = False, None, True
        Thread(target=self._run, args=(work,), daemon=True).start()

    def _run(self, work: Callable[[Move], object]) -> None:
        try:
            self.result = work(self._move)
        except Failure as failure:
            self.failure = failure
        except Exception:  # noqa: BLE001  # nobody else is there to see it; the page says so
            self.failure = Failure("work-failed", Exit.NOT_READABLE)
        self.over, self.running = True, False
        if self._unwanted:
            self.let_go()

    def let_go(self) -> None:
        """Close its file; work that is under way goes on to its end first."""
        self._unwanted = True
        if self.held is not None and not self.running:
            held, self.held = self.held, None
            held.close()

    def _move(self, done: int, total: int) -> None:
        self.done, self.total = done, max(total, 1)

    @property
    def percent(self) -> int:
        """How far it has come, of a hundred."""
        return min(100 * self.done // self.total, 100)


class Jobs:
    """The work in hand, by names nobody can guess. The oldest make room."""

    def __init__(self) -> None:
        self._held: dict[str, Job] = {}

    def add(self, job: Job) -> str:
        """Keep a piece of work and return its name."""
        while len(self._held) >= _MOST:
            self.drop(next(iter(self._held)))
        holding = [name for name, one in self._held.items() if one.held is not None]
        for name in holding[: len(holding) - _HOLDING + 1] if job.held is not None else ():
            self.drop(name)
        name = secrets.token_urlsafe(12)
        self._held[name] = job
        return name

    def get(self, name: str) -> Job:
        """Return a piece of work.

        Raises:
            Failure: if there is none by that name any more.
        """
        found = self._held.get(name)
        if found is None:
            raise Failure("no-such-work", Exit.WRONG_USAGE)
        return found

    def drop(self, name: str) -> None:
        """Forget a piece of work and let go of its file."""
        job = self._held.pop(name, None)
        if job is not None:
            job.let_go()

    def clear(self) -> None:
        """Forget everything."""
        for name in list(self._held):
            self.drop(name)
