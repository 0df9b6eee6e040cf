from __future__ import annotations

from base64 import b64decode
from base64 import b64encode
from binascii import Error
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.sources.sms_backup.payload import digested
from tests.sources.sms_backup.writing import backup
from tests.sources.sms_backup.writing import message
from tests.sources.sms_backup.writing import messages
from tests.sources.sms_backup.writing import mms
from tests.sources.sms_backup.writing import part
from tests.sources.sms_backup.writing import sms
from tests.sources.sms_backup.writing import snags
from tests.sources.sms_backup.writing import tag

ODILE, RAFI, NINA = "+441632960011", "+441632960012", "+441632960013"
NAME = "Aunt Odile"
OWN = "insert-address-token"
BOTH = f"{ODILE}~{RAFI}"
SPACED = "+44 1632 960012"
NOBODY_SURE = (Mark.DOUBTFUL_SENDER, Mark.GROUP)
WORDS = part("text/plain", text="Look")
PICTURE = part("image/jpeg", name="twins.jpg", data="QUJD")
ABC = Media("twins.jpg", "image/jpeg", 3, sha256(b"ABC").hexdigest())
FROM, TO, COPY, BLIND = "137", "151", "130", "129"


def test_a_picture_message_keeps_its_words_and_its_file() -> None:
    one = message(mms(WORDS, PICTURE))

    assert one.text == "Look"
    assert one.media == (ABC,)
    assert one.parties == Parties(ODILE, (), Way.IN, NAME)
    assert one.marks == ()


def test_the_subject_and_all_parts_of_text_are_its_text_in_order() -> None:
    more = part("text/plain", text="again &amp; again")

    assert message(mms(WORDS, PICTURE, more, sub="Twins")).text == "Twins\nLook\nagain & again"


@pytest.mark.parametrize("kind", ["application/smil", "Application/SMIL; charset=utf-8"])
def test_the_layout_is_neither_words_nor_a_file(kind: str) -> None:
    layout = part(kind, text="&lt;smil/&gt;", data="QUJD")

    one = message(mms(layout, WORDS))

    assert (one.text, one.media) == ("Look", ())


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"name": "a.jpg", "fn": "b.jpg", "cl": "c.jpg"}, "a.jpg"),
        ({"name": "null", "fn": "b.jpg", "cl": "c.jpg"}, "b.jpg"),
        ({"name": "null", "fn": "null", "cl": "c.jpg"}, "c.jpg"),
        ({"name": "null"}, ""),
    ],
)
def test_a_file_has_the_first_name_it_was_given(values: dict[str, str], name: str) -> None:
    (file,) = message(mms(part("image/jpeg", data="QUJD", **values))).media

    assert file.name == name


@pytest.mark.parametrize("values", [{}, {"data": ""}, {"data": "null"}])
def test_a_file_the_backup_left_out_is_named_and_marked(values: dict[str, str]) -> None:
    one = message(mms(part("video/mp4", name="steps.mp4", **values)))

    assert one.media == (Media("steps.mp4", "video/mp4"),)
    assert one.marks == (Mark.MEDIA_OMITTED,)


@pytest.mark.parametrize(
    "data", ["QUJ", "QUJDQ", "QU!D", "QQ==QUJD", "=QUJ", "Q\xe9==", "Q&lt;=="]
)
def test_a_file_that_is_no_whole_base64_has_no_hash_and_is_marked(data: str) -> None:
    one = message(mms(part("image/jpeg", name="twins.jpg", data=data)))

    assert one.media == (Media("twins.jpg", "image/jpeg"),)
    assert one.marks == (Mark.CUT_OFF,)


@pytest.mark.parametrize("data", ["QU\nJD", " QUJD ", "QU&#10;J&#x0D;D", "Q\r\nU&#x4A;D\t"])
def test_white_space_and_references_in_base64_are_read_as_xml_reads_them(data: str) -> None:
    assert message(mms(PICTURE.replace("QUJD", data))).media == (ABC,)


@given(st.binary(max_size=60), st.lists(st.integers(0, 100)), st.integers(1, 9))
def test_bytes_are_the_same_in_whatever_blocks_and_lines_they_come(
    raw: bytes, cuts: list[int], width: int
) -> None:
    plain = b64encode(raw)
    lines = b"&#10;".join(plain[at : at + width] for at in range(0, len(plain), width))
    ends = [0, *sorted(cut % (len(lines) + 1) for cut in cuts), len(lines)]

    blocks = [lines[a:b] for a, b in pairwise(ends)]

    assert digested(blocks) == (len(raw), sha256(raw).hexdigest())


