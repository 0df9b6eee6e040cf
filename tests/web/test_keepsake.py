"""The pages for the children: a letter stays closed until its day, or until she opens it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from tests.web.test_screens import finished
from tests.web.test_screens import sent

if TYPE_CHECKING:
    from httpx import Response

    from tests.web.visiting import Visitor

WORDS = "You laughed at a giraffe."


def written(mother: Visitor, title: str, **more: str) -> str:
    answer = mother.post(
        "/write/k/keepsake", title=title, text=WORDS, keepsake="letter", **more
    )
    return answer.headers["location"].rpartition("/")[2]


def photo() -> bytes:
    held = BytesIO()
    Image.new("RGB", (900, 600), "olive").save(held, "JPEG")
    return held.getvalue()


def test_a_letter_shows_its_words_only_to_who_opens_it(mother: Visitor) -> None:
    ref = written(mother, "For a birthday", opens="2126-12-20")

    passing: list[Response] = [
        mother.get("/keepsake"),
        mother.get(f"/keepsake/{ref}"),
        mother.get(f"/entry/k/{ref}"),
        mother.get("/?book=k"),
        mother.post("/find", words="giraffe OR birthday"),
    ]
    by_title = mother.post("/find", words="birthday", book="keepsake").text
    by_words = mother.post("/find", words="giraffe", book="keepsake").text
    opened = mother.post(f"/keepsake/{ref}")

    assert not any(WORDS in one.text for one in passing)
    assert (ref in by_title, ref in by_words) == (True, False)
    assert "For a birthday" in passing[0].text
    assert "no lock" in passing[1].text
    assert passing[2].headers["location"] == f"/keepsake/{ref}"
    assert WORDS in opened.text


def test_a_letter_that_waits_for_nothing_is_open_and_can_be_written_anew(
    mother: Visitor,
) -> None:
    ref = written(mother, "For today")
    form = mother.get(f"/entry/k/{ref}/correct").text
    typed = {"title": "For today", "text": "You laughed at two."}
    anew = mother.post(f"/entry/k/{ref}/correct", **typed).headers["location"]
    new = mother.get(anew.replace("/entry/k/", "/keepsake/")).text

    assert WORDS in mother.get(f"/keepsake/{ref}").text
    assert WORDS in form
    assert "You laughed at two." in new
    assert f"/keepsake/{ref}" in new


def test_a_letter_that_was_taken_back_is_not_among_the_others(mother: Visitor) -> None:
    ref = written(mother, "For nobody")
    mother.post(f"/entry/k/{ref}/take-back")

    assert "For nobody" not in mother.get("/keepsake").text
    assert "taken back" in mother.get(f"/keepsake/{ref}").text


def test_a_photo_is_shown_small_and_is_kept_by_no_browser(mother: Visitor) -> None:
    preview = sent(mother, "/bring?book=k", "laugh.jpg", photo())
    job = preview.partition('action="/bring/')[2] or preview.partition('hx-post="/bring/')[2]
    name = job.partition('"')[0]
    finished(mother, mother.post(f"/bring/{name}", book="keepsake"))
    shown = mother.get("/keepsake").text
    address = shown.partition('<img src="')[2].partition('"')[0]
    picture = mother.get(address)

    assert address.startswith("/keepsake/picture/")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.headers["cache-control"] == "no-store"
    assert Image.open(BytesIO(picture.content)).size == (480, 320)
    assert "laugh.jpg" not in mother.post("/shows/chronology").text
