"""Find the messages and calls that two exports both hold, by a rule that would rather miss one.

1. Two entries may be one only if the same person sent them as far as both exports say, if they
   have the same words (spacing and signs of direction apart), and may have been at one time:
   the minute of one export holds the second of the other. Calls must also have ended alike and
   taken as long. Times are compared only if both are moments, or both readings without zone.
2. Conversations are laid beside each other in order of time, each export's own order kept where
   times are equal. Pairs never cross: each pair stands after the one before it in both.
3. Pictures have other words in every export ("image omitted", a file's name). Two of them are a
   pair only if they are alone between the same two pairs.
4. Two conversations are held for one only if the same people wrote in the time both cover, and
   at least half of what either holds of that time was paired. Fewer than three pairs count only
   if one of them has twelve letters or more, or is exact to the second. Where neither export
   names who is written to, at least two must have written.
5. Lines an app wrote may be paired, and count for nothing in rule 4.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.time import MINUTE
from hearthbook.base.time import Span
from hearthbook.records.clock import Clock
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.message import Way
from hearthbook.records.resolution import by_app

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from hearthbook.records.resolution import Known
    from hearthbook.records.resolution import Resolved

RULE: Final = "same-words-1"
_LONG: Final = 12
_FEW: Final = 3
_UNSEEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MEDIA: Final = frozenset({Mark.MEDIA_ATTACHED, Mark.MEDIA_OMITTED, Mark.VIEW_ONCE})
_Pair = tuple[str, str]


class _Item(NamedTuple):
    """One entry as far as the rule looks at it; `sender` is empty for an unknown owner."""

    ref: str
    span: Span
    sender: str
    way: Way | None
    body: tuple[str, ...]
    is_media: bool
    is_app: bool


class Talk(NamedTuple):
    """One conversation of an export. `parties` is None where the export does not name them."""

    parties: frozenset[str] | None
    owner: str
    has_zone: bool
    items: list[_Item]


def twins(one: Sequence[Talk], other: Sequence[Talk]) -> list[_Pair]:
    """Return the pairs of refs that the talks of two exports have in common, of `one` first."""
    return [
        pair
        for talk in one
        for beside in other
        if _may_be_one(talk, beside)
        for pair in _paired(talk, beside)
    ]


def talks(facts: Iterable[Resolved], known: Known) -> list[Talk]:
    """Return the conversations of one export, made once and laid beside many others."""
    clock = Clock()
    held: dict[tuple[object, ...], Talk] = {}
    for fact in facts:
        record = fact.record
        if (
            not isinstance(record, Message | Call)
            or fact.fallen
            or record.parties.way is _UNSENT
        ):
            continue
        span = fact.span or clock.span(record.when, "UTC")
        if span is None:
            continue
        owner = known.me(record.origin.original) or ""
        parties = _parties(fact, owner, known)
        key = (type(record), record.origin.member, parties, fact.span is None)
        talk = held.setdefault(key, Talk(parties, owner, fact.span is not None, []))
        talk.items.append(_item(fact, record, span, known))
    for talk in held.values():
        talk.items.sort(key=lambda item: item.span.start)
    return list(held.values())


_UNSENT: Final = Way.UNSENT


def _parties(fact: Resolved, owner: str, known: Known) -> frozenset[str] | None:
    """Return the other side of the owner, None in a chat that names nobody but its writers."""
    record = fact.record
    if not isinstance(record, Message | Call) or record.parties.way is None:
        return None
    named = (*fact.others, *([fact.who] if fact.who else []))
    return frozenset(known.identity(name) for name in named) - {owner}


def _item(fact: Resolved, record: Message | Call, span: Span, known: Known) -> _Item:
    sender = fact.person or (known.identity(fact.named) if fact.named else "")
    way = record.parties.way
    if isinstance(record, Call):
        body: tuple[str, ...] = (str(record.outcome), str(record.seconds))
        return _Item(fact.ref, span, sender, way, body, is_media=False, is_app=False)
    text = " ".join(_UNSEEN.sub("", record.text).split())
    media = not _MEDIA.isdisjoint(record.marks) or bool(record.media)
    return _Item(fact.ref, span, sender, way, (text,), media, by_app(record))


def _may_be_one(one: Talk, other: Talk) -> bool:
    if one.has_zone != other.has_zone:
        return False
    if one.parties is None or other.parties is None:
        return True
    owners = {one.owner, other.owner} - {""}
    if one.parties == other.parties and len(owners) < 2:
        return True
    return one.parties | {one.owner} == other.parties | {other.owner}


def _paired(one: Talk, other: Talk) -> list[_Pair]:
    common = _common(one.items, other.items)
    if common is None:
        return []
    first, second = _within(one.items, common), _within(other.items, common)
    named = one.parties is not None or other.parties is not None
    if not _same_writers(first, second, named=named):
        return []
    places = _with_media(first, second, _in_order(first, second))
    if not _is_one_talk(first, second, places):
        return []
    return [(first[here].ref, second[there].ref) for here, there in places]


def _common(one: Sequence[_Item], other: Sequence[_Item]) -> Span | None:
    """Return the time that both cover, to the end of its last minute."""
    start = max(one[0].span.start, other[0].span.start) // MINUTE * MINUTE
    end = min(max(item.span.end for item in held) for held in (one, other))
    end = -(-end // MINUTE) * MINUTE
    return Span(start, end) if start < end else None


def _within(items: Sequence[_Item], common: Span) -> list[_Item]:
    return [one for one in items if one.span.start < common.end and common.start < one.span.end]


def _in_order(first: Sequence[_Item], second: Sequence[_Item]) -> list[tuple[int, int]]:
    """Return the places of pairs with the same words, each after the one before in both."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, item in enumerate(second):
        places[item.body].append(place)
    passed: dict[tuple[str, ...], int] = defaultdict(int)
    found: list[tuple[int, int]] = []
    last = -1
    for here, item in enumerate(first):
        those = places.get(item.body, [])
        at = passed[item.body]
        while at < len(those) and _is_passed(second[those[at]], item, those[at] <= last):
            at += 1
        passed[item.body] = at
        for there in those[at:]:
            if second[there].span.start >= item.span.end:
                break
            if _alike(item, second[there]):
                found.append((here, there))
                last = there
                break
    return found


