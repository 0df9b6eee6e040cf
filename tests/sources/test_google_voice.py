from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

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
from hearthbook.sources.google_voice import GoogleVoice
from hearthbook.sources.google_voice.tags import elements
from tests.sources.google_voice.writing import ME
from tests.sources.google_voice.writing import MS
from tests.sources.google_voice.writing import call
from tests.sources.google_voice.writing import cite
from tests.sources.google_voice.writing import message
from tests.sources.google_voice.writing import page

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield

THEM = "+12025550133"
PELL = cite("+12025550155", "Pell")


def read(text: str | bytes) -> list[Yield]:
    raw = text.encode() if isinstance(text, str) else text
    return list(GoogleVoice().read(Original("0" * 64, "x.html", raw), Answers()))


def one(*messages: str, title: str = "Me to\nJonas", people: str = "") -> Message:
    found = read(page(*messages, title=title, people=people))[1]
    assert isinstance(found, Message)
    return found


def the_call(kind: str, **given: str) -> Call:
    found = read(call(kind, **given))[1]
    assert isinstance(found, Call)
    return found


def reasons(text: str | bytes) -> list[Reason]:
    return [found.reason for found in read(text) if isinstance(found, Snag)]


def test_the_time_is_a_moment_by_its_offset() -> None:
    assert one(message()).when == Moment(MS)
    assert one(message(stamp="2025-11-06T21:00:00Z")).when == Moment(1762462800000)


def test_what_came_in_is_from_the_number_and_labelled_with_the_name() -> None:
    assert one(message()).parties == Parties(THEM, (), Way.IN, "Jonas")


def test_a_name_that_is_the_number_is_no_name() -> None:
    assert one(message(who=cite(THEM, THEM))).parties == Parties(THEM, (), Way.IN)


def test_a_sender_without_number_goes_by_the_name() -> None:
    assert one(message(who=cite("", "Jonas"))).parties == Parties("Jonas", (), Way.IN)
    assert one(message(who=cite("", ""))).parties == Parties(None, (), Way.IN)


def test_what_went_out_is_to_the_only_other_in_the_page() -> None:
    found = one(message(who=ME), message())

    assert found.parties == Parties(None, (THEM,), Way.OUT, "Jonas")


def test_what_nobody_answered_is_to_whom_the_title_names() -> None:
    assert one(message(who=ME)).parties == Parties(None, ("Jonas",), Way.OUT)
    assert one(message(who=ME), title="Me to").parties == Parties(None, (), Way.OUT)


def test_of_two_others_none_is_picked() -> None:
    found = one(message(who=ME), message(), message(who=PELL))

    assert found.parties == Parties(None, (), Way.OUT)


def test_a_group_is_told_to_all_and_by_one() -> None:
    people = f"{cite()}, {PELL}"
    into, out = one(message(), people=people), one(message(who=ME), people=people)

    assert into.parties == Parties(THEM, ("+12025550155",), Way.IN, "Jonas")
    assert out.parties == Parties(None, (THEM, "+12025550155"), Way.OUT)
    assert into.marks == out.marks == (Mark.GROUP,)


@pytest.mark.parametrize(
    ("written", "text", "marks"),
    [
        ("3 &lt; 4 &amp; &quot;so&quot;", '3 < 4 & "so"', ()),
        ("one<br>two<br>", "one\ntwo\n", ()),
        ("&amp;lt;", "&lt;", ()),
        ("", "", ()),
        ("e\u0301", "\u00e9", (Mark.RECOMPOSED,)),
        ("&#0;", "\ufffd", (Mark.REPLACED_SIGN,)),
        ("\u202ex", "\u202ex", (Mark.DIRECTION_MARK,)),
    ],
)
def test_text_is_what_the_page_shows(written: str, text: str, marks: tuple[Mark, ...]) -> None:
    found = one(message(written))

    assert (found.text, found.marks) == (text, marks)


def test_bytes_that_are_no_text_are_replaced_and_marked() -> None:
    found = read(page(message("a?b")).encode().replace(b"a?b", b"a\xffb"))[1]

    assert isinstance(found, Message)
    assert (found.text, found.marks) == ("a\ufffdb", (Mark.REPLACED_SIGN,))


@pytest.mark.parametrize(
    "more",
    [
        '<div><img src="x-1-1" alt="Image MMS Attachment" /></div>',
        '<div><a class="video" href="x-1-1">Video</a></div>',
        '<div><a class="vcard" href="x-1-1">Card</a></div>',
        '<audio src="x-1-1"><a rel="enclosure" href="x-1-1">Audio</a></audio>',
    ],
)
def test_a_file_is_named_once(more: str) -> None:
    found = one(message(more=more))

    assert (found.media, found.marks) == ((Media("x-1-1"),), (Mark.MEDIA_ATTACHED,))


