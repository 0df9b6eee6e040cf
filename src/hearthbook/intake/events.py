"""Propose what happened: one event for a sentence, or for each part that tells of one.

1. The passage is the sentence, or the part of it between commas and `and` that holds the signs.
2. Flags stand for what comes between the words and a fact: not, would, as if, I heard that,
   every night, had already. They are looked for before the sign, up to the last stop.
3. `Not the day after.` and `A week passed.` after somebody did not come are more of the same:
   elliptic, and inferred.
4. A headline is no event, nor are words within quotation marks, unless they deny or threaten.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.intake.cast import NARRATOR
from hearthbook.intake.lists import listed
from hearthbook.intake.page import WORD
from hearthbook.intake.tongue import CHILD
from hearthbook.intake.tongue import CHILDREN
from hearthbook.intake.tongue import SPOUSES
from hearthbook.intake.tongue import Pronoun
from hearthbook.records.draft import Flag
from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.intake.cast import Cast
    from hearthbook.intake.cues import Cues
    from hearthbook.intake.names import Quotes
    from hearthbook.intake.page import Page
    from hearthbook.intake.sentences import Sentence
    from hearthbook.intake.sentences import Sentences
    from hearthbook.intake.times import Found
    from hearthbook.intake.topics import Lexicon
    from hearthbook.intake.topics import Touch

_SPOKEN_DEEDS: Final = frozenset({"denial_of_paternity", "threat", "verbal_abuse"})
# These are told by what did not happen: a "not" is the event, not a denial of it.
ABSENCES: Final = frozenset({"no_contact", "support", "denial_of_paternity"})
_PARTS: Final = re.compile(r"[,;—–]\s*(?:and\s+|и\s+)?|\s+(?:and|и)\s+")
_STOP: Final = re.compile(r"[;:—–]|,\s+(?=(?:and|but|и|а|но)\s)")
_SUBORDINATE: Final = listed(
    "when while who which whose where because although когда который которая где потому хотя"
)
_WOULD: Final = re.compile(r"\bбы\b")  # stands after its verb
_EDGES: Final = " ,;:—–.!?"


class Event(Struct, frozen=True):
    """Something that seems to have happened. `sign` is where the words that say so begin."""

    start: int
    end: int
    type: str
    sign: int
    strong: bool
    actors: tuple[str, ...]
    flags: tuple[Flag, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the rules for events look things up in."""

    page: Page
    quotes: Quotes
    sentences: Sentences
    cast: Cast
    cues: Cues
    lexicon: Lexicon
    said_by: dict[int, str]
    times: Sequence[Found]


def events(scene: Scene, touched: Sequence[Touch], happened: Sequence[Touch]) -> list[Event]:
    """Return the events of the story, in reading order."""
    by_sentence: dict[int, list[Touch]] = {}
    for one in touched:
        by_sentence.setdefault(one.sentence, []).append(one)
    topical = frozenset(by_sentence)
    for one in happened:
        # What else happens is looked at only where no topic says what happens.
        if one.sentence not in topical:
            by_sentence.setdefault(one.sentence, []).append(one)
    found: list[Event] = []
    for number, sentence in enumerate(scene.sentences.all):
        if sentence.headline:
            continue
        touches = [t for t in by_sentence.get(number, []) if _counts(scene, sentence, t)]
        if touches:
            found.extend(_events(scene, sentence, touches))
        elif found and _more_of_the_same(scene, number, found[-1]):
            found.append(_elliptic(sentence, found[-1]))
    return found


def _counts(scene: Scene, sentence: Sentence, touch: Touch) -> bool:
    """Tell whether `touch` tells of something done, and not only of something talked about."""
    around = scene.quotes.around(touch.start)
    if around is not None and around.first < touch.start and touch.end <= around.last:
        return touch.topic in _SPOKEN_DEEDS
    return touch.strong or not _before(scene, sentence, touch.start, scene.lexicon.irrealis)


def _events(scene: Scene, sentence: Sentence, touches: list[Touch]) -> list[Event]:
    parts = _parted(scene, sentence, touches)
    return [_event(scene, sentence, touch, start, end) for touch, start, end in parts]


