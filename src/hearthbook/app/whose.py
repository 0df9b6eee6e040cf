"""Who is who: names and numbers of all sources, proposed as one person and joined by a yes.

1. Nothing is joined by itself. A proposal says why; only `join` writes anything down.
2. A name that leads to numbers of two cards, or that two people claim, is nobody's: it is
   listed, and left to the person who knows.
3. Joining and splitting are entries; the last word about a name holds, so each can be undone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.clock import now
from hearthbook.app.diary import log
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.text import nfc
from hearthbook.index.folding import sounds
from hearthbook.records.identity import Naming
from hearthbook.records.statement import Contact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.app.household import Household
    from hearthbook.records.resolution import Known

BOOK = "record"
_NO_NAME = frozenset({"", "(unknown)", "unknown", "null"})


class Someone(Struct, frozen=True):
    """A person: every name and number that is theirs, and how much came from them."""

    person: str
    name: str
    relation: str
    child: bool
    names: tuple[str, ...]
    sent: int


class Stranger(Struct, frozen=True):
    """A name or number that is nobody's yet, or that several claim."""

    name: str
    sent: int
    claimed_by: tuple[str, ...]


class People(Struct, frozen=True):
    """Everybody, and every name and number of messages and calls that is nobody's."""

    people: tuple[Someone, ...]
    strangers: tuple[Stranger, ...]


class Reason(Struct, frozen=True):
    """Why two names may be one person's: the name of a sentence, and what it is about."""

    why: str
    one: str
    other: str


class Proposal(Struct, frozen=True):
    """Names that may be one person's. `people` are those who go by one of them already."""

    people: tuple[str, ...]
    name: str
    names: tuple[str, ...]
    reasons: tuple[Reason, ...]


class Joined(Struct, frozen=True):
    """What a join or a split wrote down. `claimed` are names that others claim as well."""

    person: str
    names: tuple[str, ...]
    refs: tuple[str, ...]
    claimed: tuple[str, ...] = ()


def people(home: Household) -> People:
    """Return who is known, and what is nobody's."""
    told = home.told()
    named = home.index(BOOK).named()
    sent: dict[str, int] = defaultdict(int)
    for name, count in named:
        sent[told.person(name) or ""] += count
    return People(
        tuple(
            Someone(
                short, one.name, one.relation, one.child, told.names.names(short), sent[short]
            )
            for short, one in told.people.items()
        ),
        tuple(
            Stranger(name, count, told.names.claims(name))
            for name, count in sorted(named, key=lambda one: (-one[1], one[0]))
            if told.person(name) is None and name.casefold() not in _NO_NAME
        ),
    )


def propose(home: Household) -> list[Proposal]:
    """Return what may be one person, with reasons; what is theirs already is not proposed."""
    told = home.told()
    found = _Groups(told)
    for name, _ in home.index(BOOK).named():
        found.meet(name)
    for one, label in home.index(BOOK).labelled():
        if label.casefold() not in _NO_NAME:
            found.tie(label, [one], "saved-as")
    for entry in home.of_kind(BOOK, "contact"):
        card = entry.record
        if isinstance(card, Contact) and card.name:
            addresses = [one.value for one in (*card.numbers, *card.mails)]
            found.tie(card.name, addresses, "card")
    return found.proposals()


def join(
    home: Household, *, person: str, names: Sequence[str], why: Sequence[str] = ()
) -> Joined:
    """Say that `names` are those of `person`, who is written down if nobody goes by that name.

    Raises:
        Failure: if the name is one that several claim.
    """
    told = home.told()
    short = told.person(person)
    refs: list[str] = []
    if short is None:
        if told.names.claims(person):
            raise Failure("name-claimed", Exit.WRONG_USAGE, name=person)
        refs.append(log(home, kind="person", values={"name": [person]}, book=BOOK))
        told = home.told()
        short = told.person(person) or person
    new = [nfc(name) for name in names if told.person(name) != short]
    claimed = [name for name in new if _others(told, name, short)]
    if new:
        refs += _said(home, Word(short, tuple(new), theirs=True, why=tuple(why)))
    return Joined(short, tuple(new), tuple(refs), tuple(claimed))


def split(home: Household, *, person: str, names: Sequence[str]) -> Joined:
    """Say that `names` are not those of `person`.

    Raises:
        Failure: if nobody goes by that name, or one of `names` is not theirs or their own.
    """
    told = home.told()
    short = told.person(person)
    if short is None:
        raise Failure("unknown-person", Exit.WRONG_USAGE, name=person)
    refs: list[str] = []
    for name in map(nfc, names):
        holders = told.names.holders(name, short)
        if not holders:
            raise Failure("not-theirs", Exit.WRONG_USAGE, name=name, person=person)
        for holder in holders:
            refs += _said(home, Word(holder, (name,), theirs=False))
    return Joined(short, tuple(map(nfc, names)), tuple(refs))


