from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.traced import Became
from hearthbook.records.traced import Step
from hearthbook.records.traced import Traced
from hearthbook.records.when import Moment
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.whatsapp_db import WhatsAppDb
from tests.sources.made_databases import database
from tests.sources.whatsapp_db.writing import OLD_SCHEMA
from tests.sources.whatsapp_db.writing import SCHEMA

if TYPE_CHECKING:
    from hearthbook.sources.contract import Yield

Rows = dict[str, list[dict[str, object]]]
AT = 1_772_200_000_000
THEM, OTHER = "+441632960033", "+441632960077"
GROUP_ID = "441632960033-1500000000@g.us"
AROUND: Rows = {
    "jid": [
        {"_id": 1, "user": "", "server": "", "raw_string": "441632960033@s.whatsapp.net"},
        {"_id": 2, "user": "", "server": "", "raw_string": GROUP_ID},
        {"_id": 3, "user": "441632960077", "server": "s.whatsapp.net", "raw_string": None},
    ],
    "chat": [{"_id": 1, "jid_row_id": 1}, {"_id": 2, "jid_row_id": 2, "subject": "Ours"}],
}


def read(rows: Rows, schema: str = SCHEMA) -> list[Yield]:
    raw = database(rows, schema)
    return list(WhatsAppDb().read(Original("0" * 64, "msgstore.db", raw), Answers()))


def row(table: str, given: dict[str, object], around: Rows, schema: str = SCHEMA) -> Yield:
    found = read({**around, table: [given]}, schema)
    (own,) = (x for x in found if read_from(x).table == table and read_from(x).start == 5)
    return own


def one(around: Rows | None = None, **given: object) -> Traced:
    base = {"_id": 5, "chat_row_id": 1, "from_me": 0, "key_id": "K", "timestamp": AT}
    found = row("message", {**base, **given}, {**AROUND, **(around or {})})
    assert isinstance(found, Traced)
    return found


def old(around: Rows | None = None, **given: object) -> Traced:
    base = {"_id": 5, "key_remote_jid": "441632960033@s.whatsapp.net", "key_id": "K"}
    found = row("messages", {**base, "timestamp": AT, **given}, around or {}, OLD_SCHEMA)
    assert isinstance(found, Traced)
    return found


def call(**given: object) -> Call:
    found = row("call_log", {"_id": 5, "jid_row_id": 1, "timestamp": AT, **given}, AROUND)
    assert isinstance(found, Call)
    return found


def test_the_time_is_the_senders_and_when_it_came_in_stands_beside() -> None:
    found = one(text_data="x", received_timestamp=AT + 9)

    assert (found.when, found.text, found.name) == (Moment(AT), "x", "K")
    assert found.steps == (Step(Became.RECEIVED, Moment(AT + 9)),)


def test_who_wrote_to_whom_in_a_chat_and_in_a_group() -> None:
    assert one().parties == Parties(THEM, (), Way.IN)
    assert one(from_me=1).parties == Parties(None, (THEM,), Way.OUT)
    assert one(chat_row_id=2, sender_jid_row_id=3).parties == Parties(OTHER, ("Ours",), Way.IN)
    assert one(chat_row_id=2, from_me=1).parties == Parties(None, ("Ours",), Way.OUT)
    assert one(chat_row_id=2).marks == (Mark.GROUP,)


def test_a_device_of_a_person_is_the_person() -> None:
    jids = [{"_id": 1, "user": "", "server": "", "raw_string": "441632960033:7@s.whatsapp.net"}]

    assert one({"jid": jids}).parties.sender == THEM


def test_receipts_say_whom_it_reached_and_who_read_it() -> None:
    receipts: Rows = {
        "receipt_user": [
            {
                "_id": 1,
                "message_row_id": 5,
                "receipt_user_jid_row_id": 3,
                "receipt_timestamp": AT + 1,
                "read_timestamp": AT + 2,
            }
        ]
    }

    assert one(receipts, from_me=1).steps == (
        Step(Became.DELIVERED, Moment(AT + 1), OTHER),
        Step(Became.READ, Moment(AT + 2), OTHER),
    )


def test_an_edit_is_told_and_when_but_not_what_stood_before() -> None:
    edited: Rows = {
        "message_edit_info": [
            {
                "message_row_id": 5,
                "original_key_id": "",
                "edited_timestamp": AT + 5,
                "sender_timestamp": 0,
            }
        ]
    }
    found = one(edited, text_data="later")

    assert (found.text, found.marks) == ("later", (Mark.EDITED,))
    assert found.steps == (Step(Became.EDITED, Moment(AT + 5)),)


def test_what_was_taken_back_says_so_and_names_what_it_was() -> None:
    revoked: Rows = {
        "message_revoked": [
            {"message_row_id": 5, "revoked_key_id": "K0", "revoke_timestamp": AT + 7}
        ]
    }
    found = one(revoked, message_type=15)

    assert (found.answers, found.marks) == ("K0", (Mark.DELETED,))
    assert found.steps == (Step(Became.TAKEN_BACK, Moment(AT + 7)),)


