from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.text import nfc
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
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original
from hearthbook.sources.messenger import Messenger

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield

MS = 1762400000000
BASE = {"sender_name": "Jonas", "timestamp_ms": MS, "content": "At eight."}
TWO = ("Jonas", "Mira")


def garbled(text: str) -> str:
    return text.encode().decode("latin-1")


def export(*messages: object, people: tuple[str, ...] = TWO, title: str = "Jonas") -> bytes:
    names = [{"name": name} for name in people]
    return json.dumps({"participants": names, "messages": messages, "title": title}).encode()


def original(raw: bytes) -> Original:
    return Original("0" * 64, "message_1.json", raw)


def read(raw: bytes) -> list[Yield]:
    return list(Messenger().read(original(raw), Answers()))


def message(**given: object) -> Message:
    found = read(export({**BASE, **given}))[1]
    assert isinstance(found, Message)
    return found


def call(**given: object) -> Call:
    found = read(export({**BASE, **given}))[1]
    assert isinstance(found, Call)
    return found


def test_the_time_is_the_millisecond_and_nothing_but_the_person_is_asked() -> None:
    assert message().when == Moment(MS)
    assert Messenger().asks(original(export(BASE))) == (Asked.ME,)


def test_messages_stay_in_the_order_of_the_file() -> None:
    newest_first = [{**BASE, "timestamp_ms": MS - n} for n in range(5)]
    found = [x.when for x in read(export(*newest_first)) if isinstance(x, Message)]

    assert found == [Moment(MS - n) for n in range(5)]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), min_size=1))
def test_letters_written_as_their_bytes_are_put_right(text: str) -> None:
    found = message(content=garbled(text))

    assert found.text == nfc(text)
    assert (Mark.MOJIBAKE_REPAIRED in found.marks) == (not text.isascii())


@pytest.mark.parametrize("text", ["caf\u00e9", "\u201cnoon\u201d", "\u0434\u0430"])
def test_letters_that_are_no_bytes_are_left_alone(text: str) -> None:
    found = message(content=text)

    assert (found.text, found.marks) == (text, ())


def test_bytes_that_make_no_letter_are_left_and_marked() -> None:
    found = message(content="\u00f0\u009f")

    assert (found.text, found.marks) == ("\u00f0\u009f", (Mark.UNREAD_INSIDE,))


def test_what_is_written_in_plain_utf8_is_never_repaired() -> None:
    raw = json.dumps({"messages": [{**BASE, "content": "\u00c3\u00a9"}]}, ensure_ascii=False)
    found = read(raw.encode())[1]

    assert isinstance(found, Message)
    assert (found.text, found.marks) == ("\u00c3\u00a9", ())


def test_of_two_the_other_is_written_to() -> None:
    assert message().parties == Parties("Jonas", ("Mira",))
    assert message(sender_name="Mira").parties == Parties("Mira", ("Jonas",))


def test_garbled_names_are_still_the_same_person() -> None:
    people = (garbled("J\u00f6n"), "Mira")
    found = read(export({**BASE, "sender_name": people[0]}, people=people))[1]

    assert isinstance(found, Message)
    assert found.parties == Parties("J\u00f6n", ("Mira",))


def test_a_sender_who_is_no_participant_wrote_to_nobody_known() -> None:
    assert message(sender_name="Pell").parties == Parties("Pell")
    assert message(sender_name="").parties == Parties()


def test_a_group_goes_by_its_title() -> None:
    raw = export(BASE, people=("Jonas", "Mira", "Pell"), title=garbled("F\u00e4mily"))
    found = read(raw)[1]

    assert isinstance(found, Message)
    assert found.parties == Parties("Jonas", ("F\u00e4mily",))
    assert found.marks == (Mark.GROUP,)


def test_a_title_within_a_message_is_no_title_of_the_chat() -> None:
    inside = {**BASE, "share": {"link": "https://example.org", "title": "Pram"}}
    raw = export(inside, people=("A", "B", "C"), title="Family")[:-20]
    found = read(raw)[1]

    assert isinstance(found, Message)
    assert found.parties.to == ()


def test_participants_named_after_the_messages_are_found() -> None:
    raw = json.dumps({"messages": [BASE], "participants": [{"name": name} for name in TWO]})
    found = read(raw.encode())[1]

    assert isinstance(found, Message)
    assert found.parties == Parties("Jonas", ("Mira",))


@pytest.mark.parametrize(
    ("given", "outcome", "seconds"),
    [
        ({"call_duration": 12}, Outcome.ANSWERED, 12),
        ({"call_duration": 0, "missed": True}, Outcome.MISSED, 0),
        ({"missed": True}, Outcome.MISSED, None),
    ],
)
def test_a_call_is_a_call(
    given: dict[str, object], outcome: Outcome, seconds: int | None
) -> None:
    found = call(**given)

    assert (found.outcome, found.seconds) == (outcome, seconds)
    assert found.parties == Parties("Jonas", ("Mira",))


