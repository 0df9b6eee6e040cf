from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from hearthbook.papers.display import typefaces
from hearthbook.papers.page import Bundle
from hearthbook.papers.page import Line
from hearthbook.papers.page import Table
from tests.papers.bundles import COVER
from tests.papers.bundles import flowing
from tests.papers.bundles import pressed
from tests.papers.bundles import ref
from tests.papers.bundles import said
from tests.papers.bundles import told
from tests.papers.opened import outside

if TYPE_CHECKING:
    from hearthbook.papers.page import Happening


def test_a_run_without_a_gap_is_printed_to_its_end_and_inside_the_page() -> None:
    run = "x" * 495 + "12345"
    table = Table("T", "", ("A", "B"), (Line((run, "Щ" * 60), (ref(1),)),))
    bundle = structs.replace(said(run), summary=(table,))

    printed = flowing(bundle)

    assert printed.count(run) == 2
    assert "Щ" * 60 in printed
    assert outside(pressed(bundle).pdf) == []


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("old Persian 𐎠", "‹U+103A0›"),
        ("nul \x00", "‹U+0000›"),
        ("bom \ufeff", "‹BOM›"),
        ("private \ue000", "‹U+E000›"),
        ("unassigned \u0378", "‹U+0378›"),
        ("the last \U0010ffff", "‹U+10FFFF›"),
        ("lone \ud83d", "‹U+D83D›"),
    ],
)
def test_a_sign_that_no_font_has_is_shown_by_a_token_and_noted(text: str, token: str) -> None:
    bundle = said(text)

    printed = flowing(bundle)

    assert "".join(text[:-1].split()) + token in printed
    assert f"{ref(1)}:" in printed
    assert f"shownas{token},times:1" in printed
    assert pressed(bundle).replaced == 1


def test_a_turned_name_is_shown_in_the_order_it_was_written() -> None:
    assert "invoice‹RLO›fdp.exe" in flowing(said("invoice\u202efdp.exe"))


def test_text_that_looks_like_typst_is_printed_as_it_is() -> None:
    source = r"#set page(width: 1pt) *bold* _it_ $x$ @ref <lbl> \ `raw` // no comment"

    assert "".join(source.split()) in flowing(said(source))


def test_russian_emoji_and_other_scripts_can_be_read_out_of_the_file() -> None:
    printed = flowing(said("Ты приедешь? Ёлка", "👨‍👩‍👧‍👧 1️⃣ 🍼", "你好 안녕 გამარჯობა"))

    assert "Тыприедешь?Ёлка" in printed
    assert "👨‍👩‍👧‍👧1️⃣🍼".replace("\ufe0f", "") in printed.replace("\ufe0f", "")
    assert "你好안녕გამარჯობა" in printed


def test_a_message_longer_than_a_page_is_printed_to_its_end() -> None:
    printed = flowing(said(" ".join(f"w{at}e" for at in range(3000))))

    assert all(f"w{at}e" in printed for at in range(3000))
    assert outside(pressed(said("\n".join("abc" for _ in range(300)))).pdf) == []


def test_a_row_longer_than_a_page_is_printed_to_its_end() -> None:
    lines = tuple(replace_what(line, 1500) for line in told(1).lines)
    chronology = structs.replace(told(1), lines=lines)

    printed = flowing(Bundle(cover=COVER, chronology=chronology))

    assert all(f"w{at}e" in printed for at in range(1500))


def replace_what(line: Happening, count: int) -> Happening:
    return structs.replace(line, what=" ".join(f"w{at}e" for at in range(count)))


def test_what_is_printed_for_the_eye_changes_nothing_in_what_was_given() -> None:
    bundle = said("y" * 300, "\u202e")

    result = pressed(bundle)

    assert bundle == said("y" * 300, "\u202e")
    assert "\u200b" not in "".join((*result.places, *result.lists))


def test_a_line_may_end_behind_an_opening_bracket_and_a_space() -> None:
    held = "((( " + "\u253b\u2501\u253b " * 3 + "\ufe35 \u253b\u2501\u253b)"
    cover = structs.replace(COVER, title=held)

    assert outside(pressed(structs.replace(said(held), cover=cover)).pdf) == []


# Shrinking would press hundreds of papers.
@settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(st.text(st.characters(), max_size=40), min_size=1, max_size=12))
def test_no_text_whatever_keeps_a_paper_from_being_made(given_texts: list[str]) -> None:
    table = Table(
        given_texts[0], given_texts[-1], ("A",), tuple(Line((t,)) for t in given_texts)
    )
    cover = structs.replace(COVER, title=given_texts[0], by=given_texts[-1])

    result = pressed(structs.replace(said(*given_texts), cover=cover, summary=(table,)))

    assert outside(result.pdf) == []


def test_the_signs_of_every_font_can_be_printed() -> None:
    some = [
        chr(n)
        for face in typefaces()
        for low, high in face.signs
        for n in range(low, high + 1, 25 if face.family.startswith("Hearth") else 1)
    ]

    result = pressed(said(*(" ".join(some[at : at + 200]) for at in range(0, len(some), 200))))

    assert len(some) > 13_000
    assert result.replaced < 300
