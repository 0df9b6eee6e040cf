"""Who is at the door: the devices that said the passphrase, each for a while.

1. A session is known by the hash of its token; the token itself is kept nowhere here.
2. It ends after `idle` without a request, and after `LONGEST` whatever happens.
3. A hidden session sees the plain diary and nothing else until the passphrase is said again.
4. Wrong passphrases make everybody wait longer and longer. Nothing is ever destroyed by them.
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


class Session(Struct):
    """One device's time at the diary; moments in ms. `name` is what the browser says it is."""

    id: str
    name: str
    begun: int
    seen: int
    hidden: bool = False


class Sessions:
    """The sessions of one vault. Every call is handed the present moment."""

    def __init__(self, idle: int = IDLE) -> None:
        self.idle = idle
        self._held: dict[str, Session] = {}

    def begin(self, name: str, now: int) -> str:
        """Begin a session and return its token."""
        token = secrets.token_urlsafe(32)
        key = _key(token)
        self._held[key] = Session(key[:16], name, now, now)
        return token

    def of(self, token: str, now: int) -> Session | None:
        """Return the session of a token, None if it never was or is over.

        Asking counts as being there.
        """
        self.sweep(now)
        found = self._held.get(_key(token))
        if found is not None:
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

    def end_all(self) -> None:
        """End every session."""
        self._held.clear()

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


def _key(token: str) -> str:
    return sha256(token.encode()).hexdigest()
