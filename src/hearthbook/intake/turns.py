"""Turns of a conversation: who answers whom where no cue says it, and who is spoken to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.intake.cast import NARRATOR
from hearthbook.intake.page import WORD
from hearthbook.intake.page import Stretch
from hearthbook.intake.tongue import Pronoun
from hearthbook.records.draft import Band
from hearthbook.records.draft import QuoteKind
from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.intake.cast import Cast
    from hearthbook.intake.cues import Cue
    from hearthbook.intake.page import Page
    from hearthbook.intake.quotes import Quoted
    from hearthbook.intake.tongue import Tongue

# Turns farther apart than this many paragraphs are no conversation.
_TOGETHER: Final = 3
_WINDOW: Final = 4
_REACH: Final = 300
_SIGNATURE: Final = 60
_OBJECT: Final = 24
_STOP: Final = re.compile(r"[^\w\s'-]")
_OBJECTS: Final = {Pronoun.HE: Sex.MALE, Pronoun.SHE: Sex.FEMALE}
TO_ME: Final = frozenset({"me", "us", "мне", "нам", "меня"})


@dataclass(slots=True)
class Turn:
    """What one person says at once. `speaker` is None where nobody fits."""

    quotes: list[Quoted]
    kind: QuoteKind
    speaker: str | None = None
    addressees: tuple[str, ...] = ()
    cue: Cue | None = None
    band: Band = Band.CHECK
    rule: str = "speaker.none@1"
    evidence: list[tuple[Stretch, str]] = field(default_factory=list)
    called: str | None = None

    @property
    def paragraph(self) -> int:
        """The paragraph it ends in."""
        return self.quotes[-1].paragraph

    @property
    def start(self) -> int:
        """Where its words begin."""
        return self.quotes[0].start

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.quotes[-1].end


def fill(turns: Sequence[Turn], cast: Cast) -> None:
    """Give the turns without a cue to whoever answers there, if that can be told."""
    for turn in turns:
        turn.called = _called(turn, cast)
    for place, turn in enumerate(turns):
        if turn.cue is None and turn.speaker is None:
            _answer(turns, place, cast)


def sign(page: Page, turns: Sequence[Turn], cast: Cast) -> None:
    """Give a letter nobody is said to have written to whoever's name ends it."""
    for turn in turns:
        if turn.kind is not QuoteKind.WRITTEN or turn.speaker is not None:
            continue
        mentions = cast.within(max(turn.start, turn.end - _SIGNATURE), turn.end)
        last = mentions[-1] if mentions else None
        if last is None or page.view[last.end : turn.end].strip(" .!\n"):
            continue
        before = page.view[turn.start : last.start].rstrip(" ")
        if not before or before[-1] in ',.!?\n—–-“"«„':
            turn.speaker, turn.band, turn.rule = last.key, Band.LIKELY, "speaker.signature@1"
            turn.evidence = [(Stretch(last.start, last.end), "signature")]


def _called(turn: Turn, cast: Cast) -> str | None:
    for quote in turn.quotes:
        for mention in cast.within(quote.start, quote.end):
            if mention.start in cast.called:
                return mention.key
    return None


def _answer(turns: Sequence[Turn], place: int, cast: Cast) -> None:
    turn = turns[place]
    before, after = _neighbour(turns, place, -1), _neighbour(turns, place, 1)
    parties = _parties(turns, place)
    shut = {one.speaker for one in (before, after) if one is not None}
    shut.add(turn.called)
    left = [party for party in parties if party not in shut]
    if not left and before is not None and before.speaker not in {None, turn.called}:
        left = _expected(before, cast)
    if not left:
        return
    turn.speaker = left[0]
    certain = len(left) == 1 and before is not None and turn.paragraph - before.paragraph == 1
    turn.band = Band.LIKELY if certain and len(parties) == 2 else Band.CHECK
    turn.rule = "speaker.turns@1"


