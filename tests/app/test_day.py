"""Days, weeks and months of a book, as a screen shows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.app.day import day
from hearthbook.app.day import days
from hearthbook.app.day import messages
from hearthbook.app.day import midnight
from hearthbook.app.day import month
from hearthbook.app.day import undated
from hearthbook.app.diary import correct
from hearthbook.app.diary import log
from hearthbook.app.diary import retract
from hearthbook.app.words import catalogue
from hearthbook.base.time import HOUR
from hearthbook.base.time import shown
from tests.app.homes import CHAT
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.homes import taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household

WORDS = catalogue("en")
BERLIN = ZoneInfo("Europe/Berlin")
LONG_DAY = date(2026, 10, 25)  # the clocks go back
ZONES = st.sampled_from(["Europe/Berlin", "America/Havana", "Asia/Kathmandu", "Pacific/Apia"])


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with new_home(tmp_path) as one:
        yield one


def note(home: Household, text: str, at: str, book: str = "record") -> str:
    return log(home, kind="note", values={"text": [text], "at": [at]}, book=book)


def texts(home: Household, on: date, book: str = "record") -> list[str]:
    found = day(home, on=on, book=book, kinds=(), words=WORDS)
    return [one.says[0].removeprefix("Note: ") for one in found.items]


@given(ZONES, st.dates(date(1975, 1, 1), date(2090, 1, 1)))
def test_a_day_begins_with_its_own_first_moment(zone: str, on: date) -> None:
    start = midnight(on, ZoneInfo(zone))

    assert shown(start - 1, ZoneInfo(zone)).date() < on
    assert shown(start, ZoneInfo(zone)).date() >= on


def test_a_night_of_twenty_five_hours_is_one_day(home: Household) -> None:
    note(home, "last of the day before", "2026-10-24T23:59")
    note(home, "first", "2026-10-25T00:00")
    note(home, "last", "2026-10-25T23:59")
    note(home, "first of the next", "2026-10-26T00:00")

    length = midnight(date(2026, 10, 26), BERLIN) - midnight(LONG_DAY, BERLIN)
    assert length == 25 * HOUR
    assert texts(home, LONG_DAY) == ["first", "last"]


def test_a_week_is_seven_days_and_each_is_as_it_is_alone(home: Household) -> None:
    for number in range(19, 27):
        note(home, str(number), f"2026-10-{number}T12:00")

    week = days(home, first=date(2026, 10, 19), number=7, book="record", kinds=(), words=WORDS)

    assert [len(one.items) for one in week] == [1] * 7
    assert all(
        one == day(home, on=one.day, book="record", kinds=(), words=WORDS) for one in week
    )


def test_a_day_that_was_looked_at_shows_what_is_written_later(home: Household) -> None:
    on = date(2026, 2, 3)
    note(home, "both asleep", "2026-02-03T09:00")
    before = texts(home, on)
    note(home, "both awake", "2026-02-03T10:00")
    note(home, "for the lawyer", "2026-02-03T10:00", "counsel")

    assert before == ["both asleep"]
    assert texts(home, on) == ["both asleep", "both awake"]
    assert texts(home, on, "counsel") == ["for the lawyer"]
    russian = day(home, on=on, book="record", kinds=(), words=catalogue("ru"))
    assert russian.items[0].says[0].startswith("Заметка")


def test_a_month_counts_what_its_days_count(home: Household) -> None:
    for at in ("2026-10-01T00:00", "2026-10-25T02:30", "2026-10-31T23:59", "2026-11-01T00:00"):
        note(home, at, at)

    found = month(home, year=2026, number=10, book="record")

    assert len(found) == 31
    assert {on.day: counts for on, counts in found.items() if counts} == {
        1: {"note": 1},
        25: {"note": 1},
        31: {"note": 1},
    }


def test_of_messages_a_day_tells_only_how_many(home: Household, tmp_path: Path) -> None:
    taken(home, file_in(tmp_path, "chat.txt", CHAT), zone="Europe/Berlin", me="Anna")
    found = day(home, on=date(2026, 2, 3), book="record", kinds=(), words=WORDS)
    some, more = messages(home, on=date(2026, 2, 3), book="record", words=WORDS)

    assert found.counts == {"message": 3}
    assert found.items == ()
    assert len(some) == 3
    assert not more


def test_what_no_longer_stands_stays_in_its_place_and_says_so(home: Household) -> None:
    first = note(home, "at nine", "2026-02-03T09:00")
    second = note(home, "by mistake", "2026-02-03T10:00")
    correct(home, ref=first, values={"text": ["at ten"]}, why="a slip", book="record")
    retract(home, ref=second, why="a mistake", book="record")
    found = day(home, on=date(2026, 2, 3), book="record", kinds=(), words=WORDS)

    assert [(one.says[0], one.struck) for one in found.items] == [
        ("Note: at nine", True),
        ("Note: by mistake", True),
    ]


def test_what_was_written_late_says_how_late(home: Household) -> None:
    note(home, "long ago", "2026-02-03T09:00")
    [item] = day(home, on=date(2026, 2, 3), book="record", kinds=(), words=WORDS).items

    assert item.late is not None
    assert item.late > 24 * 200


def test_a_book_shows_nothing_of_another(home: Household) -> None:
    note(home, "for the lawyer", "2026-02-03T09:00", book="counsel")
    note(home, "for the children", "2026-02-03T09:00", book="keepsake")

    assert texts(home, date(2026, 2, 3)) == []
    assert texts(home, date(2026, 2, 3), "counsel") == ["for the lawyer"]
    assert texts(home, date(2026, 2, 3), "keepsake") == ["for the children"]
    assert undated(home, book="record", words=WORDS) == []


def test_a_kind_chosen_leaves_the_others_out_and_the_counts_whole(home: Household) -> None:
    log(home, kind="child", values={"name": ["Vera"]}, book="record")
    note(home, "asleep", "2026-02-03T09:00")
    fed = {"child": ["Vera"], "way": ["bottle"], "at": ["2026-02-03T08:00"]}
    log(home, kind="feed", values=fed, book="record")
    found = day(home, on=date(2026, 2, 3), book="record", kinds=("feed",), words=WORDS)

    assert [one.kind for one in found.items] == ["feed"]
    assert found.counts == {"note": 1, "feed": 1}


def test_an_index_made_anew_tells_the_same(home: Household) -> None:
    for hour in range(24):
        note(home, str(hour), f"2026-02-03T{hour:02d}:15")
    before = month(home, year=2026, number=2, book="record")
    home.index("record").clear()

    assert month(home, year=2026, number=2, book="record") == before
