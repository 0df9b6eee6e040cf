"""What the readers of baby trackers promise beyond the laws, each on a row or two."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import Care
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Measurement
from hearthbook.records.family import Sleep
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original

if TYPE_CHECKING:
    from hearthbook.sources.contract import Reader
    from hearthbook.sources.contract import Yield
from tests.sources.tracking import FEEDING
from tests.sources.tracking import HUCKLEBERRY
from tests.sources.tracking import NARA
from tests.sources.tracking import asks
from tests.sources.tracking import feeds
from tests.sources.tracking import original
from tests.sources.tracking import read
from tests.sources.tracking import reader
from tests.sources.tracking import said
from tests.sources.tracking import snags

TRACKERS = [
    reader
    for reader in READERS
    if reader.name
    in {
        *("baby-buddy", "huckleberry", "nara", "baby-tracker", "baby-connect", "snoo"),
        *("baby-plus", "piyolog"),
    }
]


def test_eight_trackers_are_read() -> None:
    assert len(TRACKERS) == 8


@pytest.mark.parametrize("one", TRACKERS, ids=lambda one: one.name)
@given(data=st.data())
def test_no_tracker_is_said_to_know_who_did_it(one: Reader, data: st.DataObject) -> None:
    from tests.samples import samples  # noqa: PLC0415  # its fixtures are wanted here alone

    sample = data.draw(st.sampled_from(samples(one)))
    found = one.read(Original("0" * 64, sample.name, sample.read_bytes()), Answers())

    assert {getattr(record, "performed_by", "") for record in found} == {""}


def test_a_bassinets_sums_of_days_are_no_events_and_are_read_by_nobody() -> None:
    sums = (
        b"date,naps,longestSleep,totalSleep,daySleep,nightSleep,nightWakings,timezone\n"
        b"2026-02-03,4,9300,51000,14000,37000,3,Europe/Berlin\n"
    )

    assert [one.name for one in READERS if one.recognises("days.csv", sums)] == []


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


LONG = 30_000


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            [HUCKLEBERRY, *["Diaper,2026-10-25 08:00,,,,," + "pee" + " " * LONG + "x,"] * 40]
        ),
        "[PiyoLog]Sat, Oct 24, 2026\n" + ("Mia" + " " * LONG + "x\n") * 40,
        "[PiyoLog]Sat, Oct 24, 2026\n\n09:00   Pee\n\n" + ("1" * LONG + "\n") * 40,
        FEEDING + "\n" + ("1,Mia,Berg," + '"' * LONG + "\n") * 40,
        '{"baby_growth": [' + '{"pk": 1, "date": 1' + "0" * LONG + "}," * 40 + "{}]}",
    ],
    ids=["diaper", "child", "total", "quotes", "number"],
)
def test_a_hostile_file_takes_no_longer_than_its_size_allows(text: str) -> None:
    found = reader(text)
    begun = time.process_time()

    found.asks(original(text))
    for _ in found.read(original(text), Answers()):
        pass

    assert time.process_time() - begun < 20


@pytest.mark.parametrize(("whole", "differs"), [("90", True), ("89.6", False)])
def test_parts_of_a_bottle_must_come_to_its_volume(whole: str, *, differs: bool) -> None:
    part = "[Bottle Feed] {} Volume,[Bottle Feed] {} Volume Unit"
    columns = ",".join(part.format(name, name) for name in ("Breast Milk", "Formula"))
    found = read(
        f"{NARA},{columns},[Bottle Feed] Volume,[Bottle Feed] Volume Unit",
        f"Bottle Feed,Mia,,1792891800000,Europe/Berlin,a1,60,ML,1,FLOZ,{whole},ML",
    )
    [one] = feeds(found)

    assert (Mark.NOT_THE_SUM in one.marks) is differs


@pytest.mark.parametrize(("total", "differs"), [("22", False), ("25", True)])
def test_minutes_at_both_sides_must_come_to_the_total(total: str, *, differs: bool) -> None:
    columns = "Start Side,Left duration (min),Right duration (min),Total Duration (min)"
    found = read(f"Baby,Time,{columns},Note", f'Mia,"10/25/26, 02:10",Left,12,10,{total},')
    [one] = feeds(found)

    assert (Mark.NOT_THE_SUM in one.marks) is differs
    assert said(one.details, Trait.LEFT) == [("12 min", 720)]


def test_minutes_in_brackets_are_read_and_the_whole_text_is_kept() -> None:
    head = (
        "Start Time,End Time,Activity,Duration (min),Quantity,Extra data,Text,Notes,Caregiver"
    )
    row = '10/25/2026 02:10,,Nursing,12,,,"Mia nursed (7L, 5R)",,Anna,Mia'
    [one] = feeds(read(f"{head},Child Name", row))

    assert said(one.details, Trait.LEFT) == [("7L", 420)]
    assert said(one.details, Trait.RIGHT) == [("5R", 300)]
    assert said(one.details, Trait.TEXT) == [("Mia nursed (7L, 5R)", None)]
