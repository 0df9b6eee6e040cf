"""What the phones' items became: entries to seal together, found again by phone and counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.app.tapped import Diary
from hearthbook.base.refs import ref
from hearthbook.records.codec import written
from hearthbook.records.event import Correction
from hearthbook.records.provenance import FromDevice
from hearthbook.vault.formats import leaf

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.records.codec import Record

    Place = tuple[str, int]

_BOOK = "record"
_KINDS = (
    "feed",
    "diaper",
    "sleep",
    "care",
    "measurement",
    "visit",
    "note",
    "incident",
    "statement",
)
_LATELY = 400


class Written:
    """Gathers records with the refs their entries will have, and seals them in one step."""

    def __init__(self, home: Household) -> None:
        """Take the open vault."""
        self._home = home
        self._batch: list[tuple[bytes, bytes, bytes]] = []
        self._seeds = self._envelope = b""
        self._held: dict[Place, tuple[str, Diary]] = {}
        self._moved: dict[Place, Place] = {}
        self.new: list[tuple[str, Diary]] = []

    def begin(self, seeds: bytes) -> None:
        """Begin a step; `seeds` has 32 random bytes for each entry it may get."""
        self._batch, self._seeds = [], seeds
        self._envelope = self._home.envelope(_BOOK)

    def put(self, place: Place, record: Diary) -> str:
        """Add the record of the item at `place` and return the ref it will have."""
        new = self.amend(record)
        self._held[place] = new, record
        self.new.append((new, record))
        return new

    def amend(self, record: Record) -> str:
        """Add a record that stands for no item of its own."""
        seed = self._seeds[: leaf.SEED]
        self._seeds = self._seeds[leaf.SEED :]
        raw = written(record)
        [hashed] = leaf.leaf_hashes([raw], self._envelope, _BOOK, seed)
        self._batch.append((seed, raw, hashed))
        return ref(hashed)

    def replace(self, old: Place, new: Place) -> None:
        """Let what stands for the item at `old` be the record at `new` from now on."""
        self._moved[old] = new

    def commit(self, last: Record) -> None:
        """Seal all that was added, and `last` after it."""
        self.amend(last)
        self._home.book(_BOOK).append(self._batch, self._envelope)
        self._home.index(_BOOK)

    def standing(self, place: Place) -> tuple[str, Diary]:
        """Return the ref and record that stand for the item at `place`, changes included.

        Raises:
            LookupError: if no such item came in yet.
        """
        if place not in self._held:
            # What changes an item comes after it: the last entries have both, or neither.
            self._look(_LATELY)
        if place not in self._held:
            self._look(0)
        return self._held[self._moved.get(place, place)]

    def _look(self, last: int) -> None:
        """Find what earlier rounds sealed, among the `last` entries or, with 0, among all."""
        places: dict[str, Place] = {}
        found: dict[Place, tuple[str, Diary]] = {}
        moved: dict[Place, Place] = {}
        amended: list[Correction] = []
        numbers = self._home.index(_BOOK).of_kind([*_KINDS, "correction"])[-last:]
        for entry in self._home.entries(_BOOK, numbers):
            record = entry.record
            origin = getattr(record, "origin", None)
            if not isinstance(origin, FromDevice):
                continue
            if isinstance(record, Correction):
                amended.append(record)
            elif isinstance(record, Diary):
                places[entry.ref] = (origin.device, origin.counter)
                found[origin.device, origin.counter] = entry.ref, record
        roots = {place: place for place in places.values()}
        for one in amended:
            if one.of in places and one.by in places:
                root = roots[places[one.of]]
                roots[places[one.by]] = root
                moved[root] = places[one.by]
        # What this round has put in since is newer than what the book holds.
        self._held = found | self._held
        self._moved = moved | self._moved

    def lately(self) -> list[tuple[str, Diary]]:
        """Return the entries of the diary that came last, the new ones among them."""
        numbers = self._home.index(_BOOK).of_kind(_KINDS)[-_LATELY:]
        found = self._home.entries(_BOOK, numbers)
        return [(one.ref, one.record) for one in found if isinstance(one.record, Diary)]
