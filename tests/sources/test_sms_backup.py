from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.text import nfc
from hearthbook.records.message import Mark
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.sources.contract import Original
from hearthbook.sources.sms_backup import SmsBackup
from tests.sources.sms_backup.files import VALUES
from tests.sources.sms_backup.writing import PROLOG
from tests.sources.sms_backup.writing import backup
from tests.sources.sms_backup.writing import call
from tests.sources.sms_backup.writing import calls
from tests.sources.sms_backup.writing import escaped
from tests.sources.sms_backup.writing import message
from tests.sources.sms_backup.writing import messages
from tests.sources.sms_backup.writing import sms
from tests.sources.sms_backup.writing import snags
from tests.sources.sms_backup.writing import tag

if TYPE_CHECKING:
    from hearthbook.records.message import Message

ODILE = "+441632960011"


def said(one: Message) -> tuple[object, ...]:
    """Return all of a message but the place it came from."""
    return (one.when, one.parties, one.text, one.marks, one.media)


@pytest.mark.parametrize(
    "head",
    [
        b"<smses>",
        b"<calls count='0'/>",
        PROLOG.encode() + b"<!-- made by hand -->\n<?xml-stylesheet href='a'?>\n<smses >",
        b"\xef\xbb\xbf" + PROLOG.encode() + b"<calls>",
        b"<!DOCTYPE smses [<!ENTITY a 'b'>]><smses>",
        f"{PROLOG}<smses>".encode("utf-16"),
        f"{PROLOG}<smses>".encode("utf-16-be"),
    ],
)
def test_a_backup_is_known_by_its_root(head: bytes) -> None:
    assert SmsBackup().recognises("anything.txt", head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"<smsest>",
        b"<callsign/>",
        b"<html><smses></smses></html>",
        b"<!-- <smses> --><other/>",
        b"She wrote <smses> to me",
        b"<?xml version='1.0'?><gpx><calls/></gpx>",
    ],
)
def test_other_files_are_left_to_others_whatever_their_name(head: bytes) -> None:
    assert not SmsBackup().recognises("sms-20241103.xml", head)


def test_nobody_is_asked_anything() -> None:
    assert SmsBackup().asks(Original("0" * 64, "sms.xml", backup(sms()))) == ()


def test_a_message_keeps_who_when_and_what() -> None:
    one = message(sms(body="Clara took 60 ml", date="1730000000123"))

    assert one.when == Moment(1730000000123)
    assert one.text == "Clara took 60 ml"
    assert one.parties == Parties(ODILE, (), Way.IN, "Aunt Odile")
    assert one.marks == ()


def test_a_record_is_its_bytes_and_the_white_space_after_it() -> None:
    first, second = sms(body="one"), sms(body="two")
    data = backup(first, second)

    places = [one.origin for one in messages(data)]

    start = data.index(b"<sms ")
    cut = start + len(first)
    assert places == [
        FromFile("0" * 64, start, cut),
        FromFile("0" * 64, cut, data.index(b"</smses>")),
    ]


@pytest.mark.parametrize(
    ("box", "parties"),
    [
        ("1", Parties(ODILE, (), Way.IN, "Aunt Odile")),
        ("2", Parties(None, (ODILE,), Way.OUT, "Aunt Odile")),
        ("3", Parties(None, (ODILE,), Way.UNSENT, "Aunt Odile")),
        ("4", Parties(None, (ODILE,), Way.UNSENT, "Aunt Odile")),
        ("5", Parties(None, (ODILE,), Way.UNSENT, "Aunt Odile")),
        ("6", Parties(None, (ODILE,), Way.UNSENT, "Aunt Odile")),
        ("9", Parties(label="Aunt Odile")),
    ],
)
def test_only_the_sent_box_was_sent_and_an_unknown_box_names_nobody(
    box: str, parties: Parties
) -> None:
    assert message(sms(type=box)).parties == parties


@pytest.mark.parametrize("number", ["null", "", " ", "-1", "-2", "-3", "insert-address-token"])
def test_a_number_that_is_nobodys_names_nobody(number: str) -> None:
    assert message(sms(address=number)).parties.sender is None
    assert message(sms(address=number, type="2")).parties.to == ()


@pytest.mark.parametrize("name", ["null", "", "(Unknown)"])
def test_a_number_without_a_saved_name_has_no_label(name: str) -> None:
    assert message(sms(contact_name=name)).parties.label is None


def test_several_numbers_are_several_people_and_none_is_picked_as_the_sender() -> None:
    out = message(sms(address="+441632960011~+441632960012", type="2"))
    back = message(sms(address="+441632960011~+441632960012"))

    assert out.parties.to == ("+441632960011", "+441632960012")
    assert out.marks == (Mark.GROUP,)
    assert back.parties.sender is None
    assert back.marks == (Mark.DOUBTFUL_SENDER, Mark.GROUP)


def test_a_subject_was_written_too() -> None:
    assert message(sms(subject="Tonight", body="Come at six")).text == "Tonight\nCome at six"


def test_the_word_null_stands_for_nothing() -> None:
    assert message(sms(body="null")).text == ""
    assert messages(backup(sms(), sms(body="null"), sms()))[1].text == ""


@pytest.mark.parametrize("date", ["soon", "", "1.5", "1730000000000x", "9" * 15, "9" * 5000])
def test_a_stamp_that_is_no_date_is_a_snag(date: str) -> None:
    assert [reason for reason, _ in snags(backup(sms(), sms(date=date)))] == [Reason.NOT_A_DATE]


@pytest.mark.parametrize("gone", ["date", "type", "address", "body"])
def test_a_record_without_what_it_cannot_lack_is_a_snag(gone: str) -> None:
    raw = sms().replace(f" {gone}=", f" x{gone}=")

    assert [reason for reason, _ in snags(backup(sms(), raw))] == [Reason.MISSING_FIELD]


