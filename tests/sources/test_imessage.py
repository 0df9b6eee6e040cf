from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.traced import Became
from hearthbook.records.traced import Step
from hearthbook.records.traced import Traced
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.imessage import IMessage
from hearthbook.sources.imessage.typedstream import NoTextError
from hearthbook.sources.imessage.typedstream import text_in
from tests.sources.imessage.writing import EDITED
from tests.sources.imessage.writing import NANO
from tests.sources.imessage.writing import SCHEMA
from tests.sources.imessage.writing import attributed
from tests.sources.imessage.writing import edits
from tests.sources.made_databases import database

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield

AT = 794_000_000
MS = 978_307_200_000 + AT * 1000
THEM, GRANNY = "+441632960033", "granny@example.org"
AROUND: dict[str, list[dict[str, object]]] = {
    "handle": [{"ROWID": 1, "id": THEM}, {"ROWID": 2, "id": GRANNY}],
    "chat": [
        {"ROWID": 1, "style": 45, "chat_identifier": THEM},
        {"ROWID": 2, "style": 43, "chat_identifier": "chat1"},
    ],
    "chat_handle_join": [
        {"chat_id": 1, "handle_id": 1},
        {"chat_id": 2, "handle_id": 1},
        {"chat_id": 2, "handle_id": 2},
    ],
}


def read(raw: bytes) -> list[Yield]:
    return list(IMessage().read(Original("0" * 64, "chat.db", raw), Answers()))


def one(*, chat: int = 1, **given: object) -> Yield:
    row = {"ROWID": 5, "guid": "G", "date": AT * NANO, "handle_id": 1, "text": "x", **given}
    joins = [{"chat_id": chat, "message_id": 5}]
    found = read(database({**AROUND, "message": [row], "chat_message_join": joins}, SCHEMA))
    (own,) = (x for x in found if read_from(x).table == "message" and read_from(x).start == 5)
    return own


def message(*, chat: int = 1, **given: object) -> Traced:
    found = one(chat=chat, **given)
    assert isinstance(found, Traced)
    return found


@pytest.mark.parametrize(
    ("date", "when"),
    [
        (AT, Moment(MS, Precision.SECOND)),
        (AT * NANO, Moment(MS, Precision.SECOND)),
        (AT * NANO + 250_000_000, Moment(MS + 250)),
    ],
)
def test_a_date_counts_from_2001_in_seconds_or_nanoseconds(date: int, when: Moment) -> None:
    assert message(date=date).when == when


@pytest.mark.parametrize(
    ("date", "reason"),
    [(0, Reason.MISSING_FIELD), (None, Reason.MISSING_FIELD), ("soon", Reason.NOT_A_DATE)],
)
def test_a_row_without_a_date_is_a_snag(date: object, reason: Reason) -> None:
    found = one(date=date)

    assert isinstance(found, Snag)
    assert found.reason is reason


def test_what_came_in_is_from_its_handle_and_what_went_out_is_to_the_chat() -> None:
    into, out = message(), message(is_from_me=1, is_sent=1, handle_id=0)

    assert into.parties == Parties(THEM, (), Way.IN)
    assert out.parties == Parties(None, (THEM,), Way.OUT)


def test_a_group_names_all_others_who_are_in_it() -> None:
    into, out = message(chat=2, handle_id=2), message(chat=2, is_from_me=1, is_sent=1)

    assert into.parties == Parties(GRANNY, (THEM,), Way.IN)
    assert out.parties == Parties(None, (THEM, GRANNY), Way.OUT)
    assert into.marks == (Mark.GROUP,)


@pytest.mark.parametrize(
    ("sent", "error", "delivered", "way"),
    [
        (1, 0, 0, Way.OUT),
        (0, 0, 0, Way.UNSENT),
        (1, 22, 0, Way.UNSENT),
        (1, 22, 1, Way.OUT),
        (None, 0, 0, Way.OUT),
    ],
)
def test_what_never_left_was_not_sent(
    sent: int | None, error: int, delivered: int, way: Way
) -> None:
    found = message(is_from_me=1, is_sent=sent, error=error, is_delivered=delivered)

    assert found.parties.way is way


def test_a_number_nobody_introduced_is_nobody() -> None:
    assert message(chat=3, handle_id=77).parties == Parties(None, (), Way.IN)


