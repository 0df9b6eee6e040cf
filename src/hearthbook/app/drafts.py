"""Her yes or no to drafts: people first, then quotes, then events."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from hearthbook.app.clock import now
from hearthbook.app.diary import names
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.story import BOOK
from hearthbook.app.times import when
from hearthbook.base.text import nfc
from hearthbook.records import draft as drafted
from hearthbook.records.codec import kind
from hearthbook.records.event import Basis
from hearthbook.records.event import Correction
from hearthbook.records.event import How
from hearthbook.records.event import Incident
from hearthbook.records.event import Statement
from hearthbook.records.family import Person
from hearthbook.records.provenance import FromStory
from hearthbook.records.when import Told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.household import Household
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Entry
    from hearthbook.records.when import When

KINDS = (
    "person-draft",
    "quote-draft",
    "time-draft",
    "event-draft",
    "topic-draft",
    "question",
)
NARRATOR = "narrator"


class Open(Struct, frozen=True):
    """A draft nobody has answered, as a person needs to see it."""

    ref: str
    kind: str
    start: int
    end: int
    words: str
    says: str
    flags: tuple[str, ...]
    band: str


class Answered(Struct, frozen=True):
    """What became of an answer: the new entry's ref, if there is one."""

    draft: str
    verdict: str
    became: str | None


def open_drafts(home: Household, kinds: Sequence[str] = ()) -> list[Open]:
    """Return the drafts nobody has answered: people first, then quotes, times, events."""
    answered = _answered(home)
    found = [one for one in home.of_kind(BOOK, *KINDS) if one.ref not in answered]
    rank = {name: place for place, name in enumerate(KINDS)}
    texts = _Texts(home)
    shown = [_shown(one, texts) for one in found if not kinds or kind(one.record) in kinds]
    return sorted(shown, key=lambda one: (rank[one.kind], one.start, one.end))


class _Texts:
    """The stories as they were told, read once each."""

    def __init__(self, home: Household) -> None:
        self._home = home
        self._held: dict[str, str] = {}

    def passage(self, story: str, place: drafted.Passage) -> str:
        """Return the words of a story at a place."""
        if story not in self._held:
            raw = io.BytesIO()
            self._home.vault.originals.get(story, raw)
            self._held[story] = raw.getvalue().decode("utf-8", "replace")
        return self._held[story][place.start : place.end]


def answer(
    home: Household, *, ref: str, accepted: bool, at: str | None, name: str | None
) -> Answered:
    """Say yes or no to the draft with `ref`; a yes makes the entry it proposes.

    `at` is the time she knows for it, and `name` the short name of the person it is, or of
    who said the words.

    Raises:
        Failure: if there is no such draft, it was answered, or its people are not confirmed.
    """
    found = [one for one in home.of_kind(BOOK, *KINDS) if one.ref == ref.upper()]
    if not found:
        raise Failure("no-such-draft", Exit.WRONG_USAGE, ref=ref)
    if found[0].ref in _answered(home):
        raise Failure("draft-answered", Exit.WRONG_USAGE, ref=ref)
    became = None
    if accepted:
        record = _record(home, found[0], at, name)
        # What a lawyer advised stays in the book that is never shown to a court.
        privileged = drafted.Flag.PRIVILEGED in getattr(found[0].record, "flags", ())
        book = BOOK if privileged else "record"
        if record is not None:
            became = _made(home, book, found[0].ref, record) or home.add(book, [record])[0]
    verdict = drafted.Verdict.ACCEPTED if accepted else drafted.Verdict.REJECTED
    home.add(BOOK, [drafted.Answer(found[0].ref, verdict, became, home.writer(), now())])
    return Answered(found[0].ref, str(verdict), became)


def _made(home: Household, book: str, draft: str, record: Record) -> str | None:
    """Return the entry a yes made that was cut off before it was written down as one.

    The entry and the answer may be in two books, so no step holds both.
    """
    for one in home.of_kind(book, kind(record)):
        origin = getattr(one.record, "origin", None)
        if isinstance(origin, FromStory) and origin.draft == draft:
            same = replace(record, written=getattr(one.record, "written", None)) == one.record
            return one.ref if same else _corrected(home, book, one.ref, record)
    return None


def _corrected(home: Household, book: str, before: str, record: Record) -> str:
    """Write down what she says now in place of what the yes that was cut off had said."""
    who, at, origin = home.writer(), now(), home.origin(book, ahead=1)
    return home.add_named(
        book, record, lambda new: Correction(before, new, "", who, at, origin)
    )[0]


def _answered(home: Household) -> set[str]:
    said = [one.record for one in home.of_kind(BOOK, "answer")]
    return {one.draft for one in said if isinstance(one, drafted.Answer)}


