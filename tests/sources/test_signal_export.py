from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.codec import written
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Message
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Moment
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.cutter import LONGEST
from hearthbook.sources.signal_export import SignalExport

if TYPE_CHECKING:
    from hearthbook.sources.contract import Yield

MS = 1762400000000
HEAD = {"version": "1", "backupTimeMs": "1", "mediaRootBackupKey": "a2V5"}
SECRET = "c2VjcmV0"
ACCOUNT = {"account": {"profileKey": SECRET, "svrPin": "2580", "givenName": "Mira"}}
CONTACT = {"e164": "441632960033", "profileGivenName": "Jo"}
GROUP = {"snapshot": {"title": {"title": "Family"}}}
BEFORE = [
    HEAD,
    ACCOUNT,
    {"recipient": {"id": "1", "self": {}}},
    {"recipient": {"id": "2", "contact": CONTACT}},
    {"recipient": {"id": "3", "group": GROUP}},
    {"chat": {"id": "10", "recipientId": "2"}},
    {"chat": {"id": "11", "recipientId": "3"}},
    {"chat": {"id": "12", "recipientId": "1"}},
]
THEM = "+441632960033"


def said(text: str, **more: object) -> dict[str, object]:
    return {"standardMessage": {"text": {"body": text}, **more}}


BASE = {
    "chatId": "10",
    "authorId": "2",
    "dateSent": str(MS),
    "incoming": {"dateReceived": "9"},
    **said("At eight."),
}
OUT: dict[str, object] = {"authorId": "1", "incoming": None, "outgoing": {}}


def lines(*frames: object) -> bytes:
    return "".join(f"{json.dumps(frame)}\n" for frame in frames).encode()


def read(raw: bytes) -> list[Yield]:
    return list(SignalExport().read(Original("0" * 64, "main.jsonl", raw), Answers()))


def one(**given: object) -> Yield:
    return read(lines(*BEFORE, {"chatItem": {**BASE, **given}}))[-1]


def message(**given: object) -> Message:
    found = one(**given)
    assert isinstance(found, Message)
    return found


def call(**given: object) -> Call:
    found = one(directionless={}, incoming=None, updateMessage={"individualCall": given})
    assert isinstance(found, Call)
    return found


def person(**contact: object) -> Message:
    frames = [{"recipient": {"id": "2", "contact": contact}}, BEFORE[5], {"chatItem": BASE}]
    found = read(lines(*frames))[-1]
    assert isinstance(found, Message)
    return found


def test_the_time_is_when_it_was_sent() -> None:
    assert message().when == Moment(MS)


def test_what_came_in_is_from_the_number_and_labelled_with_the_name() -> None:
    assert message().parties == Parties(THEM, (), Way.IN, "Jo")


def test_what_went_out_is_to_the_partner_of_the_chat() -> None:
    assert message(**OUT).parties == Parties(None, (THEM,), Way.OUT, "Jo")


def test_a_note_to_oneself_is_to_nobody() -> None:
    assert message(chatId="12", **OUT).parties == Parties(None, (), Way.OUT)


def test_a_group_goes_by_its_title() -> None:
    into, out = message(chatId="11"), message(chatId="11", **OUT)

    assert into.parties == Parties(THEM, ("Family",), Way.IN, "Jo")
    assert out.parties == Parties(None, ("Family",), Way.OUT)
    assert into.marks == out.marks == (Mark.GROUP,)


def test_who_was_never_introduced_is_nobody() -> None:
    assert message(chatId="99", authorId="98").parties == Parties(None, (), Way.IN)


@pytest.mark.parametrize(
    ("contact", "sender", "label"),
    [
        ({"e164": "44", "nickname": {"given": "A", "family": "B"}}, "+44", "A B"),
        ({"e164": "44", "systemGivenName": "S", "profileGivenName": "P"}, "+44", "S"),
        ({"profileGivenName": "P", "profileFamilyName": "Q"}, "P Q", None),
        ({"username": "pell.42", "aci": "QUE="}, "pell.42", None),
        ({"aci": "QUE="}, "QUE=", None),
        ({}, None, None),
    ],
)
def test_a_person_goes_by_number_then_name_then_account(
    contact: dict[str, object], sender: str | None, label: str | None
) -> None:
    parties = person(**contact).parties

    assert (parties.sender, parties.label) == (sender, label)


def test_a_name_the_owner_chose_comes_before_the_persons_own() -> None:
    chosen = {"given": "Jonas"}

    assert person(e164="44", nickname=chosen, profileGivenName="Jo").parties.label == "Jonas"