def test_an_answer_names_what_it_quotes_and_is_not_its_words() -> None:
    quoted: Rows = {
        "message_quoted": [{"message_row_id": 5, "key_id": "Q", "text_data": "old"}]
    }
    found = one(quoted, text_data="new")

    assert (found.answers, found.text) == ("Q", "new")


def test_a_file_is_known_by_its_hash_where_the_table_has_it() -> None:
    digest = sha256(b"picture")
    media: Rows = {
        "message_media": [
            {
                "message_row_id": 5,
                "file_path": "Media/a/b.jpg",
                "mime_type": "image/jpeg",
                "file_size": 7,
                "file_hash": b64encode(digest.digest()).decode(),
            }
        ]
    }
    found = one(media, message_type=1)

    assert found.media == (Media("b.jpg", "image/jpeg", 7, digest.hexdigest()),)
    assert found.marks == (Mark.MEDIA_OMITTED,)


@pytest.mark.parametrize(
    ("kind", "marks"),
    [
        (0, ()),
        (7, (Mark.APP_TEXT,)),
        (10, (Mark.CALL_LINE,)),
        (11, (Mark.UNREAD_INSIDE,)),
        (43, (Mark.VIEW_ONCE,)),
        (5, (Mark.UNREAD_INSIDE,)),
        (1234, (Mark.UNREAD_INSIDE,)),
    ],
)
def test_what_a_reader_should_know_is_marked(kind: int, marks: tuple[Mark, ...]) -> None:
    assert one(message_type=kind).marks == marks


def test_a_place_stays_in_the_original() -> None:
    place: Rows = {
        "message_location": [{"message_row_id": 5, "latitude": 52.5, "place_name": "clinic"}]
    }
    found = one(place, message_type=5)

    assert (found.text, found.marks) == ("", (Mark.UNREAD_INSIDE,))


@pytest.mark.parametrize(
    ("given", "kind", "reason"),
    [
        ({"timestamp": None}, Snag, Reason.MISSING_FIELD),
        ({"timestamp": 2**60}, Snag, Reason.NOT_A_DATE),
        ({"timestamp": 0, "key_id": "-1"}, Frame, None),
    ],
)
def test_a_row_without_a_time_is_no_message(
    given: dict[str, object], kind: type, reason: Reason | None
) -> None:
    base: dict[str, object] = {"_id": 5, "chat_row_id": 1, "from_me": 0, "key_id": "K"}
    found = row("message", {**base, **given}, AROUND)

    assert isinstance(found, kind)
    assert getattr(found, "reason", None) == reason


@pytest.mark.parametrize(
    ("result", "outgoing", "outcome"),
    [
        (5, 0, Outcome.ANSWERED),
        (5, 1, Outcome.ANSWERED),
        (2, 0, Outcome.MISSED),
        (4, 1, Outcome.DIALLED),
        (3, 0, Outcome.UNKNOWN),
        (None, 1, Outcome.UNKNOWN),
    ],
)
def test_a_call_became_what_the_table_says(
    result: int | None, outgoing: int, outcome: Outcome
) -> None:
    found = call(call_result=result, from_me=outgoing, duration=61)
    into, out = Parties(THEM, (), Way.IN), Parties(None, (THEM,), Way.OUT)

    assert (found.outcome, found.seconds) == (outcome, 61)
    assert found.parties == (out if outgoing else into)


def test_a_call_of_a_group_names_the_group() -> None:
    found = call(group_jid_row_id=2, call_result=5)

    assert (found.parties, found.marks) == (Parties(THEM, ("Ours",), Way.IN), (Mark.GROUP,))


def test_the_older_table_says_the_same_in_its_own_columns() -> None:
    quotes: Rows = {"messages_quotes": [{"_id": 9, "key_id": "Q"}]}
    into = old(quotes, data="x", received_timestamp=AT + 3, quoted_row_id=9)
    out = old(key_from_me=1, receipt_device_timestamp=AT + 4, read_device_timestamp=AT + 5)

    assert (into.text, into.answers, into.parties) == ("x", "Q", Parties(THEM, (), Way.IN))
    assert into.steps == (Step(Became.RECEIVED, Moment(AT + 3)),)
    assert out.parties == Parties(None, (THEM,), Way.OUT)
    assert [step.became for step in out.steps] == [Became.DELIVERED, Became.READ]


def test_the_older_table_names_groups_files_and_lines_of_the_app() -> None:
    named: Rows = {"chat_list": [{"_id": 1, "key_remote_jid": GROUP_ID, "subject": "Ours"}]}
    by = {"key_remote_jid": GROUP_ID, "remote_resource": "441632960077@s.whatsapp.net"}
    group = old(named, **by)
    line = old(named, status=6, data="Ours", **by)
    file = old(media_wa_type="1", media_name="a.jpg", media_caption="look", media_size=3)

    assert group.parties == Parties(OTHER, ("Ours",), Way.IN)
    assert line.marks == (Mark.APP_TEXT, Mark.GROUP)
    assert (file.text, file.media) == ("look", (Media("a.jpg", "", 3),))
