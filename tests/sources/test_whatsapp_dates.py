from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.sources.contract import Asked
from tests.sources.whatsapp.reading import asked
from tests.sources.whatsapp.reading import marks
from tests.sources.whatsapp.reading import messages
from tests.sources.whatsapp.reading import snags
from tests.sources.whatsapp.reading import texts
from tests.sources.whatsapp.reading import times

if TYPE_CHECKING:
    from hearthbook.sources.contract import DateOrder

UNDECIDED = (Asked.ZONE, Asked.ME, Asked.DATE_ORDER)
DECIDED = (Asked.ZONE, Asked.ME)


def on(*dates: str) -> str:
    """Return a chat with one entry at noon of each of `dates`."""
    return "".join(f"{date}, 12:00 - Nora: fed both\n" for date in dates)


def days(data: str, order: DateOrder | None = None) -> list[str]:
    return [at.partition("T")[0] for at in times(data, order)]


def test_a_day_above_twelve_in_two_lines_decides() -> None:
    assert days(on("03/04/2024", "13/04/2024", "14/04/2024"))[0] == "2024-04-03"
    assert days(on("04/03/2024", "04/13/2024", "04/14/2024"))[0] == "2024-04-03"


def test_what_the_digits_decide_is_not_marked_and_not_asked() -> None:
    data = on("13/04/2024", "14/04/2024")

    assert marks(data) == ["", ""]
    assert asked(data) == DECIDED


def test_an_undecided_file_asks_and_guesses_nothing() -> None:
    data = on("03/04/2024", "03/04/2024")

    assert asked(data) == UNDECIDED
    assert times(data) == ["told 03/04/2024, 12:00"] * 2
    assert marks(data) == ["ambiguous-date"] * 2


@pytest.mark.parametrize(("order", "day"), [("dmy", "2024-04-03"), ("mdy", "2024-03-04")])
def test_a_person_s_word_settles_an_undecided_file(order: DateOrder, day: str) -> None:
    data = on("03/04/2024", "05/06/2024")

    assert days(data, order)[0] == day
    assert {message.marks for message in messages(data, order)} == {()}


def test_a_person_s_word_does_not_outweigh_the_digits() -> None:
    data = on("13/04/2024", "14/04/2024")

    assert days(data, "mdy") == ["2024-04-13", "2024-04-14"]


def test_a_word_that_fits_no_reading_of_the_file_changes_nothing() -> None:
    data = on("03/04/2024", "05/06/2024")

    assert times(data, "ymd") == times(data)


def test_the_order_of_the_file_decides_with_a_mark() -> None:
    data = on("01/02/2024", "02/02/2024", "01/03/2024")

    assert days(data) == ["2024-02-01", "2024-02-02", "2024-03-01"]
    assert marks(data) == ["order-by-sequence"] * 3
    assert asked(data) == DECIDED


def test_a_person_s_word_outweighs_the_order_of_the_file() -> None:
    data = on("01/02/2024", "02/02/2024", "01/03/2024")

    assert days(data, "mdy") == ["2024-01-02", "2024-02-02", "2024-01-03"]


def test_one_pasted_date_does_not_turn_a_file() -> None:
    own = [f"{day:02}/04/2024" for day in range(1, 13) for _ in range(3)]
    data = on(*own, "12/25/2023")

    assert days(data)[::3] == [f"2024-04-{day:02}" for day in range(1, 13)]
    assert {message.marks[-1:] for message in messages(data)} == {("order-by-sequence",)}
    assert texts(data)[-1].endswith("12/25/2023, 12:00 - Nora: fed both")


def test_one_pasted_date_is_outvoted_by_many() -> None:
    own = [f"{day:02}/04/2024" for day in range(1, 29)]
    data = on(*own[:14], "12/25/2023", *own[14:])

    assert days(data)[:2] == ["2024-04-01", "2024-04-02"]
    assert len(messages(data)) == 28
    assert sum("rejected-header" in one for one in marks(data)) == 1


def test_an_impossible_date_stays_in_the_text_before_it() -> None:
    data = on("28/02/2023", "30/02/2023", "01/03/2023")

    assert texts(data) == ["fed both\n30/02/2023, 12:00 - Nora: fed both", "fed both"]
    assert marks(data) == ["rejected-header", ""]


def test_an_impossible_time_stays_in_the_text_before_it() -> None:
    data = "28/02/2023, 12:00 - Nora: a\n28/02/2023, 24:30 - Nora: b\n"

    assert texts(data) == ["a\n28/02/2023, 24:30 - Nora: b"]


