"""What is written down, in order; nothing of it is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hearthbook.base.time import HOUR
from hearthbook.findings.chronology import chronology
from hearthbook.findings.figures import Said
from hearthbook.records.event import Basis
from hearthbook.records.event import How
from hearthbook.records.event import Incident
from hearthbook.records.event import Retraction
from hearthbook.records.message import Mark
from hearthbook.records.message import Way
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from tests.findings.asking import JANUARY
from tests.findings.asking import book
from tests.findings.asking import ms
from tests.findings.asking import period
from tests.findings.making import TYPED
from tests.findings.making import chat
from tests.findings.making import day
from tests.findings.making import entry
from tests.findings.making import feed
from tests.findings.making import minute
from tests.findings.making import payment
from tests.findings.making import person
from tests.findings.making import sms
from tests.findings.making import visit

if TYPE_CHECKING:
    from hearthbook.findings.chronology import Chronology
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Entry

IGOR = "+4915228817386"
NOON = minute("2026-01-05T12:00")


def found(*records: Record | Entry, **asked: object) -> Chronology:
    facts, scope = book(*records)
    return chronology(facts, replace(scope, **{"person": None, **asked}))


def said(result: Chronology) -> list[str]:
    return [line.said[0].name for line in result.lines]


def test_lines_come_in_order_of_time() -> None:
    result = found(payment("igor", day("2026-01-06")), visit("igor", NOON))

    assert said(result) == ["finding-visit", "finding-payment"]


def test_each_time_is_told_as_exactly_as_it_is_known() -> None:
    instant = ms("2026-01-20T10:15") + 20_000
    result = found(
        visit("igor", NOON),
        payment("igor", day("2026-01-06")),
        payment("igor", Wall("2026-01", Precision.MONTH, "Asia/Tokyo")),
        sms(IGOR, Way.IN, Moment(instant, Precision.SECOND)),
        chat("Igor P", minute("2026-01-21T08:00", None)),
        period=period("2025-12-01", "2026-02-01"),
    )

    assert [(line.at, line.precision, line.zone) for line in result.lines] == [
        ("2026-01", "month", "Asia/Tokyo"),
        ("2026-01-05 12:00", "min", "Europe/Berlin"),
        ("2026-01-06", "day", "Europe/Berlin"),
        ("2026-01-20 10:15:20", "s", "Europe/Berlin"),
        ("2026-01-21 08:00", "min", "Europe/Berlin"),
    ]


def test_the_last_moment_of_the_month_belongs_to_the_next() -> None:
    first, last = minute("2026-01-01T00:00"), minute("2026-02-01T00:00")

    result = found(entry(visit("igor", first), "A"), entry(visit("igor", last), "B"))

    assert [line.refs for line in result.lines] == [("A",)]


def test_what_has_no_date_is_listed_apart_with_what_is_known() -> None:
    result = found(
        visit("igor", Told("in the spring")), chat("Olga", minute("2026-01-05T12:00"))
    )

    [undated] = result.undated
    assert (undated.at, undated.precision, undated.zone) == ("in the spring", "told", "")
    assert len(result.lines) == 1


def test_what_was_taken_back_is_listed_apart_with_what_took_it_back() -> None:
    result = found(
        entry(visit("igor", NOON), "A"), entry(Retraction("A", "", "anna", 1, TYPED), "B")
    )

    [struck] = result.struck
    assert (struck.refs, struck.fallen, result.lines) == (("A",), "B", ())


def test_a_day_of_care_is_one_line_that_cites_every_act() -> None:
    result = found(
        entry(feed("anna", minute("2026-01-05T00:00"), "vera"), "A"),
        entry(feed("anna", minute("2026-01-05T23:59"), "vera"), "B"),
        entry(feed("anna", minute("2026-01-06T00:00"), "vera"), "C"),
        entry(feed("nina", minute("2026-01-05T12:00"), "vera"), "D"),
    )

    assert [(line.at, line.of, line.refs) for line in result.lines] == [
        ("2026-01-05", "care-day", ("A", "B")),
        ("2026-01-05", "care-day", ("D",)),
        ("2026-01-06", "care-day", ("C",)),
    ]
    assert result.lines[0].said[0].gaps["counts"] == (
        Said("finding-count", {"of": Said("finding-of-feed", {}), "value": "2"}),
    )


def test_the_day_of_the_short_night_is_told_as_a_day_of_23_hours() -> None:
    early, late = minute("2026-03-29T01:59"), minute("2026-03-29T03:01")

    [line] = found(
        feed("anna", early, "vera"),
        feed("anna", late, "ida"),
        period=period("2026-03-01", "2026-04-01"),
    ).lines

    assert line.span is not None
    assert line.span.length == 23 * HOUR


def test_care_is_told_act_by_act_if_asked() -> None:
    result = found(feed("anna", NOON, "vera"), feed("anna", NOON, "ida"), by_day=())

    assert said(result) == ["finding-feed", "finding-feed"]


def test_other_kinds_can_be_told_by_the_day() -> None:
    result = found(
        chat("Igor P", minute("2026-01-05T10:00")), chat("Igor P", NOON), by_day=("message",)
    )

    assert [(line.of, len(line.refs)) for line in result.lines] == [("message-day", 2)]


def test_care_known_to_the_month_belongs_to_no_day() -> None:
    vague = Wall("2026-01", Precision.MONTH, "Europe/Berlin")

    assert said(found(feed("anna", vague, "vera"))) == ["finding-feed"]


def test_kinds_and_a_person_narrow_it() -> None:
    records = (visit("igor", NOON), payment("igor", NOON), visit("olga", NOON))

    assert said(found(*records, kinds=("visit",))) == ["finding-visit", "finding-visit"]
    assert said(found(*records, person="olga")) == ["finding-visit"]


def test_it_is_said_who_says_so() -> None:
    told = Basis(How.TOLD, "olga")
    incident = Incident("It rained.", ("igor",), NOON, "", told, "anna", 1, TYPED)

    result = found(visit("igor", NOON), incident, chat("Igor P", NOON), payment("igor", NOON))

    assert {(line.of, line.says.name) for line in result.lines} == {
        ("visit", "finding-says-saw-or-did-it-plain"),
        ("incident", "finding-says-was-told"),
        ("message", "finding-says-file"),
        ("payment", "finding-says-saw-or-did-it-plain"),
    }


def test_it_is_shown_when_it_was_written_and_when_it_was_sealed() -> None:
    [line] = found(entry(visit("igor", NOON), "A", sealed=77)).lines

    assert (line.written, line.sealed) == (1, 77)


def test_doubts_about_a_message_are_said_with_it() -> None:
    [line] = found(chat("Igor P", NOON, Mark.DOUBTFUL_HEADER)).lines

    assert "mark-doubtful-header" in [piece.name for piece in line.said]


def test_people_files_and_settings_are_no_events() -> None:
    assert found(person("olga")).lines == ()
    assert found().period == JANUARY
