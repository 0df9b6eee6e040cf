"""Stretches in which nothing of a person is recorded, and what bounds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from hearthbook.base.time import DAY
from hearthbook.base.time import HOUR
from hearthbook.base.time import MINUTE
from hearthbook.base.time import Span
from hearthbook.findings.absence import NobodyNamedError
from hearthbook.findings.absence import absence
from hearthbook.records.event import Retraction
from hearthbook.records.event import Status
from hearthbook.records.message import Mark
from hearthbook.records.message import Outcome
from hearthbook.records.message import Way
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from tests.findings.asking import JANUARY
from tests.findings.asking import book
from tests.findings.asking import ms
from tests.findings.asking import period
from tests.findings.making import TYPED
from tests.findings.making import call
from tests.findings.making import chat
from tests.findings.making import day
from tests.findings.making import entry
from tests.findings.making import feed
from tests.findings.making import minute
from tests.findings.making import payment
from tests.findings.making import sms
from tests.findings.making import visit

if TYPE_CHECKING:
    from hearthbook.findings.absence import Absence
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Entry

IGOR = "+4915228817386"


def found(*records: Record | Entry, of: Span = JANUARY, days: int = 7) -> Absence:
    facts, scope = book(*records)
    return absence(facts, replace(scope, period=of, longer_than=days * DAY))


def figures(result: Absence) -> dict[str, int]:
    return {one.of: one.cell.value for one in result.signs}


def test_an_empty_month_is_one_stretch_and_says_that_nothing_was_looked_at() -> None:
    result = found()

    [whole] = result.stretches
    assert (whole.span, whole.before, whole.after) == (JANUARY, (), ())
    assert (result.signs, result.looked.sources, whole.recorded.value) == ((), (), 0)


def test_a_visit_splits_the_month_and_is_named_on_both_sides() -> None:
    result = found(entry(visit("igor", minute("2026-01-15T10:00")), "V"))

    before, after = result.stretches
    assert before.after == after.before == ("V",)
    assert before.span.end == ms("2026-01-15T10:00")
    assert after.span.start == ms("2026-01-15T10:01")
    assert figures(result) == {"visit-kept": 1}


def test_what_is_to_come_makes_no_absence_longer() -> None:
    sealed = ms("2026-01-20T09:00")
    came = entry(visit("igor", minute("2026-01-15T10:00")), "V", sealed)
    ahead = visit("igor", minute("2026-01-30T10:00"), status=Status.PLANNED)

    later = feed("anna", minute("2026-01-21T10:00"), "vera")
    result = found(came, entry(ahead, "P", sealed))
    month_later = found(came, entry(ahead, "P", sealed), entry(later, "F", JANUARY.end))

    assert result.period == Span(JANUARY.start, sealed)
    assert [one.after for one in result.stretches] == [("V",)]
    assert [one.after for one in month_later.stretches] == [("V",), ()]


def test_a_visit_lasts_until_its_end() -> None:
    came = visit("igor", minute("2026-01-15T10:00"), until=minute("2026-01-15T18:00"))

    _, after = found(came).stretches

    assert after.span.start == ms("2026-01-15T18:01")


def test_a_stretch_of_just_the_limit_is_not_over_it() -> None:
    paid = [payment("igor", day(f"2026-01-{n:02d}")) for n in (8, 16, 24)]

    assert [one.span.length for one in found(*paid, days=7).stretches] == []
    assert len(found(*paid, days=6).stretches) == 4


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(visit("igor", minute("2026-01-15T10:00")), id="came"),
        pytest.param(payment("igor", minute("2026-01-15T10:00")), id="paid"),
        pytest.param(feed("igor", minute("2026-01-15T10:00"), "vera"), id="cared"),
        pytest.param(chat("Igor P", minute("2026-01-15T10:00", None)), id="wrote"),
        pytest.param(sms(IGOR, Way.IN, minute("2026-01-15T10:00")), id="wrote-short"),
        pytest.param(call(IGOR, Way.IN, minute("2026-01-15T10:00")), id="called-in-vain"),
        pytest.param(
            call(IGOR, Way.OUT, minute("2026-01-15T10:00"), Outcome.ANSWERED), id="answered"
        ),
        pytest.param(
            chat("Igor P", minute("2026-01-15T10:00", None), Mark.APP_TEXT, Mark.CALL_LINE),
            id="called-in-the-chat",
        ),
        pytest.param(
            chat("Igor P", minute("2026-01-15T10:00", None), Mark.APP_TEXT, Mark.DELETED),
            id="deleted-what-he-wrote",
        ),
    ],
)
def test_it_is_a_sign_of_him(record: Record) -> None:
    assert len(found(record).stretches) == 2


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(visit("igor", minute("2026-01-15T10:00"), Status.MISSED), id="missed"),
        pytest.param(visit("igor", minute("2026-01-15T10:00"), Status.PLANNED), id="planned"),
        pytest.param(
            visit("igor", minute("2026-01-15T10:00"), Status.CANCELLED), id="cancelled"
        ),
        pytest.param(visit("olga", minute("2026-01-15T10:00")), id="somebody-else"),
        pytest.param(sms(IGOR, Way.OUT, minute("2026-01-15T10:00")), id="sent-to-him"),
        pytest.param(call(IGOR, Way.OUT, minute("2026-01-15T10:00")), id="called-him-in-vain"),
        pytest.param(
            call(IGOR, Way.OUT, minute("2026-01-15T10:00"), Outcome.DIALLED), id="dialled"
        ),
        pytest.param(
            chat("Igor P", minute("2026-01-15T10:00", None), Mark.APP_TEXT), id="app-line"
        ),
        pytest.param(call(None, Way.IN, minute("2026-01-15T10:00")), id="withheld"),
        pytest.param(visit("igor", minute("2026-02-01T00:00")), id="after-the-period"),
    ],
)
def test_it_is_no_sign_of_him(record: Record) -> None:
    assert [one.span for one in found(record).stretches] == [JANUARY]


def test_what_is_no_sign_but_names_him_stands_beside_the_stretch() -> None:
    result = found(
        entry(visit("igor", minute("2026-01-15T10:00"), Status.MISSED), "V"),
        entry(sms(IGOR, Way.OUT, minute("2026-01-16T10:00")), "S"),
        entry(visit("olga", minute("2026-01-17T10:00")), "O"),
    )

    [whole] = result.stretches
    assert [(one.of, one.cell.refs) for one in whole.beside] == [
        ("message-to", ("S",)),
        ("visit-missed", ("V",)),
    ]
    assert whole.recorded.refs == ("V", "S", "O")


def test_what_is_known_to_the_month_stands_for_the_whole_month() -> None:
    paid = payment("igor", Wall("2026-01", Precision.MONTH, "Europe/Berlin"))

    assert found(paid).stretches == ()
    [rest] = found(paid, of=period("2026-01-10", "2026-03-01")).stretches
    assert rest.span.start == ms("2026-02-01T00:00")


def test_a_visit_without_a_date_breaks_no_stretch_and_is_listed() -> None:
    result = found(entry(visit("igor", Told("some day in winter")), "V"))

    assert [one.span for one in result.stretches] == [JANUARY]
    assert result.undated.refs == result.looked.undated == ("V",)


def test_what_was_taken_back_bounds_nothing_and_is_listed() -> None:
    result = found(
        entry(visit("igor", minute("2026-01-15T10:00")), "V"),
        entry(Retraction("V", "", "anna", 1, TYPED), "R"),
    )

    assert [one.span for one in result.stretches] == [JANUARY]
    assert result.looked.struck == ("V",)


def test_what_may_lie_on_either_side_of_an_end_is_listed() -> None:
    vague = entry(payment("igor", Wall("2026-01", Precision.MONTH, "Europe/Berlin")), "P")

    assert found(vague).looked.edges == ()
    assert found(vague, of=period("2026-01-10", "2026-03-01")).looked.edges == ("P",)
    assert found(vague, of=period("2025-12-10", "2026-01-20")).looked.edges == ("P",)


def test_a_draft_she_never_sent_is_no_sign_of_her() -> None:
    facts, scope = book(sms(IGOR, Way.UNSENT, minute("2026-01-15T10:00")))

    [whole] = absence(facts, replace(scope, person="anna")).stretches

    assert whole.span == JANUARY


def test_a_longer_sign_that_began_earlier_bounds_the_stretch() -> None:
    long = payment("igor", Wall("2026-01-05", Precision.DAY, "Europe/Berlin"))
    short = visit("igor", minute("2026-01-05T10:00"))

    _, after = found(entry(long, "P"), entry(short, "V"), days=2).stretches

    assert (after.before, after.span.start) == (("P",), ms("2026-01-06T00:00"))


def test_all_that_bound_a_stretch_at_one_moment_are_named() -> None:
    at = minute("2026-01-15T10:00")

    before, after = found(
        entry(visit("igor", at), "A"), entry(payment("igor", at), "B")
    ).stretches

    assert before.after == after.before == ("A", "B")


def test_a_week_with_the_short_night_is_an_hour_short() -> None:
    week = period("2026-03-23", "2026-03-30")

    assert found(of=week).stretches == ()
    [whole] = found(of=week, days=6).stretches
    assert whole.span.length == 7 * DAY - HOUR


def test_only_the_kinds_that_were_asked_for_are_looked_at() -> None:
    facts, scope = book(visit("igor", minute("2026-01-15T10:00")))

    result = absence(facts, replace(scope, kinds=("call", "message")))

    assert result.kinds == ("message", "call")
    assert [one.span for one in result.stretches] == [JANUARY]
    assert [one.of for one in result.stretches[0].beside] == ["visit-kept"]


def test_it_says_which_sources_were_looked_at_from_when_to_when() -> None:
    first, last = minute("2026-01-03T10:00", None), minute("2026-01-20T10:00", None)

    [source] = found(chat("Anna B", first), chat("Igor P", last)).looked.sources

    assert (source.source, source.of, source.cell.value) == ("c.txt", "message", 2)
    assert source.span == Span(ms("2026-01-03T10:00"), ms("2026-01-20T10:00") + MINUTE)


def test_without_a_person_there_is_no_absence() -> None:
    facts, scope = book()

    with pytest.raises(NobodyNamedError):
        absence(facts, replace(scope, person=None))
