"""The door of a vault that is served: open while somebody is there, and not a moment longer.

1. The vault is open while there is a session, and is closed with the last one.
2. One use case at a time: a second waits. What a session may see is the pages' business.
3. What phones handed over is taken in when the vault opens, and while it is open.
4. Time is what has passed, asleep or awake: whoever sets the clock back keeps nobody in, and
   whoever sets it forward waits as long.
5. Each passphrase is tried against the vault itself; here nothing is kept to compare it with.
6. A passkey is checked by what the open vault knows of it, and opens it where it has a secret.
"""

from __future__ import annotations

from contextlib import ExitStack
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.clock import passing
from hearthbook.app.erase import finish_erasing
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import failure
from hearthbook.app.household import household
from hearthbook.app.opening import keys_by
from hearthbook.app.passkeys import Questions
from hearthbook.app.passkeys import keys_by_passkey
from hearthbook.app.passkeys import verify
from hearthbook.app.sessions import IDLE
from hearthbook.app.sessions import Sessions
from hearthbook.app.sessions import Waits
from hearthbook.app.settings import LOCK_MINUTES
from hearthbook.app.waiting import gathered
from hearthbook.base.time import MINUTE
from hearthbook.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from hearthbook.app.household import Household
    from hearthbook.app.passkeys import Shown
    from hearthbook.app.sessions import Session
    from hearthbook.app.waiting import Uncollected


class Present(Struct, frozen=True):
    """Who is in: since how many minutes, and unseen for how many. As `Session` otherwise."""

    id: str
    name: str
    since: int
    unseen: int
    hidden: bool
    by: str | None


class Door:
    """The way into one vault for a program that goes on running."""

    def __init__(self, path: str, clock: Callable[[], int] = passing) -> None:
        self.path = path
        self.sessions = Sessions()
        self.questions = Questions()
        self._waits = Waits()
        self._clock = clock
        self._turn = Lock()  # whoever uses the vault
        self._knocking = Lock()  # one passphrase at a time: each try takes much memory
        self._stack = ExitStack()
        self._home: Household | None = None
        self._aside = 0  # items in the outbox that may not go in
        self.uncollected: Uncollected | None = None  # what is said of them

    def unlock(self, passphrase: str, device: str, address: str = "") -> str:
        """Open the vault with its passphrase and return the token of a new session.

        Raises:
            Failure: if it is wrong, or too early after a wrong one, or the vault is damaged.
        """
        with self._patiently(address):
            stack = ExitStack()
            home = stack.enter_context(household(self.path, passphrase))
            with self._turn:
                self._keep(home, stack)
                return self.sessions.begin(device, self._clock())

    def enter(self, shown: Shown, device: str, address: str = "") -> str:
        """Let somebody in with a passkey and return the token of a new session.

        Raises:
            Failure: if it is refused or does not open the vault, and as `unlock`.
        """
        with self._patiently(address), self._turn:
            if self._home is not None:
                name = verify(self._home, shown)
            else:
                keys = keys_by_passkey(self.path, shown.secret)
                with ExitStack() as stack:
                    home = stack.enter_context(household(self.path, keys=keys))
                    name = verify(home, shown)
                    self._keep(home, stack.pop_all())
            return self.sessions.begin(device, self._clock(), name)

    def confirm(self, passphrase: str, address: str = "") -> None:
        """See that whoever is in knows the passphrase, for what an open diary is no proof of.

        Raises:
            Failure: if it is wrong, or too early after a wrong one.
        """
        with self._patiently(address):
            keys_by(self.path, passphrase=passphrase)

    @contextmanager
    def _patiently(self, address: str) -> Iterator[None]:
        with self._knocking:
            patience = self._waits.of(address)
            patience.ask(self._clock())
            try:
                yield
            except Failure as wrong:
                if wrong.code is Exit.LOCKED:
                    patience.wrong(self._clock())
                raise
            self._waits.came_in(address)

    def asks(self, whom: str) -> bytes:
        """Return a new challenge for the passkey of `whom`."""
        return self.questions.ask(whom, self._clock())

    def answered(self, whom: str) -> bytes:
        """Return the challenge `whom` was asked with.

        Raises:
            Failure: if there is none, or it is too old.
        """
        return self.questions.answered(whom, self._clock())

    def present(self) -> list[Present]:
        """Return who is in, the newest first."""
        now = self._clock()
        return [
            Present(
                one.id,
                one.name,
                (now - one.begun) // MINUTE,
                (now - one.seen) // MINUTE,
                one.hidden,
                one.by,
            )
            for one in self.sessions.all()
        ]

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
        self.uncollected, self._aside = gathered(home, self.path)

    def gather(self) -> None:
        """Try again to take in what phones handed over.

        Raises:
            Failure: if nobody is there.
        """
        with self.opened() as home:
            self._gather(home)

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

    def session(self, token: str, *, there: bool = True) -> Session | None:
        """Return the session of a token, None if it is over; asking counts if `there`."""
        return self.sessions.of(token, self._clock(), there=there)

    def leave(self, session: str) -> None:
        """End one session; the last one closes the vault."""
        self.sessions.end(session)
        self.look()

    def leave_others(self, session: str) -> None:
        """End every session but this one."""
        self.sessions.end_all(but=session)
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
                self._home = self.uncollected = None
                self._stack.close()
            elif self._home.vault.outbox.count() > self._aside:
                self._gather(self._home)
