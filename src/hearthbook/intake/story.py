"""Read a told story into drafts: the one entry, and the order of the stages.

text -> quotations -> people -> speakers -> names called out -> topics -> events -> times ->
questions -> drafts in reading order. Every stage is pure; the same bytes give the same drafts.
Where the language is neither English nor Russian, quotations and dates in plain figures are all
that is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.intake import topics
from hearthbook.intake.cast import Cast
from hearthbook.intake.chain import placed
from hearthbook.intake.cues import Cues
from hearthbook.intake.drafting import Drafting
from hearthbook.intake.english import ENGLISH
from hearthbook.intake.events import Scene
from hearthbook.intake.events import doubted
from hearthbook.intake.events import events
from hearthbook.intake.events import told_of_somebody
from hearthbook.intake.events import topic
from hearthbook.intake.kinds import kind_of
from hearthbook.intake.language import cut_at
from hearthbook.intake.language import language_of
from hearthbook.intake.names import Quotes
from hearthbook.intake.naming import in_quotes
from hearthbook.intake.naming import join_called
from hearthbook.intake.page import Stretch
from hearthbook.intake.page import open_page
from hearthbook.intake.people import people
from hearthbook.intake.questions import Asking
from hearthbook.intake.questions import questions
from hearthbook.intake.quotes import scan
from hearthbook.intake.reported import reported
from hearthbook.intake.russian import RUSSIAN
from hearthbook.intake.sentences import Sentences
from hearthbook.intake.speakers import SPOKEN
from hearthbook.intake.speakers import speakers
from hearthbook.intake.times import times
from hearthbook.intake.turns import Turn
from hearthbook.records.draft import Draft
from hearthbook.records.draft import EventDraft
from hearthbook.records.draft import Flag
from hearthbook.records.draft import PersonDraft
from hearthbook.records.draft import Question
from hearthbook.records.draft import QuoteDraft
from hearthbook.records.draft import TimeDraft
from hearthbook.records.draft import TopicDraft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.intake.events import Event
    from hearthbook.intake.language import Language
    from hearthbook.intake.page import Page
    from hearthbook.intake.quotes import Quoted
    from hearthbook.intake.tongue import Tongue
    from hearthbook.intake.topics import Touch

_NO_ANCHOR: Final = {
    Flag.IRREALIS,
    Flag.NEGATED,
    Flag.HEARSAY,
    Flag.ELLIPTIC,
    Flag.EARLIER,
    Flag.REPEATED,
}
# What lasts, or did not happen, is no point in time to count from.
_STATES: Final = {"no_contact", "support", "sole_care", "pregnancy_health", "child_health"}
_ORDER: Final[dict[type[Draft], int]] = {
    PersonDraft: 0,
    QuoteDraft: 1,
    TimeDraft: 2,
    EventDraft: 3,
    TopicDraft: 4,
    Question: 5,
}


class Telling(Struct, frozen=True):
    """A story that was read.

    `sha256` is of the bytes as they came, `text` what they decode to; every passage of `drafts`
    counts code points of `text`. `language` is `en`, `ru` or `und`. `cut_at` is the last word
    if the story breaks off in it.
    """

    text: str
    sha256: str
    language: str
    cut_at: str | None
    drafts: tuple[Draft, ...]


def read_story(data: bytes) -> Telling:
    """Return the story in `data` and what it seems to say, in reading order.

    Raises:
        NotAStoryError: if `data` is not the text of a story.
    """
    page = open_page(data)
    language = language_of(page)
    cut = cut_at(page, language)
    if language == "en":
        drafts = _read(page, language, ENGLISH)
    elif language == "ru":
        drafts = _read(page, language, RUSSIAN)
    else:
        drafts = _read_little(page)
    if cut is not None:
        last = page.words[-1][-1]
        drafts.append(Drafting(page, Cast()).question(Asking(last.start, last.end, "ask-end")))
    return Telling(page.told, page.digest, language, cut, tuple(sorted(drafts, key=_place)))


def _read(page: Page, language: Language, tongue: Tongue) -> list[Draft]:
    quoted = scan(page, russian=language == "ru")
    quotes = Quotes(quoted)
    cast = people(page, quotes, tongue)
    turns = speakers(page, quoted, cast, tongue)
    join_called([turn for turn in turns if turn.kind in SPOKEN], cast)
    for turn in turns:
        turn.speaker = cast.key_now(turn.speaker) if turn.speaker else None
    in_quotes(page, turns, cast)
    found = times(page, language)
    sentences = Sentences(page, quotes)
    said_by = {
        quote.first: turn.speaker for turn in turns for quote in turn.quotes if turn.speaker
    }
    lexicon = topics.lexicon(language)
    scene = Scene(
        page, quotes, sentences, cast, Cues(page, cast, tongue), lexicon, said_by, found
    )
    return list(_drafts(scene, quoted, turns))


def _drafts(scene: Scene, quoted: Sequence[Quoted], turns: list[Turn]) -> Iterator[Draft]:
    touches = topics.touches(scene.page, scene.sentences, scene.lexicon)
    touched = [touch for touch in touches if told_of_somebody(scene, touch)]
    happened = topics.happenings(scene.page, scene.sentences, scene.lexicon)
    told = events(scene, touched, happened)
    points = placed(scene.page, scene.times, list(_points(told)), scene.quotes)
    drafting = Drafting(scene.page, scene.cast)
    for one in scene.cast.people.values():
        if one.mentions:
            yield drafting.person(one)
    for turn in turns:
        yield from drafting.quotes(turn)
    yield from map(drafting.time, points)
    yield from map(drafting.event, [*told, *reported(scene, quoted)])
    yield from _topics(scene, drafting, touched, told)
    yield from map(drafting.question, questions(scene.cast, turns, told, points))


def _points(told: Sequence[Event]) -> Iterator[Stretch]:
    """Yield the events that a time can be counted from."""
    for event in told:
        if event.type not in _STATES and _NO_ANCHOR.isdisjoint(event.flags):
            yield Stretch(event.start, event.end)


def _topics(
    scene: Scene, drafting: Drafting, touched: Sequence[Touch], told: Sequence[Event]
) -> Iterator[Draft]:
    for touch in touched:
        strong = touch.strong and not doubted(scene, touch)
        yield drafting.topic(touch.start, touch.end, topic(scene, touch), strong=strong)
    for event in told:
        if Flag.ELLIPTIC in event.flags:
            yield drafting.topic(event.start, event.end, event.type, strong=False)


def _read_little(page: Page) -> list[Draft]:
    """Return what can be read in any language."""
    quoted = scan(page)
    drafting = Drafting(page, Cast())
    turns = [
        Turn([one], kind_of(page, one, ENGLISH), rule="quote.plain@1")
        for one in quoted
        if one.depth == 0
    ]
    points = placed(page, times(page, "und"), [], Quotes(quoted))
    drafts: list[Draft] = [draft for turn in turns for draft in drafting.quotes(turn)]
    return [*drafts, *map(drafting.time, points)]


def _place(draft: Draft) -> tuple[int, int, int]:
    """Return where `draft` stands in reading order; of equal places, people come first."""
    if isinstance(draft, PersonDraft):
        start, end = draft.mentions[0].start, draft.mentions[0].end
    elif isinstance(draft, QuoteDraft):
        start, end = draft.parts[0].start, draft.parts[-1].end
    else:
        start, end = draft.passage.start, draft.passage.end
    return start, end, _ORDER[type(draft)]
