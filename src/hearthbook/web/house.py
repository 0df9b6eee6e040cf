"""What one server serves: a vault's door, the screens, the work in hand."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from secrets import token_bytes
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.feed import Feed
from hearthbook.app.jobs import Jobs
from hearthbook.app.pictures import Pictures

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

    from hearthbook.app.door import Door


LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Screen:
    """One screen: its routes, and where the menu shows it.

    `place` is `tab` for the few that a thumb reaches, `more` for the rest, empty for none.
    """

    name: str
    path: str
    icon: str
    handlers: tuple[HTTPRouteHandler, ...]
    place: str = "more"


@dataclass(frozen=True)
class Entrance:
    """How the pages are reached: under the names `hosts`, and no other.

    With `encrypted` only what came over an encrypted connection is answered. With `lasting` a
    browser is told to come back over nothing else: right for a name that is always served so,
    and wrong for this machine itself, where other programs serve other pages.
    """

    hosts: tuple[str, ...] = LOCAL
    encrypted: bool = False
    lasting: bool = False


HERE: Final = Entrance()


@dataclass(frozen=True)
class House:
    """What every request can reach. `secret` ties forms to this process and is kept nowhere."""

    door: Door
    screens: tuple[Screen, ...]
    entrance: Entrance
    secret: bytes = field(default_factory=lambda: token_bytes(32))
    jobs: Jobs = field(default_factory=Jobs)
    feed: Feed = field(default_factory=Feed)
    pictures: Pictures = field(default_factory=Pictures)

    def let_go(self) -> None:
        """Let go of all that is held in memory for whoever was there."""
        self.jobs.clear()
        self.pictures.clear()