def test_an_impossible_date_at_the_very_start_is_a_snag() -> None:
    data = on("30/02/2023", "28/02/2023", "01/03/2023", "20/03/2023")

    assert [(one.origin.start, one.reason) for one in snags(data)] == [(0, "not-a-date")]
    assert len(messages(data)) == 3


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("IMG-20240403-WA0001.jpg (file attached)", "2024-04-03"),
        ("IMG-20240304-WA0001.jpg (file attached)", "2024-03-04"),
        ("PTT-20240304-WA0007.opus (Datei angehängt)", "2024-03-04"),
    ],
)
def test_the_name_of_a_file_settles_day_and_month(name: str, day: str) -> None:
    data = on("03/04/2024") + f"03/04/2024, 12:01 - Nora: {name}\n"

    assert days(data) == [day, day]
    assert asked(data) == DECIDED
    assert not any("order-by-sequence" in one for one in marks(data))


def test_the_name_of_a_file_of_an_iphone_settles_day_and_month() -> None:
    data = (
        "[03/04/24, 12:00:00] Nora: fed\r\n\u200e[03/04/24, 12:01:00] Nora: "
        "\u200e<attached: 00000007-PHOTO-2024-03-04-12-01-00.jpg>\r\n"
    )

    assert times(data) == ["2024-03-04T12:00:00", "2024-03-04T12:01:00"]


def test_names_that_contradict_each_other_settle_nothing() -> None:
    data = (
        on("03/04/2024")
        + "03/04/2024, 12:01 - Nora: IMG-20240403-WA0001.jpg (file attached)\n"
        + "03/04/2024, 12:02 - Nora: IMG-20240304-WA0002.jpg (file attached)\n"
    )

    assert asked(data) == UNDECIDED


def test_a_long_year_first_leaves_no_choice() -> None:
    assert days(on("2024-03-04")) == ["2024-03-04"]


def test_short_numbers_may_have_the_year_first_and_then_a_person_must_say() -> None:
    assert asked(on("22/03/18")) == UNDECIDED
    assert days(on("22/03/18"), "ymd") == ["2022-03-18"]
    assert days(on("22/03/18"), "dmy") == ["2018-03-22"]


def test_a_short_year_first_is_found_where_nothing_else_fits() -> None:
    data = on("22/03/30", "22/03/31", "22/04/30", "22/12/31", "23/01/30")

    assert days(data) == ["2022-03-30", "2022-03-31", "2022-04-30", "2022-12-31", "2023-01-30"]


def test_years_of_an_unknown_calendar_are_kept_as_words() -> None:
    data = on("1403/01/15", "1403/01/16")

    assert times(data) == ["told 1403/01/15, 12:00", "told 1403/01/16, 12:00"]
    assert marks(data) == ["ambiguous-date"] * 2
    assert asked(data) == DECIDED


def test_one_year_of_another_calendar_is_no_entry_of_this_file() -> None:
    data = on("13/04/2024", "14/04/2567", "15/04/2024")

    assert days(data) == ["2024-04-13", "2024-04-15"]
    assert marks(data) == ["rejected-header", ""]


def test_a_first_line_of_the_app_may_be_later_than_what_follows() -> None:
    data = "05/03/2024, 12:00 - Messages are end-to-end encrypted.\n" + on(
        "01/02/2024", "13/02/2024", "14/02/2024"
    )

    assert marks(data) == ["app-text", "", "", ""]


def test_a_first_line_of_the_app_has_no_say_in_the_order() -> None:
    data = "01/05/2024, 12:00 - Messages are end-to-end encrypted.\n" + on(
        "02/04/2024", "03/04/2024", "01/05/2024"
    )

    assert days(data) == ["2024-05-01", "2024-04-02", "2024-04-03", "2024-05-01"]


@pytest.mark.parametrize("date", ["13/03/24", "30/11/23", "22.03.24"])
def test_a_short_year_first_is_not_thought_of_where_it_cannot_be(date: str) -> None:
    day, month, year = date[:2], date[3:5], date[6:]

    assert days(on(date)) == [f"20{year}-{month}-{day}"]


def test_a_step_back_in_time_is_marked_and_nothing_is_moved() -> None:
    data = on("13/04/2024", "15/04/2024", "14/04/2024", "16/04/2024")

    assert days(data) == ["2024-04-13", "2024-04-15", "2024-04-14", "2024-04-16"]
    assert ["backward-time" in one for one in marks(data)] == [False, False, True, False]


DAYS = st.lists(st.dates(date(2010, 1, 1), date(2049, 12, 31)), min_size=1, max_size=30)


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y"]))
def test_a_day_read_without_a_mark_is_the_day_written(chosen: list[date], form: str) -> None:
    written = sorted(chosen)
    data = on(*(day.strftime(form) for day in written))

    found = messages(data)

    assert len(found) == len(written)
    if found[0].marks == ():
        assert days(data) == [day.isoformat() for day in written]
    else:
        assert found[0].marks[-1] in {"order-by-sequence", "ambiguous-date"}