def _is_passed(there: _Item, item: _Item, used: bool) -> bool:  # noqa: FBT001  # as it is found
    return used or there.span.end <= item.span.start


def _alike(one: _Item, other: _Item) -> bool:
    if one.span.start >= other.span.end or other.span.start >= one.span.end:
        return False
    if one.sender == other.sender:
        return bool(one.sender) or one.way == other.way
    return "" in {one.sender, other.sender} and one.way is other.way is not None


def _with_media(
    first: Sequence[_Item], second: Sequence[_Item], places: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    more = [
        (here + 1, there + 1)
        for (here, there), (next_here, next_there) in pairwise(places)
        if next_here - here == 2
        and next_there - there == 2
        and first[here + 1].is_media
        and second[there + 1].is_media
        and _alike(first[here + 1], second[there + 1])
    ]
    return sorted([*places, *more])


def _is_one_talk(
    first: Sequence[_Item], second: Sequence[_Item], places: Sequence[tuple[int, int]]
) -> bool:
    counted = [here for here, _ in places if not first[here].is_app]
    most = max(sum(not item.is_app for item in held) for held in (first, second))
    if not counted or 2 * len(counted) < most:
        return False
    telling = (
        len("".join(first[here].body)) >= _LONG or first[here].span.length < MINUTE
        for here in counted
    )
    return len(counted) >= _FEW or any(telling)


def _same_writers(first: Sequence[_Item], second: Sequence[_Item], *, named: bool) -> bool:
    one, other = ({item.sender for item in held if not item.is_app} for held in (first, second))
    if "" in one | other:
        return len((one ^ other) - {""}) <= 1
    return one == other and (named or len(one) > 1)
