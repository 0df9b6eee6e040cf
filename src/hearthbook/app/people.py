"""The people of a family, as a page offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.records.when import Told

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.records.family import Person


class Somebody(Struct, frozen=True):
    """One person: the short name, what they are called, how related, under which other names.

    `label` tells two of one name apart.
    """

    person: str
    name: str
    label: str
    relation: str
    aliases: tuple[str, ...]
    born: str
    child: bool


class People(Struct, frozen=True):
    """Children first, then everybody else, and the short name of who writes."""

    children: tuple[Somebody, ...]
    adults: tuple[Somebody, ...]
    writer: str

    @property
    def all(self) -> tuple[Somebody, ...]:
        """Everybody."""
        return (*self.children, *self.adults)


def everybody(home: Household) -> People:
    """Return everybody written down, each as last written down, with all their other names."""
    held: dict[str, list[Person]] = {}
    for one in home.people():
        held.setdefault(one.person, []).append(one)
    names = [some[-1].name for some in held.values()]
    found = [_somebody(some, names.count(some[-1].name) > 1) for some in held.values()]
    return People(
        tuple(one for one in found if one.child),
        tuple(one for one in found if not one.child),
        home.writer(),
    )


def _somebody(said: list[Person], shared: bool) -> Somebody:  # noqa: FBT001  # one caller
    last = said[-1]
    aliases = dict.fromkeys(alias for one in said for alias in one.aliases)
    born = [one.born for one in said if one.born is not None]
    at = (
        ""
        if not born
        else getattr(born[-1], "words" if isinstance(born[-1], Told) else "at", "")
    )
    return Somebody(
        person=last.person,
        name=last.name,
        label=f"{last.name} ({last.person})" if shared else last.name,
        relation=last.relation,
        aliases=tuple(aliases),
        born=str(at).replace("T", " "),
        child=last.child,
    )
