from __future__ import annotations

import json
from datetime import UTC
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.time import moment
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Message
from hearthbook.records.message import Parties
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original
from hearthbook.sources.google_chat import GoogleChat

if TYPE_CHECKING:
    from hearthbook.sources.contract import Yield

JONAS = {"name": "Jonas", "email": "jonas@example.org", "user_type": "Human"}
DATE = "Thursday, November 6, 2025 at 9:00:05 PM UTC"
BASE = {"creator": JONAS, "created_date": DATE, "text": "At eight.", "topic_id": "t"}


def original(*messages: object) -> Original:
    return Original("0" * 64, "messages.json", json.dumps({"messages": messages}).encode())


def read(*messages: object) -> list[Yield]:
    return list(GoogleChat().read(original(*messages), Answers()))


def message(**given: object) -> Message:
    found = read({**BASE, **given})[1]
    assert isinstance(found, Message)
    return found


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31)))  # noqa: DTZ001  # hypothesis wants them bare
def test_a_date_in_english_is_its_moment(at: datetime) -> None:
    half = "AM" if at.hour < 12 else "PM"
    day = f"{at:%A}, {at:%B} {at.day}, {at.year:04d}"
    written = f"{day} at {at.hour % 12 or 12}:{at:%M}:{at:%S} {half} UTC"

    whole = moment(at.replace(microsecond=0, tzinfo=UTC))
    assert message(created_date=written).when == Moment(whole, Precision.SECOND)


def test_a_narrow_blank_before_the_half_of_the_day_is_read() -> None:
    assert message(created_date=DATE.replace(" PM", "\u202fPM")).when == message().when


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        (None, Reason.MISSING_FIELD),
        ("2025. november 6., csütörtök, 21:00:05 UTC", Reason.NOT_A_DATE),
        (DATE.replace("Thursday", "Friday"), Reason.NOT_A_DATE),
        (DATE.replace("6", "66", 1), Reason.NOT_A_DATE),
        (DATE.replace("9:00", "13:00"), Reason.NOT_A_DATE),
        (DATE.replace("9:00", "0:00"), Reason.NOT_A_DATE),
        (DATE.replace("9:00", "9:60"), Reason.NOT_A_DATE),
        (DATE.replace("November", "Brumaire"), Reason.NOT_A_DATE),
        (DATE.replace("UTC", "CET"), Reason.NOT_A_DATE),
    ],
)
def test_what_is_no_english_date_is_a_snag(date: str | None, reason: Reason) -> None:
    found = read({**BASE, "created_date": date})[1]

    assert isinstance(found, Snag)
    assert found.reason is reason


def test_the_sender_goes_by_the_name_then_by_the_address() -> None:
    assert message().parties == Parties("Jonas")
    assert message(creator={"email": "p@example.org"}).parties == Parties("p@example.org")
    assert message(creator=None).parties == Parties()
    assert GoogleChat().asks(original(BASE)) == (Asked.ME,)


@pytest.mark.parametrize(
    ("given", "marks"),
    [
        ({}, ()),
        ({"message_state": "DELETED"}, (Mark.DELETED,)),
        ({"message_state": "SENT"}, ()),
        ({"deletion_metadata": {"deletion_type": "CREATOR"}}, (Mark.DELETED,)),
        ({"updated_date": DATE}, (Mark.EDITED,)),
        ({"previous_message_versions": [BASE]}, (Mark.EDITED,)),
        (
            {"annotations": [{"gsuite_integration_metadata": {"call_data": {"x": "y"}}}]},
            (Mark.CALL_LINE,),
        ),
        ({"annotations": [{"url_metadata": {}}]}, ()),
        ({"annotations": [{"url_metadata": {}}], "text": ""}, (Mark.UNREAD_INSIDE,)),
        ({"poll": {}}, (Mark.UNREAD_INSIDE,)),
    ],
)
def test_what_a_reader_should_know_is_marked(
    given: dict[str, object], marks: tuple[Mark, ...]
) -> None:
    assert message(**given).marks == marks


def test_an_earlier_wording_stays_within_its_message() -> None:
    edited = {**BASE, "text": "right", "previous_message_versions": [{**BASE, "text": "wrong"}]}
    found = [x.text for x in read(edited, BASE) if isinstance(x, Message)]

    assert found == ["right", "At eight."]


def test_a_file_goes_by_the_name_it_has_in_the_download() -> None:
    files = [
        {"original_name": "a.jpg", "export_name": "File-a.jpg"},
        {"original_name": "b.jpg"},
    ]
    found = message(attached_files=files)

    assert found.media == (Media("File-a.jpg"), Media("b.jpg"))
    assert found.marks == (Mark.MEDIA_ATTACHED,)


@pytest.mark.parametrize(
    ("raw", "known"),
    [
        (json.dumps({"messages": [BASE]}).encode(), True),
        (json.dumps({"messages": [{"created_date": DATE, "message_id": "x"}]}).encode(), True),
        (json.dumps({"messages": [{"sender_name": "x", "timestamp_ms": 1}]}).encode(), False),
        (json.dumps({"messages": []}).encode(), False),
        (json.dumps({"x": 1, "messages": [BASE]}).encode(), False),
    ],
)
def test_a_chat_is_known_by_how_it_is_dated(raw: bytes, known: bool) -> None:  # noqa: FBT001  # pytest hands it over
    assert GoogleChat().recognises("messages.json", raw) is known
