"""All screens, in the order of the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.web import attached
from hearthbook.web import bring
from hearthbook.web import case
from hearthbook.web import entry
from hearthbook.web import find
from hearthbook.web import health
from hearthbook.web import keepsake
from hearthbook.web import more
from hearthbook.web import papers
from hearthbook.web import passkeys
from hearthbook.web import people
from hearthbook.web import settings
from hearthbook.web import shows
from hearthbook.web import story
from hearthbook.web import today
from hearthbook.web import unlock
from hearthbook.web import work
from hearthbook.web import write

if TYPE_CHECKING:
    from hearthbook.web.house import Screen

SCREENS: Final[tuple[Screen, ...]] = (
    today.SCREEN,
    write.SCREEN,
    bring.SCREEN,
    find.SCREEN,
    today.CALENDAR,
    case.SCREEN,
    keepsake.SCREEN,
    story.SCREEN,
    shows.SCREEN,
    papers.SCREEN,
    people.SCREEN,
    health.SCREEN,
    settings.SCREEN,
    passkeys.SCREEN,
    entry.SCREEN,
    attached.SCREEN,
    more.SCREEN,
    unlock.SCREEN,
    work.SCREEN,
)