@given(st.text("QUJD=?", max_size=12).map(str.encode), st.integers(0, 12))
def test_only_what_a_strict_decoder_takes_has_a_hash(signs: bytes, cut: int) -> None:
    try:
        raw = b64decode(signs, validate=True)
    except Error:
        raw = None
    if raw is not None and b64encode(raw)[-2:].count(b"=") != signs.count(b"="):
        raw = None  # more padding than there is to pad

    found = digested([signs[:cut], signs[cut:]])

    assert found == (None if raw is None else (len(raw), sha256(raw).hexdigest()))


def test_nothing_may_follow_padding_in_a_later_block() -> None:
    assert digested([b"QQ==", b""]) == (1, sha256(b"A").hexdigest())
    assert digested([b"QQ==", b"QUJD"]) is None
    assert digested([b"QQ==", b"\n", b"QQ=="]) is None


def test_a_part_with_neither_words_nor_bytes_is_not_passed_over() -> None:
    one = message(mms(WORDS.replace(" text=", " texu="), WORDS.replace("Look", "null")))

    assert one.media == (Media("", "text/plain"),)
    assert one.marks == (Mark.MEDIA_OMITTED,)


def test_a_card_is_a_file_and_no_words() -> None:
    one = message(mms(part("text/x-vCard", name="doctor.vcf", data="QUJD")))

    assert one.text == ""
    assert [file.name for file in one.media] == ["doctor.vcf"]


def test_words_that_came_with_bytes_as_well_are_kept_twice() -> None:
    one = message(mms(part("text/plain", text="Look", name="t.txt", data="QUJD")))

    assert one.text == "Look"
    assert [file.size for file in one.media] == [3]


@pytest.mark.parametrize(
    ("box", "kind", "way"),
    [
        ("1", "128", Way.IN),
        ("2", "132", Way.OUT),
        ("3", "128", Way.UNSENT),
        ("4", "128", Way.UNSENT),
        ("5", "128", Way.UNSENT),
        ("8", "132", None),
        ("null", "132", Way.IN),
        ("null", "128", Way.OUT),
    ],
)
def test_the_box_says_which_way_it_went_and_without_one_the_type(
    box: str, kind: str, way: Way | None
) -> None:
    assert message(mms(WORDS, msg_box=box, m_type=kind)).parties.way is way


def test_a_message_without_box_and_type_is_a_snag() -> None:
    data = backup(mms(WORDS, msg_box="null", m_type="0"))

    assert [reason for reason, _ in snags(data)] == [Reason.MISSING_FIELD]


@pytest.mark.parametrize(
    ("address", "addrs", "sender", "to", "marks"),
    [
        # of two people, the conversation says who
        (ODILE, ((FROM, ODILE), (TO, OWN)), ODILE, (), ()),
        (ODILE, ((FROM, ODILE), (TO, RAFI)), ODILE, (), ()),
        (ODILE, ((FROM, OWN), (TO, OWN)), ODILE, (), ()),
        (ODILE, ((FROM, RAFI), (TO, RAFI)), ODILE, (), ()),
        ("null", ((FROM, RAFI), (TO, OWN)), RAFI, (), ()),
        ("null", ((FROM, OWN), (TO, OWN)), None, (), ()),
        ("null", ((FROM, RAFI), (TO, RAFI)), None, (), ()),
        (ODILE, ((FROM, RAFI), (TO, ODILE)), RAFI, (), (Mark.DOUBTFUL_SENDER,)),
        # of several, the envelope says who wrote
        (BOTH, ((FROM, RAFI), (TO, OWN)), RAFI, (ODILE,), (Mark.GROUP,)),
        (BOTH, ((FROM, SPACED), (TO, OWN)), SPACED, (ODILE,), (Mark.GROUP,)),
        (BOTH, (), None, (ODILE, RAFI), NOBODY_SURE),
        (BOTH, ((FROM, OWN),), None, (ODILE, RAFI), NOBODY_SURE),
        (BOTH, ((FROM, ODILE), (TO, ODILE)), None, (ODILE, RAFI), NOBODY_SURE),
        # a group that only the envelope knows
        (ODILE, ((FROM, ODILE), (TO, OWN), (TO, RAFI)), ODILE, (RAFI,), (Mark.GROUP,)),
        (ODILE, ((FROM, ODILE), (TO, NINA), (COPY, RAFI)), ODILE, (NINA, RAFI), (Mark.GROUP,)),
    ],
)
def test_who_sent_what_came_in(
    address: str,
    addrs: tuple[tuple[str, str], ...],
    sender: str | None,
    to: tuple[str, ...],
    marks: tuple[Mark, ...],
) -> None:
    one = message(mms(WORDS, address=address, addrs=addrs))

    assert one.parties == Parties(sender, to, Way.IN, NAME)
    assert one.marks == marks


