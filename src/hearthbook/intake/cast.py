"""The people of a story while it is read: who they are, where they are meant, who was last."""

from __future__ import annotations

from bisect import bisect_left
from bisect import bisect_right
from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from hearthbook.intake.kinship import Relative
    from hearthbook.intake.page import Stretch

NARRATOR: Final = "narrator"


class Mention(Struct, frozen=True, gc=False, order=True):
    """A place where somebody is meant. `subject`: the words may be who does something."""

    start: int
    end: int
    key: str
    quoted: bool = False
    subject: bool = True


@dataclass(slots=True)
class Somebody:
    """What the story says of one person or group."""

    key: str
    relation: str = ""
    stated: str = ""
    sex: Sex = Sex.UNKNOWN
    group: bool = False
    name: str = ""
    rule: str = ""
    listed: bool = False
    inferred: bool = False
    mentions: list[Mention] = field(default_factory=list)
    evidence: list[tuple[Stretch, str]] = field(default_factory=list)


class Cast:
    """The people found so far, by key."""

    def __init__(self) -> None:
        self.people: dict[str, Somebody] = {}
        self.told_by_her = False
        self.renamed: dict[str, str] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self.group_mentions: list[Mention] = []
        self.unowned: list[Relative] = []
        self.called: set[int] = set()
        self._mentions: list[Mention] = []
        self._starts: list[int] = []
        self._spoken: dict[int, Mention] = {}
        self._by_sex: dict[Sex, list[Mention]] = {}

    def somebody(self, key: str) -> Somebody:
        """Return the person with `key`, a new one if there is none."""
        if key not in self.people:
            self.people[key] = Somebody(key)
        return self.people[key]

    def merge(self, one: str, other: str) -> None:
        """Take the person `other` to be `one`; what `one` already says stands."""
        if one == other:
            return
        kept, gone = self.people[one], self.people.pop(other)
        kept.relation = kept.relation or gone.relation
        kept.stated = kept.stated or gone.stated
        kept.name = kept.name or gone.name
        kept.group = kept.group or gone.group
        kept.listed = kept.listed or gone.listed
        kept.rule = kept.rule or gone.rule
        if kept.sex is Sex.UNKNOWN:
            kept.sex = gone.sex
        kept.mentions.extend(
            Mention(m.start, m.end, one, m.quoted, m.subject) for m in gone.mentions
        )
        kept.evidence.extend(gone.evidence)
        self.renamed[other] = one

    def key_now(self, key: str) -> str:
        """Return the key the person once called `key` goes by now."""
        while key in self.renamed:
            key = self.renamed[key]
        return key

    def arrange(self) -> None:
        """Put all mentions in reading order, so that they can be looked up."""
        everyone = self.people.values()
        for one in everyone:
            one.mentions.sort()
        self._mentions = sorted(mention for one in everyone for mention in {*one.mentions})
        self._starts = [mention.start for mention in self._mentions]
        self._spoken = {mention.start: mention for mention in reversed(self._mentions)}
        self._by_sex = {
            sex: [
                mention
                for mention in self._mentions
                if not mention.quoted
                and self.people[mention.key].sex is sex
                and not self.people[mention.key].group
                and mention.key != NARRATOR
            ]
            for sex in Sex
        }

    def last_before(self, key: str, place: int) -> int:
        """Return where `key` was last meant before `place`; -1 if nowhere."""
        mentions = self.people[key].mentions
        number = bisect_left(mentions, place, key=lambda mention: mention.start) - 1
        return mentions[number].start if number >= 0 else -1

    def at(self, place: int) -> Mention | None:
        """Return the mention that starts at `place`."""
        return self._spoken.get(place)

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start within `start` up to `end`."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def recent(self, sex: Sex, before: int, reach: int = 0) -> list[str]:
        """Return people of `sex` told of before `before`, the last one first, five at most.

        `reach` is how far back to look, in signs; 0 for the whole story.
        """
        mentions = self._by_sex.get(sex, [])
        found: list[str] = []
        place = bisect_right(mentions, before, key=lambda mention: mention.start) - 1
        low = max(place - 60, -1)
        while place > low and len(found) < 5:
            mention = mentions[place]
            if reach and mention.start < before - reach:
                break
            if mention.key not in found:
                found.append(mention.key)
            place -= 1
        return found
