"""All screens, in the order of the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.web import more
from hearthbook.web import today
from hearthbook.web import unlock

if TYPE_CHECKING:
    from hearthbook.web.house import Screen

SCREENS: Final[tuple[Screen, ...]] = (
    today.SCREEN,
    today.CALENDAR,
    more.SCREEN,
    unlock.SCREEN,
)
