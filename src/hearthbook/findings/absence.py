"""The stretches in which nothing by a person is recorded: no visit, call, message, payment.

Arithmetic on dated entries. A gap in the records is a gap, and no proof that nobody came, wrote
or called: so the finding says which kinds were looked at, from which sources, from when to
when, and each stretch names the entries on both sides of it, what is recorded beside it, and
how much was written down at all in that time.

1. A stretch runs from the last moment its first entry may have been to the first moment the
   next may have been: what is known to the month stands for the whole month.
2. An entry without a time breaks no stretch, and is listed: it may lie in any of them.
3. The ends of the period bound a stretch too, and cite nothing.
4. Of time to come nothing is known. The period ends at the latest where what had happened ended
   when the last entry was sealed: a hearing in three weeks makes no absence longer.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from hearthbook.base.time import Span
from hearthbook.findings.figures import HAPPENED
from hearthbook.findings.figures import Cell
from hearthbook.findings.figures import Figure
from hearthbook.findings.figures import Looked
from hearthbook.findings.figures import cell
from hearthbook.findings.figures import figure
from hearthbook.findings.figures import looked
from hearthbook.findings.figures import once
from hearthbook.findings.figures import standing
from hearthbook.findings.figures import within
from hearthbook.findings.signs import SIGNS
from hearthbook.findings.signs import concerns
from hearthbook.findings.signs import is_sign
from hearthbook.findings.signs import sort

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.findings.figures import Scope
    from hearthbook.records.resolution import Resolved


_WIRE: Final = ("message", "call")


class NobodyNamedError(ValueError):
    """A finding about a person was asked for, and no person was named."""


class Stretch(Struct, frozen=True):
    """Nothing by the person is recorded in `span`.

    `before` and `after` are the entries that bound it; an end of the period has none. `beside`
    counts what concerns the person in that time, and `recorded` all that was recorded in it.
    """

    span: Span
    before: tuple[str, ...]
    after: tuple[str, ...]
    beside: tuple[Figure, ...]
    recorded: Cell


class Absence(Struct, frozen=True):
    """What is recorded of a person in a period, and the stretches longer than a limit without.

    `signs` are all that was found of them, by kind; `undated` those whose time nobody knows.
    """

    person: str
    name: str
    period: Span
    zone: str
    longer_than: int
    kinds: tuple[str, ...]
    signs: tuple[Figure, ...]
    stretches: tuple[Stretch, ...]
    undated: Cell
    looked: Looked


def absence(facts: Iterable[Resolved], scope: Scope) -> Absence:
    """Return the stretches of the period in which nothing by the person of `scope` is recorded.

    Raises:
        NobodyNamedError: if `scope` names no person.
    """
    person = scope.person
    if person is None:
        raise NobodyNamedError
    every = once(facts)
    kinds = tuple(kind for kind in SIGNS if not scope.kinds or kind in scope.kinds)
    signs = [one for one in standing(every) if one.kind in kinds and is_sign(one, person)]
    happened = [one for one in every if one.kind in HAPPENED]
    period = _past(happened, every, scope.period)
    gaps = _gaps(signs, period, scope.longer_than)
    recorded = within(happened, period)
    return Absence(
        person=person,
        name=scope.known.name(person),
        period=period,
        zone=scope.zone,
        longer_than=scope.longer_than,
        kinds=kinds,
        signs=_by_sort(within(signs, period)),
        stretches=tuple(_stretch(gap, recorded, person) for gap in gaps),
        undated=cell(one for one in signs if one.span is None),
        looked=looked(
            [one for one in every if one.kind in kinds], replace(scope, period=period)
        ),
    )


def _past(happened: Sequence[Resolved], every: Sequence[Resolved], period: Span) -> Span:
    """Return `period` without the time to come, as far as the entries can tell.

    A clock at home that was years behind when all was sealed tells nothing: `period` stays.
    """
    last = max((one.sealed for one in every), default=period.end)
    spans = [one.span for one in happened if one.span is not None]
    past = [span.end for span in spans if span.start <= last]
    end = max(*past, last) if past else period.end
    return Span(period.start, max(period.start, min(period.end, end)))


_Gap = tuple[Span, tuple[str, ...], tuple[str, ...]]


class _Held(Struct, frozen=True):
    """All the time in which a sign may have been."""

    start: int
    end: int
    ref: str


def _gaps(signs: Sequence[Resolved], period: Span, longer_than: int) -> Iterator[_Gap]:
    """Yield the gaps between `signs`, in order, with the refs before and after each."""
    at = period.start
    before: tuple[str, ...] = ()
    held = list(_holds(signs, period))
    for place, one in enumerate(held):
        if one.start - at > longer_than:
            yield Span(at, one.start), before, _starting(held, place)
        if one.end > at:
            at, before = one.end, (one.ref,)
        elif one.end == at:
            before = (*before, one.ref)
    if period.end - at > longer_than:
        yield Span(at, period.end), before, ()


def _holds(signs: Sequence[Resolved], period: Span) -> Iterator[_Held]:
    for sign in signs:
        span = sign.span
        if span is not None:
            end = span.end if sign.until is None else max(span.end, sign.until.end)
            if span.start < period.end and end > period.start:
                yield _Held(span.start, end, sign.ref)


def _starting(held: Sequence[_Held], place: int) -> tuple[str, ...]:
    end = place
    while end < len(held) and held[end].start == held[place].start:
        end += 1
    return tuple(one.ref for one in held[place:end])


def _stretch(gap: _Gap, recorded: Sequence[Resolved], person: str) -> Stretch:
    span, before, after = gap
    inside = recorded[_first(recorded, span.start) : _first(recorded, span.end)]
    beside = [one for one in inside if concerns(one, person)]
    return Stretch(span, before, after, _by_sort(beside, _beside), cell(inside))


def _first(recorded: Sequence[Resolved], ms: int) -> int:
    """Return the place of the first of `recorded`, in order of time, that begins at `ms`."""
    return bisect_left(recorded, ms, key=lambda one: one.span.start if one.span else 0)


def _beside(fact: Resolved) -> str:
    # What went out to somebody shall not read as if it had come from them.
    return f"{sort(fact)}-to" if fact.kind in _WIRE else sort(fact)


def _by_sort(
    facts: Sequence[Resolved], sorted_as: Callable[[Resolved], str] = sort
) -> tuple[Figure, ...]:
    sorts = sorted({sorted_as(fact) for fact in facts})
    return tuple(figure(of, [one for one in facts if sorted_as(one) == of]) for of in sorts)
