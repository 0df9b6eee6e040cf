"""Signs that XML does not allow, and lxml as the judge of what is XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hearthbook.base.text import nfc
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from tests.sources.sms_backup.files import RECORDS
from tests.sources.sms_backup.writing import backup
from tests.sources.sms_backup.writing import message
from tests.sources.sms_backup.writing import mms
from tests.sources.sms_backup.writing import part
from tests.sources.sms_backup.writing import read
from tests.sources.sms_backup.writing import sms
from tests.sources.sms_backup.writing import snags

if TYPE_CHECKING:
    from hearthbook.sources.contract import Yield

ASTRAL = st.characters(min_codepoint=0x10000, codec="utf-8")


def halves(sign: str, form: str) -> str:
    number = ord(sign) - 0x10000
    high, low = 0xD800 + (number >> 10), 0xDC00 + (number & 0x3FF)
    return form.format(high) + form.format(low)


FORMS = st.sampled_from(["&#{};", "&#x{:x};", "&#x{:X};", "&#0{};"])


@given(ASTRAL, FORMS)
def test_two_halves_side_by_side_are_the_sign_they_were_cut_from(sign: str, form: str) -> None:
    one = message(sms(body=f"so {halves(sign, form)}!"))

    assert one.text == nfc(f"so {sign}!")
    assert Mark.SURROGATE_JOINED in one.marks


@pytest.mark.parametrize(
    ("written", "text", "marks"),
    [
        ("&#55357;", "\ufffd", (Mark.LONE_SURROGATE,)),
        ("&#56842;&#55357;", "\ufffd\ufffd", (Mark.LONE_SURROGATE,)),
        ("&#55357; &#56842;", "\ufffd \ufffd", (Mark.LONE_SURROGATE,)),
        (
            "&#55357;&#55357;&#56842;",
            "\ufffd\U0001f60a",
            (Mark.SURROGATE_JOINED, Mark.LONE_SURROGATE),
        ),
        ("&#0;&#8;&#x1F;", "\ufffd\ufffd\ufffd", (Mark.REPLACED_SIGN,)),
        ("&#xFFFE;&#65535;", "\ufffd\ufffd", (Mark.REPLACED_SIGN,)),
        ("&#x110000;", "\ufffd", (Mark.REPLACED_SIGN,)),
        ("&#4294967295;", "\ufffd", (Mark.REPLACED_SIGN,)),
        ("\x01", "\ufffd", (Mark.REPLACED_SIGN,)),
        ("&#x1F37C;", "\U0001f37c", ()),
        ("\U0001f37c", "\U0001f37c", ()),
        ("\ufffd", "\ufffd", ()),
        ("&#x7F;&#x85;", "\x7f\x85", ()),
        ("&amp;#55357;", "&#55357;", ()),
        ("&amp;lt;", "&lt;", ()),
        ("e&#769;", "\xe9", (Mark.RECOMPOSED,)),
        ("\u202eabc", "\u202eabc", (Mark.DIRECTION_MARK,)),
        ("&#x2067;abc", "\u2067abc", (Mark.DIRECTION_MARK,)),
    ],
)
def test_what_is_repaired_is_marked_and_nothing_else(
    written: str, text: str, marks: tuple[Mark, ...]
) -> None:
    quick = read(backup(sms(), sms(body=written), sms()))[3]
    strange = message(mms(part("text/plain", text=written), "<x/>"))

    assert message(sms(body=written)).text == text
    assert set(message(sms(body=written)).marks) == set(marks)
    assert isinstance(quick, Message)
    assert (quick.text, set(quick.marks)) == (text, set(marks))
    assert strange.text == text
    assert set(strange.marks) == {*marks, Mark.UNREAD_INSIDE}


@pytest.mark.parametrize(
    ("raw", "text", "mark"),
    [
        (b"caf\xe9!", "caf\ufffd!", Mark.REPLACED_SIGN),
        (b"\xed\xa0\xbd\xed\xb8\x8a", "\U0001f60a", Mark.SURROGATE_JOINED),
        (b"\xed\xa0\xbd.", "\ufffd.", Mark.LONE_SURROGATE),
    ],
)
def test_bytes_that_are_no_text_spoil_only_themselves(
    raw: bytes, text: str, mark: Mark
) -> None:
    (one,) = (
        one
        for one in read(backup(sms(body="HERE")).replace(b"HERE", raw))
        if isinstance(one, Message)
    )

    assert (one.text, one.marks) == (text, (mark,))


@pytest.mark.parametrize("written", ["&nobody;", "Tom & I", "&#;", "&#x;", "&#12", "&amp", "&"])
def test_a_reference_to_nothing_known_is_a_snag_of_that_record_alone(written: str) -> None:
    odd = sms(body=written)

    for data in (backup(odd), backup(sms(), odd, sms())):
        assert [reason for reason, _ in snags(data)] == [Reason.BROKEN_MARKUP]
    assert len(read(backup(sms(), odd, sms()))) == 2 + 3 + 1


def test_a_reference_to_nothing_known_is_seen_in_what_is_not_kept_too() -> None:
    odd = sms(service_center="&nobody;")

    assert [reason for reason, _ in snags(backup(sms(), odd, sms()))] == [Reason.BROKEN_MARKUP]


FOREIGN = Reason.UNKNOWN_ELEMENT


def only_record(data: bytes) -> Yield | None:
    """Return what one record of `data` was read as, None if it was not one stretch."""
    found = [one for one in read(data) if not isinstance(one, Frame)]
    return found[0] if len(found) == 1 and len(read(data)) == 4 else None


@given(RECORDS, st.integers(0, 4000), st.one_of(st.none(), st.binary(max_size=3)))
def test_what_lxml_reads_is_read_alike_and_what_it_refuses_is_repaired_or_a_snag(
    record: str, at: int, put: bytes | None
) -> None:
    raw = record.strip().encode()
    if put is not None:
        at %= len(raw)
        raw = raw[:at] + put + raw[at + 1 :]
    one = only_record(backup("HERE").replace(b"HERE", raw + b"\n"))
    assume(one is not None)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)

    try:
        element = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        repaired = {Mark.SURROGATE_JOINED, Mark.LONE_SURROGATE, Mark.REPLACED_SIGN}
        if isinstance(one, Message | Call):
            assert repaired & {*one.marks} or b"smil" in raw or not legal(raw)
        return

    if isinstance(one, Message | Call):
        assert element.get("date") == str(getattr(one.when, "ms", None))
    else:
        assert isinstance(one, Snag)
        known = element.tag in {"sms", "mms", "call"}
        allowed = {Reason.NOT_A_DATE, Reason.MISSING_FIELD} if known else {FOREIGN}
        strange = put is not None and not put.isascii()  # the app's names are plain ASCII
        assert one.reason in allowed or strange
    if isinstance(one, Message) and element.tag == "sms":
        body = str(element.get("body", ""))
        assert one.text == ("" if body == "null" else nfc(body))


def legal(raw: bytes) -> bool:
    """Tell whether `raw` is text of signs that XML allows."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return False
    return not any(sign < " " and sign not in "\t\r\n" for sign in text) and not (
        {"\ufffe", "\uffff"} & {*text}
    )
