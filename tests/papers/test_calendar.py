"""The calendar file, read back by another program's reader."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hearthbook.base.content_line import unescaped
from hearthbook.base.content_line import unfolded
from hearthbook.papers.calendar import Event
from hearthbook.papers.calendar import calendar

MS = 1_770_000_000_000
AT = datetime.fromtimestamp(MS // 1000, UTC)
SIGNS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"),
    max_size=200,
)


def read(*events: Event) -> list[Any]:
    return list(Calendar.from_ical(calendar(events, name="Calendar")).walk("VEVENT"))


def test_another_reader_finds_every_part_of_a_date() -> None:
    place = "Room 1; second floor, left"
    event = Event(
        "a@b", 2, MS, "Hearing", start=MS, end=MS + 3_600_000, place=place, before=(1,)
    )

    [one] = read(event)

    assert (one["UID"], one["SEQUENCE"], one["SUMMARY"]) == ("a@b", 2, "Hearing")
    assert (one["DTSTAMP"].dt, one["DTSTART"].dt) == (AT, AT)
    assert one["DTEND"].dt - one["DTSTART"].dt == timedelta(hours=1)
    assert (one["LOCATION"], one["STATUS"], one["CLASS"]) == (place, "CONFIRMED", "PRIVATE")
    [alarm] = one.walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(days=-1))


def test_a_day_is_a_whole_day_and_takes_up_no_time() -> None:
    [one] = read(Event("a@b", 0, MS, "Reminder", day=date(2026, 3, 4)))

    assert one["DTSTART"].dt == date(2026, 3, 4)
    assert one["TRANSP"] == "TRANSPARENT"
    assert "DTEND" not in one


def test_what_was_cancelled_says_so_and_reminds_of_nothing() -> None:
    [one] = read(Event("a@b", 1, MS, "Hearing", start=MS, cancelled=True, before=(7, 1)))

    assert one["STATUS"] == "CANCELLED"
    assert one.walk("VALARM") == []


@given(SIGNS)
@example("x" * 300)
@example("ж" * 200)
@example("a\\nb\\,c;d\\")
def test_every_title_comes_back_whole_and_no_line_is_too_long(title: str) -> None:
    raw = calendar([Event("a@b", 0, MS, title, start=MS)], name="Calendar")

    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    summaries = [one for one in unfolded(raw) if one.startswith(b"SUMMARY:")]
    assert [unescaped(one.decode()[8:]) for one in summaries] == [title]


def test_a_title_cannot_write_a_line_of_its_own() -> None:
    [one] = read(Event("a@b", 0, MS, "x\r\nEND:VEVENT\x07\nBEGIN:VEVENT", start=MS))

    assert one["SUMMARY"] == "x\nEND:VEVENT \nBEGIN:VEVENT"
