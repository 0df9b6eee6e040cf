"""Erase entries for good: what they say is destroyed, that they were there stays provable.

1. The everyday way is to take an entry back; it then stays and is shown as such. To erase is
   for what must not be there at all, and is refused under a preservation hold.
2. A file that was taken in goes with all its entries if its import is named, a told story with
   its drafts. An original that no living entry of any book names is destroyed; one that is
   still needed stays, and that is said, for the erased words still stand in it.
3. A tombstone is appended in the same step. The index is made anew.
   What is to be destroyed is written down before; what a power cut keeps from being destroyed
   is destroyed when the vault is opened next.
4. What was handed out, backed up or copied is out of reach, and the words say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.choosing import original_of
from hearthbook.app.choosing import ranges
from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.hold import held
from hearthbook.app.household import BOOKS
from hearthbook.base.text import nfc
from hearthbook.records.codec import Record
from hearthbook.records.codec import kind
from hearthbook.records.codec import stored
from hearthbook.records.codec import written
from hearthbook.records.draft import Story
from hearthbook.records.event import Erasure
from hearthbook.records.provenance import Import
from hearthbook.vault import BusyError
from hearthbook.vault import NotWrittenError
from hearthbook.vault import Unfinished

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.household import Household

# What says how the vault was kept; without it nobody could see that something was erased.
_FOR_GOOD: Final = ("erasure", "hold", "release", "stamp")
# What was written of a file as a whole; it is of no use once nothing else of the file is left.
_ABOUT: Final = ("frame", "import")


class Erasing(Struct, frozen=True):
    """What would be erased: entries by number and kind, files destroyed, files that stay."""

    book: str
    numbers: tuple[int, ...]
    kinds: dict[str, int]
    destroyed: tuple[str, ...]
    staying: tuple[str, ...]


class Erased(Struct, frozen=True):
    """What was erased, and the ref of the tombstone."""

    entries: int
    originals: int
    ref: str


class _Line(Struct, frozen=True):
    """A living entry: its number, its ref, its record."""

    n: int
    ref: str
    record: Record


def to_erase(home: Household, *, refs: Sequence[str], book: str) -> Erasing:
    """Return what erasing these entries comes to; nothing is changed.

    Raises:
        Failure: if there is no such book or entry, it is kept for good, or a hold is set.
    """
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    _forbidden(home)
    living = _living(home, book)
    named = _named(home, book, living, refs)
    wholes = {file for one in named if (file := _whole(one.record))}
    gone = {one.n for one in named} | {
        one.n for one in living if wholes and _of(one.record) in wholes
    }
    touched = {_of(one.record) for one in living if one.n in gone} - {""}
    free = {file for file in touched if not _needed(home, book, file, gone)}
    gone |= {one.n for one in living if _of(one.record) in free}
    kinds: dict[str, int] = {}
    for one in living:
        if one.n in gone:
            kinds[kind(one.record)] = kinds.get(kind(one.record), 0) + 1
    return Erasing(
        book=book,
        numbers=tuple(sorted(gone)),
        kinds=dict(sorted(kinds.items())),
        destroyed=tuple(sorted(free)),
        staying=tuple(sorted(touched - free)),
    )


def erase(home: Household, planned: Erasing, *, why: str) -> Erased:
    """Erase what was planned and return the tombstone.

    Raises:
        Failure: if no reason is given, or a hold is set.
    """
    if not why.strip():
        raise Failure("erase-no-reason", Exit.WRONG_USAGE)
    _forbidden(home)
    tombstone = Erasure(
        entries=ranges(planned.numbers),
        originals=len(planned.destroyed),
        why=nfc(why),
        recorded_by=home.writer(),
        written=now(),
        origin=home.origin(planned.book),
    )
    envelope = home.envelope(planned.book)
    book = home.book(planned.book)
    left = Unfinished(planned.book, book.size, planned.numbers, planned.destroyed)
    home.vault.erasing.begin(left)
    n = book.erase(planned.numbers, written(tombstone), envelope)
    _destroy(home, left)
    home.index(planned.book)
    return Erased(len(planned.numbers), len(planned.destroyed), book.entry(n).ref)


def finish_erasing(home: Household) -> bool:
    """Destroy what an erasing that was cut short has left, and tell whether anything was.

    Where the disk refuses, or another program is writing, it is left to the next opening.

    Raises:
        DamagedError: if what was written down of it is not as it was written.
    """
    left = home.vault.erasing.unfinished()
    if left is None:
        return False
    try:
        begun = _has_tombstone(home, left)
        if begun:
            home.book(left.book).destroy(left.numbers)
            _destroy(home, left)
        else:
            home.vault.erasing.end()
    except (BusyError, NotWrittenError):
        return False
    return begun


def _destroy(home: Household, left: Unfinished) -> None:
    for file in left.originals:
        # It may have come in again since, if a copy of what was written down was put back.
        if not _needed(home, left.book, file, set()):
            home.vault.originals.destroy(file)
            home.book(left.book).forget_imports([file])
    home.index(left.book).clear()
    home.vault.erasing.end()


def _has_tombstone(home: Household, left: Unfinished) -> bool:
    since = home.book(left.book).entries(left.size)
    said = (stored(one.record) for one in since if one.record)
    wanted = ranges(left.numbers)
    return any(isinstance(one, Erasure) and one.entries == wanted for one in said)


def file_name(home: Household, book: str, file: str) -> str:
    """Return the name under which a file came into a book, else the beginning of its hash."""
    for one in (*home.of_kind(book, "import"), *home.of_kind(book, "story")):
        if _whole(one.record) == file:
            return str(getattr(one.record, "name", ""))
    return file[:12]


def _forbidden(home: Household) -> None:
    hold = held(home)
    if hold is not None:
        raise Failure("hold-forbids", Exit.WRONG_USAGE, when=hold.when, why=hold.why)


def _living(home: Household, book: str) -> list[_Line]:
    return [
        _Line(one.n, one.ref, stored(one.record))
        for one in home.book(book).entries()
        if one.record
    ]


def _named(
    home: Household, book: str, living: Sequence[_Line], refs: Sequence[str]
) -> list[_Line]:
    by_ref = {one.ref: one for one in living}
    found = []
    for ref in (one.upper() for one in refs):
        if ref not in by_ref:
            there = any(one.ref == ref for one in home.book(book).entries())
            name = "erased-already" if there else "no-such-entry"
            raise Failure(name, Exit.WRONG_USAGE, ref=ref)
        if kind(by_ref[ref].record) in _FOR_GOOD:
            raise Failure("erase-not-this", Exit.WRONG_USAGE, ref=ref)
        found.append(by_ref[ref])
    return found


def _whole(record: Record) -> str:
    """Return the original that a record is about as a whole, nothing if about none."""
    match record:
        case Import(original=file) | Story(story=file):
            return file
        case _:
            return ""


def _of(record: Record) -> str:
    """Return the original that a record is from or about, a story's drafts among them."""
    story = getattr(record, "story", "")
    return _whole(record) or original_of(record) or (story if isinstance(story, str) else "")


def _needed(home: Household, book: str, file: str, gone: set[int]) -> bool:
    """Tell whether an entry that stays names a file, in whatever field of it."""
    digest = file.encode()
    for name in BOOKS:
        for one in home.book(name).entries():
            if digest not in one.record or (name == book and one.n in gone):
                continue
            if name != book or kind(stored(one.record)) not in _ABOUT:
                return True
    return False
