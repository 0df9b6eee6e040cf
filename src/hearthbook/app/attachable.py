"""The files of a book that an entry can name as attached."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.times import zone
from hearthbook.base.time import shown

if TYPE_CHECKING:
    from hearthbook.app.household import Household

FILES: Final = ("document", "photo", "writing", "recording")
_MOST: Final = 200


class Paper(Struct, frozen=True):
    """A file that is in: its entry, its name, the day it was sealed in the family's zone."""

    ref: str
    name: str
    at: str


def attachable(home: Household, book: str, *kinds: str) -> list[Paper]:
    """Return the last files of a book, or only those of some kinds, the last first."""
    clock = zone(home.setting("zone"))
    entries = list(home.entries(book, home.index(book).of_kind(kinds or FILES)[-_MOST:]))
    return [
        Paper(
            ref=one.ref,
            name=str(getattr(one.record, "name", "")),
            at=shown(one.sealed, clock).date().isoformat(),
        )
        for one in reversed(entries)
    ]
