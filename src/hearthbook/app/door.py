"""The door of a vault that is served: open while somebody is there, and not a moment longer.

1. The vault is open while there is a session, and is closed with the last one.
2. One use case at a time: a second waits. What a session may see is the pages' business.
3. What phones handed over is taken in when the vault opens, and while it is open.
4. Each passphrase is tried against the vault itself; here nothing is kept to compare it with.
"""

from __future__ import annotations

from contextlib import ExitStack
from contextlib import contextmanager
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from hearthbook.app.clock import now
from hearthbook.app.erase import finish_erasing
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import failure
from hearthbook.app.household import household
from hearthbook.app.outbox import collect
from hearthbook.app.sessions import IDLE
from hearthbook.app.sessions import Patience
from hearthbook.app.sessions import Sessions
from hearthbook.app.settings import LOCK_MINUTES
from hearthbook.base.time import MINUTE
from hearthbook.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from hearthbook.app.household import Household
    from hearthbook.app.sessions import Session


class Door:
    """The way into one vault for a program that goes on running."""

    def __init__(self, path: str, clock: Callable[[], int] = now) -> None:
        self.path = path
        self.sessions = Sessions()
        self._patience = Patience()
        self._clock = clock
        self._turn = Lock()  # whoever uses the vault
        self._knocking = Lock()  # one passphrase at a time: each try takes much memory
        self._stack = ExitStack()
        self._home: Household | None = None
        self._aside = 0  # items in the outbox that may not go in

    def unlock(self, passphrase: str, device: str) -> str:
        """Open the vault with its passphrase and return the token of a new session.

        Raises:
            Failure: if it is wrong, or too early after a wrong one, or the vault is damaged.
        """
        with self._knocking:
            self._patience.ask(self._clock())
            stack = ExitStack()
            try:
                home = stack.enter_context(household(self.path, passphrase))
            except Failure as wrong:
                if wrong.code is Exit.LOCKED:
                    self._patience.wrong(self._clock())
                raise
            self._patience.right()
            with self._turn:
                self._keep(home, stack)
                return self.sessions.begin(device, self._clock())

    def _keep(self, home: Household, stack: ExitStack) -> None:
        if self._home is not None:
            stack.close()
            return
        self._home, self._stack = home, stack
        finish_erasing(home)
        self.settle(home)
        self._gather(home)

    def _gather(self, home: Household) -> None:
        """Take in what phones handed over; what cannot go in waits, and keeps nobody out."""
        with suppress(VaultError, Failure):
            collect(home)
            self._aside = home.vault.outbox.count()

    def settle(self, home: Household) -> None:
        """Lock after as many idle minutes as the vault's settings say."""
        said = home.setting(LOCK_MINUTES)
        self.sessions.idle = int(said) * MINUTE if said else IDLE

    @contextmanager
    def opened(self) -> Iterator[Household]:
        """Hand over the open vault for one use case.

        Raises:
            Failure: if nobody is there, and whatever the vault meets.
        """
        with self._turn:
            if self._home is None:
                raise Failure("vault-locked", Exit.LOCKED)
            try:
                yield self._home
            except VaultError as error:
                raise failure(error, self.path) from error

    def session(self, token: str) -> Session | None:
        """Return the session of a token, None if it is over."""
        return self.sessions.of(token, self._clock())

    def leave(self, session: str) -> None:
        """End one session; the last one closes the vault."""
        self.sessions.end(session)
        self.look()

    def lock(self) -> None:
        """End every session and close the vault."""
        self.sessions.end_all()
        self.look()

    def look(self) -> None:
        """Close the vault if nobody is there any more, else see what phones handed over."""
        self.sessions.sweep(self._clock())
        with self._turn:
            if self._home is None:
                return
            if not self.sessions.all():
                self._home = None
                self._stack.close()
            elif self._home.vault.outbox.count() > self._aside:
                self._gather(self._home)
