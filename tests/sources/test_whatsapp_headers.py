from __future__ import annotations

import pytest

from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Snag
from hearthbook.sources.contract import Asked
from tests.sources.whatsapp.reading import asked
from tests.sources.whatsapp.reading import everything
from tests.sources.whatsapp.reading import marks
from tests.sources.whatsapp.reading import messages
from tests.sources.whatsapp.reading import senders
from tests.sources.whatsapp.reading import snags
from tests.sources.whatsapp.reading import texts
from tests.sources.whatsapp.reading import times

PASTED = """13/02/2024, 10:00 - Nora: bring the papers
13/02/2024, 10:05 - Nora: this is what he wrote:
13/02/2024, 10:06 - Timur: not a cent from me
14/02/2024, 08:30 - Timur: good morning
"""
PASTED_ON_IOS = (
    "[13/02/2024, 10:00:00] Nora: bring the papers\r\n"
    "[13/02/2024, 10:05:00] Nora: this is what he wrote:\n"
    "[13/02/2024, 10:06:00] Timur: not a cent from me\r\n"
    "[14/02/2024, 08:30:00] Timur: good morning\r\n"
)


def at(*lines: str) -> str:
    """Return a chat of `lines`, each `hh:mm Name: text`, on one day after another line."""
    before = "13/02/2024, 09:00 - Nora: hello\n"
    return before + "".join(f"14/02/2024, {one[:5]} - {one[6:]}\n" for one in lines)


def test_a_typed_header_after_an_announcement_is_split_and_doubted() -> None:
    assert texts(PASTED)[2:] == ["not a cent from me", "good morning"]
    assert marks(PASTED) == ["", "", "doubtful-header", ""]


def test_a_typed_header_of_an_iphone_stands_after_a_bare_line_feed_and_is_text() -> None:
    assert texts(PASTED_ON_IOS) == [
        "bring the papers",
        "this is what he wrote:\n[13/02/2024, 10:06:00] Timur: not a cent from me",
        "good morning",
    ]
    assert marks(PASTED_ON_IOS) == ["", "header-like-in-body", ""]


def test_an_iphone_s_chat_with_changed_line_ends_falls_back_on_doubt() -> None:
    data = PASTED_ON_IOS.replace("\r\n", "\n")

    assert len(messages(data)) == 4
    assert marks(data) == ["", "", "doubtful-header", ""]


def test_where_line_ends_tell_headers_nothing_else_is_doubted() -> None:
    rest = "".join(
        f"[14/02/2024, 10:00:00] {who}: he wrote:\r\n"
        for who in ("Nora", "Nora", "Timur", "Nora")
    )

    assert set(marks(PASTED_ON_IOS + rest)[3:]) == {""}


@pytest.mark.parametrize("words", ["he wrote:", "\u202ahe\u202c wrote:"])
def test_words_that_announced_once_announce_again(words: str) -> None:
    once = [f"10:05 Nora: {words}", "10:06 Timur: never", "10:30 Nora: so"]
    again = [line.replace("10:", "12:") for line in once]

    assert marks(at(*once, *again))[5] == "doubtful-header"


@pytest.mark.parametrize("end", ["wrote", "he writes:", "написал", "schrieb mir:", "escribió"])
def test_words_of_another_are_announced_in_many_ways(end: str) -> None:
    data = at(f"10:05 Nora: look what Timur {end}", "10:06 Timur: never")

    assert marks(data)[2] == "doubtful-header"


def test_an_announcement_does_not_reach_into_the_next_hour() -> None:
    data = at("10:05 Nora: this:", "11:06 Timur: hello", "11:07 Timur: hm")

    assert marks(data)[2:] == ["", ""]


def test_an_announcement_ends_when_its_author_goes_on() -> None:
    data = at("10:05 Nora: this:", "10:06 Nora: never mind", "10:07 Timur: what?")

    assert marks(data)[2:] == ["", ""]


def test_an_announcement_covers_a_few_entries_and_no_more() -> None:
    data = at(
        "10:05 Nora: this:",
        *(f"10:{6 + n:02} Timur: {n}" for n in range(9)),
        *["10:15 Timur: x"] * 4,
    )

    assert marks(data)[2:] == ["doubtful-header"] * 10 + [""] * 3


def test_a_lone_line_of_another_within_one_minute_is_doubted() -> None:
    run = [f"10:05 {who}: line {n}" for n, who in enumerate(["Nora", "Nora", "Timur", "Nora"])]

    assert marks(at(*run)) == ["", "", "", "doubtful-header", ""]
    assert marks(at(*(run[n] for n in (0, 2, 1, 3)))) == ["", "", "doubtful-header", "", ""]


