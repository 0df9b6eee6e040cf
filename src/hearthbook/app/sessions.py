"""Who is at the door: the devices that said the passphrase, each for a while.

1. A session is known by the hash of its token; the token itself is kept nowhere here.
2. It ends after `idle` without a request, and after `LONGEST` whatever happens.
3. A hidden session sees the plain diary and nothing else until the passphrase is said again.
4. Wrong tries make whoever tries wait longer and longer. Nothing is ever destroyed by them.
5. All addresses from which nobody came in share one wait: many addresses are no help. One from
   which somebody did, and this machine, has its own: strangers' guesses keep nobody out.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Final

from msgspec import Struct

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.time import HOUR
from hearthbook.base.time import MINUTE

LONGEST: Final = 12 * HOUR
IDLE: Final = 5 * MINUTE
_FREE: Final = 3  # wrong passphrases that cost nothing but the time to try them
_LONGEST_WAIT: Final = 10 * MINUTE
_HERE: Final = ("127.0.0.1", "::1")
_MOST_KNOWN: Final = 100


class Session(Struct):
    """One device's time at the diary; moments in ms. `name` is what the browser says it is.

    `by` is the name of the passkey that let it in, None if that was the passphrase.
    """

    id: str
    name: str
    begun: int
    seen: int
    hidden: bool = False
    by: str | None = None


class Sessions:
    """The sessions of one vault. Every call is handed the present moment."""

    def __init__(self, idle: int = IDLE) -> None:
        self.idle = idle
        self._held: dict[str, Session] = {}

    def begin(self, name: str, now: int, by: str | None = None) -> str:
        """Begin a session and return its token."""
        token = secrets.token_urlsafe(32)
        key = _key(token)
        self._held[key] = Session(key[:16], name, now, now, by=by)
        return token

    def of(self, token: str, now: int, *, there: bool = True) -> Session | None:
        """Return the session of a token, None if it never was or is over.

        Asking counts as being there, unless it is said not to.
        """
        self.sweep(now)
        found = self._held.get(_key(token))
        if found is not None and there:
            found.seen = now
        return found

    def sweep(self, now: int) -> None:
        """End what has been idle or gone on for too long."""
        for key, one in list(self._held.items()):
            if now - one.seen >= self.idle or now - one.begun >= LONGEST:
                del self._held[key]

    def end(self, session: str) -> None:
        """End the session with this id, if there is one."""
        self._held = {key: one for key, one in self._held.items() if one.id != session}

    def end_all(self, but: str = "") -> None:
        """End every session; that with the id `but` goes on."""
        self._held = {key: one for key, one in self._held.items() if one.id == but}

    def all(self) -> list[Session]:
        """Return the sessions, the newest first."""
        return sorted(self._held.values(), key=lambda one: -one.begun)


class Patience:
    """How long nobody may try again after wrong passphrases."""

    def __init__(self) -> None:
        self._wrong = 0
        self._until = 0

    def ask(self, now: int) -> None:
        """Let a try through.

        Raises:
            Failure: while it is too early.
        """
        if now < self._until:
            seconds = (self._until - now + 999) // 1000
            raise Failure("wait-to-unlock", Exit.LOCKED, seconds=str(seconds))

    def wrong(self, now: int) -> None:
        """Count a wrong passphrase."""
        self._wrong += 1
        if self._wrong >= _FREE:
            wait = 1000 << min(self._wrong - _FREE + 1, 20)
            self._until = now + min(wait, _LONGEST_WAIT)

    def right(self) -> None:
        """Forget the wrong ones."""
        self._wrong = self._until = 0


class Waits:
    """Who has to wait for how long."""

    def __init__(self) -> None:
        self._known = {one: Patience() for one in _HERE}
        self._strangers = Patience()

    def of(self, address: str) -> Patience:
        """Return the patience with whoever asks from `address`."""
        return self._known.get(address, self._strangers)

    def came_in(self, address: str) -> None:
        """Remember that somebody came in from there, for as long as the program runs."""
        if len(self._known) < _MOST_KNOWN:
            self._known.setdefault(address, Patience())
        self.of(address).right()


def _key(token: str) -> str:
    return sha256(token.encode()).hexdigest()
