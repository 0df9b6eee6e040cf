"""What is said once for the whole vault, and can be said anew; the last word holds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final
from zoneinfo import available_timezones

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.times import zone
from hearthbook.base.text import nfc
from hearthbook.records.provenance import Setting

if TYPE_CHECKING:
    from hearthbook.app.household import Household

LOCK_MINUTES: Final = "lock-minutes"
MINUTES: Final = ("1", "2", "5", "10", "20")


def change(home: Household, *, name: str, value: str) -> None:
    """Write down a new value of a setting, if it is another one.

    Raises:
        Failure: if there is no such setting, or no such value of it.
    """
    value = nfc(value.strip())
    if name == "zone":
        zone(value)
    elif name == LOCK_MINUTES:
        if value not in MINUTES:
            raise Failure("no-such-setting", Exit.WRONG_USAGE, name=name)
    elif name not in {"counsel", "region", "currency"}:
        raise Failure("no-such-setting", Exit.WRONG_USAGE, name=name)
    if home.setting(name) != value:
        said = Setting(name, value, home.writer(), now(), home.origin("record"))
        home.add("record", [said])


def zones() -> list[str]:
    """Return the names of the zones of the world, sorted."""
    return sorted(name for name in available_timezones() if "/" in name)
