"""Who is meant by a name or a number, by what was said of it, the last word first.

1. A person's own short name, name and aliases are said to be theirs by the entry of the person.
   Later words may add names to them or take names away.
2. Of a name and a person holds the last word, whatever the order the words come in.
3. A short name that is said to be another person's joins that whole person to the other. A ring
   of such words joins nobody.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable


class Word(Struct, frozen=True):
    """One word about a name: when it was said, of whom, and whether it is theirs.

    `joins` is whether it was said of the name, and not only along with a person: an alias that
    is another's short name does not make two people one.
    """

    order: tuple[int, int, int, str]
    name: str
    person: str
    theirs: bool
    joins: bool = False


class Names:
    """All names and whose they are."""

    def __init__(
        self, words: Iterable[Word], people: Iterable[str], form: Callable[[str], str]
    ) -> None:
        self._form = form
        last: dict[tuple[str, str], Word] = {}
        for word in sorted(words, key=lambda one: one.order):
            last[form(word.name), word.person] = word
        self._claims: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, list[str]] = defaultdict(list)
        shorts = {form(short): short for short in people}
        self._joined: dict[str, str] = {}
        for (named, person), word in last.items():
            if not word.theirs:
                continue
            self._claims[named].add(person)
            self._names[person].append(word.name)
            if word.joins and shorts.get(named, person) != person:
                self._joined[shorts[named]] = person

    def person(self, named: str) -> str | None:
        """Return whose name `named` is, None if nobody's or more than one's."""
        those = self.claims(named)
        return those[0] if len(those) == 1 else None

    def claims(self, named: str) -> tuple[str, ...]:
        """Return everybody whose name `named` is said to be; an own short name comes alone."""
        form = self._form(named)
        those = self._claims.get(form, set())
        own = {who for who in those if self._form(who) == form}
        return tuple(sorted({self.whole(who) for who in own or those}))

    def holders(self, named: str, person: str) -> tuple[str, ...]:
        """Return those who are part of `person` and to whom `named` was given as a name."""
        form = self._form(named)
        those = (who for who in self._claims.get(form, ()) if self._form(who) != form)
        return tuple(sorted(who for who in those if self.whole(who) == person))

    def whole(self, person: str) -> str:
        """Return the person that `person` was joined to, at the end of the chain."""
        seen = [person]
        while seen[-1] in self._joined:
            seen.append(self._joined[seen[-1]])
            if seen[-1] in seen[:-1]:
                return person
        return seen[-1]

    def names(self, person: str) -> tuple[str, ...]:
        """Return the names that are said to be `person`'s, as they were first written."""
        those = [who for who in self._names if self.whole(who) == person]
        return tuple(sorted({name for who in those for name in self._names[who]}))

    @property
    def disputed(self) -> dict[str, tuple[str, ...]]:
        """Every form of a name that is said to be more than one person's, and whose."""
        found = {form: self.claims(form) for form in self._claims}
        return {form: those for form, those in sorted(found.items()) if len(those) > 1}
