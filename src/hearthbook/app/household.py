"""An open vault, with what every use case needs: settings, search, new entries."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final
from typing import Protocol

import msgspec
from msgspec import structs

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.numbers import normal
from hearthbook.index.rows import Row
from hearthbook.index.rows import happened
from hearthbook.index.rows import row
from hearthbook.index.search import Index
from hearthbook.records.codec import stored
from hearthbook.records.codec import written
from hearthbook.records.family import Person
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import Setting
from hearthbook.records.resolution import Clock
from hearthbook.records.resolution import Entry
from hearthbook.records.resolution import known
from hearthbook.vault import BusyError
from hearthbook.vault import DamagedError
from hearthbook.vault import HeadMismatchError
from hearthbook.vault import LockedError
from hearthbook.vault import NoSuchKeyError
from hearthbook.vault import NotWrittenError
from hearthbook.vault import Vault
from hearthbook.vault import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.base.units import Unit
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Known
    from hearthbook.vault import Book
    from hearthbook.vault.keys import Keys

BOOKS: Final = ("record", "counsel", "keepsake")
DEVICE: Final = "home"
_BATCH: Final = 5_000
_FEW: Final = 200  # entries of some kinds that are held on to: people, settings, not a chat


class _Sealed(msgspec.Struct):
    """Of an envelope what every entry is asked for."""

    sealed: int


_SEALED: Final = msgspec.json.Decoder(_Sealed)


class Answered(Protocol):
    """What a person said of a file that is in; None, or no unit, where they said nothing."""

    @property
    def zone(self) -> str | None:
        """The zone of its clock readings."""

    @property
    def me(self) -> str | None:
        """Whose phone it is from."""

    @property
    def child(self) -> str | None:
        """Which child it is about."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units of its bare numbers."""


