"""A private address from which a calendar program fetches the dates of a case.

1. It is off until she makes an address. The address holds 256 random bits; the vault keeps
   their SHA-256 alone, so the address is shown once, and an entry handed out tells nothing.
2. A new address ends the old one. Switching off ends it at once.
3. While the vault is open the state is renewed; when it is locked the last one stays in the
   memory of this process, for calendars ask by night. After a start there is none until then.
"""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.docket import OF_CASE
from hearthbook.app.docket import TITLES
from hearthbook.app.docket import case_calendar
from hearthbook.app.failure import Failure
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue

if TYPE_CHECKING:
    from hearthbook.app.door import Door
    from hearthbook.app.household import Household

SETTING: Final = "calendar"
_PARTS: Final = 4


class Address(Struct, frozen=True):
    """What the vault knows of the address: a digest of its secret, titles, language, book."""

    digest: str
    titles: str
    language: str
    book: str


def address(home: Household) -> Address | None:
    """Return what is known of the address, None if there is none."""
    parts = home.setting(SETTING).split(" ")
    sound = len(parts) == _PARTS and parts[1] in TITLES and parts[2] in LANGUAGES
    if not sound or parts[3] not in OF_CASE:
        return None
    return Address(*parts)


def new_address(home: Household, *, book: str, titles: str, language: str) -> str:
    """Make an address of one book's dates in place of any other, and return its secret.

    The secret is kept nowhere.
    """
    secret = token_urlsafe(32)
    chosen = titles if titles in TITLES else TITLES[0]
    of = book if book in OF_CASE else OF_CASE[0]
    home.say(SETTING, f"{_digest(secret)} {chosen} {language} {of}")
    return secret


def no_address(home: Household) -> None:
    """Switch the address off."""
    if home.setting(SETTING):
        home.say(SETTING, "")


class Feed:
    """What a server hands out under the address, renewed while its vault is open."""

    def __init__(self) -> None:
        self._of: tuple[int, ...] = ()
        self._digest = ""
        self._calendar = b""

    def look(self, door: Door) -> None:
        """Renew what is handed out if the vault is open and has grown."""
        try:
            with door.opened() as home:
                self._renew(home)
        except Failure:  # it is locked, or damaged: what was handed out last stays
            return

    def fetch(self, secret: str) -> bytes | None:
        """Return the calendar, None to whoever does not know the address."""
        known = compare_digest(_digest(secret), self._digest or _digest(token_urlsafe(32)))
        return self._calendar if known and self._digest else None

    def _renew(self, home: Household) -> None:
        of = tuple(home.book(book).size for book in ("record", "counsel"))
        if of == self._of:
            return
        held = address(home)
        if held is None:
            self._digest, self._calendar = "", b""
        else:
            words = catalogue(held.language)
            self._calendar = case_calendar(
                home, book=held.book, titles=held.titles, words=words
            )
            self._digest = held.digest
        self._of = of


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
