"""What one server serves: a vault's door, the screens, the work in hand."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from secrets import token_bytes
from typing import TYPE_CHECKING

from hearthbook.app.jobs import Jobs

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

    from hearthbook.app.door import Door


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
class House:
    """What every request can reach. `secret` ties forms to this process and is kept nowhere."""

    door: Door
    screens: tuple[Screen, ...]
    hosts: frozenset[str]
    secret: bytes = field(default_factory=lambda: token_bytes(32))
    jobs: Jobs = field(default_factory=Jobs)
