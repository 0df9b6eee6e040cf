"""What the readers of baby trackers promise beyond the laws, each on a row or two."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import Care
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Measurement
from hearthbook.records.family import Sleep
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from

if TYPE_CHECKING:
    from hearthbook.records.detail import Detail
    from hearthbook.sources.contract import Reader
    from hearthbook.sources.contract import Yield

HUCKLEBERRY = "Type,Start,End,Duration,Start Condition,Start Location,End Condition,Notes"
FEEDING = "id,child_first_name,child_last_name,start,end,type,method,amount,notes"
NARA = "Type,Profile Name,Start Date/time,Start Date/time (Epoch),Time Zone,_activityKey"
TRACKERS = [
    reader
    for reader in READERS
    if reader.name
    in {
        *("baby-buddy", "huckleberry", "nara", "baby-tracker", "baby-connect", "snoo"),
        *("baby-plus", "piyolog"),
    }
]


def original(text: str) -> Original:
    return Original("0" * 64, "export", text.encode())


def reader(text: str) -> Reader:
    [found] = [one for one in READERS if one.recognises("export", text.encode())]
    return found


def read(*lines: str) -> list[Yield]:
    text = "\n".join([*lines, ""])
    return list(reader(text).read(original(text), Answers()))


def asks(*lines: str) -> tuple[Asked, ...]:
    text = "\n".join([*lines, ""])
    return reader(text).asks(original(text))


def feeds(found: list[Yield]) -> list[Feed]:
    return [one for one in found if isinstance(one, Feed)]


def snags(found: list[Yield]) -> list[Reason]:
    return [one.reason for one in found if isinstance(one, Snag)]


def said(details: tuple[Detail, ...], what: Trait) -> list[tuple[str, int | None]]:
    return [(one.written, one.value) for one in details if one.what is what]


def huckleberry(*rows: str) -> list[Yield]:
    return read(HUCKLEBERRY, *rows)


def test_eight_trackers_are_read() -> None:
    assert len(TRACKERS) == 8


@pytest.mark.parametrize("one", TRACKERS, ids=lambda one: one.name)
@given(data=st.data())
def test_no_tracker_is_said_to_know_who_did_it(one: Reader, data: st.DataObject) -> None:
    from tests.samples import samples  # noqa: PLC0415  # its fixtures are wanted here alone

    sample = data.draw(st.sampled_from(samples(one)))
    found = one.read(Original("0" * 64, sample.name, sample.read_bytes()), Answers())

    assert {getattr(record, "performed_by", "") for record in found} == {""}


def test_an_amount_keeps_what_was_written_beside_what_it_comes_to() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,,Formula,Bottle,3 oz,"))

    assert said(one.details, Trait.VOLUME) == [("3 oz", 887)]
    assert said(one.details, Trait.MILK) == [("Formula", None)]


def test_a_number_without_a_unit_gets_none() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,,Formula,Bottle,4,"))

    assert said(one.details, Trait.VOLUME) == [("4", None)]
    assert one.marks == (Mark.BARE_NUMBER,)


def test_units_are_asked_for_only_where_a_number_is_bare() -> None:
    bare = asks(HUCKLEBERRY, "Feed,2026-10-25 08:00,,,Formula,Bottle,4,")
    known = asks(HUCKLEBERRY, "Feed,2026-10-25 08:00,,,Formula,Bottle,4oz,")

    assert bare == (Asked.CHILD, Asked.ZONE, Asked.UNITS)
    assert known == (Asked.CHILD, Asked.ZONE)


@pytest.mark.parametrize(
    ("condition", "wet", "dirty"),
    [
        ("Pee:small", True, False),
        ("Poo:", False, True),
        ('"Both, pee:small poo:large"', True, True),
        ("both", True, True),
        ("", None, None),
    ],
)
def test_a_diaper_says_what_its_row_says(condition: str, wet: object, dirty: object) -> None:
    found = huckleberry(f"Diaper,2026-10-25 08:00,,green,runny,,{condition},")
    [one] = [x for x in found if isinstance(x, Diaper)]

    assert (one.shares[0].wet, one.shares[0].dirty) == (wet, dirty)
    assert said(one.details, Trait.COLOUR) == [("green", None)]


@pytest.mark.parametrize(
    "row",
    [
        "Diaper,2026-10-25 08:00,,,,,Peepoo,",
        "Feed,2026-10-25 08:00,,,,Cup,90ml,",
        "Teleport,2026-10-25 08:00,,,,,,",
    ],
)
def test_what_nobody_knows_is_a_snag_and_never_the_nearest_guess(row: str) -> None:
    assert snags(huckleberry(row)) == [Reason.UNKNOWN_ELEMENT]


def test_a_row_of_growth_is_a_record_for_each_figure_from_the_same_bytes() -> None:
    found = huckleberry("Growth,2026-10-26 10:00,,,7.25kg,66cm,43.2cm,")
    figures = [one for one in found if isinstance(one, Measurement)]

    assert [one.value for one in figures] == [7250, 660, 432]
    assert len({read_from(one) for one in figures}) == 1


def test_minutes_and_seconds_are_told_from_hours_by_a_row_that_leaves_no_choice() -> None:
    found = huckleberry(
        "Feed,2026-10-25 08:00,2026-10-25 08:15,0:15,05:30R,Breast,09:10L,",
        "Feed,2026-10-25 09:00,2026-10-25 09:10,0:10,00:07R,Breast,,",
    )
    first, second = feeds(found)

    assert said(first.details, Trait.RIGHT) == [("05:30R", 330)]
    assert said(first.details, Trait.LEFT) == [("09:10L", 550)]
    assert said(second.details, Trait.RIGHT) == [("00:07R", 7)]


def test_sides_that_add_up_are_hours_and_minutes() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,0:25,00:13R,Breast,00:12L,"))

    assert said(one.details, Trait.RIGHT) == [("00:13R", 780)]
    assert one.shares[0].side == "both"


def test_sides_that_prove_nothing_stay_as_written() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,0:25,00:03R,Breast,,"))

    assert said(one.details, Trait.RIGHT) == [("00:03R", None)]


def test_a_side_without_its_letter_is_no_side() -> None:
    [one] = feeds(huckleberry("Feed,2026-10-25 08:00,,0:25,00:13,Breast,00:12L,"))

    assert one.shares[0].side is None
    assert said(one.details, Trait.TEXT) == [("00:13", None)]


def test_a_cell_that_a_type_has_no_use_for_stays_with_the_row() -> None:
    [one] = [x for x in huckleberry("Bath,2026-10-25 19:00,,,,,warm,") if isinstance(x, Care)]

    assert said(one.details, Trait.COLUMN) == [("end condition: warm", None)]
    assert Mark.UNREAD_INSIDE in one.marks


def test_a_row_that_is_there_twice_is_kept_twice_and_says_so() -> None:
    found = feeds(huckleberry(*["Feed,2026-10-25 08:00,,,Formula,Bottle,90ml,"] * 2))

    assert [Mark.ROW_AGAIN in one.marks for one in found] == [False, True]


def test_a_sleep_without_an_end_is_open() -> None:
    [one] = [x for x in huckleberry("Sleep,2026-10-25 08:00,,,,,,") if isinstance(x, Sleep)]

    assert one.until is None
    assert one.marks == (Mark.OPEN_ENDED,)


def test_an_end_before_its_start_and_another_duration_are_kept_and_marked() -> None:
    found = huckleberry(
        "Sleep,2026-10-25 08:00,2026-10-25 07:00,1:00,,,,",
        "Sleep,2026-10-25 09:00,2026-10-25 10:00,0:30,,,,",
    )
    marks = [one.marks for one in found if isinstance(one, Sleep)]

    assert marks == [(Mark.END_FIRST, Mark.OTHER_DURATION), (Mark.OTHER_DURATION,)]


def test_pumping_is_for_no_child() -> None:
    [one] = [
        x
        for x in read(
            "id,child_first_name,child_last_name,amount,time",
            "1,Mia,Berg,120,2022-11-02 05:15:00",
        )
        if isinstance(x, Care)
    ]

    assert (one.act, one.children) == (Act.PUMP, ())
    assert one.when == Wall("2022-11-02T05:15:00", Precision.SECOND)


def test_a_feed_without_a_start_is_not_put_at_the_time_of_the_import() -> None:
    found = read(FEEDING, "1,Mia,Berg,,2026-01-01 10:00:00,formula,bottle,80,")

    assert snags(found) == [Reason.MISSING_FIELD]


def test_both_breasts_have_no_sides_of_their_own() -> None:
    row = "1,Mia,Berg,2026-01-01 10:00:00,2026-01-01 10:20:00,breast milk,both breasts,,"
    [one] = feeds(read(FEEDING, row))

    assert (one.way, one.shares[0].side) == (FeedWay.BREAST, "both")
    assert said(one.details, Trait.LEFT) == said(one.details, Trait.RIGHT) == []


def test_a_child_known_by_number_alone_keeps_the_number() -> None:
    found = read("id,child_id,start,end,nap,notes,tags", "1,7,2026-05-02 09:00:00,,1,,")
    [one] = [x for x in found if isinstance(x, Sleep)]

    assert one.children == ("child_id 7",)
    assert Asked.CHILD not in asks("id,child_id,start,end,nap,notes,tags")


def test_columns_are_read_by_name_whatever_their_order() -> None:
    columns = ["Type", "Profile Name", "Start Date/time (Epoch)", "Start Date/time"]
    values = ["Sleep", "Mia", "1792891800000", "2026-10-25 02:30:00"]
    more, rest = ",Time Zone,_activityKey,[Mood] Mood", ",Europe/Berlin,a1,"
    one = read(",".join(columns) + more, ",".join(values) + rest)
    other = read(",".join(columns[::-1]) + more, ",".join(values[::-1]) + rest)

    assert one == other


def test_an_epoch_in_the_hour_that_came_twice_is_one_moment() -> None:
    found = read(
        NARA,
        "Sleep,Mia,2026-10-25 02:30:00,1792888200000,Europe/Berlin,a1",
        "Sleep,Mia,2026-10-25 02:30:00,1792891800000,Europe/Berlin,a2",
    )
    sleeps = [one for one in found if isinstance(one, Sleep)]

    assert [one.when for one in sleeps] == [Moment(1792888200000), Moment(1792891800000)]
    assert all(Mark.OTHER_CLOCK not in one.marks for one in sleeps)


def test_a_clock_that_disagrees_with_its_epoch_is_marked() -> None:
    found = read(NARA, "Sleep,Mia,2026-10-25 09:30:00,1792891800000,Europe/Berlin,a2")
    [one] = [x for x in found if isinstance(x, Sleep)]

    assert Mark.OTHER_CLOCK in one.marks


def test_whoever_created_an_entry_wrote_it_down_and_is_not_said_to_have_done_it() -> None:
    found = read(
        f"{NARA},Created By Caregiver,Last Updated By Caregiver",
        "Sleep,Mia,,1792891800000,Europe/Berlin,a2,Anna,Jonas",
    )
    [one] = [x for x in found if isinstance(x, Sleep)]

    assert (one.recorded_by, one.performed_by) == ("Anna", "")
    assert said(one.details, Trait.EDITED_BY) == [("Jonas", None)]


def test_a_key_beyond_what_a_double_holds_keeps_its_child() -> None:
    keys = ["90071992547409931", "90071992547409932"]
    text = json.dumps(
        {
            "babyprofile": [
                {"pk": 1, "babyid": int(keys[0]), "name": "Mia"},
                {"pk": 2, "babyid": int(keys[1]), "name": "Lea"},
            ],
            "baby_crying": [{"pk": 3, "babyid": int(keys[1]), "startDate": 1792891800}],
        }
    )
    [one] = [x for x in read(text) if isinstance(x, Care)]

    assert one.children == ("Lea",)


def test_nought_in_growth_is_not_measured() -> None:
    one = '{"pk": 1, "babyid": 2, "date": 1792891800, "weight": 7.1, "head": 0}'
    text = f'{{"baby_growth": [{one}]}}'
    found = [one for one in read(text) if isinstance(one, Measurement)]

    assert [one.value for one in found] == [7100]


def piyolog(*lines: str) -> list[Yield]:
    return read("[PiyoLog]Sat, Oct 24, 2026", "Mia (0y5m22d)", "", *lines)


@pytest.mark.parametrize(
    ("line", "total"),
    [
        ("09:00   Formula 120ml", "Had formula 1times 120ml"),
        ("09:00   Formula 120ml", "Had formula 1times"),
        ("09:00   Pee", "Pee 1times"),
        ("09:00   Breastfeeding L 12m \u25b6 R 8m", "Total Breastfeeding time L 12m / R 8m"),
        ("20:00   Sleep", "Total sleep 4h00m"),
        ("06:00   Wake-up (9h)", "Total sleep 6h00m"),
    ],
)
def test_a_total_that_agrees_is_no_snag_and_any_other_is(line: str, total: str) -> None:
    other = total.replace("1times", "2times").replace("R 8m", "R 9m").replace("h00m", "h01m")

    assert snags(piyolog(line, "", total)) == []
    assert snags(piyolog(line, "", other)) == [Reason.NOT_THE_TOTAL]


def test_a_line_that_was_not_read_makes_the_total_disagree() -> None:
    found = piyolog(
        "09:00   Formula 120ml", "10:00   Formula lots", "", "Had formula 2times 240ml"
    )

    assert snags(found) == [Reason.NOT_AN_AMOUNT, Reason.NOT_THE_TOTAL]


def test_a_sleep_ends_with_the_waking_of_the_next_day() -> None:
    found = piyolog(
        *(
            "20:00   Sleep",
            "",
            "----------",
            "Sun, Oct 25, 2026",
            "",
            "06:00   Wake-up (11h00m)",
        )
    )
    [one] = [x for x in found if isinstance(x, Sleep)]

    assert one.when == Wall("2026-10-24T20:00", Precision.MINUTE)
    assert one.until == Wall("2026-10-25T06:00", Precision.MINUTE)
    assert Mark.OTHER_DURATION in one.marks  # eleven hours, in the night the clocks went back


def test_free_words_under_a_day_are_a_note_and_not_a_log() -> None:
    found = piyolog("09:00   Pee", "", "Pee 1times", "", "10:00   Sleep, at last.")

    assert not [one for one in found if isinstance(one, Sleep)]
    assert [getattr(one, "text", "") for one in found][-1] == "10:00   Sleep, at last."


def test_a_bassinets_sleep_was_written_down_by_the_machine() -> None:
    found = read(
        "start_time,end_time,duration,asleep,soothing",
        "2026-10-24T20:05:00,2026-10-24T21:05:00,3600,3000,600",
    )
    [one] = [x for x in found if isinstance(x, Sleep)]

    assert one.recorded_by == "SNOO"
    assert said(one.details, Trait.ASLEEP) == [("3000", 3000)]