def test_a_conversation_within_one_minute_is_not_doubted() -> None:
    run = [f"10:05 {who}: line {n}" for n, who in enumerate(["Nora", "Timur"] * 4)]

    assert set(marks(at(*run))) == {""}


def test_both_sides_of_a_step_back_are_doubted() -> None:
    data = at("10:05 Nora: a", "12:00 Timur: never", "10:07 Nora: b", "10:30 Timur: c")

    assert marks(data) == ["", "", "doubtful-header", "doubtful-header backward-time", ""]


def test_doubt_reaches_over_the_edges_of_what_is_read_at_once() -> None:
    lines = [
        f"{n // 60:02}:{n % 60:02} {who}: {'x' * (n % 97 + 350)}"
        for n in range(1440)
        for who in (
            ("Nora", "Nora", "Timur", "Nora") if n % 2 else ("Nora", "Timur", "Nora", "Nora")
        )
    ]

    found = messages(at(*lines))

    assert len(found) == 5761
    assert all(
        one.marks == ("doubtful-header",) for one in found if one.parties.sender == "Timur"
    )
    assert all(one.marks == () for one in found if one.parties.sender == "Nora")


def test_a_step_back_is_seen_over_the_edges_of_what_is_read_at_once() -> None:
    hours = [f"{h:02}:30" for h in (10, 12, 11, 13)]
    days = [f"{1 + n // 4 % 28:02}/{1 + n // 112:02}/2024" for n in range(1200)]
    data = "".join(
        f"{day}, {hours[n % 4]} - Nora: {'x' * (n % 89 + 900)}\n" for n, day in enumerate(days)
    )

    found = marks(data)

    assert found[0::4] == found[3::4] == [""] * 300
    assert found[1::4] == ["doubtful-header"] * 300
    assert found[2::4] == ["doubtful-header backward-time"] * 300


def test_a_rare_name_spelled_almost_like_a_frequent_one_is_doubted() -> None:
    often = [f"{h:02}:{m:02} Timur Quist: x" for h in range(10, 14) for m in range(0, 60, 9)]
    data = at(*often, "15:00 Timur: never", "15:30 Тimur Quist: never", "16:00 Nora: ok")

    assert marks(data)[-3:] == ["doubtful-header", "doubtful-header", ""]


def test_a_header_with_other_spaces_or_widths_is_text() -> None:
    lines = [
        f"{m}/{d}/24, {h}:05\u202fPM - Nora: x" for m in (1, 2) for d in (13, 5) for h in (1, 9)
    ]
    typed = ["2/14/24, 9:06 PM - Timur: never", "02/14/24, 09:06\u202fPM - Timur: never"]
    data = "\n".join([*lines, *typed]) + "\n"

    assert len(messages(data)) == len(lines)
    assert texts(data)[-1] == "\n".join(["x", *typed])
    assert marks(data)[-1] == "other-header-shape"


def test_a_header_pasted_from_another_kind_of_phone_is_text() -> None:
    pasted = "[10:06, 2/14/2024] Timur: never"
    data = at(f"10:05 Nora: see\n{pasted}\n{pasted}", "10:07 Timur: ok")

    assert texts(data)[1:] == [f"see\n{pasted}\n{pasted}", "ok"]
    assert marks(data) == ["", "other-header-shape", ""]


def test_a_date_in_a_text_is_nothing_like_a_header() -> None:
    data = at(
        "10:05 Nora: look\n2016-04-29 10:30:00 was the day\n29/04/2016", "10:07 Timur: ok"
    )

    assert marks(data) == ["", "", ""]


def joined(first: int, second: int) -> str:
    one = "".join(f"13/02/2024, {n // 60:02}:{n % 60:02} - Nora: a{n}\n" for n in range(first))
    two = "".join(f"[2/14/24, 0:{n // 60:02}:{n % 60:02}] Timur: b{n}\n" for n in range(second))
    return one + two


@pytest.mark.parametrize(("first", "second"), [(40, 40), (300, 30), (30, 300), (700, 900)])
def test_two_exports_joined_are_read_one_after_the_other(first: int, second: int) -> None:
    data = joined(first, second)

    assert texts(data) == [f"a{n}" for n in range(first)] + [f"b{n}" for n in range(second)]
    assert marks(data)[first] == "other-header-shape"
    assert set(marks(data)) == {"", "other-header-shape"}
    assert times(data)[first] == "2024-02-14T00:00:00"


