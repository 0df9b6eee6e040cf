"""What became of the files of one run, in one report: came in, known, linked, left, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.gathering import LeftOut
from hearthbook.app.notices import DOCUMENT
from hearthbook.app.take_in import Taken
from hearthbook.base.text import nfc
from hearthbook.records.event import Retraction
from hearthbook.records.provenance import NotTaken
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.app.failure import Failure
    from hearthbook.app.household import Household
    from hearthbook.app.words import Words


class Refused(Struct, frozen=True):
    """A file of which nothing was taken in, the sentence that says why, and its name."""

    file: str
    why: str
    code: int
    told: str


class Unread(Struct, frozen=True):
    """A stretch of a file that could not be read; `ref` is the entry that keeps it."""

    ref: str
    file: str
    member: str
    start: int
    end: int
    reason: Reason


class Report(Struct, frozen=True):
    """One run: every file in one of three lists, every place unread, and the sums.

    `linked` counts pairs of messages and calls that were found to be the same in two exports.
    """

    files: tuple[Taken, ...]
    refused: tuple[Refused, ...]
    left_out: tuple[LeftOut, ...]
    unread: tuple[Unread, ...]
    new: int
    known: int
    documents: int
    linked: int


def refused(file: str, failure: Failure, words: Words) -> Refused:
    """Return what is told of a file of which nothing was taken in."""
    told = words(failure.name, **failure.gaps)
    return Refused(file, failure.name, failure.code, told)


def keep(home: Household, found: Report, *, book: str, words: Words) -> None:
    """Write down which files were not taken in, and why, each once."""
    left = ((one.name, f"left-out-{one.why}") for one in found.left_out)
    met = {(one.file, one.why): one.told for one in found.refused}
    met |= {(name, why): words(why, file=name) for name, why in left}
    for entry in home.of_kind(book, "not-taken"):
        if isinstance(entry.record, NotTaken):
            met.pop((entry.record.name, entry.record.why), None)
    writer = home.writer()
    records = [
        NotTaken(nfc(name), why, nfc(told), writer, now(), home.origin(book))
        for (name, why), told in met.items()
    ]
    if records:
        home.add(book, records)


def report(
    home: Household,
    *,
    files: Sequence[Taken],
    refused: Iterable[Refused],
    left_out: Iterable[LeftOut],
    linked: int,
    book: str,
) -> Report:
    """Return the report of a run."""
    return Report(
        files=tuple(files),
        refused=tuple(refused),
        left_out=tuple(left_out),
        unread=unread(home, {one.digest: one.file for one in files}, book),
        new=sum(one.new for one in files),
        known=sum(one.known for one in files),
        documents=sum(one.reader == DOCUMENT for one in files if one.new),
        linked=linked,
    )


def unread(home: Household, names: dict[str, str], book: str) -> tuple[Unread, ...]:
    """Return the places of some originals that could not be read; `names` is by SHA-256."""
    those = (one.record for one in home.of_kind(book, "retraction"))
    taken_back = {one.of for one in those if isinstance(one, Retraction)}
    return tuple(
        Unread(
            one.ref,
            names[place.original],
            place.member,
            place.start,
            place.end,
            one.record.reason,
        )
        for one in home.of_kind(book, "snag")
        if one.ref not in taken_back
        and isinstance(one.record, Snag)
        and (place := one.record.origin).original in names
    )
