"""Propose the people of a story: relatives, roles and names, joined where the words join them.

Finds: `my husband`, `his mother, Olga,`, `Vera, our daughter`, `our daughters. A and B`.
Cannot know: whether two names are one person, whether a child is of both. Nothing is merged
on a guess; a name that is only ever called out is joined later, and marked as inferred.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.intake.cast import NARRATOR
from hearthbook.intake.cast import Cast
from hearthbook.intake.cast import Mention
from hearthbook.intake.children import name_children
from hearthbook.intake.kinship import Relative
from hearthbook.intake.kinship import relatives
from hearthbook.intake.names import Name
from hearthbook.intake.names import names
from hearthbook.intake.page import Stretch
from hearthbook.intake.tongue import CHILDREN
from hearthbook.intake.tongue import SPOUSES
from hearthbook.intake.tongue import Pronoun
from hearthbook.intake.tongue import composed
from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from hearthbook.intake.cast import Somebody
    from hearthbook.intake.names import Quotes
    from hearthbook.intake.page import Page
    from hearthbook.intake.tongue import Tongue

_APPOSED: Final = re.compile(
    r",?\s+(?:(?:(?:is |was )?(?:named|called)|зовут|по имени)\s+)?"
    r"(?:(?:mr|mrs|ms|miss|dr)\.?\s+)?"
)
_IS: Final = re.compile(r"\s*(?:,|\bis\b|\bwas\b|—|–)\s*")
_PRONOUN: Final = re.compile(
    r"\b(?:(?P<he>he|his|him|himself|он|его|ему)|(?P<she>she|her|herself|она|ее|ей))\b"
)
_SEX_REACH: Final = 80
_MARRIED: Final = re.compile(
    r"\b(?:i|i've|i'm|i'd)\b[^.!?]{0,40}\bmarried(?: to)?\s+$"
    r"|(?:^|[.,!?]\s*|\bя\s+(?:\w+\s+)?)(?:замужем за|вышла замуж за|женат на|женился на)\s+$"
)
_SPOUSE_OF_SEX: Final = {Sex.MALE: "husband", Sex.FEMALE: "wife"}
# As people write in forums: `I (29F)`, `Daniel (33 M)`.
_AGED: Final = re.compile(r"\s?\((?:\d\d\s?)?(?P<sex>[fm])(?:\s?\d\d)?\)")
_I_AGED: Final = re.compile(r"\bi\s?\((?:\d\d\s?)?(?P<sex>[fm])(?:\s?\d\d)?\)")
_MOTHER: Final = re.compile(
    r"\b(?:my pregnancy|i was pregnant|i got pregnant|i gave birth|i was in labou?r|my labou?r"
    r"|i breastfed|я родила|я была беременна|моя беременность)\b"
)
_SHE_TELLS: Final = re.compile(
    r"\bя\s+(?:(?:не|и|уже|еще|так|тоже)\s+)?([а-я]{2,}л(?P<she>а)?(?:сь|ся)?)\b"
)


class _Reading:
    """People met in reading order; `his` and `her` mean the last man and the last woman."""

    def __init__(self, page: Page, tongue: Tongue) -> None:
        self.page, self.tongue = page, tongue
        self.cast = Cast()
        self.last: dict[Sex, str] = {}
        self.before: Relative | Name | None = None
        self.before_key = ""
        self.firsts: dict[str, list[str]] = {}
        self.later: dict[str, tuple[str, str]] = {}
        self.cast.somebody(NARRATOR).relation = "self"

    def relative(self, one: Relative) -> None:
        """Meet somebody by what they are to somebody."""
        key = self._key(one)
        if key is None:
            if one.quoted:
                self.cast.unowned.append(one)
            return
        somebody = self.cast.somebody(key)
        somebody.relation = somebody.relation or key.removeprefix("?")
        if not somebody.stated:
            somebody.stated = self.page.words_at(self.page.passage(one.start, one.end))
        somebody.group = one.kin.group
        somebody.rule = somebody.rule or ("people.role@1" if one.role else "people.kin@1")
        if somebody.sex is Sex.UNKNOWN and not one.kin.group:
            somebody.sex = one.kin.sex
        key = self._reverse_apposition(one, key)
        self._mentioned(self.cast.key_now(key), one.start, one.end, one.quoted, one.subject)
        self.before, self.before_key = one, self.cast.key_now(key)

    def _key(self, one: Relative) -> str | None:
        """Return the key of the person: their relation to whoever tells the story."""
        relation = one.kin.relation
        if one.role:
            return relation
        if one.owner in {Pronoun.ME, Pronoun.OURS} and not one.quoted:
            return relation
        if one.owner is Pronoun.OURS and relation in CHILDREN:
            return relation  # whoever says "our children", they are the same ones
        if one.owner in {Pronoun.ME, Pronoun.OURS, Pronoun.YOU, Pronoun.OWN, None}:
            return None  # in a quotation it depends on who speaks
        return self._parent(relation) if one.owner is Pronoun.THEY else self._of(one)

    def _of(self, one: Relative) -> str | None:
        """Return the key of a relative of somebody who was told of before."""
        relation, owner = one.kin.relation, self._owner(one.owner)
        if owner is None:
            return f"?{relation} of unknown"
        if owner == NARRATOR:
            return relation
        known = self.cast.people.get(owner)
        if known is None or not known.relation:
            self.later[f"{relation} of {owner}"] = (relation, owner)
        return composed(known.relation if known and known.relation else owner, relation)

    def place_late(self) -> None:
        """Say what those are whose relatives had not been placed when they were met."""
        for key, (relation, owner) in self.later.items():
            placed = self.cast.people.get(self.cast.key_now(owner))
            if placed is not None and placed.relation and key in self.cast.people:
                now = composed(placed.relation, relation)
                if now in self.cast.people:
                    self.cast.merge(now, key)
                else:
                    self.cast.people[key].relation = now

    def _owner(self, owner: Pronoun | str | None) -> str | None:
        if owner is Pronoun.HE:
            return self.last.get(Sex.MALE)
        if owner is Pronoun.SHE:
            return self.last.get(Sex.FEMALE)
        found = self._bearers(str(owner))
        return found[0] if len(found) == 1 else str(owner)

    def _bearers(self, first: str) -> list[str]:
        """Return the keys of all whose first name is `first`."""
        return sorted({self.cast.key_now(key) for key in self.firsts.get(first, [])})

    def _parent(self, relation: str) -> str | None:
        """Return who `their father` is: the other parent, if the story has one."""
        if relation not in {"father", "mother"}:
            return None
        sex = Sex.MALE if relation == "father" else Sex.FEMALE
        known = self.cast.people
        spouses = [key for key in sorted(SPOUSES & known.keys()) if known[key].sex is sex]
        return spouses[0] if len(spouses) == 1 else "co-parent"

    def _mentioned(self, key: str, start: int, end: int, quoted: bool, subject: bool) -> None:  # noqa: FBT001  # both come as fields of what was found
        somebody = self.cast.people[key]
        somebody.mentions.append(Mention(start, end, key, quoted, subject))
        if not quoted and not somebody.group and key != NARRATOR:
            self.last[somebody.sex] = key

    def name(self, one: Name) -> None:
        """Meet somebody by name."""
        key = self._apposed(one) or self._by_name(one)
        somebody = self.cast.somebody(key)
        exact = one.subject and len(one.shown) == len(somebody.name)
        if exact or len(one.shown) > len(somebody.name):
            somebody.name = one.shown
        first = one.key.split()[0]
        if key not in self.firsts.setdefault(first, []):
            self.firsts[first].append(key)
        somebody.listed = somebody.listed or one.sure
        self._around_name(one, somebody)
        somebody.rule = somebody.rule or "people.name@1"
        if somebody.sex is Sex.UNKNOWN:
            somebody.sex = one.sex
        if one.called:
            somebody.evidence.append((Stretch(one.start, one.end), "called"))
            self.cast.called.add(one.start)
        self._mentioned(key, one.start, one.end, one.quoted, one.subject)
        self.before, self.before_key = one, key

    def _around_name(self, one: Name, somebody: Somebody) -> None:
        """Read `I am married to Daniel` and `Daniel (33M)`."""
        before = _MARRIED.search(self.page.low, max(0, one.start - 80), one.start)
        if before is not None and not one.quoted and not somebody.relation:
            somebody.relation = _SPOUSE_OF_SEX.get(one.sex, "partner")
            somebody.evidence.append((Stretch(before.start(), one.end), "married"))
        aged = _AGED.match(self.page.low, one.end)
        if aged is not None:
            somebody.sex = Sex.FEMALE if aged["sex"] == "f" else Sex.MALE

    def _by_name(self, one: Name) -> str:
        """Return the key of whoever bears the name, or its first part and no one else does."""
        if one.key in self.cast.people or one.key in self.cast.renamed:
            return self.cast.key_now(one.key)
        alike = [
            key
            for key in self._bearers(one.key.split()[0])
            if " " not in one.key or " " not in self.cast.people[key].name
        ]
        return alike[0] if len(alike) == 1 else one.key

    def _apposed(self, one: Name) -> str | None:
        """Return the key of the relative the name stands right after, if it names them."""
        before = self.before
        if not isinstance(before, Relative) or before.kin.group or self.before_key == NARRATOR:
            return None
        between = self.page.low[before.end : one.start]
        if before.owner == one.key.split()[0]:
            return None
        if not _APPOSED.fullmatch(between) or self.before_key not in self.cast.people:
            return None
        after = self.page.low[one.end : one.end + 1]
        if "," in between and after not in {",", ".", "", "—", "!", "?", "»", "”", ";", ":"}:
            return None
        relative = self.cast.people[self.before_key]
        evidence = (Stretch(before.start, one.end), "apposition")
        if relative.name and not _alike(relative.name, one.shown):
            named = self.cast.somebody(self._by_name(one))
            named.relation = named.relation or relative.relation
            named.sex = one.sex if one.sex is not Sex.UNKNOWN else relative.sex
            relative.mentions = [m for m in relative.mentions if m.start != before.start]
            named.mentions.append(
                Mention(before.start, before.end, named.key, before.quoted, before.subject)
            )
            named.evidence.append(evidence)
            return named.key
        relative.evidence.append(evidence)
        known = self._by_name(one)
        if known in self.cast.people and known != relative.key:
            self.cast.merge(relative.key, known)
        return relative.key

    def _reverse_apposition(self, one: Relative, key: str) -> str:
        """Join `Vera, our daughter` and `Vera is my sister`; return whose key it is now."""
        before = self.before
        if not isinstance(before, Name) or one.kin.group or one.quoted is not before.quoted:
            return key
        between = self.page.low[before.end : one.start]
        after = self.page.low[one.end : one.end + 1]
        closed = between.strip() != "," or after in {",", ".", "", "—", "!", ")", ";"}
        if not _IS.fullmatch(between) or not closed or self.before_key == key:
            return key
        named, relative = self.cast.people[self.before_key], self.cast.people[key]
        if named.relation and one.role and not relative.mentions:
            # `My aunt Theodora, a nurse`: one person, whom the story has already placed.
            del self.cast.people[key]
            return named.key
        if named.relation or relative.name:
            return key
        evidence = (Stretch(before.start, one.end), "apposition")
        self.cast.merge(key, self.before_key)
        relative.evidence.append(evidence)
        return key

    def tell_sex_of_narrator(self) -> None:
        """Set the sex of whoever tells, from what she says of herself or of a spouse."""
        narrator = self.cast.people[NARRATOR]
        aged = _I_AGED.search(self.page.low)
        found = _MOTHER.search(self.page.low)
        told = _SHE_TELLS.search(self.page.low) if self.tongue.bare_kin else None
        if found is not None:
            narrator.sex = Sex.FEMALE
            narrator.evidence.append((Stretch(*found.span()), "own-words"))
        elif aged is not None:
            narrator.sex = Sex.FEMALE if aged["sex"] == "f" else Sex.MALE
            narrator.evidence.append((Stretch(*aged.span()), "own-words"))
        elif told is not None:
            narrator.sex = Sex.FEMALE if told["she"] else Sex.MALE
            narrator.evidence.append((Stretch(*told.span()), "own-words"))
        else:
            self._from_spouse(narrator)

    def _from_spouse(self, narrator: Somebody) -> None:
        spouses = [one for one in self.cast.people.values() if one.relation in SPOUSES]
        other = {Sex.MALE: Sex.FEMALE, Sex.FEMALE: Sex.MALE}
        for spouse in spouses[:1]:
            narrator.sex = other.get(spouse.sex, Sex.UNKNOWN)
            if spouse.mentions:
                first = spouse.mentions[0]
                narrator.evidence.append((Stretch(first.start, first.end), "spouse"))
            narrator.inferred = narrator.sex is not Sex.UNKNOWN


def people(page: Page, quotes: Quotes, tongue: Tongue) -> Cast:
    """Return the people of the story, before anybody who speaks is known."""
    reading = _Reading(page, tongue)
    met: list[Relative | Name] = [
        *relatives(page, quotes, tongue),
        *names(page, quotes, tongue),
    ]
    met.sort(key=lambda one: (one.start, one.end))
    for one in met:
        if isinstance(one, Relative):
            reading.relative(one)
        else:
            reading.name(one)
    reading.place_late()
    reading.tell_sex_of_narrator()
    cast = reading.cast
    name_children(page, cast, met)
    _pronouns(page, cast)
    _narrator(page, quotes, cast, tongue)
    cast.arrange()
    return cast


def _alike(one: str, other: str) -> bool:
    return one.partition(" ")[0].lower() == other.partition(" ")[0].lower()


def _pronouns(page: Page, cast: Cast) -> None:
    """Give a person of unknown sex the sex of the pronouns that follow, if they agree."""
    for one in cast.people.values():
        if one.sex is not Sex.UNKNOWN or one.group or not one.name:
            continue
        votes = {Sex.MALE: 0, Sex.FEMALE: 0}
        for mention in one.mentions:
            found = _PRONOUN.search(page.low, mention.end, mention.end + _SEX_REACH)
            if found is not None and not mention.quoted:
                votes[Sex.MALE if found["he"] else Sex.FEMALE] += 1
        most = max(votes, key=lambda sex: votes[sex])
        if votes[most] * 100 > sum(votes.values()) * 62:
            one.sex = most
            one.inferred = True


def _narrator(page: Page, quotes: Quotes, cast: Cast, tongue: Tongue) -> None:
    """Find whether somebody tells the story as an I."""
    narrator = cast.people[NARRATOR]
    # The "my" of "my husband" is where he is meant.
    others = {mention.start for one in cast.people.values() for mention in one.mentions}
    for words in page.words:
        for word in words:
            acts = tongue.subjects.get(word.low) is Pronoun.ME
            meant = acts or tongue.objects.get(word.low) is Pronoun.ME
            if meant and word.start not in others and quotes.around(word.start) is None:
                mention = Mention(word.start, word.end, NARRATOR, subject=acts)
                narrator.mentions.append(mention)
    cast.told_by_her = bool(narrator.mentions)