@pytest.mark.parametrize("length", [0, 1, 127, 128, 300, 40_000])
def test_a_text_in_an_attributed_string_is_whole(length: int) -> None:
    found = message(text=None, attributedBody=attributed("\u0456" * (length // 2)))

    assert found.text == "\u0456" * (length // 2)
    assert found.marks == ()


def test_a_text_stands_before_its_attributed_form() -> None:
    assert message(text="plain", attributedBody=attributed("styled")).text == "plain"


def test_delivered_and_read_are_told_where_the_phone_tells() -> None:
    found = message(date_delivered=(AT + 1) * NANO, date_read=(AT + 9) * NANO)

    assert found.steps == (
        Step(Became.DELIVERED, Moment(MS + 1000, Precision.SECOND)),
        Step(Became.READ, Moment(MS + 9000, Precision.SECOND)),
    )


def test_an_edited_message_keeps_what_it_said_before_and_until_when() -> None:
    summary = edits(["on Friday", "on Saturday", "on Sunday"])
    found = message(text="on Sunday", date_edited=AT * NANO, message_summary_info=summary)
    edited = 978_307_200_000 + EDITED * 1000

    assert (found.text, found.marks) == ("on Sunday", (Mark.EDITED,))
    assert found.steps == (
        Step(Became.EDITED, Moment(edited + 60_000, Precision.SECOND), None, "on Friday"),
        Step(Became.EDITED, Moment(edited + 120_000, Precision.SECOND), None, "on Saturday"),
    )


def test_an_edit_without_its_history_is_still_told() -> None:
    found = message(date_edited=AT * NANO)

    assert found.steps == (Step(Became.EDITED, Moment(MS, Precision.SECOND)),)


def test_a_message_taken_back_says_so_and_when() -> None:
    summary = edits([], taken_back=True)
    found = message(text=None, date_retracted=AT * NANO, message_summary_info=summary)

    assert (found.text, found.marks) == ("", (Mark.DELETED,))
    assert found.steps == (Step(Became.TAKEN_BACK, Moment(MS, Precision.SECOND)),)


@pytest.mark.parametrize(
    ("kind", "emoji", "linked", "text", "taken"),
    [
        (2000, None, "p:0/T", "\u2764", False),
        (2005, None, "bp:T", "\u2753", False),
        (2006, "\U0001f37c", "p:1/T", "\U0001f37c", False),
        (3001, None, "p:0/T", "\U0001f44d", True),
        (2007, None, "T", "", False),
    ],
)
def test_a_sign_set_to_a_message_is_a_record_that_names_it(
    kind: int,
    emoji: str | None,
    linked: str,
    text: str,
    taken: bool,  # noqa: FBT001  # pytest hands it over
) -> None:
    found = message(
        text="Liked something",
        associated_message_type=kind,
        associated_message_emoji=emoji,
        associated_message_guid=linked,
    )

    assert (found.answers, found.text, found.marks) == ("T", text, (Mark.REACTION,))
    assert [step.became for step in found.steps] == ([Became.TAKEN_BACK] if taken else [])


def test_an_answer_names_what_it_answers() -> None:
    assert message(thread_originator_guid="T").answers == "T"


def test_a_line_of_the_app_is_marked() -> None:
    found = message(text=None, item_type=2, group_title="Twins")

    assert (found.text, found.marks) == ("item_type=2, group_title=Twins", (Mark.APP_TEXT,))


def test_a_file_is_named_and_lies_outside() -> None:
    held: dict[str, list[dict[str, object]]] = {
        **AROUND,
        "message": [{"ROWID": 1, "guid": "G", "date": AT, "text": "\ufffc"}],
        "attachment": [
            {"ROWID": 7, "filename": "~/Library/a/b.caf", "mime_type": "audio/x-caf"},
            {"ROWID": 8, "transfer_name": "c.pdf", "filename": "/x/y.pdf", "total_bytes": 12},
        ],
        "message_attachment_join": [
            {"message_id": 1, "attachment_id": 8},
            {"message_id": 1, "attachment_id": 7},
        ],
    }
    (found,) = (x for x in read(database(held, SCHEMA)) if isinstance(x, Traced))

    assert found.media == (Media("c.pdf", "", 12), Media("b.caf", "audio/x-caf"))
    assert found.marks == (Mark.MEDIA_OMITTED,)


def test_what_was_deleted_lately_is_kept_and_marked() -> None:
    held: dict[str, list[dict[str, object]]] = {
        **AROUND,
        "message": [{"ROWID": 1, "guid": "G", "date": AT, "text": "gone", "handle_id": 1}],
        "chat_recoverable_message_join": [{"chat_id": 1, "message_id": 1}],
    }
    (found,) = (x for x in read(database(held, SCHEMA)) if isinstance(x, Traced))

    assert (found.text, found.marks) == ("gone", (Mark.DELETED_LATELY,))


def test_a_summary_that_is_no_list_spoils_nothing() -> None:
    found = message(message_summary_info=b"bplist00" + b"\xff" * 40)

    assert (found.text, found.marks) == ("x", (Mark.UNREAD_INSIDE,))


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_a_stream_cut_anywhere_gives_no_half_text(cut: int) -> None:
    whole = attributed("not half of it")
    end = whole.index(b"not half of it") + 13

    with pytest.raises(NoTextError):
        text_in(whole[: max(0, end - cut)])


def test_real_streams_give_the_text_that_was_counted(shared: Path) -> None:
    counted = 0
    with (shared / "samples/manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in (row for row in rows if row["format"] == "imessage"):
            raw = (shared / "samples" / row["file"]).read_bytes()
            found = re.match(r"text_len=(\d+)", row["expected"])
            if found is not None:
                assert len(text_in(raw).decode()) == int(found[1]), row["path"]
                counted += 1
            elif row["expected"].startswith("no plain"):
                with pytest.raises(NoTextError):
                    text_in(raw)

    assert counted >= 15
