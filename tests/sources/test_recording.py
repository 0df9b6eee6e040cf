from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.file import Recording
from hearthbook.records.message import Mark
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.recording import RecordingFile
from tests.sources.recording.making import SINCE_1904
from tests.sources.recording.making import amr
from tests.sources.recording.making import box
from tests.sources.recording.making import m4a
from tests.sources.recording.making import wav

if TYPE_CHECKING:
    from pathlib import Path

AT = 1_772_200_000


def recording(raw: bytes, name: str = "a") -> Recording:
    (found,) = RecordingFile().read(Original("0" * 64, name, raw), Answers())
    assert isinstance(found, Recording)
    return found


@pytest.mark.parametrize("wide", [False, True])
def test_a_voicemail_lasts_twenty_milliseconds_a_frame(wide: bool) -> None:  # noqa: FBT001  # pytest hands it over
    found = recording(amr(50, wide=wide))

    assert (found.milliseconds, found.media_type, found.marks) == (1000, "audio/amr", ())


def test_half_a_frame_at_the_end_is_no_frame() -> None:
    assert recording(amr(3)[:-5]).milliseconds == 40


def test_a_frame_of_no_known_size_leaves_the_length_unknown() -> None:
    found = recording(b"#!AMR\n\x5c\0\0\0")

    assert (found.milliseconds, found.marks) == (None, (Mark.UNREAD_INSIDE,))


def test_sound_has_its_length() -> None:
    assert recording(wav(250)).milliseconds == 250


@pytest.mark.parametrize("wide", [False, True])
def test_a_voice_memo_says_when_it_was_made(wide: bool) -> None:  # noqa: FBT001  # pytest hands it over
    found = recording(m4a(SINCE_1904 + AT, 4_200, wide=wide))

    assert found.when == Moment(AT * 1000, Precision.SECOND)


@pytest.mark.parametrize("made", [0, 1, SINCE_1904, SINCE_1904 + 900_000_000])
def test_a_clock_that_was_never_set_is_no_time(made: int) -> None:
    assert recording(m4a(made, 1)).when is None


def test_boxes_that_claim_any_size_are_passed_over() -> None:
    start = box(b"ftyp", b"isom", bytes(4))
    for rest in (
        b"\0\0\0\x01moov",
        b"\0\0\0\x07moov",
        b"\0\0\0\0moov",
        b"\xff\xff\xff\xffmoov",
    ):
        assert recording(start + rest).when is None


def test_what_is_damaged_is_kept_and_marked() -> None:
    found = recording(b"OggS" + bytes(20))

    assert (found.size, found.milliseconds, found.marks) == (24, None, (Mark.UNREAD_INSIDE,))


def test_real_recordings_last_as_long_as_was_measured(shared: Path) -> None:
    counted = 0
    with (shared / "samples/manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in (row for row in rows if row["format"] == "audio"):
            raw = (shared / "samples" / row["file"]).read_bytes()
            known = re.match(r"duration=([\d.]+|None)", row["expected"])
            if not raw or not RecordingFile().recognises("x", raw[: 1 << 16]):
                assert known is None or known[1] == "None", row["path"]
                continue
            found = recording(raw, row["file"])
            counted += 1
            if known is None:
                assert (
                    found.milliseconds == 33_900
                )  # AMR, which the other program does not know
            elif known[1] == "None":
                assert found.milliseconds is None, row["path"]
            else:
                assert found.milliseconds is not None, row["path"]
                assert abs(found.milliseconds - round(float(known[1]) * 1000)) <= 10, row[
                    "path"
                ]

    assert counted == 56
