"""Propose the people of a story: relatives, roles and names, joined where the words join them.

Finds: `my husband`, `his mother, Olga Sergeevna,`, `Vera, our daughter`, `our daughters. A and B`.
Cannot know: whether two names are one person, whether a child is of both. Nothing is merged
on a guess; a name that is only ever called out is joined later, and marked as inferred.
"""

from __future__ import annotations

import re
from heapq import merge
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.intake.cast import NARRATOR
from hearthbook.intake.cast import Cast
from hearthbook.intake.cast import Mention
from hearthbook.intake.kinship import Relative
from hearthbook.intake.kinship import relatives
from hearthbook.intake.names import Name
from hearthbook.intake.names import names
from hearthbook.intake.page import Stretch
from hearthbook.intake.tongue import CHILD
from hearthbook.intake.tongue import CHILDREN
from hearthbook.intake.tongue import ONE_OF
from hearthbook.intake.tongue import SPOUSES
from hearthbook.intake.tongue import Pronoun
from hearthbook.intake.tongue import composed
from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from hearthbook.intake.cast import Somebody
    from hearthbook.intake.names import Quotes
    from hearthbook.intake.page import Page
    from hearthbook.intake.tongue import Tongue

_APPOSED: Final = re.compile(r",?\s+(?:(?:named|called|зовут|по имени)\s+)?")
_IS: Final = re.compile(r"\s*(?:,|\bis\b|\bwas\b|—|–)\s*")
_BETWEEN_LIST: Final = re.compile(r"[\s.,:;—–-]*(?:named|called|are|were|зовут)?[\s.,:;—–-]*")
_AND: Final = re.compile(r"\s*(?:,|,?\s*(?:and|&|и))\s+")
_LIST_ENDS: Final = re.compile(r"\s*(?:[.,!;:»”\"—)…]|$)")
_BORN: Final = re.compile(r"(?:gave birth to|родила)\s*$")
_PRONOUN: Final = re.compile(
    r"\b(?:(?P<he>he|his|him|himself|он|его|ему)|(?P<she>she|her|herself|она|ее|ей))\b"
)
_SEX_REACH: Final = 80
_MOTHER: Final = re.compile(
    r"\b(?:my pregnancy|i was pregnant|i got pregnant|i gave birth|i was in labou?r|my labou?r"
    r"|i breastfed|я родила|я была беременна|моя беременность)\b"
)
_SHE_TELLS: Final = re.compile(
    r"\bя\s+(?:(?:не|и|уже|еще|так|тоже)\s+)?([а-я]{2,}л(?P<she>а)?(?:сь|ся)?)\b"
)


class _Reading:
    """People met in reading order; the last man and the last woman are who `his` and `her` mean."""

    def __init__(self, page: Page, tongue: Tongue) -> None:
        self.page, self.tongue = page, tongue
        self.cast = Cast()
        self.last: dict[Sex, str] = {}
        self.before: Relative | Name | None = None
        self.before_key = ""
        self.firsts: dict[str, list[str]] = {}
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
        self._reverse_apposition(one, key)
        self._mentioned(self.cast.key_now(key), one.start, one.end, one.quoted, one.subject)
        self.before, self.before_key = one, self.cast.key_now(key)

    def _key(self, one: Relative) -> str | None:
        """Return the key of the person: their relation to whoever tells the story."""
        relation = one.kin.relation
        if one.role or (one.owner in {Pronoun.ME, Pronoun.OURS} and not one.quoted):
            return relation
        if one.quoted and one.owner in {Pronoun.ME, Pronoun.OURS, Pronoun.YOU}:
            # Whose it is depends on who speaks; the children of a "we" are the exception.
            return relation if one.owner is Pronoun.OURS and relation in CHILDREN else None
        if one.owner is Pronoun.THEY:
            return self._parent(relation)
        if one.owner in {Pronoun.YOU, Pronoun.OWN, None}:
            return None
        owner = self._owner(one.owner)
        if owner is None:
            return f"?{relation} of unknown"
        if owner == NARRATOR:
            return relation
        return composed(self.cast.people[owner].relation or owner, relation)

    def _owner(self, owner: Pronoun | str | None) -> str | None:
        if owner is Pronoun.HE:
            return self.last.get(Sex.MALE)
        if owner is Pronoun.SHE:
            return self.last.get(Sex.FEMALE)
        found = self._bearers(str(owner))
        return found[0] if len(found) == 1 else None

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
        if not somebody.name or len(one.shown) > len(somebody.name):
            somebody.name = one.shown
        first = one.key.split()[0]
        if key not in self.firsts.setdefault(first, []):
            self.firsts[first].append(key)
        somebody.listed = somebody.listed or one.sure
        somebody.rule = somebody.rule or "people.name@1"
        if somebody.sex is Sex.UNKNOWN:
            somebody.sex = one.sex
        if one.called:
            somebody.evidence.append((Stretch(one.start, one.end), "called"))
            self.cast.called.add(one.start)
        self._mentioned(key, one.start, one.end, one.quoted, one.subject)
        self.before, self.before_key = one, key

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

    def _reverse_apposition(self, one: Relative, key: str) -> None:
        """Join `Vera, our daughter` and `Vera is my sister`."""
        before = self.before
        if not isinstance(before, Name) or one.kin.group or one.quoted is not before.quoted:
            return
        between = self.page.low[before.end : one.start]
        after = self.page.low[one.end : one.end + 1]
        closed = between.strip() != "," or after in {",", ".", "", "—", "!", ")", ";"}
        if not _IS.fullmatch(between) or not closed or self.before_key == key:
            return
        named, relative = self.cast.people[self.before_key], self.cast.people[key]
        if named.relation or relative.name:
            return
        evidence = (Stretch(before.start, one.end), "apposition")
        self.cast.merge(key, self.before_key)
        relative.evidence.append(evidence)

    def tell_sex_of_narrator(self) -> None:
        """Set the sex of whoever tells, from what she says of herself or of a spouse."""
        narrator = self.cast.people[NARRATOR]
        found = _MOTHER.search(self.page.low)
        told = _SHE_TELLS.search(self.page.low) if self.tongue.bare_kin else None
        if found is not None:
            narrator.sex = Sex.FEMALE
            narrator.evidence.append((Stretch(*found.span()), "own-words"))
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
    found = merge(
        relatives(page, quotes, tongue), names(page, quotes, tongue), key=lambda one: one.start
    )
    met = list(found)
    for one in met:
        if isinstance(one, Relative):
            reading.relative(one)
        else:
            reading.name(one)
    reading.tell_sex_of_narrator()
    cast = reading.cast
    _children(page, cast, met)
    _pronouns(page, cast)
    _narrator(page, quotes, cast, tongue)
    cast.arrange()
    return cast


