"""What a database yields, whichever app wrote it: all of its tables, and its log if it has one.

1. A place in a database is a table and a row number. The rows of a table that is read are
   records or snags; numbers that no row has are frames. A table that is only looked things up
   in is a frame, one that nobody reads a snag. The bytes of the file come last, as a frame:
   then all of its tables have been seen.
2. Where the rows cannot be read on, the rest of their table is a snag.
3. A log beside a database is an original of its own. It yields what the two say together and
   the database alone does not: rows that were added or changed, under the number that they
   have in both. What it repeats is a frame. A row that it takes away stays as the database
   had it. The bytes of the log that count are a frame, those behind them a snag.
"""

from __future__ import annotations

from abc import ABC
from abc import abstractmethod
from contextlib import ExitStack
from typing import TYPE_CHECKING
from typing import ClassVar
from typing import NamedTuple

from hearthbook.base.text import nfc
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import read_from
from hearthbook.sources.logged import Logged
from hearthbook.sources.logged import committed
from hearthbook.sources.pieces import origin
from hearthbook.sources.tables import MAGIC
from hearthbook.sources.tables import DamagedError
from hearthbook.sources.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.logged import Committed
    from hearthbook.sources.tables import Row


class Reading(NamedTuple):
    """How a row becomes a record: which columns it takes, and what makes the record of them."""

    columns: tuple[str, ...]
    record: Callable[[FromFile, int, Row], Yield | Reason]


class Database(ABC):
    """A reader of the databases of one app.

    `signs` are names that its tables and columns have: all of one group stand in the file.
    `looked_up` are tables whose rows are no records and say more of others.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    signs: ClassVar[tuple[tuple[bytes, ...], ...]]
    looked_up: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def readings(self, tables: Tables) -> Mapping[str, Reading]:
        """Return how the rows of which table are read."""

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a database with the tables of this app."""
        del name
        known = (all(sign in head for sign in signs) for signs in self.signs)
        return head.startswith(MAGIC) and any(known)

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: times are moments, and a row says which way it went."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every row of every table: records, frames and snags; of a log what is new."""
        del answers
        if original.log is not None:
            yield from self._logged(original)
            return
        try:
            with Tables(original.data) as tables:
                yield from told(original, tables, self.readings(tables), self.looked_up)
        except DamagedError:
            if original.data:
                yield Snag(origin(original, 0, len(original.data)), Reason.BROKEN_DATABASE)

    def _logged(self, original: Original) -> Iterator[Yield]:
        found = committed(original.data, original.log or b"")
        if found is not None:
            try:
                yield from self._newer(original, found)
            except DamagedError:
                found = None
        end = 0 if found is None else found.end
        if end:
            yield Frame(origin(original, 0, end))
        if end < original.size:
            yield Snag(origin(original, end, original.size), Reason.UNREAD_LOG)

    def _newer(self, original: Original, found: Committed) -> Iterator[Yield]:
        with ExitStack() as stack:
            logged = Logged(original.data, original.log or b"", found)
            after = stack.enter_context(Tables(logged))
            before = stack.enter_context(Tables(original.data))
            now, then = self.readings(after), self.readings(before)
            for name in _named(after, now):
                old = _table(original, before, name, then, self.looked_up)
                new = _table(original, after, name, now, self.looked_up)
                yield from _changed(new, old if name in before.columns else iter(()))


def told(
    original: Original,
    tables: Tables,
    readings: Mapping[str, Reading],
    looked_up: frozenset[str],
) -> Iterator[Yield]:
    """Yield all of a database: the tables that are read first, the bytes of the file last."""
    for name in _named(tables, readings):
        yield from _table(original, tables, name, readings, looked_up)
    if original.data:
        yield Frame(origin(original, 0, len(original.data)))


def _named(tables: Tables, readings: Mapping[str, Reading]) -> list[str]:
    read = [name for name in readings if name in tables.columns]
    return [*read, *(name for name in tables.columns if name not in readings)]


def _table(
    original: Original,
    tables: Tables,
    name: str,
    readings: Mapping[str, Reading],
    looked_up: frozenset[str],
) -> Iterator[Yield]:
    if name in readings:
        return _read(original, tables, name, readings[name])
    return _passed(original, tables, name, looked=name in looked_up)


def _changed(new: Iterator[Yield], old: Iterator[Yield]) -> Iterator[Yield]:
    """Yield what is `new` in a table, and frames for what stood in it before or is no row."""
    same: FromFile | None = None
    before = next(old, None)
    for one in new:
        place = read_from(one)
        while before is not None and read_from(before).start < place.start:
            before = next(old, None)
        if one == before or isinstance(one, Frame):
            start = place.start if same is None else same.start
            same = FromFile(place.original, start, place.end, place.member, place.table)
            continue
        if same is not None:
            yield Frame(same)
            same = None
        yield one
    if same is not None:
        yield Frame(same)


def _read(original: Original, tables: Tables, table: str, reading: Reading) -> Iterator[Yield]:
    place, after = _places(original, table), 0
    try:
        for number, row in tables.rows(table, reading.columns):
            if number > after:
                yield Frame(place(after, number))
            own, after = place(number, number + 1), number + 1
            found = Reason.NOT_TEXT if row is None else reading.record(own, number, row)
            yield Snag(own, found) if isinstance(found, Reason) else found
        whole = not tables.has_below_zero(table)
    except DamagedError:
        whole = False
    if not whole:
        yield Snag(place(after, max(_top(tables, table), after + 1)), Reason.BROKEN_DATABASE)


def _passed(original: Original, tables: Tables, table: str, *, looked: bool) -> Iterator[Yield]:
    place = _places(original, table)
    try:
        top = tables.top(table)
    except DamagedError:
        yield Snag(place(0, 1), Reason.BROKEN_DATABASE)
        return
    if top:
        whole = place(0, top)
        yield Frame(whole) if looked else Snag(whole, Reason.UNREAD_TABLE)


def _top(tables: Tables, table: str) -> int:
    try:
        return tables.top(table)
    except DamagedError:
        return 0


def _places(original: Original, table: str) -> Callable[[int, int], FromFile]:
    named = nfc(table)

    def place(start: int, end: int) -> FromFile:
        return FromFile(original.digest, start, end, original.member, named)

    return place
