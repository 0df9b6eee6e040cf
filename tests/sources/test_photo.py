from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from PIL.TiffImagePlugin import IFDRational

from hearthbook.records.file import WITHHELD
from hearthbook.records.file import Photo
from hearthbook.records.file import Place
from hearthbook.records.message import Mark
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.photo import PhotoFile
from tests.samples import samples
from tests.sources.photo.writing import degrees
from tests.sources.photo.writing import picture

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.records.when import When

AT = "2026:03:01 03:12:05"
MS = 1_772_334_725_000  # that reading in UTC


def photo(raw: bytes, name: str = "a.jpg", member: str = "") -> Photo:
    (found,) = PhotoFile().read(Original("0" * 64, name, raw, member), Answers())
    assert isinstance(found, Photo)
    return found


@pytest.mark.parametrize(
    ("exif", "when"),
    [
        ({0x9003: AT}, Wall("2026-03-01T03:12:05", Precision.SECOND)),
        ({0x9003: AT, 0x9011: "+01:00"}, Moment(MS - 3_600_000, Precision.SECOND)),
        ({0x9003: AT, 0x9010: "+01:00"}, Wall("2026-03-01T03:12:05", Precision.SECOND)),
        ({0x9004: AT, 0x9012: "-02:30"}, Moment(MS + 9_000_000, Precision.SECOND)),
        ({0x9003: "0000:00:00 00:00:00"}, None),
        ({0x9003: "2026:02:30 03:12:05"}, None),
        ({0x9003: "    :  :     :  :  "}, None),
        ({}, None),
    ],
)
def test_a_cameras_clock_is_a_moment_only_with_the_offset_of_the_picture(
    exif: dict[int, object], when: When | None
) -> None:
    assert photo(picture(exif=exif)).when == when


def test_when_a_program_last_wrote_the_file_is_no_time_of_the_picture() -> None:
    assert photo(picture(first={0x0132: AT})).when is None


@pytest.mark.parametrize(
    ("gps", "place"),
    [
        (
            {1: "N", 2: degrees(52, 30, 1234), 3: "E", 4: degrees(13, 24, 0)},
            Place(52_503_428, 13_400_000),
        ),
        (
            {1: "S", 2: degrees(33, 0, 0), 3: "W", 4: degrees(70, 30, 0)},
            Place(-33_000_000, -70_500_000),
        ),
        ({1: "N", 2: degrees(91, 0, 0), 3: "E", 4: degrees(13, 0, 0)}, None),
        ({1: "N", 2: degrees(52, 0, 0)}, None),
        ({2: degrees(52, 0, 0), 4: degrees(13, 0, 0)}, None),
    ],
)
def test_a_place_is_whole_millionths_of_a_degree(
    gps: dict[int, object], place: Place | None
) -> None:
    assert photo(picture(gps=gps)).whereabouts == place


def test_a_place_is_in_a_field_of_its_own_that_is_withheld() -> None:
    fields = set(Photo.__struct_fields__)

    assert fields >= WITHHELD
    assert "whereabouts" in WITHHELD


def test_a_phones_own_kind_of_picture_tells_its_time_and_its_place() -> None:
    [heic] = [one for one in samples(PhotoFile()) if one.suffix == ".heic"]
    found = photo(heic.read_bytes(), "IMG_0001.HEIC")

    assert (found.media_type, found.width, found.height) == ("image/heic", 16, 16)
    assert found.when == Moment(1_772_331_240_000, Precision.SECOND)
    assert found.whereabouts == Place(52_503_428, 13_400_000)
    assert found.marks == ()


@pytest.mark.parametrize(("hours", "far"), [(3, False), (5, True)])
def test_the_satellites_time_stands_beside_the_cameras(hours: int, far: bool) -> None:  # noqa: FBT001  # pytest hands it over
    clock = (IFDRational(hours, 1), IFDRational(12, 1), IFDRational(0, 1))
    found = photo(picture(exif={0x9003: AT, 0x9011: "Z"}, gps={29: "2026:03:01", 7: clock}))

    assert found.by_satellite == Moment(MS - 5_000 + (hours - 3) * 3_600_000, Precision.SECOND)
    assert (Mark.TIMES_DIFFER in found.marks) is far


def test_a_satellites_clock_of_billions_of_hours_is_no_time() -> None:
    clock = (IFDRational(3_000_000_000, 1), IFDRational(12, 1), IFDRational(0, 1))

    found = photo(picture(gps={29: "2026:03:01", 7: clock}))

    assert (found.by_satellite, found.marks) == (None, ())


def test_a_camera_is_its_maker_and_its_model() -> None:
    found = photo(picture(first={0x010F: "Lumen ", 0x0110: "L-3", 0x0131: "9"}, size=(7, 5)))

    assert (found.camera, found.program) == ("Lumen L-3", "9")
    assert (found.width, found.height) == (7, 5)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
    ],
)
def test_every_kind_of_picture_is_known_by_its_first_bytes(kind: str, media_type: str) -> None:
    raw = picture(kind)

    assert PhotoFile().recognises("x", raw)
    assert photo(raw).media_type == media_type


def test_a_photo_goes_by_its_name_without_folders() -> None:
    assert photo(picture(), "e\u0301.jpg").name == "\u00e9.jpg"
    assert photo(picture(), "a.zip", "DCIM/100/b.jpg").name == "b.jpg"


def test_a_damaged_picture_is_kept_and_marked() -> None:
    found = photo(picture(exif={0x9003: AT})[:40])

    assert (found.size, found.when, found.marks) == (40, None, (Mark.UNREAD_INSIDE,))


def test_a_picture_that_would_unpack_to_gigabytes_is_kept_and_not_unpacked() -> None:
    raw = bytearray(picture("PNG"))
    at = raw.index(b"IHDR")
    raw[at + 4 : at + 12] = (200_000).to_bytes(4, "big") * 2
    raw[at + 17 : at + 21] = crc32(raw[at : at + 17]).to_bytes(4, "big")

    found = photo(bytes(raw))
    assert (found.width, found.marks) == (None, (Mark.UNREAD_INSIDE,))
    assert found.size == len(raw)


def test_real_pictures_have_the_size_and_the_fields_that_were_counted(shared: Path) -> None:
    counted = 0
    with (shared / "samples/manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for row in (row for row in rows if row["format"] == "photos"):
            raw = (shared / "samples" / row["file"]).read_bytes()
            found = photo(raw, row["file"])
            size = re.match(r"size=\((\d+), (\d+)\) frames=1 exif=(yes|no)", row["expected"])
            assert size is not None
            assert PhotoFile().recognises("x", raw[: 1 << 16])
            assert (found.width, found.height) == (int(size[1]), int(size[2])), row["path"]
            assert bool(found.camera) is (size[3] == "yes"), row["path"]
            counted += 1

    assert counted == 17