class Household:
    """An open vault. Use cases hold one only as long as they run."""

    def __init__(self, vault: Vault, path: Path) -> None:
        self.vault = vault
        self._path = path
        self._indexes: dict[str, Index] = {}
        self._settings: tuple[int, dict[str, str]] = (-1, {})
        self._few: dict[tuple[str, tuple[str, ...]], tuple[list[int], list[Entry]]] = {}

    def mend(self) -> tuple[str, ...]:
        """Write a broken file of the header anew; return which were, and could be, mended."""
        try:
            return self.vault.mend()
        except (
            BusyError,
            NotWrittenError,
        ):  # the other file serves
            return ()

    def close(self) -> None:
        """Close the indexes; whoever opened the vault closes it."""
        for index in self._indexes.values():
            index.close()

    def book(self, name: str) -> Book:
        """Return the book `name`, one of `BOOKS`."""
        return self.vault.book(name)

    def index(self, name: str) -> Index:
        """Return the index of a book, brought up to the book's last entry.

        Raises:
            HeadMismatchError: if it has more entries than the book, which was put back then: an
                entry is in the index only once the disk has it.
        """
        if name not in self._indexes:
            key = self.vault.index_key(name)
            self._indexes[name] = Index(self._path / "index" / f"{name}.db", key)
        index, size = self._indexes[name], self.book(name).size
        if index.size > size:
            raise HeadMismatchError("vault-rolled-back", f"index/{name}.db")
        if index.size < size:
            self._catch_up(index, name)
        return index

    def _catch_up(self, index: Index, name: str) -> None:
        book, clock = self.book(name), Clock()
        held = [book.entry(n).record for n in index.of_kind(["import"])]
        fresh = (one.record for one in book.entries(index.size))
        imports = (stored(raw) for raw in (*held, *fresh) if b'"kind":"import"' in raw)
        zones = {one.original: one.zone for one in imports if isinstance(one, Import)}
        start, rows = index.size, []
        for entry in book.entries(start):
            record = stored(entry.record) if entry.record else None
            rows.append(_row(record, clock, zones))
            if len(rows) == _BATCH:
                index.add(rows, start)
                start, rows = start + len(rows), []
        index.add(rows, start)

    def envelope(self, book: str, *, purpose: str = "") -> bytes:
        """Return the envelope of entries that the log takes in now."""
        sealed: dict[str, str | int] = {"sealed": now()}
        if book == "counsel":
            sealed |= {"counsel": self.setting("counsel"), "purpose": purpose or "legal-advice"}
        return msgspec.json.encode(sealed, order="sorted")

    def add(self, book: str, records: Sequence[Record]) -> list[str]:
        """Append `records` to a book and return the refs of their entries."""
        first = self.book(book).add([written(one) for one in records], self.envelope(book))
        refs = [self.book(book).entry(first + place).ref for place in range(len(records))]
        self.index(book)
        return refs

    def add_named(
        self, book: str, record: Record, naming: Callable[[str], Record]
    ) -> tuple[str, str]:
        """Append a record and the one that `naming` makes of its ref: both, or neither."""
        refs = self.book(book).add_named(
            written(record), lambda ref: written(naming(ref)), self.envelope(book)
        )
        self.index(book)
        return refs

    def origin(self, book: str, *, ahead: int = 0) -> FromDevice:
        """Return the origin of the next entry typed at home, or of one `ahead` of it.

        Its counter only grows.
        """
        return FromDevice(DEVICE, self.book(book).size + ahead)

    def entries(self, book: str, numbers: Iterable[int] | None = None) -> Iterator[Entry]:
        """Yield the entries of a book as records: all, or those with the given `numbers`."""
        held = self.book(book)
        found = held.entries() if numbers is None else held.some(list(numbers))
        for one in found:
            if one.record:
                yield Entry(one.ref, stored(one.record), _SEALED.decode(one.envelope).sealed)

    def of_kind(self, book: str, *kinds: str) -> list[Entry]:
        """Return the entries of some kinds."""
        numbers = self.index(book).of_kind(kinds)
        before = self._few.get((book, kinds))
        if before is not None and before[0] == numbers:
            return list(before[1])  # an entry never changes: the same numbers, the same entries
        found = list(self.entries(book, numbers))
        if len(numbers) <= _FEW:
            self._few[book, kinds] = (numbers, found)
        return found

    def setting(self, name: str) -> str:
        """Return the last thing said about a setting, or nothing."""
        size = self.book("record").size
        if self._settings[0] != size:
            said = [one.record for one in self.of_kind("record", "setting")]
            held = {one.name: one.value for one in said if isinstance(one, Setting)}
            self._settings = (size, held)
        return self._settings[1].get(name, "")

    def say(self, name: str, value: str) -> None:
        """Write down what is said about a setting, if that is new."""
        if self.setting(name) != value:
            said = Setting(name, value, self.writer(), now(), self.origin("record"))
            self.add("record", [said])

    def has_taken(self, digest: str) -> bool:
        """Tell whether a file of this SHA-256 is in, whole."""
        held = (self.book(name).taken(digest) for name in BOOKS)
        return any(one is not None and one.done for one in held)

    def writer(self) -> str:
        """Return the short name of the person who writes."""
        return self.setting("writer")

    def restate(self, book: str, last: Import, new: Answered) -> None:
        """Write down a new answer about a file that is in; moments are then worked out anew."""
        said = structs.replace(
            last,
            zone=new.zone or last.zone,
            me=new.me or last.me,
            child=new.child or last.child,
            units=new.units or last.units,
            recorded_by=self.writer(),
            written=now(),
            origin=self.origin(book),
        )
        self.add(book, [said])
        self.index(book).clear()

    def index_rows(self, book: str, rows: Sequence[Row], first: int) -> None:
        """Put the rows of new entries into the index, if it has all that came before."""
        index = self._indexes.get(book)
        if index is not None and index.size == first:
            index.add(rows, first)

    def told(self, book: str = "record") -> Known:
        """Return what is said of people and files, messages left aside, as `book` may know it.

        Whom only `counsel` or `keepsake` knows, no other book has heard of.
        """
        kinds = ("person", "naming", "import", "correction", "retraction")
        books = dict.fromkeys(("record", book))
        found = (one for name in books for one in self.of_kind(name, *kinds))
        return known(found, normal(self.setting("region")))

    def people(self, book: str = "record") -> list[Person]:
        """Return what is written of the people a book may speak of: those of `record`, its own.

        Whom only `counsel` or `keepsake` knows, no other book has heard of.
        """
        books = dict.fromkeys(("record", book))
        found = [one.record for name in books for one in self.of_kind(name, "person")]
        return [one for one in found if isinstance(one, Person)]


@contextmanager
def household(
    path: str,
    passphrase: str | None = None,
    recovery: str | None = None,
    *,
    keys: Keys | None = None,
) -> Iterator[Household]:
    """Open the vault at `path` for one use case, by its passphrase, recovery code or keys.

    Raises:
        Failure: if it is no vault, the passphrase is wrong, or it is damaged, and whatever the
            vault meets while it is open.
    """
    folder = Path(path)
    try:
        with Vault.open(folder, passphrase=passphrase, recovery=recovery, keys=keys) as vault:
            home = Household(vault, folder)
            try:
                yield home
            finally:
                home.close()
    except VaultError as error:
        raise failure(error, path) from error


def failure(error: VaultError, path: str) -> Failure:
    """Return what a person is told of an error of the vault at `path`."""
    code = Exit.NOT_READABLE
    if isinstance(error, LockedError):
        code = Exit.LOCKED
    elif isinstance(error, DamagedError):
        code = Exit.DAMAGED
    elif isinstance(error, NoSuchKeyError):
        code = Exit.WRONG_USAGE
    return Failure(error.name, code, vault=path, place=error.place)


def _row(record: Record | None, clock: Clock, zones: dict[str, str | None]) -> Row:
    if record is None:
        return Row("erased", None, None, None, "")
    origin = getattr(record, "origin", None)
    zone = zones.get(origin.original) if isinstance(origin, FromFile) else None
    return row(record, clock.moment(happened(record), zone))
