"""Which entries of two phones may tell of one event. Nothing is merged: a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.clock import Clock
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Sleep
from hearthbook.records.provenance import FromDevice
from hearthbook.records.roles import children

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthbook.app.tapped import Diary

_NEAR: Final = 600_000  # ms: two carers note one feed within ten minutes
_LONGEST: Final = 86_400_000


def twice(
    new: Iterable[tuple[str, Diary]], lately: Iterable[tuple[str, Diary]]
) -> tuple[tuple[str, str], ...]:
    """Return pairs of refs: the same kind, a child in common, near in time, by two devices."""
    clock, found = Clock(), set()
    others = list(lately)
    for ref, record in new:
        for other, held in others:
            if other != ref and _alike(record, held, clock):
                found.add((min(ref, other), max(ref, other)))
    return tuple(sorted(found))


def _alike(one: Diary, other: Diary, clock: Clock) -> bool:
    if not isinstance(one, Feed | Diaper | Sleep) or type(one) is not type(other):
        return False
    if _device(one) == _device(other) or not set(children(one)) & set(children(other)):
        return False
    begins, ends = _span(one, clock)
    others_begin, others_end = _span(other, clock)
    return max(begins, others_begin) - min(ends, others_end) <= _NEAR


def _span(record: Diary, clock: Clock) -> tuple[int, int]:
    """Return the moments (ms) between which it lasted; an open sleep may last a day."""
    begins = clock.moment(record.when) or 0
    until = getattr(record, "until", None)
    if until is not None:
        return begins, clock.moment(until) or begins
    return begins, begins + (_LONGEST if isinstance(record, Sleep) else 0)


def _device(record: Diary) -> str:
    origin = record.origin
    return origin.device if isinstance(origin, FromDevice) else ""