@pytest.mark.parametrize(
    ("address", "addrs", "to"),
    [
        (ODILE, ((FROM, OWN), (TO, ODILE)), (ODILE,)),
        (BOTH, ((FROM, OWN), (TO, ODILE), (TO, RAFI)), (ODILE, RAFI)),
        (ODILE, ((FROM, OWN), (TO, ODILE), (COPY, RAFI), (BLIND, NINA)), (ODILE, RAFI, NINA)),
        (ODILE, ((COPY, "+44 (1632) 960-011"),), (ODILE,)),
        ("null", ((FROM, OWN), (TO, ODILE), (TO, RAFI)), (ODILE, RAFI)),
        (OWN, ((FROM, OWN),), ()),
        (f"{OWN}~{RAFI}", (), (RAFI,)),
    ],
)
def test_who_was_written_to(
    address: str, addrs: tuple[tuple[str, str], ...], to: tuple[str, ...]
) -> None:
    one = message(mms(WORDS, address=address, addrs=addrs, msg_box="2"))

    assert one.parties == Parties(None, to, Way.OUT, NAME)
    assert (Mark.GROUP in one.marks) == (len(to) > 1)


def test_a_draft_was_sent_to_nobody() -> None:
    one = message(mms(WORDS, msg_box="3", address=RAFI, addrs=((FROM, OWN), (TO, RAFI))))

    assert one.parties == Parties(None, (RAFI,), Way.UNSENT, NAME)


def test_a_message_without_parts_is_a_message() -> None:
    one = message(tag("mms", {"date": "7", "msg_box": "1", "address": ODILE}))

    assert (one.text, one.media) == ("", ())


def test_comments_between_parts_are_passed_over() -> None:
    assert message(mms("<!-- one -->", WORDS, "<!-- two -->\n")).marks == ()


def test_markup_nobody_knows_is_passed_over_and_marked() -> None:
    one = message(mms(WORDS, "<sticker><part/></sticker>", PICTURE))

    assert (one.text, one.media[0]) == ("Look", ABC)
    assert Mark.UNREAD_INSIDE in one.marks


@pytest.mark.parametrize("odd", ["loose words", "<![CDATA[loose]]>", "<x>loose</x>", "<addr/>"])
def test_whatever_else_stands_inside_is_marked(odd: str) -> None:
    one = message(mms(WORDS, odd))

    assert one.text == "Look"
    assert one.marks == (Mark.UNREAD_INSIDE,)


def test_a_text_message_with_something_inside_is_read_and_marked() -> None:
    raw = sms(body="Hello").replace(" />", "><part text='x'/></sms>")

    one = message(raw)

    assert (one.text, one.marks) == ("Hello", (Mark.UNREAD_INSIDE,))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</parts>", ""),
        ("<parts>", ""),
        ('text="Look"', 'text="Look'),
        ("Look", "a < b"),
        ("Look", "&nobody;"),
        ("</mms>", "</parts></mms>"),
        (' ct="text', ' ct="x" ct="text'),
        ("</mms>", ""),
    ],
)
def test_a_broken_picture_message_is_one_snag_and_spoils_no_other(old: str, new: str) -> None:
    whole = mms(WORDS, PICTURE)
    assert old in whole

    data = backup(sms(), whole.replace(old, new), whole, sms())

    assert [reason for reason, _ in snags(data)] == [Reason.BROKEN_MARKUP]
    assert [one.text for one in messages(data)] == ["Both asleep.", "Look", "Both asleep."]
