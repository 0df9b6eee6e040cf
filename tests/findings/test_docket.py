"""What is ahead in a case: days as they were written down, and nothing worked out by law."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hearthbook.findings.docket import docket
from hearthbook.records.case import Counting
from hearthbook.records.case import Deadline
from hearthbook.records.case import Done
from hearthbook.records.case import Proceeding
from hearthbook.records.event import Correction
from hearthbook.records.event import Retraction
from tests.findings.asking import book
from tests.findings.making import BERLIN
from tests.findings.making import TYPED
from tests.findings.making import day
from tests.findings.making import entry

if TYPE_CHECKING:
    from hearthbook.findings.docket import Docket
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Entry

TODAY = date(2026, 1, 10)


def deadline(
    what: str,
    last: str = "",
    start: str = "",
    days: int | None = None,
    counting: Counting | None = None,
) -> Deadline:
    return Deadline(
        what=what,
        case="",
        when=day(last) if last else None,
        counts_from="the day it was delivered",
        start=day(start) if start else None,
        days=days,
        counting=counting,
        set_by="the lawyer",
        recorded_by="anna",
        written=1,
        note="",
        documents=(),
        origin=TYPED,
    )


def proceeding(name: str, court: str) -> Proceeding:
    return Proceeding(name, court, "12 F 1", "", "", "", "anna", 1, TYPED)


def done(of: str) -> Done:
    return Done(of, day("2026-01-09"), "", "anna", 1, TYPED)


def found(*records: Record | Entry) -> Docket:
    return docket(book(*records)[0], TODAY, BERLIN)


def test_days_left_are_counted_from_today_to_the_day_that_was_written_down() -> None:
    result = found(deadline("later", "2026-01-24"), deadline("past", "2026-01-09"))

    assert [(one.day, one.left) for one in result.deadlines] == [
        (date(2026, 1, 9), -1),
        (date(2026, 1, 24), 14),
    ]


def test_calendar_days_are_summed_plainly_and_move_no_day() -> None:
    said = deadline("answer", "2026-01-26", "2026-01-10", 14, Counting.CALENDAR)

    [one] = found(said).deadlines

    assert (one.day, one.plain) == (date(2026, 1, 26), date(2026, 1, 24))


def test_court_days_are_never_counted() -> None:
    [one] = found(deadline("answer", "", "2026-01-10", 14, Counting.COURT)).deadlines

    assert (one.day, one.left, one.plain) == (None, None, None)


def test_a_deadline_without_a_day_stands_last() -> None:
    result = found(deadline("unknown"), deadline("known", "2026-03-01"))

    assert [one.left for one in result.deadlines] == [50, None]


def test_what_was_moved_is_one_entry_still_and_stays_done() -> None:
    result = found(
        entry(deadline("answer", "2026-01-20"), "first"),
        entry(deadline("answer", "2026-01-22"), "second"),
        entry(Correction("first", "second", "moved", "anna", 1, TYPED)),
        entry(done("first"), "yes"),
    )

    [one] = result.deadlines
    assert (one.fact.ref, one.root, one.version) == ("second", "first", 1)
    assert one.done is not None
    assert one.done.ref == "yes"


def test_a_mark_that_was_taken_back_is_none() -> None:
    result = found(
        entry(deadline("answer", "2026-01-20"), "it"),
        entry(done("it"), "yes"),
        entry(Retraction("yes", "not yet", "anna", 1, TYPED)),
    )

    assert [one.done for one in result.deadlines] == [None]


def test_a_case_is_as_it_was_said_last() -> None:
    result = found(
        entry(proceeding("Family", "new court"), sealed=20),
        entry(proceeding("family", "old court"), sealed=10),
    )

    [one] = result.proceedings
    assert isinstance(one.fact.record, Proceeding)
    assert one.fact.record.court == "new court"
