"""What the rules must know of a language; `english` and `russian` fill it in."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from msgspec import Struct

from hearthbook.records.draft import Sex


class Pronoun(StrEnum):
    """Who a pronoun stands for."""

    ME = "I"
    HE = "he"
    SHE = "she"
    THEY = "they"
    YOU = "you"
    OURS = "our"
    OWN = "own"  # Russian `свой`: of whoever the sentence is about


class Kin(Struct, frozen=True):
    """A noun for somebody who stands in a relation to somebody.

    `relation` is the same word in every language. `subject` is False for the forms that a
    language with cases does not use for who does something.
    """

    relation: str
    sex: Sex
    group: bool
    subject: bool = True


class Tongue(Struct, frozen=True):
    """The tables of one language. All words are in small letters, with е for ё."""

    code: str
    subjects: dict[str, Pronoun]
    objects: dict[str, Pronoun]
    owners: dict[str, Pronoun]
    kin: dict[str, Kin]
    roles: dict[str, Kin]
    articles: frozenset[str]
    named: frozenset[str]
    says: Callable[[str], bool]
    writes: Callable[[str], bool]
    mentions_writing: frozenset[str]
    between: Callable[[str], bool]
    joins: frozenset[str]
    body: frozenset[str]
    ended: Callable[[str], Sex]
    bare_kin: bool
    is_common: Callable[[str], bool]
    places: frozenset[str]


CHILDREN: Final = frozenset({"daughters", "sons", "children"})
CHILD: Final = frozenset({"daughter", "son", "child"})
ONE_OF: Final = {"daughters": "daughter", "sons": "son", "children": "child"}
SPOUSES: Final = frozenset(
    {"husband", "wife", "partner", "ex-husband", "ex-wife", "ex-partner", "fiance"}
)
# (whose, relation): what that makes them to her who tells. Anything else stays "X of Y".
_OF_SPOUSE: Final = {
    "mother": "mother-in-law",
    "father": "father-in-law",
    "sister": "sister-in-law",
    "brother": "brother-in-law",
    "parents": "parents-in-law",
}
_OF_PARENT: Final = {
    "mother": "grandmother",
    "father": "grandfather",
    "sister": "aunt",
    "brother": "uncle",
}
_OF_CHILD: Final = {
    "father": "co-parent",
    "mother": "co-parent",
    "sister": "daughter",
    "brother": "son",
}


def composed(whose: str, relation: str) -> str:
    """Return what the `relation` of one's own `whose` is to oneself, or `X of Y`."""
    if whose in SPOUSES:
        return _OF_SPOUSE.get(relation, f"{relation} of {whose}")
    if whose in {"mother", "father"}:
        return _OF_PARENT.get(relation, f"{relation} of {whose}")
    if whose in CHILD | CHILDREN:
        return _OF_CHILD.get(relation, f"{relation} of {whose}")
    return f"{relation} of {whose}"
