"""Collect the outbox of a vault that is served; tell what of it waits, since when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.failure import Failure
from hearthbook.app.household import failure
from hearthbook.app.outbox import Aside
from hearthbook.app.outbox import collect
from hearthbook.app.times import zone
from hearthbook.base.time import shown
from hearthbook.vault import VaultError

if TYPE_CHECKING:
    from hearthbook.app.household import Household


class Uncollected(Struct, frozen=True):
    """How many items wait, since when in the family's zone, and why.

    `why` is what was found of each; `stopped` is what kept all from being looked at, if that
    is why.
    """

    count: int
    since: str
    why: tuple[Aside, ...]
    stopped: Failure | None


def gathered(home: Household, path: str) -> tuple[Uncollected | None, int]:
    """Take in what phones handed over; return what waits, and of how many that is settled.

    What was stopped is settled for none: it is tried again.
    """
    outbox = home.vault.outbox
    if not outbox.count():
        return None, 0
    why: tuple[Aside, ...] = ()
    stopped: Failure | None = None
    try:
        why = collect(home).aside
    except VaultError as error:
        stopped = failure(error, path)
    except Failure as known:
        stopped = known
    first = next(outbox.waiting(), None)
    if first is None:
        return None, 0
    at = shown(first.arrival.received, zone(home.setting("zone")))
    held = Uncollected(outbox.count(), f"{at:%Y-%m-%d %H:%M}", why, stopped)
    return held, 0 if stopped else held.count
