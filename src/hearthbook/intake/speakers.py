"""Say who speaks each turn, and to whom: by cues, by turns, or nobody.

1. A turn is what one person says within a paragraph; author's words may part it.
2. `I` is whoever tells. `he` and `she` are the last of that sex who was told of or spoke, never
   whoever tells; with several near, the answer is to be checked; with none, it is nobody.
3. A turn without a cue goes to the other one of two who take turns, and is to be checked unless
   it stands right between them.
4. Words inside a report are those of whoever the sentence is about.
5. Who is called by name is spoken to; else the one who speaks before or after; else, where I am
   in the paragraph, I.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.intake.cast import NARRATOR
from hearthbook.intake.cues import Cue
from hearthbook.intake.cues import Cues
from hearthbook.intake.kinds import kind_of
from hearthbook.intake.page import Stretch
from hearthbook.intake.tongue import Pronoun
from hearthbook.intake.turns import TO_ME
from hearthbook.intake.turns import Turn
from hearthbook.intake.turns import addressees
from hearthbook.intake.turns import fill
from hearthbook.intake.turns import sign
from hearthbook.records.draft import Band
from hearthbook.records.draft import QuoteKind
from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.intake.cast import Cast
    from hearthbook.intake.page import Page
    from hearthbook.intake.quotes import Quoted
    from hearthbook.intake.tongue import Tongue

_SENTENCE: Final = re.compile(r"[.!?…][»”\"'’)]*\s")
_NEAR: Final = 500
_CLOSE: Final = 120
_SENTENCE_REACH: Final = 400
SPOKEN: Final = frozenset({QuoteKind.DIRECT, QuoteKind.WRITTEN})
_BANDS: Final = {
    "verb": Band.SURE,
    "act": Band.LIKELY,
    "lead": Band.LIKELY,
    "beat": Band.LIKELY,
    "body": Band.LIKELY,
    "after": Band.CHECK,
}
_SEXES: Final = {Pronoun.HE: Sex.MALE, Pronoun.SHE: Sex.FEMALE}


class _Speakers:
    """Goes through the quotations once, in reading order."""

    def __init__(self, page: Page, cast: Cast, tongue: Tongue) -> None:
        self.page, self.cast, self.tongue = page, cast, tongue
        self.cues = Cues(page, cast, tongue)
        self.turns: list[Turn] = []
        self.spoke: dict[Sex, tuple[int, str]] = {}
        self.reports: dict[int, Turn] = {}

    def read(self, quoted: Sequence[Quoted]) -> list[Turn]:
        """Return the turns, reports among them."""
        outer = [one for one in quoted if one.depth == 0]
        floor = 0
        for place, one in enumerate(outer):
            at = self.page.paragraphs[one.paragraph]
            floor = max(floor, at.start)
            following = outer[place + 1 : place + 2]
            limit = min(at.end, following[0].first if following else at.end)
            kind = kind_of(self.page, one, self.tongue, floor)
            if kind in SPOKEN:
                self._speech(one, kind, floor, limit)
            else:
                self._report(one, kind)
            floor = one.last
        return self.turns

    def _speech(self, one: Quoted, kind: QuoteKind, floor: int, limit: int) -> None:
        last = self._last(one)
        if one.carried and last is not None:
            last.quotes.append(one)
            return
        before = self.cues.before(one, floor)
        after = self.cues.after(one, limit)
        same = last is not None and last.paragraph == one.paragraph
        gap = self.page.view[floor : one.first]
        if last is not None and same and floor == last.quotes[-1].last:
            # What goes on in mid-sentence is of the kind it began as.
            kind = kind if _SENTENCE.search(gap) else last.kind
        goes_on = same and last is not None and last.kind is kind
        if last is not None and goes_on and self._goes_on(last, one, before, after):
            last.quotes.append(one)
            if last.cue is None or (after is not None and last.cue.how not in {"verb", "act"}):
                self._settle(last, after or before)
            return
        turn = Turn([one], kind)
        self.turns.append(turn)
        above = None if same or before is not None else self.cues.above(one)
        cue = _strongest(before, after) or above
        self._settle(turn, self._same_person(before, cue) or cue)

    def _same_person(self, before: Cue | None, cue: Cue | None) -> Cue | None:
        """Read `The midwife laughed. «...» she said.`: she is who acted just before."""
        if before is None or cue is None or before is cue or not isinstance(before.who, str):
            return None
        sex = _SEXES.get(cue.who) if isinstance(cue.who, Pronoun) else None
        person = self.cast.people.get(before.who)
        if isinstance(before.who, Pronoun) or sex is None or person is None:
            return None
        fits = person.sex in {sex, Sex.UNKNOWN} and not person.group
        return Cue(before.who, cue.start, cue.end, "act") if fits else None

    def _last(self, one: Quoted) -> Turn | None:
        """Return the turn `one` may belong to: the last one, in this paragraph or the last."""
        spoken = self.turns[-1:]
        if not spoken or spoken[0].kind not in SPOKEN:
            return None
        return spoken[0] if one.paragraph - spoken[0].paragraph <= 1 else None

    def _goes_on(self, last: Turn, one: Quoted, before: Cue | None, after: Cue | None) -> bool:
        """Tell whether `one` is said by who said the quotation before it."""
        gap = self.page.view[last.quotes[-1].last : one.first]
        breaks = len(_SENTENCE.findall(gap))
        if breaks > 1 or len(gap) > _NEAR:
            return False  # too much happens in between; it may have been said another day
        if not breaks:
            return not self._led_in_by_another(last, before)
        strong = [cue for cue in (before, after) if cue is not None and cue.how != "after"]
        if not strong:
            return True
        best = _strongest(before, after)
        who, _ = self._who(best) if best is not None else (None, Band.CHECK)
        return who is not None and who == last.speaker

    def _led_in_by_another(self, last: Turn, before: Cue | None) -> bool:
        """Read `“Go!” My sister said: “No!”`: the words between lead in another speaker."""
        if before is None or before.how != "verb":
            return False
        if last.cue is not None and before.start < last.cue.end:
            return False
        who, _ = self._who(before)
        return who is not None and who != last.speaker

    def _settle(self, turn: Turn, cue: Cue | None) -> None:
        """Give `turn` the speaker that `cue` names."""
        turn.cue = cue
        if cue is None:
            return
        turn.speaker, turn.band = self._who(cue)
        turn.rule = f"speaker.{cue.how}@1"
        turn.evidence = [(Stretch(cue.start, cue.end), f"cue-{cue.how}")]
        self._remember(turn.speaker, turn.quotes[0].first)

    def _remember(self, speaker: str | None, place: int) -> None:
        if speaker is not None and speaker != NARRATOR:
            self.spoke[self.cast.people[speaker].sex] = (place, speaker)

    def _who(self, cue: Cue) -> tuple[str | None, Band]:
        """Return whom `cue` means, and how sure that is."""
        band = _BANDS[cue.how]
        if cue.who is Pronoun.ME:
            return (NARRATOR, band) if self.cast.told_by_her else (None, Band.CHECK)
        if isinstance(cue.who, Pronoun):
            sex = _SEXES.get(cue.who)
            return self._of_sex(sex, cue, band) if sex else (None, Band.CHECK)
        if cue.who is not None:
            return cue.who, band
        if cue.sex in _SEXES.values():
            who, _ = self._of_sex(cue.sex, cue, band)
            return who, Band.CHECK
        return None, Band.CHECK

    def _of_sex(self, sex: Sex, cue: Cue, band: Band) -> tuple[str | None, Band]:
        told = self.cast.recent(sex, cue.start)
        near = set(self.cast.recent(sex, cue.start, _NEAR))
        spoken = self.spoke.get(sex)
        if not told and spoken is None:
            return self._of_unknown_sex(cue)
        who = told[0] if told else ""
        if spoken is not None and (not told or self._later(spoken[0], who, cue)):
            who = spoken[1]
        unknown = self.cast.recent(Sex.UNKNOWN, cue.start, _CLOSE)
        if unknown and self.cast.last_before(who, cue.start) < self._last_of(unknown, cue):
            # Somebody whose sex the story does not tell was meant later than anybody it fits.
            return unknown[0], Band.CHECK
        others = near - {who}
        return who, Band.CHECK if others else band

    def _last_of(self, people: list[str], cue: Cue) -> int:
        return self.cast.last_before(people[0], cue.start)

    def _later(self, spoke: int, told: str, cue: Cue) -> bool:
        """Tell whether somebody spoke later than `told` was last told of before `cue`."""
        return -1 < self.cast.last_before(told, cue.start) < spoke

    def _of_unknown_sex(self, cue: Cue) -> tuple[str | None, Band]:
        """Return the one person near whose sex the story has not told, if there is one."""
        near = self.cast.recent(Sex.UNKNOWN, cue.start, _NEAR)
        return (near[0], Band.CHECK) if len(near) == 1 else (None, Band.CHECK)

    def _report(self, one: Quoted, kind: QuoteKind) -> None:
        """Read a few words of somebody's inside a report: they are the subject's."""
        turn = Turn([one], kind)
        self.turns.append(turn)
        if kind is not QuoteKind.MIXED:
            turn.rule = f"quote.{kind}@1"
            return
        at = self.page.paragraphs[one.paragraph]
        floor = max(at.start, one.first - _SENTENCE_REACH)
        breaks = [found.end() for found in _SENTENCE.finditer(self.page.low[floor : one.first])]
        start = floor + (breaks[-1] if breaks else 0)
        words = self.cues._words(one.paragraph, start, one.first)  # noqa: SLF001  # same reading
        subjects = self.cues.subjects(words)
        verbs = [word for word in words if self.tongue.says(word.low)]
        turn.rule = "speaker.report@1"
        if verbs:
            turn.evidence = [(Stretch(verbs[-1].start, verbs[-1].end), "cue-report")]
        if not subjects or not verbs:
            return
        first = subjects[0]
        turn.speaker, _ = self._who(Cue(first.who, first.start, first.end, "lead"))
        turn.band = Band.LIKELY if turn.speaker is not None else Band.CHECK
        to_me = any(word.low in TO_ME for word in words)
        if to_me and turn.speaker not in {None, NARRATOR}:
            turn.addressees = (NARRATOR,)


def _strongest(before: Cue | None, after: Cue | None) -> Cue | None:
    """Return the cue that tells most; a lead-in (`She said: ...`) before what comes after."""
    for how in ("verb", "act", "lead", "beat", "body", "after"):
        for cue in (before, after):
            if cue is not None and cue.how == how:
                return cue
    return None


def speakers(page: Page, quoted: Sequence[Quoted], cast: Cast, tongue: Tongue) -> list[Turn]:
    """Return what is said in the story, by whom and to whom, in reading order."""
    turns = _Speakers(page, cast, tongue).read(quoted)
    spoken = [turn for turn in turns if turn.kind in SPOKEN]
    sign(page, spoken, cast)
    fill(spoken, cast)
    addressees(page, spoken, cast, tongue)
    return turns