def _parted(
    scene: Scene, sentence: Sentence, touches: list[Touch]
) -> list[tuple[Touch, int, int]]:
    """Return the part of the sentence that tells of each touch; of one alone, all of it."""
    apart = sorted(touches, key=lambda one: (one.start, -one.end))
    kept: list[Touch] = []
    for touch in apart:
        if kept and touch.start < kept[-1].end:
            if touch.strong and not kept[-1].strong:
                kept[-1] = touch
            continue
        kept.append(touch)
    if len(kept) == 1:
        return [(kept[0], sentence.start, sentence.end)]
    view = scene.page.low
    cuts = [
        (found.start(), found.end())
        for found in _PARTS.finditer(view, sentence.start, sentence.end)
    ]
    parts: list[tuple[Touch, int, int]] = []
    for touch in kept:
        start = max(
            [after for _, after in cuts if after <= touch.start], default=sentence.start
        )
        end = min([before for before, _ in cuts if before >= touch.end], default=sentence.end)
        while end > start + 1 and view[end - 1] in _EDGES:
            end -= 1
        parts.append((touch, start, end))
    return parts


def _event(scene: Scene, sentence: Sentence, touch: Touch, start: int, end: int) -> Event:
    actors = _actors(scene, sentence, touch)
    named = [
        mention.key
        for mention in scene.cast.within(start, end)
        if not mention.quoted and scene.cast.people[mention.key].relation in CHILD
    ]
    actors = tuple(dict.fromkeys((*actors, *named)))
    flags, source = _flags(scene, sentence, touch)
    return Event(
        start, end, topic_of(touch.topic, actors, scene.cast), touch.start, touch.strong,
        actors, flags, source,
    )  # fmt: skip


def topic_of(topic: str, actors: Sequence[str], cast: Cast) -> str:
    """Return the topic, which for harassment depends on who does it."""
    if topic != "harassment" or not actors or actors[0] == NARRATOR:
        return topic
    relation = cast.people[actors[0]].relation
    own = relation in SPOUSES or not relation
    return topic if own else "harassment_by_relative"


def _actors(scene: Scene, sentence: Sentence, touch: Touch) -> tuple[str, ...]:
    """Return who does it: the nearest one before the words that say so, if the story tells."""
    around = scene.quotes.around(touch.start)
    if around is not None and around.first < touch.start:
        speaker = scene.said_by.get(around.first)
        return (speaker,) if speaker else ()
    words = [
        word
        for word in scene.sentences.words(sentence)
        if scene.quotes.around(word.start) is None
    ]
    found: list[str] = []
    subjects = scene.cues.subjects(tuple(words))
    clause = _clause(scene, sentence, touch)
    before = [one for one in subjects if clause <= one.start <= touch.start]
    within = [one for one in subjects if clause <= one.start]
    for subject in before[-1:] or within[:1]:
        who = resolved(scene.cast, subject.who, subject.start)
        found.extend(one for one in who if one not in found)
    return tuple(found)


def _clause(scene: Scene, sentence: Sentence, touch: Touch) -> int:
    """Return where the clause of `touch` starts, if nobody outside it can be who acts in it."""
    low = scene.page.low
    cuts = [found.end() for found in _PARTS.finditer(low, sentence.start, touch.start)]
    for start in reversed(cuts):
        first = WORD.match(low, start, touch.start)
        if first is not None and first.group() in _SUBORDINATE:
            return start
    return sentence.start


def resolved(cast: Cast, who: Pronoun | str | None, place: int) -> list[str]:
    """Return whom `who` at `place` means, nobody if that cannot be told."""
    if who in {Pronoun.ME, Pronoun.OURS}:
        return [NARRATOR] if cast.told_by_her else []
    if who is Pronoun.HE:
        return cast.recent(Sex.MALE, place)[:1]
    if who is Pronoun.SHE:
        return cast.recent(Sex.FEMALE, place)[:1]
    return [str(who)] if who is not None and not isinstance(who, Pronoun) else []


def _before(
    scene: Scene, sentence: Sentence, place: int, pattern: re.Pattern[str]
) -> re.Match[str] | None:
    """Return what of `pattern` stands between the last stop before `place` and `place`."""
    low = scene.page.low
    stops = [found.end() for found in _STOP.finditer(low, sentence.start, place)]
    return pattern.search(low, stops[-1] if stops else sentence.start, place)