@pytest.mark.parametrize(
    ("statuses", "way"),
    [
        ([], Way.OUT),
        ([{"sent": {}}], Way.OUT),
        ([{"failed": {}}, {"delivered": {}}], Way.OUT),
        ([{"failed": {"reason": "NETWORK"}}], Way.UNSENT),
        ([{"pending": {}}, {"skipped": {}}], Way.UNSENT),
        ([{"recipientId": "2"}], Way.UNSENT),
    ],
)
def test_what_reached_nobody_was_not_sent(statuses: list[object], way: Way) -> None:
    found = message(**{**OUT, "outgoing": {"sendStatus": statuses}})

    assert found.parties.way is way


@pytest.mark.parametrize(
    ("given", "outcome", "way"),
    [
        ({"direction": "INCOMING", "state": "ACCEPTED"}, Outcome.ANSWERED, Way.IN),
        ({"direction": "INCOMING", "state": "MISSED"}, Outcome.MISSED, Way.IN),
        ({"direction": "INCOMING", "state": "NOT_ACCEPTED"}, Outcome.REJECTED, Way.IN),
        ({"direction": "OUTGOING", "state": "NOT_ACCEPTED"}, Outcome.DIALLED, Way.OUT),
        ({"direction": "OUTGOING", "state": "ACCEPTED"}, Outcome.ANSWERED, Way.OUT),
        (
            {"direction": "INCOMING", "state": "MISSED_NOTIFICATION_PROFILE"},
            Outcome.MISSED,
            Way.IN,
        ),
        ({}, Outcome.UNKNOWN, None),
    ],
)
def test_a_call_became_what_the_app_says(
    given: dict[str, object], outcome: Outcome, way: Way | None
) -> None:
    found = call(startedCallTimestamp="77", **given)

    assert (found.outcome, found.parties.way, found.seconds) == (outcome, way, None)
    assert found.when == Moment(77)
    assert found.parties.sender == (THEM if way is Way.IN else None)
    assert found.parties.to == ((THEM,) if way is Way.OUT else ())


def test_a_call_without_its_own_time_has_that_of_its_line() -> None:
    assert call(direction="INCOMING").when == Moment(MS)


def test_a_call_by_a_link_is_kept() -> None:
    frame = {"adHocCall": {"recipientId": "7", "callTimestamp": "88"}}
    link = {"recipient": {"id": "7", "callLink": {"name": "Tuesday"}}}
    found = read(lines(*BEFORE, link, frame))[-1]

    assert isinstance(found, Call)
    assert (found.when, found.parties) == (Moment(88), Parties(to=("Tuesday",)))


@pytest.mark.parametrize(
    ("update", "text"),
    [
        ({"expirationTimerChange": {"expiresInMs": "1000"}}, "Jo: expirationTimerChange: 1000"),
        ({"simpleUpdate": {"type": "BLOCKED"}}, "Jo: simpleUpdate: BLOCKED"),
        (
            {"groupChange": {"updates": [{"groupNameUpdate": {"newGroupName": "F"}}]}},
            "Jo: groupNameUpdate: F",
        ),
    ],
)
def test_a_line_of_the_app_is_nobodys_and_says_what_changed(
    update: dict[str, object], text: str
) -> None:
    found = message(directionless={}, incoming=None, updateMessage=update)

    assert (found.parties, found.text, found.marks) == (Parties(), text, (Mark.APP_TEXT,))


def test_accounts_within_a_change_are_named() -> None:
    added = {"groupMemberAddedUpdate": {"newMemberAci": "QUE=", "updaterAci": "unknown"}}
    known = {"recipient": {"id": "2", "contact": {"aci": "QUE=", "profileGivenName": "Jo"}}}
    update = {"chatItem": {**BASE, "updateMessage": {"groupChange": {"updates": [added]}}}}
    found = read(lines(known, update))[-1]

    assert isinstance(found, Message)
    assert found.text == "Jo: groupMemberAddedUpdate: Jo"


def test_a_group_call_is_a_call_line_of_who_began_it() -> None:
    found = message(
        chatId="11", incoming=None, updateMessage={"groupCall": {"state": "GENERIC"}}
    )

    assert found.marks == (Mark.CALL_LINE, Mark.GROUP)
    assert found.parties == Parties(THEM, ("Family",), Way.IN, "Jo")


def test_a_file_is_known_by_its_hash() -> None:
    digest = sha256(b"picture")
    located = {"plaintextHash": b64encode(digest.digest()).decode(), "size": 7}
    there = {"contentType": "image/jpeg", "fileName": "a.jpg", "locatorInfo": located}
    gone = {"contentType": "audio/aac", "locatorInfo": {"size": 9}}
    attached = message(**said("", attachments=[{"pointer": there}]))
    left_out = message(**said("", attachments=[{"pointer": gone}]))

    assert attached.media == (Media("a.jpg", "image/jpeg", 7, digest.hexdigest()),)
    assert attached.marks == (Mark.MEDIA_ATTACHED,)
    assert left_out.media == (Media("", "audio/aac", 9),)
    assert left_out.marks == (Mark.MEDIA_OMITTED,)


