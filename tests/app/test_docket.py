"""A case in a real vault: which book, what is ahead, what a calendar is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from typing import Any

import pytest
from icalendar import Calendar

from hearthbook.app.day import today
from hearthbook.app.diary import log
from hearthbook.app.docket import OF_CASE
from hearthbook.app.docket import book_for
from hearthbook.app.docket import case_calendar
from hearthbook.app.docket import case_of
from hearthbook.app.docket import change
from hearthbook.app.docket import days_left
from hearthbook.app.docket import finish
from hearthbook.app.failure import Failure
from hearthbook.app.feed import address
from hearthbook.app.feed import new_address
from hearthbook.app.words import catalogue
from tests.app.homes import new_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.docket import Case
    from hearthbook.app.household import Household

WORDS = catalogue("en")
HEARING = {
    "what": ["First hearing"],
    "sort": ["hearing"],
    "at": ["2126-03-14T09:30"],
    "place": ["Room 1"],
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with new_home(tmp_path) as one:
        yield one


def dates(raw: bytes) -> list[Any]:
    return list(Calendar.from_ical(raw).walk("VEVENT"))


def add(home: Household, kind: str, **values: str) -> str:
    typed = {name.replace("_", "-"): [value] for name, value in values.items()}
    return log(home, kind=kind, values=typed, book=book_for(kind, typed))


def _counsel(home: Household) -> Case:
    return case_of(home, book="counsel", words=WORDS)


def test_what_is_for_the_lawyer_goes_into_the_book_for_the_lawyer(home: Household) -> None:
    add(home, "deadline", what="Answer", last_day="2126-03-01")
    add(home, "appointment", what="Talk", sort="lawyer", at="2126-02-01")
    add(home, "appointment", what="Hearing", sort="hearing", at="2126-02-02")
    add(home, "filing", what="Petition", **{"with": "the court"})

    record, counsel = (case_of(home, book=book, words=WORDS) for book in OF_CASE)

    assert [[one.says[0] for one in held.ahead] for held in (record, counsel)] == [
        ["Hearing: Hearing (planned)"],
        ["With the lawyer: Talk (planned)"],
    ]
    assert (len(record.deadlines), len(counsel.deadlines)) == (0, 1)
    assert (len(record.filings), len(counsel.filings)) == (1, 0)


def test_no_calendar_holds_dates_of_two_books(home: Household) -> None:
    add(home, "deadline", what="Answer", last_day="2126-03-01")
    add(home, "appointment", what="Hearing", sort="hearing", at="2126-02-02")

    found = [
        [str(one["SUMMARY"]) for one in dates(raw)]
        for raw in (
            case_calendar(home, book=book, titles="full", words=WORDS) for book in OF_CASE
        )
    ]

    assert found == [["Hearing"], ["Answer"]]
    with pytest.raises(Failure, match="no-such-book"):
        case_calendar(home, book="keepsake", titles="full", words=WORDS)


def test_days_left_are_said_calmly(home: Household) -> None:
    for days in (0, 1, 9, -3):
        last = today(home) + timedelta(days)
        add(home, "deadline", what=f"in {days}", last_day=last.isoformat())
    add(home, "deadline", what="unknown")

    said = [days_left(one, WORDS) for one in _counsel(home).deadlines]

    assert said[0].startswith("the day passed 3 days ago")
    assert said[1:4] == ["today", "tomorrow", "9 days left"]
    assert said[4].startswith("no day is written down yet")


def test_a_hearing_that_is_moved_keeps_its_place_in_the_calendar(home: Household) -> None:
    first = log(home, kind="appointment", values=HEARING, book="record")
    change(home, ref=first, values={"at": ["2126-03-21T09:30"]}, why="the court moved it")

    raw = case_calendar(home, book="record", titles="full", words=WORDS)

    [one] = dates(raw)
    assert one["UID"] == f"{first.casefold()}@diary.invalid"
    assert (one["SEQUENCE"], one["SUMMARY"], one["LOCATION"]) == (1, "First hearing", "Room 1")
    assert one["DTSTART"].dt.isoformat() == "2126-03-21T08:30:00+00:00"


def test_neutral_titles_tell_nothing(home: Household) -> None:
    log(home, kind="appointment", values=HEARING, book="record")
    add(home, "deadline", what="Answer to the petition", last_day="2126-03-01")

    both = [case_calendar(home, book=book, titles="neutral", words=WORDS) for book in OF_CASE]

    found = [str(one["SUMMARY"]) for raw in both for one in dates(raw)]
    assert found == ["Appointment", "Reminder"]
    raw = b"".join(both)
    assert not any(word in raw for word in (b"earing", b"petition", b"Room", b"earth"))


def test_what_is_done_is_reminded_of_no_more(home: Household) -> None:
    ref = add(home, "deadline", what="Answer", last_day="2126-03-01")
    finish(home, ref=ref, at="2026-02-01")

    found = _counsel(home)

    assert found.deadlines == ()
    assert [one.done for one in found.done] == ["2026-02-01"]
    assert b"VEVENT" not in case_calendar(home, book="counsel", titles="full", words=WORDS)


def test_only_a_deadline_is_marked_as_done(home: Household) -> None:
    ref = log(home, kind="appointment", values=HEARING, book="record")

    with pytest.raises(Failure, match="case-not-a-deadline"):
        finish(home, ref=ref)
    with pytest.raises(Failure, match="no-such-entry"):
        finish(home, ref="0000-0000-0000")
    with pytest.raises(Failure, match="case-no-such-field"):
        change(home, ref=ref, values={"last-day": ["2126-01-01"]}, why="a slip")


def test_only_a_paper_of_the_same_book_can_be_attached(home: Household) -> None:
    other = log(home, kind="note", values={"text": ["x"]}, book="counsel")

    with pytest.raises(Failure, match="no-such-document"):
        add(home, "filing", what="Petition", document=other, **{"with": "the court"})

    assert case_of(home, book="record", words=WORDS).filings == ()


def test_letters_stay_out_of_the_books_that_are_handed_out(home: Household) -> None:
    letter = {"title": ["For Ida"], "text": ["You laughed."]}

    with pytest.raises(Failure, match="keepsakes-only"):
        log(home, kind="keepsake", values=letter, book="record")

    assert home.of_kind("record", "keepsake") == []


def test_the_vault_does_not_know_the_address_it_gave(home: Household) -> None:
    secret = new_address(home, book="record", titles="neutral", language="en")

    assert secret not in home.setting("calendar")
    assert address(home) is not None
