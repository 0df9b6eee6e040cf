"""A case as it is shown and handed to a calendar: what is ahead, days left, papers filed.

Deadlines and meetings with the lawyer are written into the book for the lawyer, hearings and
filings into the record. Each book has its own list and its own calendar: nothing mixes them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.case_forms import CASE_FORMS
from hearthbook.app.clock import now
from hearthbook.app.day import telling
from hearthbook.app.day import today
from hearthbook.app.diary import correct
from hearthbook.app.entry import found
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import BOOKS
from hearthbook.app.new_file import put_new
from hearthbook.app.retyped import retyped
from hearthbook.app.times import when
from hearthbook.base.text import nfc
from hearthbook.base.time import HOUR
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.findings.docket import docket
from hearthbook.findings.figures import spelled
from hearthbook.findings.telling import told
from hearthbook.papers.calendar import Event
from hearthbook.papers.calendar import calendar
from hearthbook.records.case import Deadline
from hearthbook.records.case import Done
from hearthbook.records.event import Appointment
from hearthbook.records.event import Status
from hearthbook.records.resolution import resolved
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.app.household import Household
    from hearthbook.app.words import Words
    from hearthbook.findings.docket import Docket
    from hearthbook.findings.docket import Item
    from hearthbook.records.resolution import Known

KINDS: Final = tuple(CASE_FORMS)
TITLES: Final = ("neutral", "full")
OF_CASE: Final = ("record", "counsel")  # the books that hold one
_KINDS: Final = (*KINDS, "done", "correction", "retraction")
_REMIND_OF_DATE: Final = (1,)  # days before
_REMIND_OF_DEADLINE: Final = (7, 1)


class Line(Struct, frozen=True):
    """One entry of a case. `at` is its day or time where the family lives.

    `left` are the days from today, None where the day is not known; below nought it has passed.
    `plain` is the plain sum of a deadline's calendar days where that is not the day that was
    named, else empty. `done` is the day it was done. `status` is an appointment's.
    """

    ref: str
    book: str
    kind: str
    says: tuple[str, ...]
    at: str
    left: int | None
    status: str = ""
    plain: str = ""
    done: str = ""


class Case(Struct, frozen=True):
    """A case on a page: what is ahead first, then what is behind."""

    today: str
    proceedings: tuple[Line, ...]
    ahead: tuple[Line, ...]
    deadlines: tuple[Line, ...]
    filings: tuple[Line, ...]
    past: tuple[Line, ...]
    done: tuple[Line, ...]


def case_of(home: Household, *, book: str, words: Words) -> Case:
    """Return the case as a book has it, one of `OF_CASE`.

    Raises:
        Failure: if it is none of them.
    """
    held, known = _read(home, _one_of(book))

    def lines(part: str) -> list[Line]:
        return [_line(home, book, item, known, words) for item in getattr(held, part)]

    dates = sorted(lines("dates"), key=lambda one: one.at)
    deadlines = sorted(lines("deadlines"), key=lambda one: (not one.at, one.at))
    return Case(
        today=today(home).isoformat(),
        proceedings=tuple(lines("proceedings")),
        ahead=tuple(one for one in dates if _is_ahead(one)),
        deadlines=tuple(one for one in deadlines if not one.done),
        filings=tuple(sorted(lines("filings"), key=lambda one: one.at)),
        past=tuple(one for one in dates if not _is_ahead(one)),
        done=tuple(one for one in deadlines if one.done),
    )


def book_for(kind: str, values: Mapping[str, Sequence[str]]) -> str:
    """Return the book an entry of a case belongs in if nobody names one."""
    with_lawyer = kind == "appointment" and list(values.get("sort", ())) == ["lawyer"]
    return "counsel" if kind == "deadline" or with_lawyer else "record"


def book_of(home: Household, ref: str) -> str:
    """Return the book that holds the entry `ref`.

    Raises:
        Failure: if none does.
    """
    for book in BOOKS:
        if home.book(book).number(ref.upper()) is not None:
            return book
    raise Failure("no-such-entry", Exit.WRONG_USAGE, ref=ref)


def change(home: Household, *, ref: str, values: Mapping[str, Sequence[str]], why: str) -> str:
    """Write an entry of a case anew with other `values`, the rest as it was; both stay.

    Raises:
        Failure: if there is no such entry of a case, or what was typed cannot be kept.
    """
    book = book_of(home, ref)
    entry, _ = found(home, book=book, ref=ref)
    kind, before = retyped(entry.record)
    fields = {field.name for field in CASE_FORMS[kind].fields} if kind in CASE_FORMS else set()
    if not fields.issuperset(values):
        raise Failure("case-no-such-field", Exit.WRONG_USAGE, ref=ref)
    return correct(home, ref=entry.ref, values=before | dict(values), why=why, book=book)


def finish(home: Household, *, ref: str, at: str = "", note: str = "") -> str:
    """Write down that what a deadline asks for was done; left out, `at` is now.

    Raises:
        Failure: if there is no such deadline, or no such time.
    """
    book = book_of(home, ref)
    entry, _ = found(home, book=book, ref=ref)
    if not isinstance(entry.record, Deadline):
        raise Failure("case-not-a-deadline", Exit.WRONG_USAGE, ref=ref)
    day = when(at or "now", home.setting("zone"))
    done = Done(entry.ref, day, nfc(note), home.writer(), now(), home.origin(book))
    [new] = home.add(book, [done])
    return new


def case_calendar(home: Household, *, book: str, titles: str, words: Words) -> bytes:
    """Return a book's dates ahead and behind, and its deadlines not done, as a calendar file.

    With `neutral` titles it says nothing of what they are, and names no place.

    Raises:
        Failure: if `book` is none of `OF_CASE`.
    """
    held, _ = _read(home, _one_of(book))
    items = (*held.dates, *held.deadlines)
    ordered = sorted(items, key=lambda one: (str(one.day), one.root))
    full = titles == "full"
    events = [_event(one, words, full=full) for one in ordered if _has_a_day(one)]
    return calendar(events, name=words("case-calendar-name"))


def save_calendar(home: Household, *, book: str, file: str, titles: str, words: Words) -> None:
    """Write a book's calendar to a new file that only its owner may read.

    Raises:
        Failure: if there is such a file, or it cannot be written.
    """
    raw = case_calendar(home, book=book, titles=titles, words=words)
    try:
        put_new(Path(file), raw)
    except OSError as error:
        reason = error.strerror or "?"
        raise Failure("not-written", Exit.NOT_READABLE, file=file, reason=reason) from error


def days_left(line: Line, words: Words) -> str:
    """Return in calm words how many days are left, or what became of it."""
    if line.done:
        return words("case-left-done", day=line.done)
    if line.status and line.status != Status.PLANNED:
        return words(f"finding-status-{line.status}")
    if line.kind not in {"appointment", "deadline"}:
        return ""
    if line.left is None:
        return words("case-left-unknown")
    if line.left < 0:
        return words(f"case-left-passed-{line.kind}", days=str(-line.left))
    names = {0: "case-left-today", 1: "case-left-tomorrow"}
    return words(names.get(line.left, "case-left-days"), days=str(line.left))


def plain_sum(line: Line, words: Words) -> str:
    """Return in words what a deadline's plain sum is; nothing if it says no more."""
    if not line.plain:
        return ""
    return words("case-plain" if line.at else "case-plain-only", ref=line.ref, plain=line.plain)


