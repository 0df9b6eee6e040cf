"""One entry, opened: what it says, its three times, where it came from, what became of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from hearthbook.app.day import telling
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import BOOKS
from hearthbook.app.received import Received
from hearthbook.app.times import zone
from hearthbook.base.time import shown
from hearthbook.findings.figures import spelled
from hearthbook.findings.telling import says
from hearthbook.findings.telling import told
from hearthbook.records.codec import unchecked
from hearthbook.records.event import Correction
from hearthbook.records.event import Retraction
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import FromStory
from hearthbook.records.provenance import Import
from hearthbook.records.resolution import resolved
from hearthbook.records.when import Moment
from hearthbook.records.when import Told
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from collections.abc import Callable

    from hearthbook.app.household import Household
    from hearthbook.app.words import Words
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Entry
    from hearthbook.records.resolution import Known

_SHOWN = 4_000  # bytes of an original that a page shows


class Amended(Struct, frozen=True):
    """What corrected an entry or took it back: that entry's ref, the new one's, and why."""

    ref: str
    by: str
    why: str


class Origin(Struct, frozen=True):
    """Where an entry came from: `file`, `device`, `story`, or empty; with what is known of it.

    `text` is the stretch of the original, as far as it is text and not too long.
    """

    sort: str
    name: str = ""
    digest: str = ""
    member: str = ""
    start: int = 0
    end: int = 0
    text: str = ""


class Opened(Struct, frozen=True):
    """An entry for a page; times as clocks in the family's zone showed them.

    `happened` is as exact as it is known. `sealed_as` is the record in its one written form.
    """

    ref: str
    number: int
    kind: str
    says: tuple[str, ...]
    who_says: str
    happened: str
    written: str
    sealed: str
    zone: str
    origin: Origin
    amended: tuple[Amended, ...]
    sealed_as: str


def opened(home: Household, *, book: str, ref: str, words: Words) -> Opened:
    """Return the entry with a ref.

    Raises:
        Failure: if there is no such book or entry.
    """
    entry, number = found(home, book=book, ref=ref)
    people = telling(home, book)
    [fact] = resolved([entry], people)
    clock = zone(home.setting("zone"))
    written = getattr(entry.record, "written", None)

    def at(ms: int) -> str:
        return shown(ms, clock).strftime("%Y-%m-%d %H:%M:%S")

    return Opened(
        ref=ref,
        number=number,
        kind=fact.kind,
        says=tuple(spelled(one, words) for one in told(fact, people)),
        who_says=spelled(says(fact, people), words),
        happened=_happened(entry.record, at),
        written=at(written) if isinstance(written, int) else "",
        sealed=at(entry.sealed),
        zone=clock.key,
        origin=_origin(home, entry.record, people),
        amended=_amended(home, book, ref),
        sealed_as=_pretty(entry.record),
    )


def found(home: Household, *, book: str, ref: str) -> tuple[Entry, int]:
    """Return the entry with a ref, and its number in its book.

    Raises:
        Failure: if there is no such book or entry, or it was erased.
    """
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    number = home.book(book).number(ref.upper())
    if number is None:
        raise Failure("no-such-entry", Exit.WRONG_USAGE, ref=ref)
    entry = next(home.entries(book, [number]), None)
    if entry is None:
        raise Failure("vault-erased", Exit.WRONG_USAGE, place=ref)
    return entry, number


def original(home: Household, *, book: str, ref: str) -> Received:
    """Return the whole original that an entry rests on, held in memory.

    Raises:
        Failure: if there is none, or it is damaged.
    """
    entry, _ = found(home, book=book, ref=ref)
    origin = getattr(entry.record, "origin", None)
    digest = origin.original if isinstance(origin, FromFile) else ""
    if isinstance(entry.record, Import):
        digest = entry.record.original
    if not digest:
        raise Failure("no-original", Exit.WRONG_USAGE, ref=ref)
    name = telling(home, book).file(digest)
    held = Received(f"original-{digest[:8]}{ending(name)}")
    try:
        home.vault.originals.get(digest, held)
    except BaseException:
        held.close()
        raise
    return held


def ending(name: str) -> str:
    """Return the ending of a file's name with its point, if it is a plain one."""
    last = name.rpartition(".")[2]
    return f".{last}" if last.isalnum() and last.isascii() and len(last) <= 5 else ""


class _Stretch:
    """Takes an original as it is read, and keeps the bytes of one range."""

    def __init__(self, start: int, end: int) -> None:
        self._start, self._end, self._at = start, end, 0
        self.held = io.BytesIO()

    def write(self, raw: bytes, /) -> int:
        begin, end = self._start - self._at, self._end - self._at
        if begin < len(raw) and end > 0:
            self.held.write(raw[max(begin, 0) : end])
        self._at += len(raw)
        return len(raw)


def _origin(home: Household, record: Record, people: Known) -> Origin:
    match getattr(record, "origin", None):
        case FromFile(original=digest, start=start, end=end, member=member):
            text = ""
            if not member:
                held = _Stretch(start, min(end, start + _SHOWN))
                home.vault.originals.get(digest, held)
                text = _text(held.held.getvalue())
            return Origin("file", people.file(digest), digest, member, start, end, text)
        case FromStory(story=digest, start=start, end=end):
            whole = io.BytesIO()
            home.vault.originals.get(digest, whole)
            text = whole.getvalue().decode("utf-8", "replace")[start:end]
            return Origin("story", "", digest, "", start, end, text)
        case FromDevice(device=device, counter=counter):
            return Origin("device", device, "", "", counter, counter)
        case _:
            return Origin("")


def _text(raw: bytes) -> str:
    """Return bytes as text where they are text; a sign cut in two at the end is left out."""
    for cut in range(4):
        try:
            text = raw[: len(raw) - cut].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        return text if text.isprintable() or any(sign in text for sign in "\n\r\t") else ""
    return ""


def _happened(record: Record, at: Callable[[int], str]) -> str:
    when = getattr(record, "when", None) or getattr(record, "booked", None)
    match when:
        case Wall(at=text):
            return text.replace("T", " ")
        case Moment(ms=ms):
            return at(ms)
        case Told(words=said):
            return said
        case _:
            return ""


def _amended(home: Household, book: str, ref: str) -> tuple[Amended, ...]:
    done: list[Amended] = []
    for one in home.of_kind(book, "correction", "retraction"):
        record = one.record
        if isinstance(record, Correction | Retraction) and record.of == ref:
            done.append(Amended(one.ref, getattr(record, "by", ""), record.why))
    return tuple(done)


def _pretty(record: Record) -> str:
    return msgspec.json.format(unchecked(record), indent=2).decode()