def _shown(entry: Entry, texts: _Texts) -> Open:
    record = entry.record
    passage, words, says = drafted.Passage(0, 0), "", ""
    match record:
        case drafted.PersonDraft():
            passage = record.mentions[0] if record.mentions else passage
            words = record.name or record.stated
            says = f"{record.person}: {record.relation} ({record.sex})"
        case drafted.QuoteDraft():
            passage = drafted.Passage(record.parts[0].start, record.parts[-1].end)
            words = " ".join(record.words)
            says = f"{record.speaker or '?'} > {', '.join(record.addressees) or '?'}"
        case drafted.TimeDraft(days=days):
            passage, words = record.passage, record.words
            says = f"{record.type} {days[0]}..{days[1]}" if days else record.type
        case drafted.EventDraft():
            passage, words, says = record.passage, record.words, record.type
        case drafted.TopicDraft():
            passage, words, says = record.passage, record.words, record.topic
        case drafted.Question():
            passage, says = record.passage, record.ask
            words = texts.passage(record.story, passage)
        case _:
            pass
    flags = tuple(str(flag) for flag in getattr(record, "flags", ()))
    band = str(getattr(record, "band", ""))
    name = kind(record)
    return Open(entry.ref, name, passage.start, passage.end, words, says, flags, band)


def _record(home: Household, entry: Entry, at: str | None, name: str | None) -> Record | None:
    draft = entry.record
    match draft:
        case drafted.PersonDraft():
            return None if draft.person == NARRATOR else _person(home, entry, draft, name)
        case drafted.QuoteDraft():
            return _statement(home, entry, draft, at, name)
        case drafted.EventDraft():
            return _incident(home, entry, draft, at)
        case _:
            return None


def _person(
    home: Household, entry: Entry, draft: drafted.PersonDraft, name: str | None
) -> Person:
    place = draft.mentions[0] if draft.mentions else drafted.Passage(0, 0)
    own = draft.name or draft.stated or draft.person
    aliases = {nfc(one) for one in (draft.person, draft.name or "", draft.stated) if one}
    short = nfc(name or draft.person).casefold()
    # Who is written down already stays as they are, and only gains the story's names.
    before = [one for one in home.people() if one.person == short]
    known = before[-1] if before else None
    own = known.name if known else own
    return Person(
        person=short,
        name=own,
        relation=known.relation if known else draft.relation,
        child=known.child if known else draft.relation in {"daughter", "son", "child"},
        aliases=tuple(sorted(aliases - {own})),
        born=known.born if known else None,
        recorded_by=home.writer(),
        written=now(),
        origin=FromStory(draft.story, place.start, place.end, entry.ref),
    )


def _statement(
    home: Household, entry: Entry, draft: drafted.QuoteDraft, at: str | None, name: str | None
) -> Statement:
    speaker = name or draft.speaker
    if speaker is None:
        raise Failure("draft-no-speaker", Exit.WRONG_USAGE, ref=entry.ref)
    return Statement(
        words=" ".join(draft.words),
        speaker=_confirmed(home, speaker),
        addressees=tuple(_confirmed(home, one) for one in draft.addressees),
        when=_when(home, draft.story, draft.parts[0].start, at),
        basis=_basis(draft.flags, ""),
        recorded_by=home.writer(),
        written=now(),
        origin=FromStory(draft.story, draft.parts[0].start, draft.parts[-1].end, entry.ref),
    )


def _incident(
    home: Household, entry: Entry, draft: drafted.EventDraft, at: str | None
) -> Incident:
    return Incident(
        what=draft.words,
        people=tuple(_confirmed(home, one) for one in draft.actors),
        when=_when(home, draft.story, draft.passage.start, at),
        place="",
        basis=_basis(draft.flags, draft.source),
        recorded_by=home.writer(),
        written=now(),
        origin=FromStory(draft.story, draft.passage.start, draft.passage.end, entry.ref),
    )


def _basis(flags: Sequence[drafted.Flag], source: str) -> Basis:
    if drafted.Flag.HEARSAY in flags:
        return Basis(How.TOLD, source)
    return Basis(How.INFERRED if drafted.Flag.INFERRED in flags else How.SELF)


def _confirmed(home: Household, person: str) -> str:
    if person == NARRATOR:
        return home.writer()
    found = names(home).get(person.casefold())
    if found is None:
        raise Failure("confirm-person-first", Exit.WRONG_USAGE, name=person)
    return found


def _when(home: Household, story: str, start: int, at: str | None) -> When:
    if at is not None:
        return when(at, home.setting("zone"))
    # No date is made up: the story's own last words about time are all there is.
    said = [one.record for one in home.of_kind(BOOK, "time-draft")]
    before = [
        one
        for one in said
        if isinstance(one, drafted.TimeDraft)
        and one.story == story
        and one.passage.start <= start
    ]
    last = max(before, key=lambda one: one.passage.start, default=None)
    return Told(last.words if last else "")