@pytest.mark.parametrize("given", [{"call_duration": 0}, {"type": "Call"}])
def test_a_call_of_no_seconds_keeps_its_words(given: dict[str, object]) -> None:
    found = message(content="Jonas started a call.", **given)

    assert (found.text, found.marks) == ("Jonas started a call.", (Mark.CALL_LINE,))


@pytest.mark.parametrize(
    ("given", "marks"),
    [
        ({"is_unsent": True, "content": None}, (Mark.DELETED,)),
        ({"is_unsent": False}, ()),
        ({"type": "Plan"}, (Mark.UNREAD_INSIDE,)),
        ({"poll": {"question": "Which?"}}, (Mark.UNREAD_INSIDE,)),
        ({"reactions": [{"reaction": "x", "actor": "Mira"}]}, ()),
    ],
)
def test_what_a_reader_should_know_is_marked(
    given: dict[str, object], marks: tuple[Mark, ...]
) -> None:
    assert message(**given).marks == marks


def test_a_line_of_the_app_is_nobodys() -> None:
    said = message(type="Subscribe", content="Jonas added Pell.", users=[{"name": "Pell"}])
    unsaid = message(type="Unsubscribe", content=None, users=[{"name": garbled("P\u00e9ll")}])

    assert (said.text, said.parties) == ("Jonas added Pell.", Parties())
    assert unsaid.text == "Jonas: Unsubscribe: P\u00e9ll"
    assert said.marks == (Mark.APP_TEXT,)


@pytest.mark.parametrize("kind", ["photos", "videos", "audio_files", "gifs", "files"])
def test_files_are_named_by_their_paths(kind: str) -> None:
    found = message(**{kind: [{"uri": "messages/a.jpg"}, {"uri": "messages/b.jpg"}]})

    assert found.media == (Media("messages/a.jpg"), Media("messages/b.jpg"))
    assert found.marks == (Mark.MEDIA_ATTACHED,)


def test_a_sticker_is_a_file_and_a_link_is_text() -> None:
    assert message(sticker={"uri": "stickers/1.png"}).media == (Media("stickers/1.png"),)
    shared = message(content="Look", share={"link": "https://example.org", "share_text": "x"})
    repeated = message(content="See https://example.org", share={"link": "https://example.org"})

    assert shared.text == "Look\nx\nhttps://example.org"
    assert repeated.text == "See https://example.org"


def test_a_file_that_could_not_be_fetched_is_left_out() -> None:
    sent = {"senderName": "Mira", "timestamp": MS, "type": "media", "isUnsent": False}
    chat = {
        "participants": list(TWO),
        "threadName": "Jonas_4",
        "messages": [{**sent, "media": [{"uri": "Failed to download media"}]}],
    }
    found = read(json.dumps(chat).encode())[1]

    assert isinstance(found, Message)
    assert (found.media, found.marks) == ((Media(""),), (Mark.MEDIA_OMITTED,))
    assert (found.when, found.parties) == (Moment(MS), Parties("Mira", ("Jonas",)))


def test_in_2018_the_time_was_in_seconds() -> None:
    old = {"sender_name": "Jonas", "timestamp": 1500000000, "content": "x"}
    found = read(export(old))[1]

    assert isinstance(found, Message)
    assert found.when == Moment(1500000000000, Precision.SECOND)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"sender_name": "Jonas", "content": "x"}, Reason.MISSING_FIELD),
        ({"timestamp_ms": MS}, Reason.MISSING_FIELD),
        ({**BASE, "timestamp_ms": 10**17}, Reason.NOT_A_DATE),
    ],
)
def test_what_is_no_message_is_a_snag(given: dict[str, object], reason: Reason) -> None:
    found = read(export(given))[1]

    assert isinstance(found, Snag)
    assert found.reason is reason


@pytest.mark.parametrize(
    ("raw", "known"),
    [
        (export(BASE), True),
        (export(), True),
        (b'{"messages": [], "title": "x"}', False),
        (b'[{"sender_name": "x"}]', False),
        (b'{"text": "messages: [{ sender_name"}', False),
    ],
)
def test_a_chat_is_known_by_how_its_senders_are_named(raw: bytes, known: bool) -> None:  # noqa: FBT001  # pytest hands it over
    assert Messenger().recognises("message_1.json", raw) is known


def test_public_exports_read_as_counted(shared: Path) -> None:
    with (shared / "samples" / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = [x for x in csv.DictReader(file, delimiter="\t") if x["basis"] == "json count"]
    rows = [x for x in rows if x["format"] == "messenger_instagram"]

    assert len(rows) == 9
    for row in rows:
        raw = (shared / "samples" / row["file"]).read_bytes()
        found = read(raw)
        assert Messenger().recognises("", raw)
        assert f"{sum(isinstance(x, Message) for x in found)} messages" == row["expected"]
        assert not [x for x in found if isinstance(x, Snag)]
