"""A preservation hold: while it is set, nothing is erased, in any book.

It is for the time in which a court case is to be expected or is going on. Setting and lifting
it are entries of the book `record`: whoever audits the vault sees when it was lifted, and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.text import nfc
from hearthbook.base.time import in_utc
from hearthbook.records.event import Hold
from hearthbook.records.event import Keeping

if TYPE_CHECKING:
    from hearthbook.app.household import Household

__all__ = ["Held", "Keeping", "held", "holds", "keep"]

_BOOK = "record"


class Held(Struct, frozen=True):
    """One setting or lifting of the hold: the ref of its entry, when, and why."""

    ref: str
    state: str
    when: str
    why: str


def holds(home: Household) -> list[Held]:
    """Return every setting and lifting of the hold, in order."""
    return [
        Held(
            one.ref,
            str(one.record.state),
            in_utc(one.record.written).strftime("%Y-%m-%d %H:%M UTC"),
            one.record.why,
        )
        for one in home.of_kind(_BOOK, "hold")
        if isinstance(one.record, Hold)
    ]


def held(home: Household) -> Held | None:
    """Return what set the hold that is in force, None if none is."""
    last = ([None, *holds(home)])[-1]
    return last if last and last.state == Keeping.SET else None


def keep(home: Household, *, state: Keeping, why: str) -> Held:
    """Set or lift the hold, and return the entry that says so.

    Raises:
        Failure: if no reason is given, or it is in that state already.
    """
    if not why.strip():
        raise Failure("hold-no-reason", Exit.WRONG_USAGE)
    if (held(home) is not None) == (state is Keeping.SET):
        raise Failure(f"hold-already-{state}", Exit.WRONG_USAGE)
    record = Hold(
        state=state,
        why=nfc(why),
        recorded_by=home.writer(),
        written=now(),
        origin=home.origin(_BOOK),
    )
    home.add(_BOOK, [record])
    return holds(home)[-1]