class Word(Struct, frozen=True):
    """One word about names, before it is written down."""

    person: str
    names: tuple[str, ...]
    theirs: bool
    why: tuple[str, ...] = ()


def _said(home: Household, word: Word) -> list[str]:
    record = Naming(
        person=word.person,
        names=word.names,
        theirs=word.theirs,
        why=word.why,
        recorded_by=home.writer(),
        written=now(),
        origin=home.origin(BOOK),
    )
    return home.add(BOOK, [record])


def _others(told: Known, name: str, short: str) -> bool:
    # Who goes by it as a short name is joined whole, and so claims it no longer.
    those = set(told.names.claims(name)) - {short}
    return bool(those) and not any(told.form(name) == told.form(one) for one in those)


class _Groups:
    """Names and numbers that are tied to each other, and why."""

    def __init__(self, told: Known) -> None:
        self._told = told
        self._spelled: dict[str, set[str]] = defaultdict(set)
        self._over: dict[str, str] = {}
        self._ties: dict[str, dict[str, Reason]] = defaultdict(dict)
        self._reasons: list[tuple[str, Reason]] = []
        for short in told.people:
            for name in told.names.names(short):
                if told.person(name) == short:
                    self._unite(self.meet(name), self.meet(short))

    def meet(self, name: str) -> str:
        """Keep a spelling and return the form it is compared in."""
        form = self._told.form(name)
        self._spelled[form].add(name)
        self._over.setdefault(form, form)
        return form

    def tie(self, name: str, addresses: Iterable[str], why: str) -> None:
        """Tie a name to the numbers and mail addresses of one card or one contact."""
        form = self.meet(name)
        first: str | None = None
        for address in addresses:
            at = self.meet(address)
            self._ties[form].setdefault(at, Reason(why, name, address))
            self._unite(at, first or at)
            first = first or at

    def proposals(self) -> list[Proposal]:
        """Return every group that would say something new, those with people first."""
        for form, ties in self._ties.items():
            if len({self._top(at) for at in ties}) == 1:
                at, reason = next(iter(sorted(ties.items())))
                self._unite(form, at)
                self._reasons.append((at, reason))
        self._tie_by_sound()
        groups: dict[str, list[str]] = defaultdict(list)
        for form in self._over:
            groups[self._top(form)].append(form)
        found = [self._proposal(top, forms) for top, forms in groups.items()]
        return sorted(
            (one for one in found if one is not None),
            key=lambda one: (not one.people, one.people, one.names),
        )

    def _tie_by_sound(self) -> None:
        sounding: dict[str, dict[str, str]] = defaultdict(dict)
        for form in sorted(self._over):
            if any(sign.isalpha() for sign in form) and "@" not in form:
                sound = " ".join(map(sounds, form.split()))
                sounding[sound].setdefault(self._top(form), form)
        for forms in sounding.values():
            if len(forms) == 2:  # of three or more nobody can tell which two are one
                one, other = forms.values()
                self._unite(one, other)
                self._reasons.append((one, Reason("sounds-alike", one, other)))

    def _proposal(self, top: str, forms: list[str]) -> Proposal | None:
        names = sorted({name for form in forms for name in self._spelled[form]})
        people = {self._told.person(name) for name in names} - {None}
        new = tuple(name for name in names if self._told.person(name) is None)
        several = len(people) > 1
        if not several and (not new or (not people and len(forms) < 2 and len(new) < 2)):
            return None
        reasons = {reason for at, reason in self._reasons if self._top(at) == top}
        reasons |= {
            Reason("one-number", *sorted(self._spelled[form])[:2])
            for form in forms
            if len(self._spelled[form]) > 1 and form[:1] == "+"
        }
        known = tuple(sorted(one for one in people if one))
        lettered = [name for name in new if any(sign.isalpha() for sign in name)]
        best = known[0] if known else max(lettered or new, key=lambda name: (len(name), name))
        ordered = tuple(sorted(reasons, key=lambda one: (one.why, one.one, one.other)))
        rest = known[1:] if several else ()
        return Proposal(known, best, tuple(n for n in (*rest, *new) if n != best), ordered)

    def _top(self, form: str) -> str:
        while (over := self._over[form]) != form:
            form = over
        return form

    def _unite(self, one: str, other: str) -> None:
        self._over[self._top(one)] = self._top(other)