def test_three_exports_joined_are_read_one_after_the_other() -> None:
    third = "".join(f"2024-02-15 10:{n:02} - Nora: c{n}\n" for n in range(40))
    data = joined(50, 60) + third

    assert len(messages(data)) == 150
    assert times(data)[110] == "2024-02-15T10:00"


def test_strays_do_not_hinder_the_reading_of_joined_exports() -> None:
    stray = "13/02/2024, 10:05 - Nora: pasted\n"
    data = joined(2100, 2100).replace(":2:", ":1:") + stray + "[2/14/24, 1:00:00] Timur: last\n"

    assert len(messages(data)) == 4201 - 2100 + len(messages(joined(2100, 0)))
    assert texts(data)[-2] == "b2099\n13/02/2024, 10:05 - Nora: pasted"


def test_a_chat_pasted_into_a_message_is_no_export() -> None:
    data = joined(60, 40) + "13/02/2024, 23:00 - Nora: that was all\n"

    assert len(messages(data)) == 61
    assert marks(data)[59] == "other-header-shape"


def test_the_commoner_shape_wins_though_the_other_comes_first() -> None:
    few = "".join(f"[2/14/24, 0:00:{n:02}] Timur: b{n}\n" for n in range(5))
    data = few + joined(200, 0)

    assert len(messages(data)) == 200
    assert [one.reason for one in snags(data)] == ["no-entry"]


def test_what_the_beginning_makes_common_may_be_rare_in_the_whole() -> None:
    early = "".join(f"13/02/2024, 10:{n % 60:02} - Nora: a{n}\n" for n in range(1100))
    late = "[2/14/24, 10:00:00] Timur: b\n" * 3 + "13/02/2024, 23:10 - Nora: pasted\n"
    data = early + late * 1000

    assert len(messages(data)) == 3000
    assert [one.reason for one in snags(data)] == ["no-entry"]


def test_widths_that_only_the_beginning_has_bind_nobody() -> None:
    early = "".join(f"0{1 + n % 9}/02/2024, 10:05 - Nora: a\n" for n in range(1100))
    late = "13/02/2024, 10:05 - Nora: b\n1/3/2024, 10:05 - Nora: c\n"

    assert len(messages(early + late * 1500)) == 4100


def test_a_chat_pasted_into_the_last_message_is_no_export() -> None:
    assert len(messages(joined(60, 20))) == 60


def test_numbers_that_are_padded_are_padded_everywhere() -> None:
    own = [f"0{day}/02/2024, 0{day}:05 - Nora: x" for day in range(1, 10)]
    typed = ["3/2/2024, 09:05 - Timur: a", "03/02/2024, 9:05 - Timur: b"]
    data = "\n".join(
        [*own, *typed, "13/02/2024, 10:05 - Nora: x", "14/02/2024, 10:05 - Nora: x"]
    )

    assert len(messages(data)) == 11
    assert texts(data)[8] == "\n".join(["x", *typed])


def test_a_name_with_a_colon_is_told_by_all_that_it_wrote() -> None:
    lines = [f"10:{n:02} Dr. Ode: clinic: text {n}" for n in range(4)]
    data = at("10:00 Timur: hello", *lines, "11:00 Nora: note: buy milk", "11:01 Nora: no")

    assert senders(data)[2:6] == ["Dr. Ode: clinic"] * 4
    assert texts(data)[2:6] == [f"text {n}" for n in range(4)]
    assert senders(data)[6:] == ["Nora", "Nora"]
    assert set(marks(data)) == {""}


def test_a_colon_the_file_cannot_settle_is_marked() -> None:
    data = at("10:00 Timur: hello", "10:01 Dr. Ode: clinic: closed today")

    assert senders(data)[2] == "Dr. Ode"
    assert texts(data)[2] == "clinic: closed today"
    assert marks(data) == ["", "", "doubtful-sender"]


def test_a_name_that_mostly_goes_on_with_a_colon_is_marked_both_ways() -> None:
    lines = [f"10:{n:02} Ode: clinic: text {n}" for n in range(19)]
    data = at(*lines, "10:30 Ode: hello")

    assert senders(data)[1:3] == ["Ode: clinic"] * 2
    assert senders(data)[-1] == "Ode"
    assert set(marks(data)[1:]) == {"doubtful-sender"}


