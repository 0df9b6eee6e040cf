"""The page of a case, and the address a calendar program asks."""

from __future__ import annotations

import logging
import re
from shutil import copytree
from typing import TYPE_CHECKING

from icalendar import Calendar

from tests.web.visiting import Visitor
from tests.web.visiting import client

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ADDRESS = re.compile(r"http://127\.0\.0\.1(/case/address/([\w-]+)/calendar\.ics)")


def titles(raw: bytes) -> set[str]:
    return {str(one["SUMMARY"]) for one in Calendar.from_ical(raw).walk("VEVENT")}


def made(visitor: Visitor, **asked: str) -> str:
    found = ADDRESS.search(visitor.post("/case/address", **asked).text)
    assert found
    return found[1]


def test_a_deadline_is_written_shown_and_done(mother: Visitor) -> None:
    answer = mother.post(
        "/write/c/deadline",
        what="Answer",
        start="2126-02-18",
        days="14",
        counting="calendar-days",
        **{"last-day": "2126-03-05"},
    )
    ref = answer.headers["location"].rpartition("/")[2]
    before = mother.get("/case?book=c").text
    elsewhere = mother.get("/case").text
    done = mother.post(f"/case/done/{ref}")
    after = mother.get(done.headers["location"]).text

    assert answer.status_code == 303
    assert "days left" in before
    assert "the calendar days end on 2126-03-04" in before
    assert f"/case/done/{ref}" in before
    assert ref not in elsewhere
    assert ref in after
    assert f"/case/done/{ref}" not in after


def test_the_file_has_neutral_titles_unless_she_chooses(mother: Visitor) -> None:
    mother.post("/write/r/appointment", what="First hearing", sort="hearing", at="2126-03-14")

    neutral = mother.get("/case/calendar.ics")
    full = mother.get("/case/calendar.ics?titles=full")

    assert titles(neutral.content) <= {"Appointment", "Reminder"}
    assert "First hearing" in titles(full.content)
    assert neutral.headers["content-type"].startswith("text/calendar")
    assert 'filename="calendar.ics"' in neutral.headers["content-disposition"]


def test_a_paper_is_attached_from_what_is_in_the_book(mother: Visitor) -> None:
    form = mother.get("/write/r/filing").text

    assert '<select id="f-document" name="document" multiple>' in form


def test_the_address_is_off_can_be_renewed_and_ended(mother: Visitor) -> None:
    off = mother.get("/case").text
    first = made(mother)
    begun = mother.get(first)
    second = made(mother, titles="full")
    renewed = [mother.get(one).status_code for one in (first, second)]
    on = mother.get("/case").text
    mother.post("/case/address", end="yes")
    ended = mother.get(second)

    assert "It is off." in off
    assert titles(begun.content) <= {"Appointment", "Reminder"}
    assert renewed == [404, 200]
    assert second not in on
    assert ended.status_code == 404


def test_the_address_asks_for_no_session_and_tells_nobody_else(
    untouched: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = copytree(untouched, tmp_path / "family.vault")
    with client(str(path)) as browser:
        mother = Visitor(browser)
        mother.unlock()
        mother.post("/write/r/appointment", what="First hearing", at="2126-03-14")
        address = made(mother)
        mother.post("/lock")
        browser.cookies.clear()
        known = browser.get(address)
        guessed = browser.get("/case/address/guess/calendar.ics")
        page = browser.get("/case")
    with client(str(path)) as anew:
        fresh = anew.get(address)

    secret = address.split("/")[3]
    assert titles(known.content) == {"Appointment"}
    assert known.headers["cache-control"] == "no-store"
    assert (guessed.status_code, guessed.content) == (404, b"")
    assert page.headers["location"] == "/unlock"
    assert fresh.status_code == 404
    # httpx is the visitor's own program; ours says nothing.
    ours = [one for one in caplog.records if not one.name.startswith(("httpx", "httpcore"))]
    assert not any(secret in one.getMessage() for one in ours)
    assert not any(secret.encode() in one.read_bytes() for one in path.rglob("*.*"))
