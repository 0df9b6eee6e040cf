"""The laws of findings, tried on every one of them.

They run over `FINDINGS` itself, so a finding cannot be added without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from hearthbook.base.time import DAY
from hearthbook.base.time import HOUR
from hearthbook.base.time import Span
from hearthbook.findings.absence import Absence
from hearthbook.findings.absence import absence
from hearthbook.findings.care import CareActs
from hearthbook.findings.chronology import Chronology
from hearthbook.findings.contact import Contact
from hearthbook.findings.counts import Counts
from hearthbook.findings.figures import HAPPENED
from hearthbook.findings.figures import Cell
from hearthbook.findings.figures import Scope
from hearthbook.findings.registry import FINDINGS
from hearthbook.records.event import Retraction
from hearthbook.records.event import Status
from hearthbook.records.identity import Same
from hearthbook.records.message import Mark
from hearthbook.records.message import Outcome
from hearthbook.records.message import Way
from hearthbook.records.resolution import Entry
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from tests.findings.asking import PEOPLE
from tests.findings.asking import ms
from tests.findings.making import BERLIN
from tests.findings.making import PHONE
from tests.findings.making import TYPED
from tests.findings.making import call
from tests.findings.making import chat
from tests.findings.making import entry
from tests.findings.making import feed
from tests.findings.making import payment
from tests.findings.making import sms
from tests.findings.making import taken_in
from tests.findings.making import visit

if TYPE_CHECKING:
    from hearthbook.findings.registry import Result
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Resolved
    from hearthbook.records.when import When

every_finding = pytest.mark.parametrize("finding", FINDINGS)
# The night of 29 March 2026 had no hour after two, that of 25 October had it twice.
NIGHTS = ("2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26")
NUMBERS = ("+4915228817386", "+493023125014", "+4911")
WHOLE = Span(ms("2026-03-01T00:00"), ms("2026-11-01T00:00"))

TIMES: st.SearchStrategy[When] = st.one_of(
    st.builds(
        lambda day, hour, rest: Wall(f"{day}T{hour:02d}:{rest:02d}", Precision.MINUTE, BERLIN),
        st.sampled_from(NIGHTS),
        st.integers(0, 23),
        st.sampled_from([0, 30, 59]),
    ),
    st.builds(lambda day: Wall(day, Precision.DAY, BERLIN), st.sampled_from(NIGHTS)),
    st.just(Wall("2026-03", Precision.MONTH, BERLIN)),
    st.just(Told("some day")),
)
WHO = st.sampled_from(["igor", "olga", "anna"])
MARKS: st.SearchStrategy[tuple[Mark, ...]] = st.sampled_from(
    [(), (Mark.APP_TEXT,), (Mark.APP_TEXT, Mark.CALL_LINE), (Mark.DELETED,)]
)
KINDS: st.SearchStrategy[Record] = st.one_of(
    st.builds(visit, WHO, TIMES, st.sampled_from(Status)),
    st.builds(payment, WHO, TIMES),
    st.builds(
        lambda who, at, some: feed(who, at, *some),
        WHO,
        TIMES,
        st.sets(st.sampled_from(["vera", "ida"])),
    ),
    st.builds(sms, st.sampled_from(NUMBERS), st.sampled_from(Way), TIMES),
    st.builds(
        lambda who, at, marks: chat(who, at, *marks),
        st.sampled_from(["Anna B", "Igor P", None]),
        TIMES,
        MARKS,
    ),
    st.builds(
        call,
        st.sampled_from([*NUMBERS, None]),
        st.sampled_from([Way.IN, Way.OUT]),
        TIMES,
        st.sampled_from(Outcome),
    ),
    st.builds(
        Same,
        st.lists(
            st.tuples(st.sampled_from(["R0", "R1", "R2"]), st.sampled_from(["R1", "R2", "R3"])),
            max_size=2,
        ).map(tuple),
        st.just(""),
        st.just("anna"),
        st.just(1),
        st.just(TYPED),
    ),
    st.builds(
        Retraction,
        st.sampled_from(["R0", "R1"]),
        st.just(""),
        st.just("anna"),
        st.just(1),
        st.just(TYPED),
    ),
)
RECORDS = st.lists(KINDS, max_size=12)


def book(records: list[Record]) -> tuple[list[Resolved], Scope]:
    entries = [Entry(f"R{place}", one, 10) for place, one in enumerate(records)]
    about = [
        entry(one, f"B{n}") for n, one in enumerate((*PEOPLE, taken_in(), taken_in(PHONE)))
    ]
    told = known([*entries, *about])
    facts = list(resolved(entries, told))
    return facts, Scope(WHOLE, BERLIN, told, person="igor", longer_than=DAY)


def cells(value: object) -> list[Cell]:
    """Return every cell in a finding, however deep."""
    if isinstance(value, Cell):
        return [value]
    if isinstance(value, Struct):
        return [one for name in value.__struct_fields__ for one in cells(getattr(value, name))]
    return [one for inner in value for one in cells(inner)] if isinstance(value, tuple) else []


def found(finding: str, records: list[Record], **asked: object) -> Result:
    facts, scope = book(records)
    return FINDINGS[finding](facts, replace(scope, **asked))


@every_finding
@given(RECORDS, st.data())
def test_the_order_of_the_facts_does_not_matter(
    finding: str, records: list[Record], data: st.DataObject
) -> None:
    facts, scope = book(records)

    shuffled = data.draw(st.permutations(facts))

    assert FINDINGS[finding](shuffled, scope) == FINDINGS[finding](facts, scope)


@every_finding
@given(RECORDS)
def test_it_is_pure_and_an_entry_given_twice_is_one_entry(
    finding: str, records: list[Record]
) -> None:
    facts, scope = book(records)
    before = list(facts)

    first = FINDINGS[finding](iter(facts), scope)

    assert FINDINGS[finding]([*facts, *facts], scope) == first
    assert facts == before


@every_finding
@given(RECORDS)
def test_every_cell_cites_each_of_what_it_counts_once(
    finding: str, records: list[Record]
) -> None:
    result = found(finding, records)

    apart = result.child_acts if isinstance(result, CareActs) else None
    for one in cells(result):
        assert len(set(one.refs)) == len(one.refs)
        assert one is apart or one.value == len(one.refs)


@every_finding
@settings(max_examples=30)
@given(RECORDS)
def test_what_a_cell_cites_is_enough_to_count_it_again(
    finding: str, records: list[Record]
) -> None:
    facts, scope = book(records)
    scope = replace(scope, longer_than=400 * DAY)
    for one in cells(FINDINGS[finding](facts, scope)):
        cited = [fact for fact in facts if fact.ref in one.refs]

        again = cells(FINDINGS[finding](cited, scope))

        assert one in again


@every_finding
@given(RECORDS)
def test_what_does_not_stand_is_in_no_figure_and_is_listed(
    finding: str, records: list[Record]
) -> None:
    facts, scope = book(records)
    struck = {fact.ref for fact in facts if fact.fallen is not None}

    result = FINDINGS[finding](facts, scope)

    counted = {ref for one in cells(result) for ref in one.refs}
    if isinstance(result, Counts):
        counted = {ref for one in cells(result.kinds) for ref in one.refs}
        assert set(result.struck.refs) == struck
    assert not counted & struck


@every_finding
@given(
    RECORDS,
    st.sampled_from([ms("2026-03-29T00:00"), ms("2026-03-29T03:00"), ms("2026-10-25T00:00")]),
)
def test_two_periods_that_meet_share_nothing_and_lose_nothing(
    finding: str, records: list[Record], middle: int
) -> None:
    first = found(finding, records, period=Span(WHOLE.start, middle), by_day=())
    second = found(finding, records, period=Span(middle, WHOLE.end), by_day=())
    whole = found(finding, records, by_day=())

    if isinstance(whole, Counts):  # counts the book, whatever the time
        assert first == second == whole
        return
    refs = [sorted(_inside(one)) for one in (first, second)]
    assert sorted(refs[0] + refs[1]) == sorted(_inside(whole))
    assert not set(refs[0]) & set(refs[1])


def _inside(result: Result) -> list[str]:
    """Return the refs of what a finding has in its period."""
    match result:
        case Chronology():
            return [ref for line in result.lines for ref in line.refs]
        case Absence():
            return [ref for one in result.signs for ref in one.cell.refs]
        case Contact():
            return list(result.total.refs)
        case CareActs():
            return list(result.acts.refs)
        case _:
            return list(result.total.refs)


@given(RECORDS)
def test_a_chronology_drops_nothing(records: list[Record]) -> None:
    facts, scope = book(records)
    some = [fact for fact in facts if fact.kind in HAPPENED]

    result = found("chronology", records, person=None)

    assert isinstance(result, Chronology)
    lines = (*result.lines, *result.undated, *result.struck)
    refs = [ref for line in lines for ref in line.refs]
    by_ref = {fact.ref: fact for fact in some}
    spans = [(fact.ref, fact.fallen, _stands_for(fact, by_ref).span) for fact in some]
    assert sorted(refs) == sorted(
        ref
        for ref, fallen, span in spans
        if span is None or fallen or span.start in scope.period
    )


def _stands_for(fact: Resolved, by_ref: dict[str, Resolved]) -> Resolved:
    return fact if fact.same is None else by_ref[fact.same]


@given(RECORDS, KINDS)
def test_more_signs_never_mean_more_absence(records: list[Record], more: Record) -> None:
    facts, scope = book(records)
    # Of the same conversations: another writer in a chat makes it unknown who is written to.
    added = book([*records, more])[0][-1]
    with_it = [*facts, added]

    assert _silence(with_it, scope) <= _silence(facts, scope)


def _silence(facts: list[Resolved], scope: Scope) -> int:
    return sum(one.span.length for one in absence(facts, scope).stretches)


@given(RECORDS)
def test_a_stretch_holds_no_sign_and_is_bounded_by_what_it_names(
    records: list[Record],
) -> None:
    facts, scope = book(records)
    by_ref = {fact.ref: fact for fact in facts}

    result = absence(facts, scope)

    for one in result.stretches:
        assert one.span.length > scope.longer_than
        for ref in (ref for sign in result.signs for ref in sign.cell.refs):
            span = by_ref[ref].span
            assert span is not None
            assert span.end <= one.span.start or span.start >= one.span.end
        assert {by_ref[ref].span.end for ref in one.before} <= {one.span.start}  # type: ignore[union-attr] # dated
        assert {by_ref[ref].span.start for ref in one.after} <= {one.span.end}  # type: ignore[union-attr] # dated


SWAPPED = {"igor": "olga", "olga": "igor"}


def _swap(fact: Resolved) -> Resolved:
    def other(who: str | None) -> str | None:
        return None if who is None else SWAPPED.get(who, who)

    others = tuple(SWAPPED.get(who, who) for who in fact.others)
    return replace(fact, person=other(fact.person), others=others)


@every_finding
@given(RECORDS)
def test_for_and_against_are_counted_alike(finding: str, records: list[Record]) -> None:
    facts, scope = book(records)

    his = FINDINGS[finding](facts, scope)
    hers = FINDINGS[finding]([*map(_swap, facts)], replace(scope, person="olga"))

    assert [(one.value, one.refs) for one in cells(his)] == [
        (one.value, one.refs) for one in cells(hers)
    ]
    if isinstance(his, Absence) and isinstance(hers, Absence):
        assert his.stretches == hers.stretches


@given(RECORDS)
def test_the_places_of_a_row_add_up_to_its_total(records: list[Record]) -> None:
    result = found("contact", records, person=None)

    assert isinstance(result, Contact)
    for row in result.rows:
        for shares in (row.by_hour, row.by_weekday, row.by_month):
            assert sum(one.cell.value for one in shares) == row.total.value
        if row.of == "call":
            assert sum(one.cell.value for one in row.by_outcome) == row.total.value
    apart = result.by_app.value + result.unsent.value
    assert {ref for row in result.rows for ref in row.total.refs} == set(result.total.refs)
    looked = sum(one.cell.value for one in result.looked.sources)
    assert result.total.value + apart == looked


@given(RECORDS)
def test_acts_add_up_over_persons_and_over_children(records: list[Record]) -> None:
    result = found("care", records, person=None)

    assert isinstance(result, CareActs)
    assert sum(one.acts.value for one in result.persons) == result.acts.value
    assert sum(one.acts.value for one in result.children) == result.child_acts.value
    assert sum(one.acts.value for one in result.pairs) == result.child_acts.value
    for one in (*result.persons, *result.children, *result.pairs):
        assert sum(kind.cell.value for kind in one.kinds) == one.acts.value
        assert sum(cell.value for cell in one.by_hour) == one.acts.value


@given(st.sampled_from([("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)]))
def test_a_day_without_anything_is_as_long_as_that_day_was(day: tuple[str, int]) -> None:
    start, hours = ms(f"{day[0]}T00:00"), day[1]
    period = Span(start, start + hours * HOUR)

    assert ms(f"{day[0]}T23:59") == period.end - 60_000
    just = found("absence", [], period=period, longer_than=hours * HOUR)
    over = found("absence", [], period=period, longer_than=hours * HOUR - 1)
    assert isinstance(just, Absence)
    assert isinstance(over, Absence)
    assert (len(just.stretches), len(over.stretches)) == (0, 1)


@every_finding
@given(RECORDS)
def test_it_is_plain_json(finding: str, records: list[Record]) -> None:
    result = found(finding, records)

    raw = msgspec.json.encode(result)

    assert isinstance(msgspec.json.decode(raw), dict)
    assert msgspec.json.encode(msgspec.to_builtins(result)) == raw
