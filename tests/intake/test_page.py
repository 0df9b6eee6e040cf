from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.intake import NotAStoryError
from hearthbook.intake import read_story
from hearthbook.intake.page import Page
from hearthbook.intake.page import open_page
from tests.intake import gold


def page(text: str) -> Page:
    return open_page(text.encode())


def paragraphs(text: str) -> list[str]:
    read = page(text)
    return [read.view[at.start : at.end] for at in read.paragraphs]


def sentences(text: str) -> list[str]:
    read = page(text)
    return [read.view[s.start : s.end] for at in read.paragraphs for s in read.sentences(at)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\t \r\n",
        "\ufeff".encode(),
        "Он пришёл домой.".encode("cp1251"),
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"%PDF-1.7\x00binary",
        "She came home.".encode("utf-16-le"),
        b"\xff\xfeodd",
        b"a\x01\x02\x03b",
        b"She came home and fed the girls. " * 9 + b"\x00",
    ],
    ids=repr,
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotAStoryError):
        read_story(data)


def test_one_stray_control_sign_does_not_lose_a_story() -> None:
    telling = read_story(("She came home and fed the girls. " * 4 + "\x1a").encode())

    assert telling.text.endswith("\x1a")


@pytest.mark.parametrize("code", ["utf-16", "utf-8", "utf-8-sig"])
def test_the_hash_is_of_the_bytes_as_they_came(code: str) -> None:
    data = "«Это они», — сказала я. 💔".encode(code)

    telling = read_story(data)
    (quote,) = gold.quotes(telling)
    assert telling.sha256 == sha256(data).hexdigest()
    assert quote.words == ("Это они",)
    assert telling.text[quote.parts[0].start : quote.parts[0].end] == "Это они"


def test_places_are_code_points_beyond_the_first_plane() -> None:
    telling = read_story("💔𝓂 «Hello,» I said.".encode())

    (quote,) = gold.quotes(telling)
    assert (quote.parts[0].start, quote.parts[0].end) == (4, 10)


@pytest.mark.parametrize(
    "name",
    [
        "Olga\u00a0Sergeevna",
        "Ol\u00adga Ser\u00adgeevna",
        "Olga\u200b Sergeevna",
        "Olga Serge\u200devna",
    ],
    ids=ascii,
)
def test_a_name_is_found_through_signs_nobody_sees(name: str) -> None:
    text = f"His mother, {name}, called me on Monday. I said nothing to my husband."

    (mother,) = [one for one in gold.people(read_story(text.encode())) if one.name]
    assert mother.name == "Olga Sergeevna"
    passage = mother.mentions[-1]
    assert text[passage.start : passage.end] == name


def test_a_name_cut_by_a_line_is_one_name() -> None:
    text = (
        "I had hardly put the two of them to bed when the bell rang again, and it was Olga\n"
        "Sergeevna with her keys in her hand and the neighbour from below behind her.\n"
        "I let them in because it rained and I could think of nothing to\nsay."
    )

    names = {one.name for one in gold.people(read_story(text.encode()))}
    assert "Olga Sergeevna" in names


def test_letters_of_two_parts_are_composed_and_point_at_both() -> None:
    text = "Nina said to me: «The Cafe\u0301»"

    (quote,) = gold.quotes(read_story(text.encode()))
    assert quote.words == ("The Caf\u00e9",)
    assert text[quote.parts[0].start : quote.parts[0].end] == "The Cafe\u0301"


def test_lines_end_alike_on_every_machine() -> None:
    text = "My husband left.\nThe next day he did not call.\n«Go,» I said."

    read = [
        [type(one).__name__ for one in read_story(text.replace("\n", end).encode()).drafts]
        for end in ("\n", "\r\n", "\r", "\u2028")
    ]
    assert read[0]
    assert read == [read[0]] * 4


def test_a_line_is_a_paragraph_unless_lines_are_cut_by_width() -> None:
    wrapped = (
        "The bus was late and the shop was closed\nwhen we got there, so we walked home.\n"
    )
    wrapped += "It rained on us all the way to the bridge\nand nobody we knew came by.\n\n"
    wrapped += "Then it stopped."

    assert paragraphs("One.\nTwo.\n\nThree.") == ["One.", "Two.", "Three."]
    assert [len(one) for one in paragraphs(wrapped)] == [148, 16]


def test_a_sentence_does_not_end_at_a_title_or_an_initial() -> None:
    assert sentences("Dr. Frost saw A. B. Stone. He left… «Why?» I asked. No.") == [
        "Dr. Frost saw A. B. Stone.",
        "He left…",
        "«Why?» I asked.",
        "No.",
    ]
    assert sentences("Это было 3 мая 2023 г. вечером. Он ушёл.") == [
        "Это было 3 мая 2023 г. вечером.",
        "Он ушёл.",
    ]


def test_a_text_without_full_stops_is_cut_where_it_can_be_read() -> None:
    pieces = sentences("and then " * 1000)

    assert max(map(len, pieces)) <= 1500
    assert " ".join(pieces).split() == ["and", "then"] * 1000


@given(text=st.text(min_size=1))
def test_the_search_copies_have_one_length_and_find_their_way_back(text: str) -> None:
    read = Page(text, "")

    assert len(read.view) == len(read.plain) == len(read.low)
    places = [read.passage(at, at + 1) for at in range(len(read.view))]
    assert all(0 <= one.start < one.end <= len(text) for one in places)
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("He left us. I called my mother and we sat in the kit", "kit"),
        ("He left us. I called my mother and we talked about my mother", None),
        ("He left us. I called my mother and told her that", None),
        ("He left us. I called my mother.", None),
        ("He left us. I called my mother 💔", None),
        ("feed at three\nfeed at five\ndiaper", None),
        ("Он ушёл. Я позвонила маме, и мы сидели на кух", "кух"),
    ],
)
def test_a_story_that_breaks_off_says_where(text: str, cut: str | None) -> None:
    assert read_story(text.encode()).cut_at == cut