def _expected(before: Turn, cast: Cast) -> list[str]:
    """Return who was spoken to just before: called by name, or the one who tells."""
    if before.called is not None:
        return [before.called]
    return [NARRATOR] if cast.told_by_her and before.speaker != NARRATOR else []


def _neighbour(turns: Sequence[Turn], place: int, step: int) -> Turn | None:
    other = turns[place + step] if 0 <= place + step < len(turns) else None
    if other is None or abs(other.paragraph - turns[place].paragraph) > _TOGETHER:
        return None
    return other


def _parties(turns: Sequence[Turn], place: int) -> list[str]:
    """Return who speaks or is called in the turns around, the nearest first."""
    found: list[str] = []
    for step in range(1, _WINDOW + 1):
        for other in (place - step, place + step):
            if not 0 <= other < len(turns):
                continue
            turn = turns[other]
            if abs(turn.paragraph - turns[place].paragraph) > _TOGETHER * step:
                continue
            found.extend(key for key in (turn.speaker, turn.called) if key and key not in found)
    return found


def addressees(page: Page, turns: Sequence[Turn], cast: Cast, tongue: Tongue) -> None:
    """Say to whom each turn is spoken, where the story tells."""
    for place, turn in enumerate(turns):
        if turn.speaker is None:
            continue
        who = turn.called if turn.called != turn.speaker else None
        who = who or _spoken_to(page, turn, cast, tongue)
        if who is None and turn.kind is QuoteKind.WRITTEN and turn.speaker != NARRATOR:
            # A message goes to whoever tells of it, not to who spoke before.
            turn.addressees = (NARRATOR,) if cast.told_by_her else ()
            continue
        who = who or _other(turns, place, 1)
        if who is None and cast.told_by_her and _tells_me(page, turn, tongue):
            who = NARRATOR
        who = who or _other(turns, place, _TOGETHER)
        if who is not None and who != turn.speaker:
            turn.addressees = (who,)


def _spoken_to(page: Page, turn: Turn, cast: Cast, tongue: Tongue) -> str | None:
    """Read `she told me`, `I told him`, `I asked Olga`: who is the object of the verb."""
    if turn.cue is None or turn.cue.how != "verb":
        return None
    stop = _STOP.search(page.low, turn.cue.end, turn.cue.end + _OBJECT)
    end = stop.start() if stop else turn.cue.end + _OBJECT
    after = WORD.finditer(page.low, turn.cue.end, end)
    for word in list(after)[:2]:
        mention = cast.at(word.start())
        if mention is not None and mention.key not in {turn.speaker, NARRATOR}:
            return None if mention.quoted else mention.key
        if word.group() in TO_ME and turn.speaker != NARRATOR:
            return NARRATOR
        sex = _OBJECTS.get(tongue.objects.get(word.group(), Pronoun.ME))
        if sex is not None:
            return next(iter(cast.recent(sex, turn.cue.start)), None)
    return None


def _other(turns: Sequence[Turn], place: int, reach: int) -> str | None:
    """Return the nearest other one who speaks, in the same paragraph if there is one."""
    turn = turns[place]
    near = [
        (
            abs(turns[place + step].paragraph - turn.paragraph),
            number,
            turns[place + step].speaker,
        )
        for number, step in enumerate((-1, 1, -2, 2))
        if 0 <= place + step < len(turns)
    ]
    others = sorted(
        (distance, number, speaker)
        for distance, number, speaker in near
        if distance <= reach and speaker is not None and speaker != turn.speaker
    )
    return others[0][2] if others else None


def _tells_me(page: Page, turn: Turn, tongue: Tongue) -> bool:
    """Tell whether whoever tells is in the paragraph, or in the one before."""
    if turn.speaker == NARRATOR:
        return False
    first, last = turn.quotes[0], turn.quotes[-1]
    around = (
        *WORD.finditer(page.low, max(0, first.first - _REACH), first.first),
        *WORD.finditer(page.low, last.last, last.last + _REACH),
    )
    words = [one.group() for one in around]
    return any(
        Pronoun.ME in {tongue.subjects.get(word), tongue.objects.get(word)} for word in words
    )