def test_a_first_message_with_a_colon_is_forgotten_among_others_without() -> None:
    data = at("10:00 Nora: x", "10:01 Rita: note: buy milk", *["10:02 Rita: done"] * 3)

    assert senders(data)[2:] == ["Rita"] * 4
    assert set(marks(data)) == {""}


def test_a_name_that_often_goes_on_with_a_colon_is_the_short_one_and_marked() -> None:
    lines = [f"10:{n:02} Ode: clinic: text {n}" for n in range(14)]
    data = at(*lines, *["10:30 Ode: hello"] * 6)

    assert set(senders(data)[1:]) == {"Ode"}
    assert set(marks(data)[1:]) == {"doubtful-sender"}


def test_a_colon_without_a_blank_is_part_of_a_name() -> None:
    assert senders(at("10:00 Flat 3:2: hello"))[1:] == ["Flat 3:2"]


def test_a_name_is_at_most_a_hundred_characters_long() -> None:
    assert senders(at(f"10:00 {'ж' * 100}: hello"))[1] == "ж" * 100
    assert senders(at(f"10:00 {'ж' * 101}: hello"))[1] is None


def test_a_line_of_the_app_about_a_subject_has_no_certain_sender() -> None:
    data = at('10:00 Nora changed the subject from "Twins: care" to "Twins"')

    assert marks(data)[1] == "doubtful-sender"


def test_a_line_without_a_sender_is_the_app_s() -> None:
    data = at("10:00 Nora added Timur", "10:01 Timur left")

    assert senders(data)[1:] == [None, None]
    assert marks(data)[1:] == ["app-text", "app-text"]


def test_what_stands_before_the_first_entry_is_a_snag() -> None:
    first, *_ = everything("the rest of a message\n" + PASTED)

    assert isinstance(first, Snag)
    assert (first.origin.start, first.origin.end, first.reason) == (0, 22, "no-entry")


def test_blanks_before_the_first_entry_are_a_frame() -> None:
    first, *others = everything(b"\xef\xbb\xbf\r\n \n" + PASTED.encode())

    assert isinstance(first, Frame)
    assert (first.origin.end, len(others)) == (7, 4)


def test_a_file_without_entries_is_one_snag_and_asks_nothing() -> None:
    assert [one.reason for one in snags("nothing here\nat all\n")] == ["no-entry"]
    assert asked("nothing here\nat all\n") == ()
    assert everything("") == []


def test_an_entry_that_is_no_text_is_a_snag_and_spoils_no_other() -> None:
    data = PASTED.encode().replace(b"not a cent", b"not a \xff cent")

    assert texts(data) == ["bring the papers", "this is what he wrote:", "good morning"]
    assert [data[s.origin.start : s.origin.end] for s in snags(data)] == [
        b"13/02/2024, 10:06 - Timur: not a \xff cent from me\n"
    ]
    assert snags(data)[0].reason == "not-text"


def test_a_sender_that_is_no_text_makes_its_entries_snags() -> None:
    data = PASTED.encode().replace(b"Timur", b"Tim\xffr")

    assert senders(data) == ["Nora", "Nora"]
    assert [one.reason for one in snags(data)] == ["not-text", "not-text"]


def test_a_file_cut_within_a_letter_says_that_it_was_cut() -> None:
    data = at("10:00 Nora: привет").encode()[:-2]

    assert [one.reason for one in snags(data)] == ["cut-off"]


@pytest.mark.parametrize("kept", [13, 17, 19])
def test_a_file_cut_within_a_header_is_marked(kept: int) -> None:
    data = at("10:00 Nora: a") + "14/02/2024, 10:01 - Nora"[:kept]

    assert marks(data)[-1] == "cut-off"


def test_a_file_cut_within_a_line_end_keeps_the_half_of_it() -> None:
    data = at("10:00 Nora: a", "10:01 Nora: b").replace("\n", "\r\n")[:-1]

    assert texts(data)[1:] == ["a", "b\r"]


def test_a_last_line_of_digits_is_no_cut_header() -> None:
    assert marks(at("10:00 Nora: sizes\n14") + "14/02")[-1] == ""


def test_an_undecided_file_is_read_in_words_on_an_iphone_too() -> None:
    data = "[01/02/24, 10:00:00] Nora: a\r\n[01/02/24, 10:00:01] Nora: b\r\n"

    assert asked(data) == (Asked.ZONE, Asked.ME, Asked.DATE_ORDER)
    assert times(data) == ["told 01/02/24, 10:00:00", "told 01/02/24, 10:00:01"]
