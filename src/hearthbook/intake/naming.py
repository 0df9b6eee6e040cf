"""What can be said of people only once it is known who speaks.

1. A name that is only ever called out belongs to the one person who is spoken to there, if that
   one has no name yet; that is inferred, and she is asked.
2. `my mother` and `your mother` in a quotation are the speaker's and the listener's.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from hearthbook.intake.cast import NARRATOR
from hearthbook.intake.cast import Mention
from hearthbook.intake.tongue import CHILD
from hearthbook.intake.tongue import CHILDREN
from hearthbook.intake.tongue import SPOUSES
from hearthbook.intake.tongue import Pronoun
from hearthbook.intake.tongue import composed
from hearthbook.records.draft import Sex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.intake.cast import Cast
    from hearthbook.intake.cast import Somebody
    from hearthbook.intake.page import Page
    from hearthbook.intake.turns import Turn


def join_called(turns: Sequence[Turn], cast: Cast) -> None:
    """Give names that are only called out to the one who is spoken to there."""
    spoken_to: dict[str, set[str]] = {}
    for place, turn in enumerate(turns):
        if turn.called is not None and turn.speaker is not None:
            listener = _listener(turns, place)
            spoken_to.setdefault(turn.called, set()).add(listener or "")
    for called, listeners in spoken_to.items():
        if len(listeners) == 1 and _only_called(cast.people[called]):
            (listener,) = listeners
            _join(cast, listener, called)
    for turn in turns:
        turn.speaker = cast.key_now(turn.speaker) if turn.speaker else None
        turn.addressees = tuple(cast.key_now(one) for one in turn.addressees)
    cast.arrange()


def _only_called(one: Somebody) -> bool:
    called = {at.start for at, why in one.evidence if why == "called"}
    return not one.relation and all(mention.start in called for mention in one.mentions)


def _listener(turns: Sequence[Turn], place: int) -> str | None:
    """Return the one other person who speaks next to the turn; None if there are two."""
    turn = turns[place]
    others = {
        other.speaker
        for step in (-1, 1)
        for other in turns[max(place + step, 0) : max(place + step, 0) + 1]
        if other is not turn
        and abs(other.paragraph - turn.paragraph) <= 3
        and other.speaker not in {None, turn.speaker, turn.called}
    }
    return others.pop() if len(others) == 1 else None


def _join(cast: Cast, listener: str, called: str) -> None:
    person = cast.people.get(listener)
    if person is None or person.name or person.group:
        return
    sexes = {person.sex, cast.people[called].sex} - {Sex.UNKNOWN}
    if len(sexes) > 1:
        return
    cast.merge(listener, called)
    person.inferred = True
    person.rule = "people.called@1"


def in_quotes(page: Page, turns: Sequence[Turn], cast: Cast) -> None:
    """Say whose relatives are meant by `my` and `your` in what is said."""
    firsts = [turn.start for turn in turns]
    for one in cast.unowned:
        place = bisect_right(firsts, one.start) - 1
        if place < 0 or one.start >= turns[place].end:
            continue
        owner = _owner(turns[place], one.owner)
        key = _key(cast, owner, one.kin.relation) if owner is not None else None
        if key is None or key == NARRATOR:
            continue
        known = key in cast.people
        somebody = cast.somebody(key)
        somebody.mentions.append(Mention(one.start, one.end, key, quoted=True))
        if not known:
            somebody.relation = key
            somebody.sex, somebody.group = one.kin.sex, one.kin.group
            somebody.stated = page.words_at(page.passage(one.start, one.end))
            somebody.rule = "people.said@1"
            somebody.inferred = True
    cast.arrange()


def _owner(turn: Turn, pronoun: Pronoun | str | None) -> str | None:
    if pronoun in {Pronoun.ME, Pronoun.OURS}:
        return turn.speaker
    if pronoun is Pronoun.YOU and len(turn.addressees) == 1:
        return turn.addressees[0]
    return None


def _key(cast: Cast, owner: str, relation: str) -> str | None:
    """Return who `relation` of `owner` is; a spouse's spouse is whoever tells."""
    if owner == NARRATOR:
        return relation
    whose = cast.people[owner].relation
    if relation in CHILDREN | CHILD and (whose in SPOUSES or not whose):
        # The children of a spouse may be the teller's own or not: nobody is proposed for them.
        return None
    if whose in SPOUSES and relation in SPOUSES:
        return NARRATOR
    return composed(whose, relation) if whose and " of " not in whose else None
