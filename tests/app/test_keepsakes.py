"""What is kept for the children: letters that wait, and small pictures."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from hearthbook.app.day import today
from hearthbook.app.diary import correct
from hearthbook.app.diary import log
from hearthbook.app.failure import Failure
from hearthbook.app.keepsakes import keepsake
from hearthbook.app.keepsakes import keepsakes
from hearthbook.app.keepsakes import unfolded
from hearthbook.app.pictures import Pictures
from hearthbook.app.smaller import EDGE
from hearthbook.app.smaller import smaller
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from tests.app.homes import file_in
from tests.app.homes import new_home
from tests.app.pictures import joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household

_PLACE = 0x8825
_TURNED = 0x0112


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    with new_home(tmp_path) as one:
        yield one


def letter(home: Household, title: str, opens: str = "") -> str:
    typed = {"title": [title], "text": ["You laughed at a giraffe."], "opens": [opens]}
    return log(home, kind="keepsake", values=typed, book="keepsake")


def photo(width: int = 1200, height: int = 800) -> bytes:
    """Return a picture whose camera noted the place, and that it was held upright."""
    picture, held = Image.new("RGB", (width, height), "olive"), BytesIO()
    exif = Image.Exif()
    exif[_TURNED] = 6
    exif.get_ifd(_PLACE)[1] = "N"
    picture.save(held, "JPEG", exif=exif)
    return held.getvalue()


def added(home: Household, folder: Path, name: str, raw: bytes) -> str:
    path = file_in(folder, name, raw)
    take_in(home, path=path, said=Said(), book="keepsake", move=lambda _done, _total: None)
    return keepsakes(home).photos[0].ref


def test_a_letter_is_closed_until_its_day(home: Household) -> None:
    tomorrow = today(home) + timedelta(1)
    refs = [letter(home, str(on), str(on)) for on in (tomorrow, today(home))]

    assert [keepsake(home, ref)[0].closed for ref in refs] == [True, False]


def test_a_letter_and_its_files_are_read_early_only_on_purpose(
    home: Household,
) -> None:
    ref = letter(home, "For Ida", str(today(home) + timedelta(1)))
    joined(home, ref, "giraffe.jpg", photo(), "keepsake")

    shut, early = (unfolded(home, ref, early=early) for early in (False, True))

    assert (shut.text, shut.files) == ("", ())
    assert (early.text, early.files[0].name) == ("You laughed at a giraffe.", "giraffe.jpg")


def test_a_letter_written_anew_keeps_its_first_version(home: Household) -> None:
    first = letter(home, "For Ida")
    typed = {"title": ["For Ida"], "text": ["You laughed at two giraffes."]}
    second = correct(home, ref=first, values=typed, why="", book="keepsake")

    standing = [one.ref for one in keepsakes(home).kept]
    new, words = keepsake(home, second)
    old, _ = keepsake(home, first)

    assert standing == [second]
    assert words == "You laughed at two giraffes."
    assert (new.before, old.newer) == ((first,), second)


def test_a_small_picture_is_upright_and_tells_no_place(home: Household, tmp_path: Path) -> None:
    ref = added(home, tmp_path, "laugh.jpg", photo())

    small = Image.open(BytesIO(Pictures().small(home, book="keepsake", ref=ref)))

    assert small.size == (EDGE * 800 // 1200, EDGE)
    assert dict(small.getexif()) == {}


def test_a_photo_of_one_book_is_no_picture_of_another(home: Household, tmp_path: Path) -> None:
    ref = added(home, tmp_path, "laugh.jpg", photo())

    with pytest.raises(Failure, match="no-such-entry"):
        Pictures().small(home, book="record", ref=ref)


def test_a_photo_that_is_cut_off_is_no_picture_and_harms_nothing(
    home: Household, tmp_path: Path
) -> None:
    ref = added(home, tmp_path, "cut.jpg", photo()[:700])

    with pytest.raises(Failure, match="no-picture"):
        Pictures().small(home, book="keepsake", ref=ref)


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"\0\0\0\x18ftypheic" + bytes(40)])
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises((OSError, ValueError, RuntimeError)):
        smaller(raw)
