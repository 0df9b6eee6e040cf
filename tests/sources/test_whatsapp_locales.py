from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.records.provenance import Frame
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.contract import Asked
from hearthbook.sources.whatsapp import WhatsApp
from tests.sources.whatsapp.reading import asked
from tests.sources.whatsapp.reading import everything
from tests.sources.whatsapp.reading import messages
from tests.sources.whatsapp.reading import senders
from tests.sources.whatsapp.reading import texts
from tests.sources.whatsapp.reading import times
from tests.sources.whatsapp.writing import LOCALES
from tests.sources.whatsapp.writing import chat
from tests.sources.whatsapp.writing import shown
from tests.sources.whatsapp.writing import written

if TYPE_CHECKING:
    from tests.sources.whatsapp.writing import Locale

every_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.name)
IN_ENGLISH = LOCALES[0]
IN_ARABIC = next(locale for locale in LOCALES if locale.name == "ios-ar")


@every_locale
@pytest.mark.parametrize("count", [6, 400])
def test_every_entry_of_every_region_is_read_exactly(locale: Locale, count: int) -> None:
    lines = chat(count)
    data = written(locale, lines)

    assert times(data) == [shown(locale, line) for line in lines]
    assert senders(data) == [line.sender for line in lines]
    assert texts(data) == [line.text for line in lines]


@every_locale
def test_a_long_chat_asks_for_zone_and_self_and_nothing_else(locale: Locale) -> None:
    assert asked(written(locale, chat(60))) == (Asked.ZONE, Asked.ME)


@every_locale
def test_a_chat_of_any_region_is_recognised_by_its_beginning(locale: Locale) -> None:
    data = written(locale, chat(900))

    assert WhatsApp().recognises("", data[: 1 << 16])
    assert WhatsApp().recognises("anything.bin", data[:300])


@every_locale
def test_a_plain_line_carries_no_mark(locale: Locale) -> None:
    assert {message.marks for message in messages(written(locale, chat(40)))} == {()}


@every_locale
def test_no_zone_is_made_up_and_the_unit_is_the_clock_s(locale: Locale) -> None:
    unit = Precision.SECOND if locale.seconds else Precision.MINUTE

    for message in messages(written(locale, chat(8))):
        assert isinstance(message.when, Wall)
        assert (message.when.zone, message.when.precision) == (None, unit)


@every_locale
def test_a_byte_order_mark_is_a_frame_and_hides_no_entry(locale: Locale) -> None:
    first, *others = everything(b"\xef\xbb\xbf" + written(locale, chat(5)))

    assert isinstance(first, Frame)
    assert first.origin.end == 3
    assert len(others) == 5


@every_locale
def test_line_ends_may_have_been_changed_on_the_way(locale: Locale) -> None:
    lines = [line._replace(text=line.text.replace("\n", " ")) for line in chat(30)]
    data = written(locale, lines).replace(b"\r\n", b"\n")

    assert texts(data) == [line.text for line in lines]
    assert texts(data.replace(b"\n", b"\r\n")) == [line.text for line in lines]
    assert times(data.replace(b"\n", b"\r\n")) == times(data)


@every_locale
def test_the_last_line_needs_no_end(locale: Locale) -> None:
    lines = chat(7)
    data = written(locale, lines).rstrip(b"\r\n")

    assert texts(data) == [line.text for line in lines]


def test_lines_within_a_text_keep_the_ends_they_have() -> None:
    data = b"01/12/2023, 10:00 - Nora: one\r\ntwo\nthree\r\n13/12/2023, 10:00 - Nora: four\r\n"

    assert texts(data) == ["one\r\ntwo\nthree", "four"]


def test_a_mark_of_direction_before_a_line_belongs_to_its_header() -> None:
    data = written(IN_ARABIC, chat(4)).replace(b"[", b"\xe2\x80\x8f[")

    assert len(messages(data)) == 4
    assert not any("\u200f" in text for text in texts(data))


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("11/30/23, 12:05 AM", "2023-11-30T00:05"),
        ("11/30/23, 12:05 PM", "2023-11-30T12:05"),
        ("11/30/23, 0:05 a. m.", "2023-11-30T00:05"),
        ("11/30/23, 1:05 pm", "2023-11-30T13:05"),
        ("11/30/23, 13:05 PM", "2023-11-30T13:05"),
        ("30.11.23, 23:59 Uhr", "2023-11-30T23:59"),
        ("2023/11/30 中午12:10", "2023-11-30T12:10"),
        ("2023/11/30 中午1:10", "2023-11-30T13:10"),
        ("2023/11/30 午後0:30", "2023-11-30T12:30"),
        ("2023/11/30 凌晨1:00", "2023-11-30T01:00"),
        ("令和5年11月30日 8:15", "2023-11-30T08:15"),
        ("2023년 11월 30일 오후 8:15", "2023-11-30T20:15"),
        ("30/11/66 BE 8:15", "2023-11-30T08:15"),
        ("30/11/2023 14 h 05", "2023-11-30T14:05"),
        ("30/11/2023 a las 14:05", "2023-11-30T14:05"),
        ("30-11-2023 14.05.06", "2023-11-30T14:05:06"),
        ("30/11/2023, 1:05 μ.μ.", "2023-11-30T13:05"),
        ("30/11/2023, 1:05 CH", "2023-11-30T13:05"),
    ],
)
def test_each_way_to_write_noon_and_midnight_is_read(stamp: str, at: str) -> None:
    assert times(f"{stamp} - Nora: fed\n{stamp} - Timur: good\n") == [at, at]


def test_a_long_dash_does_for_a_short_one() -> None:
    assert times("30/11/2023, 14:05 – Nora: fed\n") == ["2023-11-30T14:05"]


def test_a_word_nobody_knows_beside_the_hour_leaves_the_time_in_words() -> None:
    data = "30/11/2023, 1:05 qax - Nora: fed\n30/11/2023, 1:06 qex - Timur: good\n"

    assert times(data) == ["told 30/11/2023, 1:05 qax", "told 30/11/2023, 1:06 qex"]


def test_a_word_nobody_knows_means_nothing_beside_hours_above_twelve() -> None:
    data = "30/11/2023, 21:05 qax - Nora: fed\n30/11/2023, 22:06 qax - Timur: good\n"

    assert times(data) == ["2023-11-30T21:05", "2023-11-30T22:06"]


def test_at_least_fourteen_regions_are_written_here() -> None:
    assert len({written(locale, chat(3)) for locale in LOCALES}) >= 14
    assert IN_ENGLISH in LOCALES
