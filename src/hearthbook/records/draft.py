"""What a program thinks a told story says. A draft is exported, counted or charted nowhere.

Every draft names its passages in code points over the untouched text, `[start, end)`, and the
SHA-256 of the text's bytes. Words are kept in composed form; the passage finds the exact ones.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from hearthbook.records.fact import Fact
from hearthbook.records.fact import Part
from hearthbook.records.numbers import Count
from hearthbook.records.numbers import Whole


class Passage(Part, frozen=True, order=True):
    """A half-open range of code points of the story."""

    start: Count
    end: Count


class Band(StrEnum):
    """How sure the rule is, for a person to see."""

    SURE = "sure"
    LIKELY = "likely"
    CHECK = "check"


class Flag(StrEnum):
    """What stands between the words and a fact."""

    NEGATED = "negated"
    IRREALIS = "irrealis"  # would, as if, like a: not said to have happened
    HEARSAY = "hearsay"
    REPEATED = "repeated"
    INFERRED = "inferred"
    ELLIPTIC = "elliptic"
    UNCLOSED = "unclosed"
    EARLIER = "earlier"  # told later than it happened
    PRIVILEGED = "privileged"  # what a lawyer advised


class Evidence(Part, frozen=True):
    """A passage and the name of the reason why it was looked at."""

    passage: Passage
    why: str


class QuoteKind(StrEnum):
    """What stands between quotation marks."""

    DIRECT = "direct"
    MIXED = "mixed"  # a few of somebody's words inside a report
    TERM = "term"
    TITLE = "title"
    WRITTEN = "written"


class Sex(StrEnum):
    """As the words of the story give it."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"


class PersonDraft(Fact, frozen=True, tag="person-draft"):
    """Somebody the story speaks of. `person` is a short name, used by the other drafts.

    `name` is None if the story never names them; `stated` is the relation in its own words.
    """

    story: str
    person: str
    name: str | None
    sex: Sex
    relation: str
    stated: str
    group: bool
    mentions: tuple[Passage, ...]
    evidence: tuple[Evidence, ...]
    flags: tuple[Flag, ...]
    rule: str
    band: Band


class QuoteDraft(Fact, frozen=True, tag="quote-draft"):
    """Words the story puts between quotation marks, who seems to say them and to whom.

    `parts` are the passages between the marks: author's words in the middle make two.
    """

    story: str
    parts: tuple[Passage, ...]
    words: tuple[str, ...]
    type: QuoteKind
    speaker: str | None
    addressees: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    flags: tuple[Flag, ...]
    rule: str
    band: Band


class TimeDraft(Fact, frozen=True, tag="time-draft"):
    """A time the story gives. `days` is the least and the most it lies after `anchor`.

    `anchor` is the start of the passage of the event it counts from; None if there is none.
    """

    story: str
    passage: Passage
    words: str
    type: str
    anchor: Passage | None
    days: tuple[Whole, Whole] | None
    rule: str


class EventDraft(Fact, frozen=True, tag="event-draft"):
    """A sentence that seems to tell of something that happened (or, flagged, did not)."""

    story: str
    passage: Passage
    words: str
    type: str
    actors: tuple[str, ...]
    flags: tuple[Flag, ...]
    source: str
    rule: str
    band: Band


class TopicDraft(Fact, frozen=True, tag="topic-draft"):
    """A passage that touches a topic of the closed list in `intake`."""

    story: str
    passage: Passage
    words: str
    topic: str
    rule: str
    band: Band


class Question(Fact, frozen=True, tag="question"):
    """Something only she can answer, asked about words the story has."""

    story: str
    passage: Passage
    ask: str


class Story(Fact, frozen=True, tag="story"):
    """A told story as it came in. `cut_at` is its last, unfinished word, if it breaks off."""

    story: str
    name: str
    language: str
    characters: Count
    cut_at: str | None
    recorded_by: str
    written: Count


class Verdict(StrEnum):
    """What she said to a draft."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Answer(Fact, frozen=True, tag="answer"):
    """Her yes or no to the draft with the ref `draft`; `became` is the new entry's ref."""

    draft: str
    verdict: Verdict
    became: str | None
    recorded_by: str
    written: Count


Draft: TypeAlias = PersonDraft | QuoteDraft | TimeDraft | EventDraft | TopicDraft | Question
