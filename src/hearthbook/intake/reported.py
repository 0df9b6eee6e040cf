"""Find words told without quotation marks, and quotations within quotations.

1. `he said that he would not pay` is somebody's statement without its words: an event of the
   type `reported`, by whoever said it.
2. `My friend wrote that he says he will never pay` is one by him, heard from the friend.
3. A quotation within one is by whoever the outer speaker says, heard from the outer speaker.
   The outer words stay whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.intake.cast import NARRATOR
from hearthbook.intake.cues import Cue
from hearthbook.intake.events import Event
from hearthbook.intake.events import resolved
from hearthbook.intake.page import WORD
from hearthbook.records.draft import Flag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.intake.events import Scene
    from hearthbook.intake.quotes import Quoted
    from hearthbook.intake.sentences import Sentence

REPORTED: Final = "reported"
_REACH: Final = 80


def reported(scene: Scene, quoted: Sequence[Quoted]) -> list[Event]:
    """Return what is told of others' words, in reading order."""
    found = [
        event
        for number in _numbers(scene)
        for event in _in_sentence(scene, scene.sentences.all[number])
    ]
    found.extend(_nested(scene, quoted))
    return sorted(found, key=lambda event: (event.start, event.end))


def _numbers(scene: Scene) -> list[int]:
    hits = scene.lexicon.reports.finditer(scene.page.low)
    return sorted({scene.sentences.number_at(hit.start()) for hit in hits})


def _in_sentence(scene: Scene, sentence: Sentence) -> Iterator[Event]:
    words = scene.sentences.words(sentence)
    subjects = scene.cues.subjects(words)
    teller = ""
    for hit in scene.lexicon.reports.finditer(scene.page.low, sentence.start, sentence.end):
        left = [one for one in subjects if one.start < hit.start()]
        if not left or scene.quotes.around(hit.start()) is not None:
            continue
        who = resolved(scene.cast, left[-1].who, left[-1].start)
        if who == [NARRATOR]:
            continue
        lawyer = bool(who) and scene.cast.people[who[0]].relation == "lawyer"
        found = {Flag.HEARSAY: bool(teller), Flag.PRIVILEGED: lawyer}
        flags = tuple(flag for flag, present in found.items() if present)
        yield Event(
            left[-1].start, sentence.end, REPORTED, hit.start(), not teller,
            tuple(who), flags, teller,
        )  # fmt: skip
        teller = who[0] if who else teller


def _nested(scene: Scene, quoted: Sequence[Quoted]) -> Iterator[Event]:
    outer: Quoted | None = None
    for one in quoted:
        if one.depth == 0:
            outer = one
        elif outer is not None and one.first < outer.last:
            event = _within(scene, outer, one)
            if event is not None:
                yield event


def _within(scene: Scene, outer: Quoted, one: Quoted) -> Event | None:
    """Return the statement `one` if the words before it in `outer` say whose it is."""
    start = max(outer.start, one.first - _REACH)
    words = [found.group() for found in WORD.finditer(scene.page.low, start, one.first)]
    said = [place for place, word in enumerate(words) if scene.cues.tongue.says(word)]
    if not said:
        return None
    speaker = scene.said_by.get(outer.first, "")
    who: list[str] = []
    for word in reversed(words[: said[-1] + 2]):
        pronoun = scene.cues.tongue.subjects.get(word)
        if pronoun is not None:
            cue = Cue(pronoun, one.first, one.first, "verb")
            who = resolved(scene.cast, cue.who, one.first)
            break
    others = tuple(key for key in who if key not in {speaker, NARRATOR})
    return Event(
        start=one.start,
        end=one.end,
        type=REPORTED,
        sign=one.start,
        strong=False,
        actors=others,
        flags=(Flag.HEARSAY,),
        source=speaker,
    )
