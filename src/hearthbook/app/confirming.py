"""One draft at a time, beside the words it came from: who, what was said, what happened."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.drafts import NARRATOR
from hearthbook.app.drafts import open_drafts
from hearthbook.app.story import BOOK
from hearthbook.records import draft as drafted

if TYPE_CHECKING:
    from hearthbook.app.drafts import Open
    from hearthbook.app.household import Household
    from hearthbook.records.resolution import Entry

CONFIRMED: Final = ("person-draft", "quote-draft", "event-draft")


class Piece(Struct, frozen=True):
    """A stretch of the story, the refs of its drafts, and the sort of the first one."""

    text: str
    refs: tuple[str, ...]
    sort: str


class Choice(Struct, frozen=True):
    """Somebody who may be meant: a short name, and what they are called."""

    person: str
    name: str


class Card(Struct, frozen=True):
    """A draft to answer. `choices` are those who may have said it, the likeliest first.

    `known` is the name of the person already written down that a yes would join, if any.
    """

    ref: str
    sort: str
    words: str
    name: str
    relation: str
    flags: tuple[str, ...]
    band: str
    choices: tuple[Choice, ...]
    known: str


class Told(Struct, frozen=True):
    """A story with its marks, the draft that is next, and what is left to ask."""

    story: str
    name: str
    pieces: tuple[Piece, ...]
    card: Card | None
    waiting: int
    answered: int
    questions: tuple[tuple[str, str], ...]


def stories(home: Household) -> list[tuple[str, str, int]]:
    """Return each story's digest, its name, and how many drafts of it wait."""
    waiting = [_of(home, one) for one in _waiting(home)]
    found = [one.record for one in home.of_kind(BOOK, "story")]
    return [
        (one.story, one.name, waiting.count(one.story))
        for one in found
        if isinstance(one, drafted.Story)
    ]


def told(home: Household, *, story: str) -> Told | None:
    """Return a story for confirming, the first draft that waits as its card; None: no such."""
    named = [one.record for one in home.of_kind(BOOK, "story")]
    records = [one for one in named if isinstance(one, drafted.Story) and one.story == story]
    if not records:
        return None
    every = [one for one in home.of_kind(BOOK, *CONFIRMED) if _story(one) == story]
    waiting = [one for one in _waiting(home) if _of(home, one) == story]
    by_ref = {one.ref: one for one in every}
    card = _card(home, by_ref[waiting[0].ref], waiting[0]) if waiting else None
    asked = open_drafts(home, ["question"])
    return Told(
        story=story,
        name=records[0].name,
        pieces=_pieces(_text(home, story), every),
        card=card,
        waiting=len(waiting),
        answered=len(every) - len(waiting),
        questions=tuple((one.says, one.words) for one in asked if _of(home, one) == story),
    )


def _waiting(home: Household) -> list[Open]:
    return open_drafts(home, CONFIRMED)


def _of(home: Household, one: Open) -> str:
    [entry] = home.entries(BOOK, [home.book(BOOK).number(one.ref) or 0])
    return _story(entry)


def _story(entry: Entry) -> str:
    return str(getattr(entry.record, "story", ""))


def _text(home: Household, story: str) -> str:
    raw = io.BytesIO()
    home.vault.originals.get(story, raw)
    return raw.getvalue().decode("utf-8", "replace")


def _passages(entry: Entry) -> tuple[drafted.Passage, ...]:
    match entry.record:
        case drafted.PersonDraft(mentions=mentions):
            return mentions
        case drafted.QuoteDraft(parts=parts):
            return parts
        case drafted.EventDraft(passage=passage):
            return (passage,)
        case _:
            return ()


def _pieces(text: str, drafts: list[Entry]) -> tuple[Piece, ...]:
    """Cut the text wherever a draft's passage begins or ends."""
    held = [(one, passage) for one in drafts for passage in _passages(one)]
    edges = {0, len(text)} | {at for _, p in held for at in (p.start, p.end)}
    cuts = sorted(at for at in edges if at <= len(text))
    pieces: list[Piece] = []
    for start, end in pairwise(cuts):
        inside = [one for one, p in held if p.start <= start and end <= p.end]
        sort = _sort(inside[0]) if inside else ""
        pieces.append(Piece(text[start:end], tuple(one.ref for one in inside), sort))
    return tuple(pieces)


def _sort(entry: Entry) -> str:
    return str(entry.record.__struct_config__.tag).removesuffix("-draft")


def _card(home: Household, entry: Entry, shown: Open) -> Card:
    record = entry.record
    name = relation = known = ""
    choices: tuple[Choice, ...] = ()
    if isinstance(record, drafted.PersonDraft):
        own = record.name or record.stated
        name, relation = own or record.person, record.relation
        if record.person != NARRATOR:
            choices = _everybody(home)
            short = record.person.casefold()
            known = next((one.name for one in choices if one.person == short), "")
    elif isinstance(record, drafted.QuoteDraft):
        choices = _speakers(home, record)
    flags = tuple(str(one) for one in getattr(record, "flags", ()))
    return Card(
        entry.ref,
        _sort(entry),
        shown.words,
        name,
        relation,
        flags,
        shown.band,
        choices,
        known,
    )


def _everybody(home: Household) -> tuple[Choice, ...]:
    names = {one.person: one.name for one in home.people()}
    return tuple(Choice(person, name) for person, name in names.items())


def _speakers(home: Household, quote: drafted.QuoteDraft) -> tuple[Choice, ...]:
    """Return whom the words may be from: who seems to say them, who hears them, the rest."""
    aliases = {
        alias.casefold(): one
        for one in home.people()
        for alias in (*one.aliases, one.name, one.person)
    }
    order = [quote.speaker or "", *quote.addressees]
    short = [home.writer() if one == NARRATOR else one for one in order]
    likely = [aliases[one.casefold()] for one in short if one.casefold() in aliases]
    every = {one.person: one.name for one in (*likely, *home.people())}
    return tuple(Choice(person, name) for person, name in every.items())