def _alike(one: str, other: str) -> bool:
    return one.split()[0].lower() == other.split()[0].lower()


def _children(page: Page, cast: Cast, met: list[Relative | Name]) -> None:
    """Give the names in a list after `our daughters` their relation, and close the group."""
    for place, one in enumerate(met):
        if isinstance(one, Relative) and one.kin.relation in CHILDREN:
            listed = _list_after(page, met, place)
            for name in listed:
                _child(cast, name, ONE_OF[one.kin.relation], Stretch(one.start, listed[-1].end))
        elif isinstance(one, Name) and _BORN.search(
            page.low[max(0, one.start - 20) : one.start]
        ):
            for name in _more(page, met, place):
                _child(cast, name, "", Stretch(one.start, one.end))
    for group in sorted(CHILDREN & cast.people.keys()):
        _close_group(cast, group)
    for single in sorted(CHILD & cast.people.keys()):
        _close_single(cast, single)


def _list_after(page: Page, met: list[Relative | Name], place: int) -> list[Name]:
    """Return the names listed right after the noun at `place`."""
    noun = met[place]
    following = met[place + 1 : place + 2]
    if not following or not isinstance(following[0], Name):
        return []
    between = page.low[noun.end : following[0].start]
    if not _BETWEEN_LIST.fullmatch(between):
        return []
    listed = _more(page, met, place + 1)
    closed = _LIST_ENDS.match(page.view, listed[-1].end) is not None
    return listed if len(listed) > 1 and (closed or "." not in between) else []


def _more(page: Page, met: list[Relative | Name], place: int) -> list[Name]:
    """Return the names from `place` on that `and` and commas join."""
    listed: list[Name] = []
    for one in met[place : place + 6]:
        if not isinstance(one, Name):
            break
        if listed and not _AND.fullmatch(page.low[listed[-1].end : one.start]):
            break
        listed.append(one)
    return listed


def _child(cast: Cast, name: Name, relation: str, why: Stretch) -> None:
    child = cast.people.get(cast.key_now(name.key))
    if child is None or child.relation not in {"", "child"}:
        return
    own = {Sex.FEMALE: "daughter", Sex.MALE: "son"}.get(child.sex, "child")
    child.relation = relation if relation not in {"", "child"} else own
    if relation == "daughter":
        child.sex = Sex.FEMALE
    elif relation == "son":
        child.sex = Sex.MALE
    if (why, "list") not in child.evidence:
        child.evidence.append((why, "list"))


def _close_group(cast: Cast, group: str) -> None:
    """Let a group of children go whose members have names; its mentions bear them out."""
    wanted = {ONE_OF[group]} if group != "children" else CHILD
    members = [one for one in cast.people.values() if one.relation in wanted and one.name]
    if len(members) < 2:
        return
    gone = cast.people.pop(group)
    for member in members:
        member.evidence.extend(
            (Stretch(mention.start, mention.end), "group") for mention in gone.mentions[:3]
        )
    cast.groups[group] = tuple(member.key for member in members)
    cast.group_mentions.extend(gone.mentions)


def _close_single(cast: Cast, single: str) -> None:
    """Join `my daughter` with the one daughter who has a name; with several, it is either."""
    if cast.people[single].name:
        return
    wanted = CHILD if single == "child" else {single}
    same = [k for k, one in cast.people.items() if one.relation in wanted and one.name]
    if len(same) == 1:
        cast.merge(same[0], single)
    elif same:
        cast.group_mentions.extend(cast.people.pop(single).mentions)


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
    for words in page.words:
        for word in words:
            pronoun = tongue.subjects.get(word.low)
            if pronoun is Pronoun.ME and quotes.around(word.start) is None:
                narrator.mentions.append(Mention(word.start, word.end, NARRATOR))
    cast.told_by_her = bool(narrator.mentions)