def _flags(scene: Scene, sentence: Sentence, touch: Touch) -> tuple[tuple[Flag, ...], str]:
    lexicon, low = scene.lexicon, scene.page.low
    heard = lexicon.hearsay.search(low, sentence.start, touch.end)
    comma = low.rfind(",", sentence.start, touch.start)
    near = max(sentence.start, touch.start - 24, comma)
    negated = touch.topic not in ABSENCES and lexicon.negation.search(low, near, touch.start)
    wished = _before(scene, sentence, touch.start, lexicon.irrealis) or _WOULD.search(
        low, touch.start, min(sentence.end, touch.end + 4)
    )
    found = {
        Flag.NEGATED: negated,
        Flag.IRREALIS: wished,
        Flag.HEARSAY: heard,
        Flag.REPEATED: lexicon.repeated.search(low, sentence.start, sentence.end),
        Flag.EARLIER: lexicon.earlier.search(
            low, max(sentence.start, touch.start - 8), touch.end
        ),
        Flag.PRIVILEGED: _advised(scene, sentence),
    }
    flags = tuple(flag for flag, present in found.items() if present)
    return flags, _source(scene, sentence, touch) if heard else ""


def doubted(scene: Scene, touch: Touch) -> bool:
    """Tell whether the story denies or only imagines what `touch` is about."""
    sentence = scene.sentences.all[touch.sentence]
    flags, _ = _flags(scene, sentence, touch)
    return Flag.NEGATED in flags or Flag.IRREALIS in flags


def topic(scene: Scene, touch: Touch) -> str:
    """Return the topic of `touch`, with whose doing it is."""
    sentence = scene.sentences.all[touch.sentence]
    return topic_of(touch.topic, _actors(scene, sentence, touch), scene.cast)


def told_of_somebody(scene: Scene, touch: Touch) -> bool:
    """Tell whether `touch` has whom it needs: somebody who shouts, a child who is ill."""
    sentence = scene.sentences.all[touch.sentence]
    actors = _actors(scene, sentence, touch)
    if touch.topic == "verbal_abuse":
        return bool(actors)
    if touch.topic != "child_health" or actors != (NARRATOR,):
        return True
    kin = scene.cues.tongue.kin
    words = [word.low for word in scene.sentences.words(sentence)]
    children = any(word in kin and kin[word].relation in CHILD | CHILDREN for word in words)
    others = any(m.key != NARRATOR for m in scene.cast.within(sentence.start, sentence.end))
    return children or others


def _advised(scene: Scene, sentence: Sentence) -> bool:
    """Tell whether the sentence says what a lawyer said."""
    lawyers = [
        mention
        for mention in scene.cast.within(sentence.start, sentence.end)
        if scene.cast.people[mention.key].relation == "lawyer"
    ]
    return bool(lawyers) and bool(
        scene.lexicon.advice.search(scene.page.low, lawyers[0].end, sentence.end)
    )


def _source(scene: Scene, sentence: Sentence, touch: Touch) -> str:
    """Return who told it: who is meant before the words in the sentence and is no actor."""
    actors = set(_actors(scene, sentence, touch))
    for mention in scene.cast.within(sentence.start, touch.start):
        if mention.key not in {*actors, NARRATOR}:
            return mention.key
    return ""


def _more_of_the_same(scene: Scene, number: int, last: Event) -> bool:
    """Tell whether the sentence gives nothing but a time, right after somebody did not come."""
    if last.type != "no_contact" or number == 0:
        return False
    sentence, before = scene.sentences.all[number], scene.sentences.all[number - 1]
    if last.start != before.start or sentence.paragraph != before.paragraph:
        return False
    start = bisect_left(scene.times, sentence.start, key=lambda time: time.start)
    end = bisect_left(scene.times, sentence.end, key=lambda time: time.start)
    times = scene.times[start:end]
    left = [
        word.low
        for word in scene.sentences.words(sentence)
        if not any(t.start <= word.start < t.end for t in times)
    ]
    return bool(times) and scene.lexicon.only_time.issuperset(left)


def _elliptic(sentence: Sentence, last: Event) -> Event:
    return Event(
        start=sentence.start,
        end=sentence.end,
        type=last.type,
        sign=sentence.start,
        strong=False,
        actors=last.actors,
        flags=(Flag.INFERRED, Flag.ELLIPTIC),
    )
