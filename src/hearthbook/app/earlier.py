"""What a person answered about files that came in earlier: offered anew, and never assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.base.units import Unit  # msgspec reads the fields of a Struct
from hearthbook.records.provenance import Import

if TYPE_CHECKING:
    from hearthbook.app.household import Household


class Earlier(Struct, frozen=True):
    """The last zone that was said, the names of whoever exported, what held for a reader."""

    zone: str
    me: tuple[str, ...] = ()
    child: dict[str, str] = {}
    units: dict[str, tuple[Unit, ...]] = {}


def earlier(home: Household) -> Earlier:
    """Return what was answered so far; the last word comes first."""
    found = [one.record for one in home.of_kind("record", "import")]
    said = [one for one in found if isinstance(one, Import)]
    zones = [one.zone for one in said if one.zone]
    return Earlier(
        zone=zones[-1] if zones else home.setting("zone"),
        me=tuple(dict.fromkeys(one.me for one in reversed(said) if one.me)),
        child={one.reader: one.child for one in said if one.child},
        units={one.reader: one.units for one in said if one.units},
    )
