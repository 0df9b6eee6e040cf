"""Search a book: words in every language, narrowed by kind, person and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import BOOKS
from hearthbook.app.numbers import normal
from hearthbook.app.times import when
from hearthbook.app.times import zone
from hearthbook.base.time import in_utc
from hearthbook.base.time import read_in_zone
from hearthbook.index.rows import row
from hearthbook.index.search import Sought
from hearthbook.records.codec import kind
from hearthbook.records.message import Call
from hearthbook.records.message import Message
from hearthbook.records.when import Moment
from hearthbook.records.when import Told
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.records.resolution import Entry


class Wanted(Struct, frozen=True):
    """What a person typed: words, and what narrows the search; days as they typed them."""

    words: str
    kinds: tuple[str, ...] = ()
    person: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = 100


class Hit(Struct, frozen=True):
    """One entry that was found: when and who as the source itself says it."""

    ref: str
    kind: str
    when: str
    who: str
    text: str


def find(home: Household, *, wanted: Wanted, book: str) -> list[Hit]:
    """Return what fits, in the order of the book.

    Raises:
        Failure: if there is no such book, day or person.
    """
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    sought = Sought(
        words=wanted.words,
        kinds=wanted.kinds,
        senders=_senders(home, wanted.person, book),
        since=day_start(home, wanted.since),
        until=day_start(home, wanted.until),
    )
    numbers = home.index(book).search(sought, wanted.limit)
    return [_hit(entry) for entry in home.entries(book, numbers)]


def day_start(home: Household, day: str | None) -> int | None:
    """Return the moment a day, or a clock reading, begins in the family's zone.

    Raises:
        Failure: if there is no such day.
    """
    if day is None:
        return None
    named = home.setting("zone")
    at = when(day, named).at
    return read_in_zone(at if "T" in at else f"{at}T00:00", zone(named))


def _senders(home: Household, name: str | None, book: str) -> tuple[str, ...]:
    if name is None:
        return ()
    form = normal(home.setting("region"))
    for person in home.people(book):
        known = {form(one) for one in (person.person, person.name, *person.aliases)}
        if form(name) in known:
            # Every form in which a source wrote this person; and one nobody wrote, if none did.
            written = [one for one in home.index(book).senders() if form(one) in known]
            return tuple(written) or (person.person,)
    raise Failure("unknown-person", Exit.WRONG_USAGE, name=name)


def _hit(entry: Entry) -> Hit:
    record = entry.record
    who = ""
    if isinstance(record, Message | Call):
        who = record.parties.sender or ""
    text = row(record, None).text.replace("\n", " ")
    return Hit(entry.ref, kind(record), _when(getattr(record, "when", None)), who, text)


def _when(at: Wall | Moment | Told | None) -> str:
    match at:
        case Wall(at=text) | Told(words=text):
            return text
        case Moment(ms=ms):
            return in_utc(ms).isoformat(timespec="seconds").replace("+00:00", "Z")
        case _:
            return ""
