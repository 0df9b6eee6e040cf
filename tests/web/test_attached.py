"""Files with an entry: kept as they came, and shown only to whoever is in."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from hearthbook.app.household import household
from hearthbook.records.event import Attached
from hearthbook.web import parts
from tests.app.homes import PASSPHRASE

if TYPE_CHECKING:
    import pytest
    from httpx import Response

    from tests.web.visiting import Visitor

PICTURE = (Path(__file__).parents[1] / "sources/photo/with-place.jpg").read_bytes()
HEIC = (Path(__file__).parents[1] / "sources/photo/with-place.heic").read_bytes()
PNG = (Path(__file__).parents[1] / "sources/photo/screenshot.png").read_bytes()


def written(
    mother: Visitor, *files: tuple[str, bytes], book: str = "r", **form: str
) -> Response:
    """Send the form for a note with files, as a browser does without any script."""
    sent = [("file", (name, raw, "application/octet-stream")) for name, raw in files]
    typed = {"form": mother.token, "text": "The rash tonight."} | form
    return mother.client.post(
        f"/write/{book}/note", data=typed, files=sent or {"file": ("", b"")}
    )


def shown(mother: Visitor, page: str) -> list[str]:
    return re.findall(r'"(/entry/\w/[0-9A-Z-]+/file/[0-9a-f]{64})"', mother.get(page).text)


def test_a_photo_comes_back_from_its_entry_byte_for_byte_and_is_not_kept_by_the_browser(
    mother: Visitor,
) -> None:
    page = written(mother, ("rash.jpg", PICTURE)).headers["location"]
    [address] = shown(mother, page)

    answer = mother.get(address)

    assert answer.content == PICTURE
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith("inline")
    assert address.endswith(sha256(PICTURE).hexdigest())


def test_a_photo_that_browsers_do_not_know_is_shown_smaller_and_kept_as_it_came(
    mother: Visitor,
) -> None:
    page = written(mother, ("door.heic", HEIC)).headers["location"]
    [address] = shown(mother, page)
    [small] = re.findall(r'<img src="(/[^"]+)"', mother.get(page).text)

    seen, kept = mother.get(small), mother.get(address)

    assert small == f"{address}/small"
    assert seen.headers["content-type"] == "image/jpeg"
    assert seen.content.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in seen.content
    assert kept.content == HEIC
    assert kept.headers["content-disposition"].startswith("attachment")


def test_no_file_but_a_photo_is_shown_smaller(mother: Visitor) -> None:
    page = written(mother, ("page.html", b"<script>alert(1)</script>")).headers["location"]
    [address] = shown(mother, page)

    assert mother.client.get(f"{address}/small").status_code >= 400


def test_an_entry_without_a_file_is_written_as_before(mother: Visitor) -> None:
    answer = written(mother)

    assert answer.status_code == 303
    assert shown(mother, answer.headers["location"]) == []


def test_a_file_stays_in_the_book_of_its_entry(mother: Visitor, household_of: Path) -> None:
    page = written(mother, ("for-counsel.png", PNG), book="c").headers["location"]

    assert len(shown(mother, page)) == 1
    with household(str(household_of), PASSPHRASE) as home:
        named = [one.record for one in home.of_kind("record", "attached", "import")]
        counsel = [one.record for one in home.of_kind("counsel", "attached")]
    assert "for-counsel.png" not in [getattr(one, "name", "") for one in named]
    assert [one.name for one in counsel if isinstance(one, Attached)] == ["for-counsel.png"]


def test_a_page_that_pretends_to_be_a_photo_is_only_handed_over_to_keep(
    mother: Visitor,
) -> None:
    page = written(mother, ("photo.jpg", b"<script>alert(1)</script>")).headers["location"]
    [address] = shown(mother, page)

    answer = mother.get(address)

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_photo_can_be_added_later_and_twice_is_once(
    mother: Visitor, household_of: Path
) -> None:
    page = written(mother).headers["location"]
    for _ in range(2):
        mother.client.post(
            f"{page}/files", data={"form": mother.token}, files={"file": ("a.png", PNG)}
        )

    assert len(shown(mother, page)) == 1
    with household(str(household_of), PASSPHRASE) as home:
        said = [one.record for one in home.of_kind("record", "attached")]
    of = page.rpartition("/")[2]
    assert len([one for one in said if isinstance(one, Attached) and one.of == of]) == 1


def test_what_was_put_right_keeps_its_photo(mother: Visitor) -> None:
    page = written(mother, ("rash.jpg", PICTURE)).headers["location"]
    answer = mother.post(f"{page}/correct", text="The rash, both arms.", why="more exact")

    assert len(shown(mother, answer.headers["location"])) == 1


def test_a_form_from_elsewhere_brings_no_file_in(mother: Visitor) -> None:
    answer = written(mother, ("rash.jpg", PICTURE), form="0" * 64)
    late = mother.client.post(
        "/write/r/note",
        data={"text": "No token at all."},
        files={"file": ("rash.jpg", PICTURE)},
    )

    assert (answer.status_code, late.status_code) == (403, 403)


def raw_form(mother: Visitor, *parts: str) -> Response:
    """Send parts of a form as they are, in the order they are given."""
    body = "".join(f"--x\r\nContent-Disposition: form-data; {one}\r\n" for one in parts)
    return mother.client.post(
        "/write/r/note",
        content=f"{body}--x--\r\n".encode(),
        headers={"content-type": "multipart/form-data; boundary=x"},
    )


def test_no_file_is_read_before_the_token_of_the_form(mother: Visitor) -> None:
    token = f'name="form"\r\n\r\n{mother.token}'
    text = 'name="text"\r\n\r\nIn this order.'
    file = 'name="file"; filename="a.txt"\r\n\r\nbytes'

    assert raw_form(mother, token, text, file).status_code == 303
    assert raw_form(mother, text, file, token).status_code == 403


def test_a_form_in_parts_without_a_file_needs_the_token_as_well(mother: Visitor) -> None:
    text = 'name="text"\r\n\r\nNobody asked me.'

    assert raw_form(mother, text).status_code == 403
    assert raw_form(mother, 'name="form"\r\n\r\n' + "0" * 64, text).status_code == 403


def test_files_that_are_too_large_are_refused_and_the_words_are_still_there(
    mother: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST", 100)
    answer = written(mother, ("rash.jpg", PICTURE))

    assert answer.status_code == 400
    assert "The rash tonight." in answer.text
    assert "rash.jpg" in answer.text


def test_a_form_that_is_cut_off_writes_nothing(mother: Visitor, household_of: Path) -> None:
    with household(str(household_of), PASSPHRASE) as home:
        before = home.book("record").size
    head = (
        f'--x\r\nContent-Disposition: form-data; name="form"\r\n\r\n{mother.token}\r\n--x\r\n'
    )
    part = 'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nhalf a'
    answer = mother.client.post(
        "/write/r/note",
        content=(head + part).encode(),
        headers={"content-type": "multipart/form-data; boundary=x"},
    )

    assert answer.status_code == 400
    with household(str(household_of), PASSPHRASE) as home:
        assert home.book("record").size == before