def _one_of(book: str) -> str:
    if book not in OF_CASE:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    return book


def _read(home: Household, book: str) -> tuple[Docket, Known]:
    known = telling(home, book)
    facts = resolved(home.of_kind(book, *_KINDS), known)
    return docket(facts, today(home), home.setting("zone")), known


def _line(home: Household, book: str, item: Item, known: Known, words: Words) -> Line:
    record = item.fact.record
    differs = item.plain is not None and item.plain != item.day
    done = getattr(item.done and item.done.record, "when", None)
    return Line(
        ref=item.fact.ref,
        book=book,
        kind=item.fact.kind,
        says=tuple(spelled(one, words) for one in told(item.fact, known)),
        at=_shown(getattr(record, "when", None), item, home.setting("zone")),
        left=item.left,
        status=str(getattr(record, "status", "")),
        plain=str(item.plain) if differs else "",
        done=getattr(done, "at", "").replace("T", " ") if done else "",
    )


def _shown(at: object, item: Item, zone: str) -> str:
    if isinstance(at, Wall):
        return at.at.replace("T", " ")
    span = item.fact.span
    return "" if span is None else f"{shown(span.start, zone_named(zone)):%Y-%m-%d %H:%M}"


def _is_ahead(line: Line) -> bool:
    return line.status == Status.PLANNED and (line.left is None or line.left >= 0)


def _has_a_day(item: Item) -> bool:
    return item.day is not None and item.done is None


def _event(item: Item, words: Words, *, full: bool) -> Event:
    record, span = item.fact.record, item.fact.span
    is_date = isinstance(record, Appointment)
    exact = is_date and span is not None and span.length <= HOUR
    until = item.fact.until
    neutral = words("case-neutral-date" if is_date else "case-neutral-deadline")
    return Event(
        uid=f"{item.root.casefold()}@diary.invalid",
        version=item.version,
        stamp=getattr(record, "written", item.fact.sealed),
        title=str(getattr(record, "what", "")) if full else neutral,
        day=item.day,
        start=span.start if exact and span is not None else None,
        end=until.start if until is not None else None,
        place=str(getattr(record, "place", "")) if full else "",
        cancelled=getattr(record, "status", None) is Status.CANCELLED,
        before=_REMIND_OF_DATE if is_date else _REMIND_OF_DEADLINE,
    )
