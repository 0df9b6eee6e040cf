"""Find what beside a quotation tells who says it: a verb of speech, a lead-in, a gesture.

1. After: `he muttered`, `said Olga`, `— прошептала я`.
2. Before, ending in a comma or a colon: `She texted me:`.
3. A sentence before it in the same paragraph, without a verb of speech: `I frowned.`; or, with
   nobody who acts, whose face or eyes it is about: `Tears welled up in my eyes.`
4. A sentence after it, if nothing else is there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from msgspec import Struct

from hearthbook.intake.lists import listed
from hearthbook.intake.tongue import Pronoun
from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from hearthbook.intake.cast import Cast
    from hearthbook.intake.page import Page
    from hearthbook.intake.page import Word
    from hearthbook.intake.quotes import Quoted
    from hearthbook.intake.tongue import Tongue

_STOP: Final = re.compile(r"[.!?…;](?:\s|$)|[«“\"„]")
_BREAK: Final = re.compile(r"(?<!\bmr)(?<!\bmrs)(?<!\bdr)(?<!\bms)[.!?…][»”\"'’)]*\s+(?=\S)")
_UNTIL: Final = listed("when as while after before if since once когда пока если после")
_STARTS: Final = listed("""
    but that because when while as if so after before since where until once then yesterday
    today later day morning night week evening month afternoon monday tuesday wednesday
    thursday friday saturday sunday instead and both how what why though although moment
    """)
_SENT: Final = listed("sent sends left slipped handed gave оставил оставила передал")
_ARTICLES: Final = listed("the a an another some")
_FEW: Final = 12


class Cue(Struct, frozen=True):
    """Words that tell who speaks. `who` is a pronoun, a person, or None for nobody known."""

    who: Pronoun | str | None
    start: int
    end: int
    how: str
    sex: Sex = Sex.UNKNOWN


class _Subject(NamedTuple):
    who: Pronoun | str | None
    start: int
    end: int
    following: int


class Cues:
    """Reads the narration around quotations."""

    def __init__(self, page: Page, cast: Cast, tongue: Tongue) -> None:
        self.page, self.cast, self.tongue = page, cast, tongue

    def after(self, one: Quoted, limit: int) -> Cue | None:
        """Return what the words right after `one` tell."""
        stop = _STOP.search(self.page.low, one.last, limit)
        words = self._words(one.paragraph, one.last, stop.start() if stop else limit)[:_FEW]
        joined = bool(words) and words[0].low in self.tongue.joins
        if joined:
            words = words[1:]
        if not words:
            return None
        cue = self._subject_first(words, one) or self._verb_first(words)
        if cue is None or not joined:
            return cue
        return Cue(cue.who, cue.start, cue.end, "after", cue.sex)  # `“...” and I wrote it down`

    def _subject_first(self, words: tuple[Word, ...], one: Quoted) -> Cue | None:
        subject = self._subject(words, 0)
        if subject is None:
            return None
        verb = self._skip(words, subject.following, 3)
        if verb < len(words) and self.tongue.says(words[verb].low):
            # `"I cannot sleep." I told him ...`: a sentence of its own, not who said it.
            apart = self.page.view[one.end - 1] == "." and self.page.capital(words[0])
            how = "after" if apart and one.mark != "—" else "verb"
            return Cue(subject.who, subject.start, words[verb].end, how)
        if subject.who is None:
            return None
        goes_on = self.page.view[one.last : words[0].start].strip() in {
            "",
            "—",
            "–",
            ", —",
            "-",
        }
        small = not self.page.capital(words[0]) or subject.who is Pronoun.ME
        unfinished = self.page.view[one.end - 1] in ",!?…—" and small and goes_on
        return Cue(subject.who, subject.start, subject.end, "act" if unfinished else "after")

    def _verb_first(self, words: tuple[Word, ...]) -> Cue | None:
        verb = self._skip(words, 0, 2)
        if verb >= len(words) or not self.tongue.says(words[verb].low):
            return None
        said = words[verb]
        subject = self._subject(words, self._skip(words, verb + 1, 3))
        if subject is not None and subject.who is not None:
            return Cue(subject.who, said.start, subject.end, "verb")
        if said.low.endswith(("ю", "у", "юсь", "усь")):
            return Cue(Pronoun.ME, said.start, said.end, "verb")
        return Cue(None, said.start, said.end, "verb", self.tongue.ended(said.low))

    def before(self, one: Quoted, floor: int) -> Cue | None:
        """Return what the sentence before `one`, not before `floor`, tells."""
        text = self.page.low[floor : one.first].rstrip(" —–-" if one.mark == "—" else None)
        breaks = [found.end() for found in _BREAK.finditer(text)]
        start = floor + (breaks[-1] if breaks else 0)
        words = self._words(one.paragraph, start, one.first)
        if not words:
            return None
        if text[-1] in ",:—–":
            return self._lead(words)
        if text[-1] in ".!?…":
            return self._gesture(words)
        return self._lead(words) if text[-1] in "-;" or self._has_verb(words) else None

    def above(self, one: Quoted) -> Cue | None:
        """Return what the paragraph before tells, if it ends in a colon."""
        if one.paragraph == 0:
            return None
        at = self.page.paragraphs[one.paragraph - 1]
        text = self.page.low[at.start : at.end]
        if not text.endswith(":"):
            return None
        breaks = [found.end() for found in _BREAK.finditer(text)]
        start = at.start + (breaks[-1] if breaks else 0)
        return self._lead(self._words(one.paragraph - 1, start, at.end))

    def _has_verb(self, words: tuple[Word, ...]) -> bool:
        return any(self.tongue.says(word.low) for word in words[-3:])

    def _lead(self, words: tuple[Word, ...]) -> Cue | None:
        said = [place for place, word in enumerate(words) if self.tongue.says(word.low)]
        subjects = self.subjects(words)
        if not subjects:
            return self._verb_first(words[said[-1] :]) if said else self._body(words)
        if said:
            verb = words[said[-1]]
            left = [one for one in subjects if one.start < verb.start]
            chosen = left[-1] if left else subjects[0]
            return Cue(chosen.who, chosen.start, max(verb.end, chosen.end), "verb")
        lows = {word.low for word in words}
        if not lows.isdisjoint(self.tongue.mentions_writing) and lows.isdisjoint(_SENT):
            return self._from(words)
        chosen = subjects[0]
        return Cue(chosen.who, chosen.start, chosen.end, "lead")

    def _from(self, words: tuple[Word, ...]) -> Cue | None:
        """Return whom a letter is from; who finds it did not write it."""
        for word, following in pairwise(words):
            mention = self.cast.at(following.start)
            if word.low in {"from", "by", "от"} and mention is not None:
                return Cue(mention.key, word.start, mention.end, "lead")
        return None

    def _gesture(self, words: tuple[Word, ...]) -> Cue | None:
        subjects = self.subjects(words)
        if not subjects:
            return self._body(words)
        chosen = subjects[0]
        if words[0].low in _UNTIL:
            comma = self.page.low.find(",", words[0].start, words[-1].end)
            later = [one for one in subjects if comma >= 0 and one.start > comma]
            chosen = later[0] if later else chosen
        verb = self._following(words, chosen)
        return Cue(chosen.who, chosen.start, verb, "beat")

    def _following(self, words: tuple[Word, ...], subject: _Subject) -> int:
        """Return the end of the word after `subject`, so that the cue shows what was done."""
        after = words[subject.following : subject.following + 1]
        return after[0].end if after else subject.end

    def _body(self, words: tuple[Word, ...]) -> Cue | None:
        """Return whose face, eyes or voice the sentence is about."""
        if not any(word.low in self.tongue.body for word in words):
            return None
        for word in words:
            owner = self.tongue.objects.get(word.low)
            if owner is not None:
                return Cue(owner, words[0].start, words[-1].end, "body")
            mention = self.cast.at(word.start)
            if mention is not None and not mention.quoted:
                return Cue(mention.key, words[0].start, words[-1].end, "body")
        return None

    def subjects(self, words: tuple[Word, ...]) -> list[_Subject]:
        """Return those among `words` who may be doing something, in their order."""
        found: list[_Subject] = []
        first: list[_Subject] = []
        place = 0
        while place < len(words):
            subject = self._subject(words, place, nominal=False)
            if subject is None:
                place += 1
                continue
            found.append(subject)
            if isinstance(subject.who, Pronoun) or self._begins_clause(words, place):
                first.append(subject)
            place = subject.following
        return first or found

    def _begins_clause(self, words: tuple[Word, ...], place: int) -> bool:
        """Tell whether a noun stands where whoever acts stands, and not after a verb."""
        if place == 0 or self.tongue.bare_kin:
            return True  # Russian shows by the form of the noun who acts
        before = words[place - 1]
        if self.page.plain[before.end : words[place].start] != " ":
            return True
        if before.low in {"and", "or"}:
            return not any(
                mention.end >= words[place - 2].start
                for mention in self.cast.within(words[0].start, before.start)
            )
        return before.low in _STARTS or before.low.endswith("ly")

    def _subject(
        self, words: tuple[Word, ...], place: int, *, nominal: bool = True
    ) -> _Subject | None:
        if place >= len(words):
            return None
        word = words[place]
        pronoun = self.tongue.subjects.get(word.low)
        if pronoun is not None:
            return _Subject(pronoun, word.start, word.end, place + 1)
        mention = self.cast.at(word.start)
        if mention is not None and not mention.quoted:
            return self._mentioned(words, place)
        if nominal and word.low in _ARTICLES:
            for following in range(place + 1, min(place + 5, len(words))):
                if self.tongue.says(words[following].low):
                    return _Subject(None, word.start, words[following].start, following)
        return None

    def _mentioned(self, words: tuple[Word, ...], place: int) -> _Subject | None:
        """Return the person meant at `place`, any apposition included."""
        mention = self.cast.at(words[place].start)
        if mention is None or not mention.subject:
            return None
        end, key = mention.end, mention.key
        following = place
        while following < len(words) and words[following].start < end:
            following += 1
        if following < len(words):
            apposed = self.cast.at(words[following].start)
            near = self.page.plain[end : words[following].start] in {", ", " "}
            if apposed is not None and apposed.key == key and near:
                end = apposed.end
                while following < len(words) and words[following].start < end:
                    following += 1
        return _Subject(key, mention.start, end, following)

    def _skip(self, words: tuple[Word, ...], place: int, most: int) -> int:
        """Return the first place from `place` on that is no adverb or auxiliary."""
        end = min(place + most, len(words))
        while place < end and self.tongue.between(words[place].low):
            place += 1
        return place

    def _words(self, paragraph: int, start: int, end: int) -> tuple[Word, ...]:
        words = self.page.words[paragraph]
        first = bisect_left(words, start, key=lambda word: word.start)
        last = bisect_left(words, end, key=lambda word: word.start)
        return words[first:last]
