"""Calls and messages counted: with whom, which way, at which hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hearthbook.findings.contact import contact
from hearthbook.records.message import Mark
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from tests.findings.asking import book
from tests.findings.asking import period
from tests.findings.making import call
from tests.findings.making import chat
from tests.findings.making import day
from tests.findings.making import entry
from tests.findings.making import minute
from tests.findings.making import sms

if TYPE_CHECKING:
    from hearthbook.findings.contact import Contact
    from hearthbook.findings.contact import Share
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Entry

IGOR, OLGA = "+4915228817386", "+493023125014"
NIGHT = minute("2026-01-05T03:20")


def found(*records: Record | Entry, person: str | None = None) -> Contact:
    facts, scope = book(*records)
    return contact(facts, replace(scope, person=person))


def totals(result: Contact) -> dict[tuple[str, str, str], int]:
    return {(row.person, row.of, row.way): row.total.value for row in result.rows}


def held(shares: tuple[Share, ...]) -> dict[str, int]:
    return {one.of: one.cell.value for one in shares if one.cell.value}


def test_both_ways_are_counted_alike() -> None:
    chats = [
        chat("Anna B", minute("2026-01-02T10:00")),
        chat("Igor P", minute("2026-01-02T10:01")),
    ]

    result = found(*chats, sms(IGOR, Way.OUT, NIGHT), call(OLGA, Way.IN, NIGHT))

    assert totals(result) == {
        ("igor", "message", "in"): 1,
        ("igor", "message", "out"): 2,
        ("olga", "call", "in"): 1,
    }
    assert result.total.value == 4


def test_a_row_tells_hour_weekday_month_and_outcome() -> None:
    [row] = found(
        entry(call(OLGA, Way.IN, NIGHT), "A"),
        entry(call(OLGA, Way.IN, minute("2026-01-06T03:59"), Outcome.ANSWERED), "B"),
        entry(call(OLGA, Way.IN, minute("2026-01-12T04:00")), "C"),
    ).rows

    assert held(row.by_hour) == {"3": 2, "4": 1}
    assert held(row.by_weekday) == {"0": 2, "1": 1}
    assert held(row.by_month) == {"2026-01": 3}
    assert held(row.by_outcome) == {"missed": 2, "answered": 1}
    assert row.total.refs == ("A", "B", "C")
    assert [one.of for one in row.by_hour] == [*map(str, range(24)), ""]


def test_a_day_is_not_taken_for_an_hour() -> None:
    [row] = found(call(OLGA, Way.IN, day("2026-01-05"))).rows

    assert held(row.by_hour) == {"": 1}
    assert held(row.by_weekday) == {"0": 1}


def test_a_long_day_elsewhere_is_not_taken_for_an_hour() -> None:
    # New York's day of 25 hours begins at five in Berlin and ends just before six.
    facts, scope = book(call(OLGA, Way.IN, day("2026-11-01", "America/New_York")))
    autumn = replace(scope, period=period("2026-10-01", "2026-12-01"), person=None)

    [row] = contact(facts, autumn).rows

    assert held(row.by_hour) == {"": 1}


def test_the_hour_that_came_twice_is_one_hour_of_the_day() -> None:
    facts, scope = book(call(OLGA, Way.IN, minute("2026-10-25T02:30")))
    autumn = replace(scope, period=period("2026-10-01", "2026-11-01"), person=None)

    [row] = contact(facts, autumn).rows

    assert held(row.by_hour) == {"2": 1}


def test_a_message_to_two_is_counted_with_each_and_once_in_all() -> None:
    both = sms(IGOR, Way.OUT, NIGHT)
    both = replace(both, parties=Parties(None, (IGOR, OLGA, IGOR), Way.OUT))

    result = found(both)

    assert totals(result) == {("igor", "message", "out"): 1, ("olga", "message", "out"): 1}
    assert result.total.value == 1


def test_lines_of_the_app_and_unsent_drafts_are_counted_apart() -> None:
    result = found(
        chat(None, NIGHT, Mark.APP_TEXT),
        sms(IGOR, Way.UNSENT, NIGHT),
        sms(IGOR, Way.OUT, NIGHT),
    )

    assert (result.by_app.value, result.unsent.value, result.total.value) == (1, 1, 1)
    assert totals(result) == {("igor", "message", "out"): 1}


def test_a_number_nobody_knows_has_a_row_of_its_own() -> None:
    result = found(call("+4911", Way.IN, NIGHT), call(None, Way.IN, NIGHT))

    assert [(row.person, row.is_known) for row in result.rows] == [
        ("", False),
        ("+4911", False),
    ]


def test_only_one_person_is_counted_if_one_is_asked_for() -> None:
    result = found(call(OLGA, Way.IN, NIGHT), call(IGOR, Way.IN, NIGHT), person="olga")

    assert totals(result) == {("olga", "call", "in"): 1}
    assert result.total.value == 1


def test_calls_noted_in_a_chat_are_no_messages() -> None:
    result = found(chat("Igor P", NIGHT, Mark.APP_TEXT, Mark.CALL_LINE))

    assert totals(result) == {("igor", "call-line", "in"): 1}
