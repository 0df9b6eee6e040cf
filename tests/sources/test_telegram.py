from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Message
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original
from hearthbook.sources.telegram import Telegram

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield

PERSONAL = {"name": "Jonas", "type": "personal_chat", "id": 5}
BASE = {
    "id": 1,
    "type": "message",
    "date": "2025-11-06T04:00:00",
    "date_unixtime": "1762398000",
    "from": "Jonas",
    "from_id": "user5",
    "text": "At eight.",
}
LEFT_OUT = "(File not included. Change data exporting settings to download.)"


def export(*messages: object, chat: dict[str, object] | None = None) -> bytes:
    return json.dumps({**(chat or PERSONAL), "messages": messages}, indent=1).encode()


def original(raw: bytes) -> Original:
    return Original("0" * 64, "result.json", raw)


def read(raw: bytes) -> list[Yield]:
    return list(Telegram().read(original(raw), Answers()))


def one(chat: dict[str, object] | None = None, /, **given: object) -> Yield:
    message = {name: value for name, value in {**BASE, **given}.items() if value != "absent"}
    _, found, *_ = read(export(message, chat=chat))
    return found


def message(chat: dict[str, object] | None = None, /, **given: object) -> Message:
    found = one(chat, **given)
    assert isinstance(found, Message)
    return found


def call(**given: object) -> Call:
    found = one(type="service", action="phone_call", actor="Mira", actor_id="user9", **given)
    assert isinstance(found, Call)
    return found


def reason(**given: object) -> Reason:
    found = one(None, **given)
    assert isinstance(found, Snag)
    return found.reason


def test_the_moment_comes_before_what_the_clock_showed() -> None:
    assert message().when == Moment(1762398000000, Precision.SECOND)


def test_an_old_export_has_readings_and_asks_for_the_zone() -> None:
    old = {name: value for name, value in BASE.items() if name != "date_unixtime"}
    found = read(export(old))[1]

    assert isinstance(found, Message)
    assert found.when == Wall("2025-11-06T04:00:00", Precision.SECOND)
    assert Telegram().asks(original(export(old))) == (Asked.ZONE, Asked.ME)
    assert Telegram().asks(original(export(BASE))) == (Asked.ME,)


def test_one_old_message_among_new_ones_is_enough_to_ask_for_the_zone() -> None:
    old = {name: value for name, value in BASE.items() if name != "date_unixtime"}

    assert Asked.ZONE in Telegram().asks(original(export(BASE, old, BASE)))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"date_unixtime": "99999999999999"}, Reason.NOT_A_DATE),
        ({"date_unixtime": "absent", "date": "2025-02-30T04:00:00"}, Reason.NOT_A_DATE),
        ({"date_unixtime": "absent", "date": "2025-02-28"}, Reason.NOT_A_DATE),
        ({"date_unixtime": "absent", "date": "absent"}, Reason.MISSING_FIELD),
        ({"type": "absent"}, Reason.MISSING_FIELD),
        ({"type": "unsupported"}, Reason.UNKNOWN_ELEMENT),
    ],
)
def test_what_is_no_message_is_a_snag(given: dict[str, object], expected: Reason) -> None:
    assert reason(**given) is expected


def test_text_in_parts_is_joined_as_it_was_written() -> None:
    parts = ["See ", {"type": "bold", "text": "this"}, " please"]

    assert message(text=parts).text == "See this please"


def test_in_a_chat_of_two_what_the_other_did_not_write_went_to_him() -> None:
    theirs = message()
    mine = message(**{"from": "Mira", "from_id": "user9"})

    assert theirs.parties == Parties("Jonas")
    assert mine.parties == Parties("Mira", ("Jonas",))


def test_two_people_of_one_name_are_told_apart_by_their_ids() -> None:
    assert message(from_id="user9").parties == Parties("Jonas", ("Jonas",))


def test_without_an_id_nobody_is_said_to_have_received() -> None:
    assert message(from_id="absent", **{"from": "Mira"}).parties == Parties("Mira")


def test_a_deleted_account_has_no_name() -> None:
    assert message(**{"from": None}).parties == Parties(None)


def test_a_group_is_marked_and_named() -> None:
    found = message({"name": "Family", "type": "private_supergroup", "id": 7})

    assert found.parties == Parties("Jonas", ("Family",))
    assert found.marks == (Mark.GROUP,)


def test_each_chat_of_an_account_keeps_its_own_name() -> None:
    chats = [{**PERSONAL, "messages": [BASE]}, {"type": "private_group", "id": 7}]
    group = {"name": "Family", **chats[1], "messages": [BASE]}
    account = {"about": "All.", "chats": {"about": "C", "list": [chats[0], group]}}

    found = [x for x in read(json.dumps(account).encode()) if isinstance(x, Message)]

    assert [x.parties.to for x in found] == [(), ("Family",)]


@pytest.mark.parametrize(
    ("given", "outcome", "seconds"),
    [
        ({"duration_seconds": 12, "discard_reason": "hangup"}, Outcome.ANSWERED, 12),
        ({"duration_seconds": 12, "discard_reason": "disconnect"}, Outcome.ANSWERED, 12),
        ({"discard_reason": "missed"}, Outcome.MISSED, None),
        ({"discard_reason": "busy"}, Outcome.REJECTED, None),
        ({"discard_reason": "hangup"}, Outcome.UNKNOWN, None),
        ({}, Outcome.UNKNOWN, None),
        ({"duration_seconds": -3}, Outcome.UNKNOWN, None),
    ],
)
def test_a_call_became_what_the_app_says(
    given: dict[str, object], outcome: Outcome, seconds: int | None
) -> None:
    found = call(**given)

    assert (found.outcome, found.seconds) == (outcome, seconds)
    assert found.parties == Parties("Mira", ("Jonas",))