@pytest.mark.parametrize("gone", ["date", "type"])
def test_a_record_whose_time_or_box_was_empty_is_a_snag(gone: str) -> None:
    raw = sms(**{gone: "null"})

    assert [reason for reason, _ in snags(backup(sms(), raw))] == [Reason.MISSING_FIELD]


def test_a_stamp_before_1970_is_a_date() -> None:
    assert message(sms(date="-1")).when == Moment(-1)


def test_attributes_in_any_order_and_spacing_read_the_same() -> None:
    raw = f"<sms\n\tbody = 'Hello' type='1'  date= '7' address =\"{ODILE}\"\n></sms >"

    assert said(message(raw)) == (Moment(7), Parties(ODILE, (), Way.IN), "Hello", (), ())


def test_a_raw_line_end_in_a_value_is_a_space_and_a_written_one_is_a_line_end() -> None:
    assert message(sms(body="a\nb\r\nc\td")).text == "a b c d"
    assert message(sms(body="a&#10;b&#xD;&#9;c")).text == "a\nb\r\tc"


def test_quotes_of_both_kinds_hold_each_other() -> None:
    one = message(sms().replace('body="Both asleep."', "body='He said \"no\" > twice'"))

    assert one.text == 'He said "no" > twice'


def test_equal_messages_of_one_millisecond_are_kept_each() -> None:
    assert len(messages(backup(sms(), sms(), sms()))) == 3


@pytest.mark.parametrize(
    ("kind", "seconds", "outcome"),
    [
        ("1", "61", Outcome.ANSWERED),
        ("1", "0", Outcome.ANSWERED),
        ("2", "61", Outcome.ANSWERED),
        ("2", "0", Outcome.DIALLED),
        ("2", "null", Outcome.DIALLED),
        ("3", "0", Outcome.MISSED),
        ("4", "12", Outcome.VOICEMAIL),
        ("5", "0", Outcome.REJECTED),
        ("6", "0", Outcome.BLOCKED),
        ("7", "0", Outcome.ELSEWHERE),
        ("12", "0", Outcome.UNKNOWN),
    ],
)
def test_a_call_is_what_the_phone_typed_it_as(
    kind: str, seconds: str, outcome: Outcome
) -> None:
    (one,) = calls(call(type=kind, duration=seconds))

    assert one.outcome is outcome
    assert one.seconds == (None if seconds == "null" else int(seconds))
    assert one.when == Moment(1730000000000)


def test_a_call_names_the_other_one_on_the_side_they_were_on() -> None:
    heard, dialled, odd = calls(call(), call(type="2"), call(type="12"))

    assert heard.parties == Parties(ODILE, (), Way.IN, "Aunt Odile")
    assert dialled.parties == Parties(None, (ODILE,), Way.OUT, "Aunt Odile")
    assert odd.parties == Parties(label="Aunt Odile")


@pytest.mark.parametrize(
    "values", [{"number": ""}, {"number": "-1"}, {"number": "-2"}, {"presentation": "2"}]
)
def test_who_withheld_a_number_is_not_named(values: dict[str, str]) -> None:
    (one,) = calls(call(**values))

    assert one.parties.sender is None


def test_a_dialled_number_is_known_however_it_was_presented() -> None:
    (one,) = calls(call(type="2", presentation="2"))

    assert one.parties.to == (ODILE,)


@pytest.mark.parametrize("seconds", ["-1", "long", "9" * 20])
def test_a_length_that_is_none_is_not_told(seconds: str) -> None:
    (one,) = calls(call(duration=seconds))

    assert one.seconds is None


@pytest.mark.parametrize("gone", ["date", "type", "number"])
def test_a_call_without_time_type_or_number_is_a_snag(gone: str) -> None:
    raw = call().replace(f" {gone}=", f" x{gone}=")

    assert [why for why, _ in snags(backup(raw))] == [Reason.MISSING_FIELD]
    assert [why for why, _ in snags(backup(call(date="x")))] == [Reason.NOT_A_DATE]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_what_was_written_is_what_is_read(text: str) -> None:
    legal = text.replace("\ufffe", "").replace("\uffff", "")

    found = messages(backup(sms(), sms(body=escaped(legal)), sms()))[1]

    assert found.text == ("" if legal == "null" else nfc(legal))


@given(VALUES, VALUES, st.sampled_from("1239"), st.sampled_from([ODILE, "a~b", "-2", "null"]))
def test_the_quick_way_and_the_long_way_read_the_same(
    body: str, name: str, box: str, number: str
) -> None:
    raw = sms(body=body, contact_name=name, type=box, address=number)

    alone = messages(backup(raw))
    after = messages(backup(sms(), raw, sms()))[1:-1]

    assert list(map(said, after)) == list(map(said, alone))
    assert len(snags(backup(sms(), raw, sms()))) == len(snags(backup(raw)))


def test_the_quick_way_reads_what_has_another_order_of_attributes_as_well() -> None:
    other = tag("sms", {"date": "5", "body": "Later", "type": "2", "address": ODILE})

    found = messages(backup(sms(), other, other, sms(), other))

    texts = [one.text for one in found]
    assert texts == ["Both asleep.", "Later", "Later", "Both asleep.", "Later"]


def test_marks_of_a_name_stay_with_every_message_that_bears_it() -> None:
    raw = sms(contact_name="Mama &#55357;&#56401;")

    found = messages(backup(sms(), raw, sms(), raw, raw))

    joined = (Mark.SURROGATE_JOINED,)
    assert [one.marks for one in found] == [(), joined, (), joined, joined]
    assert found[-1].parties.label == "Mama \U0001f451"
