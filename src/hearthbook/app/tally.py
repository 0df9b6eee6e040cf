"""What a tracker's file holds, counted for a preview: acts, children, who wrote them down."""

from __future__ import annotations

from collections import Counter
from typing import Final

from hearthbook.records.codec import kind
from hearthbook.records.event import Note
from hearthbook.records.family import Care
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Measurement
from hearthbook.records.family import Profile
from hearthbook.records.family import Sleep
from hearthbook.records.roles import roles

_CARED: Final = Feed | Diaper | Sleep | Care | Measurement | Note


class Tally:
    """Counts the acts of care in a file.

    A child that the file does not name counts under the empty name, and so does whoever wrote
    an entry down where the file does not say who.
    """

    def __init__(self) -> None:
        self._acts: Counter[str] = Counter()
        self._children: Counter[str] = Counter()
        self._writers: Counter[str] = Counter()
        self._marks: Counter[str] = Counter()

    def add(self, record: object) -> None:
        """Count one record, if it is an act of care or a measurement."""
        if isinstance(record, Profile):
            self._children[record.name] += 0
        if not isinstance(record, _CARED):
            return
        self._acts[_finely(record)] += 1
        self._children.update(roles(record).others)
        self._writers[record.recorded_by] += 1
        self._marks.update(map(str, record.marks))

    def shown(self) -> dict[str, dict[str, int]]:
        """Return the counts, each most first; nothing of a file without acts of care."""
        counts = {
            "acts": self._acts,
            "children": self._children,
            "recorded_by": self._writers,
            "marks": self._marks,
        }
        return {name: dict(found.most_common()) for name, found in counts.items() if found}


def _finely(record: Feed | Diaper | Sleep | Care | Measurement | Note) -> str:
    match record:
        case Feed(way=finer) | Care(act=finer) | Measurement(quantity=finer):
            return f"{kind(record)} {finer}"
        case _:
            return kind(record)
