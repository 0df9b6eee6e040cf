"""What was handed out: each release is an entry of the book it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.choosing import within
from hearthbook.app.clock import now
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import BOOKS
from hearthbook.base.time import in_utc
from hearthbook.records.event import Form
from hearthbook.records.event import Release
from hearthbook.records.event import Withheld

if TYPE_CHECKING:
    from hearthbook.app.household import Household


class Released(Struct, frozen=True):
    """What is to be remembered of a release; `note` is the signed head of its small tree."""

    form: Form
    name: str
    paper: str
    note: str
    entries: tuple[tuple[int, int], ...]
    withheld: tuple[Withheld, ...]
    to: str = ""
    recipient: str = ""


class Gone(Struct, frozen=True):
    """A release as it is listed: its entries by their refs, its withheld fields counted."""

    ref: str
    book: str
    when: str
    form: str
    name: str
    to: str
    recipient: str
    root: str
    entries: tuple[str, ...]
    withheld: dict[str, int]


def remember(home: Household, book: str, released: Released) -> str:
    """Write a release down in the book it was made from, and return the entry's ref."""
    size, root = released.note.split("\n")[1:3]
    record = Release(
        form=released.form,
        name=released.name,
        to=released.to,
        recipient=released.recipient,
        paper=released.paper,
        root=root,
        size=int(size),
        entries=released.entries,
        withheld=released.withheld,
        recorded_by=home.writer(),
        written=now(),
        origin=home.origin(book),
    )
    [ref] = home.add(book, [record])
    return ref


def releases(home: Household, *, book: str) -> list[Gone]:
    """Return what was handed out of a book, in order.

    Raises:
        Failure: if there is no such book.
    """
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    return [
        _gone(home, book, one.ref, one.record)
        for one in home.of_kind(book, "release")
        if isinstance(one.record, Release)
    ]


def _gone(home: Household, book: str, ref: str, record: Release) -> Gone:
    return Gone(
        ref=ref,
        book=book,
        when=in_utc(record.written).isoformat(timespec="minutes"),
        form=str(record.form),
        name=record.name,
        to=record.to,
        recipient=record.recipient,
        root=record.root,
        entries=tuple(home.book(book).entry(n).ref for n in within(record.entries)),
        withheld={f"{w.kind}:{w.field}": len(within(w.entries)) for w in record.withheld},
    )
