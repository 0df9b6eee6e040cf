"""The small schema of the mini-stories, and how a reading is held against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from hearthbook.records.draft import EventDraft
from hearthbook.records.draft import PersonDraft
from hearthbook.records.draft import Question
from hearthbook.records.draft import QuoteDraft
from hearthbook.records.draft import TimeDraft
from hearthbook.records.draft import TopicDraft

if TYPE_CHECKING:
    from hearthbook.intake import Telling
    from hearthbook.records.draft import Draft

STORIES = Path(__file__).parent / "stories"


class GoldPerson(Struct, forbid_unknown_fields=True):
    name: str | None
    relation: str
    sex: str
    group: bool = False
    flags: list[str] = []
    mentions: int | None = None


class GoldQuote(Struct, forbid_unknown_fields=True):
    parts: list[str]
    type: str
    speaker: str | list[str] | None
    addressees: list[str | list[str]]
    flags: list[str] = []
    band: str | None = None


class GoldEvent(Struct, forbid_unknown_fields=True):
    words: str
    type: str
    flags: list[str]
    actors: list[str] | None = None
    source: str = ""


class Gold(Struct, forbid_unknown_fields=True):
    """What must be read in a story. A list that is None was not annotated."""

    schema: str
    language: str
    people: list[GoldPerson]
    quotes: list[GoldQuote]
    people_count: int | None = None
    nobody: list[str] = []
    events: list[GoldEvent] = []
    not_events: list[str] = []
    no_events: bool = False
    topics: list[str] | None = None
    times: list[tuple[str, str, tuple[int, int] | None]] | None = None
    asks: list[str] = []
    cut_at: str | None = None


def gold_of(story: Path) -> Gold:
    return msgspec.json.decode(story.with_suffix(".json").read_bytes(), type=Gold)


def people(telling: Telling) -> list[PersonDraft]:
    return [one for one in telling.drafts if isinstance(one, PersonDraft)]


def quotes(telling: Telling) -> list[QuoteDraft]:
    return [one for one in telling.drafts if isinstance(one, QuoteDraft)]


def times(telling: Telling) -> list[TimeDraft]:
    return [one for one in telling.drafts if isinstance(one, TimeDraft)]


def events(telling: Telling) -> list[EventDraft]:
    return [one for one in telling.drafts if isinstance(one, EventDraft)]


def topics(telling: Telling) -> list[TopicDraft]:
    return [one for one in telling.drafts if isinstance(one, TopicDraft)]


def asks(telling: Telling) -> list[Question]:
    return [one for one in telling.drafts if isinstance(one, Question)]


def place(draft: Draft) -> tuple[int, int]:
    """Return where a draft starts and ends in the told text."""
    if isinstance(draft, PersonDraft):
        return draft.mentions[0].start, draft.mentions[-1].end
    if isinstance(draft, QuoteDraft):
        return draft.parts[0].start, draft.parts[-1].end
    return draft.passage.start, draft.passage.end