@pytest.mark.parametrize(
    ("kind", "lasted", "outcome", "seconds", "way"),
    [
        ("missed", "", Outcome.MISSED, None, Way.IN),
        ("received", "PT1H1M1S", Outcome.ANSWERED, 3661, Way.IN),
        ("voicemail", "PT9S", Outcome.VOICEMAIL, 9, Way.IN),
        ("placed", "PT4S", Outcome.ANSWERED, 4, Way.OUT),
        ("placed", "PT0S", Outcome.DIALLED, 0, Way.OUT),
        ("placed", "", Outcome.DIALLED, None, Way.OUT),
        ("recorded", "PT2M", Outcome.ANSWERED, 120, None),
        ("unheard-of", "P1D", Outcome.UNKNOWN, None, None),
    ],
)
def test_a_call_is_what_its_label_says(
    kind: str, lasted: str, outcome: Outcome, seconds: int | None, way: Way | None
) -> None:
    found = the_call(kind, lasted=lasted)

    assert (found.outcome, found.seconds, found.when) == (outcome, seconds, Moment(MS))
    assert found.parties == (
        Parties(THEM, (), way, "Jonas")
        if way is Way.IN
        else Parties(None, (THEM,), way, "Jonas")
    )


def test_a_withheld_number_is_nobodys() -> None:
    assert the_call("missed", number="", name="").parties == Parties(None, (), Way.IN)


def test_a_transcript_is_not_passed_over_in_silence() -> None:
    spoken = '<span class="description"><span class="full-text">call me</span></span>'

    assert the_call("voicemail", more=spoken).marks == (Mark.UNREAD_INSIDE,)
    assert the_call("voicemail").marks == ()


def test_what_its_owner_deleted_says_so() -> None:
    found = read(page(message(), deleted="True"))[1]

    assert isinstance(found, Message)
    assert found.marks == (Mark.DELETED,)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (message(stamp="2025-02-30T21:00:00.000-05:00"), Reason.NOT_A_DATE),
        (message(stamp="2025-11-06T21:00:00.000"), Reason.NOT_A_DATE),
        (message(stamp="0001-01-01T00:00:00+14:00") + "", None),
        ('<div class="message"><q>no time</q></div>', Reason.MISSING_FIELD),
        (message().replace("<q>At eight.</q>", ""), Reason.MISSING_FIELD),
        (message().replace("cite", "i"), Reason.MISSING_FIELD),
        (message("a < b"), Reason.BROKEN_MARKUP),
        (message("</q>"), Reason.BROKEN_MARKUP),
        (message().replace("</div>", ""), Reason.BROKEN_MARKUP),
        ("<q>stray</q>", Reason.UNKNOWN_ELEMENT),
    ],
)
def test_what_is_no_message_is_a_snag_and_spoils_no_other(
    bad: str, reason: Reason | None
) -> None:
    found = read(page(message("before"), bad, message("after")))

    assert [x.text for x in found if isinstance(x, Message)][:1] == ["before"]
    assert [x.text for x in found if isinstance(x, Message)][-1:] == ["after"]
    assert [x.reason for x in found if isinstance(x, Snag)] == ([reason] if reason else [])


def test_a_page_that_stops_says_so() -> None:
    whole = page(message("one"), message("two"))
    within, behind = whole[: whole.index("two")], whole[: whole.index('\n<div class="tags"')]

    assert reasons(whole) == []
    assert reasons(within) == [Reason.CUT_OFF]
    assert reasons(behind) == [Reason.CUT_OFF]


def test_a_page_that_stops_right_behind_a_message_marks_it() -> None:
    whole = page(message("one"))
    last = read(whole[: whole.index("</div> </div>") + 6])[-1]

    assert isinstance(last, Message)
    assert last.marks == (Mark.CUT_OFF,)


def test_a_page_without_a_message_holds_no_entry() -> None:
    assert reasons(page()) == [Reason.NO_ENTRY]


@pytest.mark.parametrize(
    ("raw", "known"),
    [
        (page(message()).encode(), True),
        (call().encode(), True),
        (b"<html><div class='hChatLog'>", False),
        (b'class="haudio"', False),
    ],
)
def test_a_page_is_known_by_its_classes(raw: bytes, known: bool) -> None:  # noqa: FBT001  # pytest hands it over
    assert GoogleVoice().recognises("x - Text - y.html", raw) is known


def test_elements_must_end_in_the_order_they_begin() -> None:
    assert elements("<a><b>x</a></b>") is None
    assert elements("<a>") is None
    assert elements("</a>") is None
    assert elements("<a>" * 99 + "</a>" * 99) is None
    found = elements("<a class=\"x y\" href='z'>1<br>2<!-- <q> --></a>")
    assert found is not None
    assert [(e.name, e.kind, e.text(set())) for e in found] == [
        ("a", "x", "1\n2"),
        ("br", "", ""),
    ]
    assert found[0].get("href", set()) == "z"


def test_public_pages_read_as_counted(shared: Path) -> None:
    with (shared / "samples" / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = [
            x for x in csv.DictReader(file, delimiter="\t") if x["format"] == "google_voice"
        ]
    rows = [x for x in rows if x["expected"]]

    assert len(rows) == 33
    for row in rows:
        raw = (shared / "samples" / row["file"]).read_bytes()
        found = read(raw)
        counted = re.fullmatch(r"(\d+) messages; .*; published=(\d+)", row["expected"])
        assert counted is not None
        assert GoogleVoice().recognises("", raw)
        assert sum(isinstance(x, Message) for x in found) == int(counted[1])
        assert sum(isinstance(x, Call) for x in found) == int(counted[2])
        assert all(isinstance(x, Message | Call | Frame) for x in found)
