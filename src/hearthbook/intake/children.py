"""The children of a story: names in a list, and the groups and single nouns that mean them.

`our daughters. Masha and Sonya` names two daughters. A group whose members have names is let
go, and what it says bears them out; `my daughter` is the one with a name, if there is only one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.intake.kinship import Relative
from hearthbook.intake.names import Name
from hearthbook.intake.page import Stretch
from hearthbook.intake.tongue import CHILD
from hearthbook.intake.tongue import CHILDREN
from hearthbook.intake.tongue import ONE_OF
from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from hearthbook.intake.cast import Cast
    from hearthbook.intake.page import Page

_BETWEEN_LIST: Final = re.compile(r"[\s.,:;—–-]*(?:named|called|are|were|зовут)?[\s.,:;—–-]*")
_AND: Final = re.compile(r"\s*(?:,|,?\s*(?:and|&|и))\s+")
_LIST_ENDS: Final = re.compile(r"\s*(?:[.,!;:»”\"—)…]|$)")
_BORN: Final = re.compile(r"(?:gave birth to|родила)\s*$")


def name_children(page: Page, cast: Cast, met: list[Relative | Name]) -> None:
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