def test_a_line_of_the_app_is_nobodys_and_says_who_did_what() -> None:
    found = message(
        type="service", action="invite_members", actor="Mira", members=["Pell", None], text=""
    )

    assert found.parties == Parties()
    assert found.text == "Mira: invite_members: Pell"
    assert found.marks == (Mark.APP_TEXT,)


def test_a_line_of_a_call_is_of_who_called() -> None:
    family: dict[str, object] = {"name": "Family", "type": "private_group", "id": 7}
    found = message(family, type="service", action="group_call", actor="Mira", duration=95)

    assert found.parties == Parties("Mira", ("Family",))
    assert found.text.startswith("Mira: group_call: 95")
    assert found.marks == (Mark.CALL_LINE, Mark.GROUP)


def test_a_line_with_more_than_is_known_says_so() -> None:
    found = message(type="service", action="gift", actor="Mira", stars={"n": 5})

    assert found.marks == (Mark.APP_TEXT, Mark.UNREAD_INSIDE)


def test_the_period_after_which_messages_vanish_is_told() -> None:
    found = message(type="service", action="set_messages_ttl", actor="Mira", period=86400)

    assert found.text.startswith("Mira: set_messages_ttl: 86400")


@pytest.mark.parametrize(
    ("given", "media", "mark"),
    [
        ({"photo": "photos/a.jpg"}, Media("photos/a.jpg"), Mark.MEDIA_ATTACHED),
        (
            {"file": LEFT_OUT, "mime_type": "audio/ogg", "media_type": "voice_message"},
            Media("", "audio/ogg"),
            Mark.MEDIA_OMITTED,
        ),
        ({"file": f"plan.pdf {LEFT_OUT}"}, Media("plan.pdf"), Mark.MEDIA_OMITTED),
        (
            {"file": LEFT_OUT, "file_name": "a.pdf", "media_type": "sticker"},
            Media("a.pdf", "sticker"),
            Mark.MEDIA_OMITTED,
        ),
        ({"file": "files/Scan (File 2)"}, Media("files/Scan (File 2)"), Mark.MEDIA_ATTACHED),
    ],
)
def test_a_file_is_attached_or_left_out(
    given: dict[str, object], media: Media, mark: Mark
) -> None:
    found = message(**given)

    assert found.media == (media,)
    assert found.marks == (mark,)


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        ({"edited_unixtime": "1762398001"}, Mark.EDITED),
        ({"forwarded_from": "Pell"}, Mark.FORWARDED),
        ({"poll": {"question": "Which?"}}, Mark.UNREAD_INSIDE),
        ({"location_information": {"latitude": 1.5}}, Mark.UNREAD_INSIDE),
        ({"self_destruct_period_seconds": 2**31 - 1}, Mark.VIEW_ONCE),
    ],
)
def test_what_a_reader_should_know_is_marked(given: dict[str, object], mark: Mark) -> None:
    assert message(**given).marks == (mark,)


def test_what_is_to_vanish_after_a_minute_is_not_to_be_seen_once() -> None:
    assert message(self_destruct_period_seconds=60).marks == ()


def test_controls_are_read_as_the_app_writes_them() -> None:
    raw = export(BASE).replace(b"At eight.", rb"At \x07 \\x07")
    found = read(raw)[1]

    assert isinstance(found, Message)
    assert (found.text, found.marks) == ("At \ufffd \\x07", (Mark.REPLACED_SIGN,))


def test_a_name_within_a_text_opens_no_list() -> None:
    found = message(text='{"messages": [{"id": 1, "type": "message"')

    assert found.text == '{"messages": [{"id": 1, "type": "message"'


def test_an_account_is_known_even_if_its_chats_begin_late() -> None:
    contacts = [{"first_name": "P", "last_name": str(n)} for n in range(3000)]
    head = json.dumps({"about": "All.", "contacts": {"list": contacts}}).encode()[: 1 << 16]

    assert Telegram().recognises("x", head)
    assert not Telegram().recognises("result.json", b'{"about": "All.", "messages": []}')
    assert not Telegram().recognises("result.json", b"[" + export(BASE) + b"]")


@pytest.mark.parametrize(("name", "count"), [("single", 2), ("batch", 2)])
def test_public_exports_read_as_counted(shared: Path, name: str, count: int) -> None:
    folder = shared / "samples" / "telegram"
    raw = (folder / f"chat-miner__test__telegram__test_{name}_export.json").read_bytes()
    target = json.loads((folder / "chat-miner__test__telegram__target.json").read_bytes())

    found = [x for x in read(raw) if isinstance(x, Message)]

    assert Telegram().recognises("", raw)
    assert [x.parties.sender for x in found] == [one["author"] for one in target]
    # the file's own project puts a blank between parts, where the app writes none
    assert [x.text.replace(" ", "") for x in found] == [
        one["message"].replace(" ", "") for one in target
    ]
    assert len(found) == count
