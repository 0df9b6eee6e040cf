"""Write into a vault what a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.forms import FORMS
from hearthbook.app.household import BOOKS
from hearthbook.app.typed import Common
from hearthbook.app.typed import Typed
from hearthbook.base.text import nfc
from hearthbook.records.codec import kind
from hearthbook.records.event import Correction
from hearthbook.records.event import Retraction
from hearthbook.records.family import Person
from hearthbook.records.keepsake import Keepsake

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.app.household import Household
    from hearthbook.records.codec import Record

KEEPSAKES: Final = "keepsake"


def log(home: Household, *, kind: str, values: Mapping[str, Sequence[str]], book: str) -> str:
    """Write one entry down as its form says, and return its ref.

    Raises:
        Failure: if there is no such form or book, or something typed cannot be kept.
    """
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    [ref] = home.add(book, [_typed(home, kind, values, book)])
    return ref


def _typed(
    home: Household, kind: str, values: Mapping[str, Sequence[str]], book: str
) -> Record:
    record = FORMS[kind].record(Typed(values, names(home, book), _common(home, book)))
    if isinstance(record, Person):
        _only_one(home, record, book)
    _in_its_book(home, record, book)
    return record


def begin_child(home: Household, name: str) -> None:
    """Write a child down by name, if nobody here goes by it."""
    if nfc(name).casefold() not in names(home):
        log(home, kind="child", values={"name": [name]}, book="record")


def names(home: Household, book: str = "record") -> dict[str, str]:
    """Return the person that each name and alias a book knows stands for, if only one does."""
    found: dict[str, set[str]] = {}
    people = home.people(book)
    for person in people:
        for name in (person.person, person.name, *person.aliases):
            found.setdefault(name.casefold(), set()).add(person.person)
    # A person's own short name wins over somebody else's alias.
    own = {person.person: person.person for person in people}
    every = {name: next(iter(those)) for name, those in found.items() if len(those) == 1} | own
    told = home.told(book)
    # Who was joined to somebody is that person; a name that was split off is nobody's.
    whose = {name: told.person(name) for name in every}
    joined = {
        name.casefold(): short for short in told.people for name in told.names.names(short)
    }
    return {name: who for name, who in (joined | whose).items() if who is not None}


def retract(home: Household, *, ref: str, why: str, book: str) -> str:
    """Say that an entry should not have been written; it stays and is shown so.

    Raises:
        Failure: if there is no such entry.
    """
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    if home.book(book).number(ref) is None:
        raise Failure("no-such-entry", Exit.WRONG_USAGE, ref=ref)
    common = _common(home, book)
    record = Retraction(ref, nfc(why), common.writer, common.written, common.origin)
    [new] = home.add(book, [record])
    return new


def correct(
    home: Household, *, ref: str, values: Mapping[str, Sequence[str]], why: str, book: str
) -> str:
    """Write an entry down anew, and say that it replaces the one with `ref`; both stay.

    Raises:
        Failure: if there is no such entry, or no form for its kind, or what was typed cannot
            be kept.
    """
    number = home.book(book).number(ref) if book in BOOKS else None
    if number is None:
        raise Failure("no-such-entry", Exit.WRONG_USAGE, ref=ref)
    [before] = home.entries(book, [number])
    if kind(before.record) not in FORMS:
        raise Failure("not-corrected", Exit.WRONG_USAGE, ref=ref)
    record = _typed(home, kind(before.record), values, book)
    origin = home.origin(book, ahead=1)

    def correction(new: str) -> Correction:
        return Correction(ref, new, nfc(why), home.writer(), now(), origin)

    # In one step: if the power failed in between, both would count.
    return home.add_named(book, record, correction)[0]


def _common(home: Household, book: str) -> Common:
    return Common(
        writer=home.writer(),
        written=now(),
        origin=home.origin(book),
        zone=home.setting("zone"),
        currency=home.setting("currency"),
    )


def _in_its_book(home: Household, record: Record, book: str) -> None:
    """Let what is kept for the children into their book alone, and only papers that are in."""
    if isinstance(record, Keepsake) and book != KEEPSAKES:
        raise Failure("keepsakes-only", Exit.WRONG_USAGE)
    for ref in getattr(record, "documents", ()):
        if home.book(book).number(ref) is None:
            raise Failure("no-such-document", Exit.WRONG_USAGE, ref=ref)


def _only_one(home: Household, person: Person, book: str) -> None:
    for other in home.people(book):
        if other.person == person.person and other.name != person.name:
            raise Failure("person-exists", Exit.WRONG_USAGE, name=person.person)