@pytest.mark.parametrize(
    ("given", "marks"),
    [
        ({"revisions": [{"dateSent": "1"}]}, (Mark.EDITED,)),
        ({"revisions": []}, ()),
        ({"standardMessage": None, "remoteDeletedMessage": {}}, (Mark.DELETED,)),
        ({"standardMessage": None, "viewOnceMessage": {}}, (Mark.VIEW_ONCE,)),
        ({"standardMessage": None, "poll": {"question": "Q"}}, (Mark.UNREAD_INSIDE,)),
        (said("Ask \ufffc"), (Mark.UNREAD_INSIDE,)),
    ],
)
def test_what_a_reader_should_know_is_marked(
    given: dict[str, object], marks: tuple[Mark, ...]
) -> None:
    assert message(**given).marks == marks


def test_a_text_that_stands_in_a_file_breaks_off() -> None:
    found = message(**said("goes on", longText={"contentType": "text/x-signal-plain"}))

    assert (found.text, Mark.CUT_OFF in found.marks) == ("goes on", True)
    assert found.media == (Media("", "text/x-signal-plain"),)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"dateSent": None}, Reason.MISSING_FIELD),
        ({"dateSent": "9" * 17}, Reason.NOT_A_DATE),
        ({"standardMessage": None}, Reason.UNKNOWN_ELEMENT),
    ],
)
def test_what_is_no_message_is_a_snag(given: dict[str, object], reason: Reason) -> None:
    found = one(**given)

    assert isinstance(found, Snag)
    assert found.reason is reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"chatItem": {"a": 1, "a": 2}}\n', Reason.BROKEN_MARKUP),
        (b'{"chatItem": {"a": "\n', Reason.BROKEN_MARKUP),
        (b'{"chatItem": {"a": "', Reason.CUT_OFF),
        (b'{"newKind": {}}\n', Reason.UNKNOWN_ELEMENT),
        (b'{"recipient": {"self": {}}}\n', Reason.MISSING_FIELD),
        (b'{"chat": {"id": "1"}}\n', Reason.MISSING_FIELD),
        (b"x" * (LONGEST + 1), Reason.TOO_LONG),
    ],
)
def test_a_line_that_cannot_be_read_is_a_snag(raw: bytes, reason: Reason) -> None:
    (found,) = read(raw)

    assert isinstance(found, Snag)
    assert found.reason is reason


def test_secrets_of_the_account_enter_no_record() -> None:
    found = read(lines(*BEFORE, {"chatItem": BASE}))
    told = b"".join(written(x) for x in found)

    assert all(isinstance(x, Frame) for x in found[:-1])
    assert SECRET.encode() not in told
    assert b"2580" not in told


@pytest.mark.parametrize(
    ("raw", "known"),
    [
        (lines(*BEFORE), True),
        (lines(*BEFORE[1:]), True),
        (lines(HEAD), True),
        (lines({"chatItem": BASE}), True),
        (lines({"version": "1"}, {"other": {}}), False),
        (b'{"text": "{\\"chatItem\\": {"}', False),
    ],
)
def test_an_export_is_known_by_its_first_lines(raw: bytes, known: bool) -> None:  # noqa: FBT001  # pytest hands it over
    assert SignalExport().recognises("main.jsonl", raw) is known


def test_stickers_and_answers_to_stories_are_read() -> None:
    drawn = {"sticker": {"data": {"contentType": "image/webp"}}}
    sticker = message(standardMessage=None, stickerMessage=drawn)
    reply = {"textReply": {"text": {"body": "sweet"}}}
    answer = message(standardMessage=None, directStoryReplyMessage=reply)
    sign = message(standardMessage=None, directStoryReplyMessage={"emoji": "x"})

    assert sticker.media == (Media("", "image/webp"),)
    assert (answer.text, sign.text) == ("sweet", "x")


def test_what_only_the_app_needs_is_not_told() -> None:
    rung = {
        "groupCall": {"callId": "9", "read": True, "ringerRecipientId": "2", "state": "MISSED"}
    }

    assert message(incoming=None, updateMessage=rung).text == "Jo: groupCall: MISSED"


def test_a_call_of_no_direction_names_whom_the_chat_is_with() -> None:
    assert call().parties == Parties(label="Jo")
