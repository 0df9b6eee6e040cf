"""Choose what is handed out: entries of one book, by kind, time, person or name.

1. Only the kinds of a list leave. What the program writes about itself (settings, stamps,
   releases) and drafts are not among them, nor is a new kind before somebody says so.
2. Whatever corrects or takes back a chosen entry comes along, and what stands in its place: an
   entry that no longer stands is never handed out as if it did. What was said of a file, as the
   zone of its times, comes along with the entries from it.
3. What says which files belong to a chosen entry comes along, and what tells of such a file as
   a whole. A file that is read into many entries, as a chat is, does not bring these along.
4. Only the book that was named is looked at. The name of another book's entry is a name that
   nobody knows.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.ask import Asking
from hearthbook.app.ask import read
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.findings.beside import beside
from hearthbook.findings.figures import HAPPENED
from hearthbook.records.codec import Record
from hearthbook.records.event import Correction
from hearthbook.records.event import Document
from hearthbook.records.event import Retraction
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.roles import children

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.app.ask import Read
    from hearthbook.app.household import Household
    from hearthbook.records.resolution import Resolved

HANDED: Final = frozenset(
    {
        *HAPPENED,
        "attached",
        "balance",
        "contact",
        "correction",
        "deadline",
        "document",
        "done",
        "import",
        "person",
        "photo",
        "proceeding",
        "recording",
        "retraction",
        "snag",
        "writing",
    }
)


class Choice(Struct, frozen=True):
    """What a person asks for; all empty is the whole book. `refs` are added to the rest."""

    kinds: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    refs: tuple[str, ...] = ()


class Chosen(Struct, frozen=True):
    """An entry that was chosen: its number, its ref, its kind, and what it says."""

    n: int
    ref: str
    kind: str
    record: Record


class Chooser:
    """A book, read once, from which entries are chosen."""

    def __init__(self, home: Household, book: str, choice: Choice) -> None:
        """Read the book.

        Raises:
            Failure: if there is no such book, day, person, kind or entry.
        """
        self._choice = choice
        self._held: Read = read(
            home, asking=Asking(since=choice.since, until=choice.until), book=book
        )
        self._numbers = {one.ref: one.n for one in home.book(book).entries() if one.record}
        self._facts = {fact.ref: fact for fact in self._held.facts if fact.kind in HANDED}
        self.files = beside(self._held.facts)
        self._wholes = _wholes(self._facts.values())
        self._people = {self._person(name) for name in choice.people}
        for kind in choice.kinds:
            if kind not in HANDED:
                raise Failure("no-such-kind", Exit.WRONG_USAGE, kind=kind)
        for ref in choice.refs:
            if ref.upper() not in self._facts:
                raise Failure("no-such-entry", Exit.WRONG_USAGE, ref=ref)

    def chosen(self) -> list[Chosen]:
        """Return what was asked for, in the order of the book."""
        refs = {fact.ref for fact in self._facts.values() if self._fits(fact)}
        refs |= {ref.upper() for ref in self._choice.refs}
        return self.entries(self._amended(refs))

    def entries(self, refs: set[str]) -> list[Chosen]:
        """Return the entries with these refs, in the order of the book."""
        found = [
            Chosen(self._numbers[ref], ref, fact.kind, fact.record)
            for ref, fact in self._facts.items()
            if ref in refs
        ]
        return sorted(found, key=lambda one: one.n)

    def all(self) -> list[Chosen]:
        """Return everything that may be handed out."""
        return self.entries(set(self._facts))

    def _person(self, name: str) -> str:
        person = self._held.told.person(name)
        if person is None:
            raise Failure("unknown-person", Exit.WRONG_USAGE, name=name)
        return person

    def _fits(self, fact: Resolved) -> bool:
        choice = self._choice
        if choice.kinds and fact.kind not in choice.kinds:
            return False
        if self._people and self._people.isdisjoint(self._involved(fact)):
            return False
        if choice.since is None and choice.until is None:
            return self._asked() or not choice.refs
        return fact.span is not None and fact.span.start in self._held.scope.period

    def _asked(self) -> bool:
        return bool(self._choice.kinds or self._people)

    def _involved(self, fact: Resolved) -> set[str]:
        named = {fact.person, fact.named, *fact.others, *children(fact.record)}
        about = getattr(fact.record, "person", None), getattr(fact.record, "child", None)
        return {self._held.told.party(one) for one in (*named, *about) if isinstance(one, str)}

    def _amended(self, refs: set[str]) -> set[str]:
        """Return `refs` with all that amends them, and what stands in their place."""
        found: set[str] = set()
        more = refs
        while more - found:
            found |= more
            files = {file for ref in found if (file := original_of(self._facts[ref].record))}
            facts = self._facts.values()
            more = {one for fact in facts for one in _with(fact, found, files)}
            more |= {one for ref in found for one in self._beside(ref)}
            more &= set(self._facts)
        return found

    def _beside(self, ref: str) -> set[str]:
        """Return what says which files belong to an entry, and what tells of these."""
        found: set[str] = set()
        for one in self.files.get(ref, ()):
            found |= {one.by, *self._between(one.to, ref)}
            found |= self._wholes.get(one.original, set())
            if one.sha256 != one.original:
                found.add(one.entry)
        return found

    def _between(self, first: str, last: str) -> set[str]:
        """Return the corrections that lead from one entry to what stands in its place."""
        found: set[str] = set()
        at = {last}
        while at and first not in at:
            steps = [
                (fact.ref, fact.record.of)
                for fact in self._facts.values()
                if isinstance(fact.record, Correction) and fact.record.by in at
            ]
            at = {of for ref, of in steps if ref not in found}
            found |= {ref for ref, _ in steps}
        return found


def _wholes(facts: Iterable[Resolved]) -> dict[str, set[str]]:
    """Return the entries of each original that was read as a whole and into nothing else."""
    own: dict[str, set[str]] = defaultdict(set)
    parted: set[str] = set()
    for fact in facts:
        origin = getattr(fact.record, "origin", None)
        if isinstance(origin, FromFile):
            own[origin.original].add(fact.ref)
            if origin.member or not isinstance(fact.record, Document):
                parted.add(origin.original)
    return {original: refs for original, refs in own.items() if original not in parted}


def original_of(record: Record) -> str:
    """Return the SHA-256 of the original that a record is from, nothing if from none."""
    origin = getattr(record, "origin", None)
    return origin.original if isinstance(origin, FromFile) else ""


def _with(fact: Resolved, refs: set[str], files: set[str]) -> tuple[str, ...]:
    """Return what must come along because of `fact`, where `refs` and `files` are given."""
    match fact.record:
        case Import(original=original) if original in files:
            return (fact.ref,)
        case Correction(of=of, by=by) if of in refs:
            return (fact.ref, by)
        case Retraction(of=of) if of in refs:
            return (fact.ref,)
        case _:
            return ()


def ranges(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return `numbers`, in order, as half-open ranges."""
    found: list[tuple[int, int]] = []
    for n in numbers:
        if found and found[-1][1] == n:
            found[-1] = (found[-1][0], n + 1)
        else:
            found.append((n, n + 1))
    return tuple(found)


def within(found: Sequence[tuple[int, int]]) -> list[int]:
    """Return the numbers in half-open ranges."""
    return [n for start, end in found for n in range(start, end)]
