from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import category

import pytest
import regex  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.papers.display import _PLAIN
from hearthbook.papers.display import BREAK
from hearthbook.papers.display import RUN
from hearthbook.papers.display import display
from hearthbook.papers.display import typefaces
from tests.papers.make_fonts import FONTS
from tests.papers.make_fonts import ORDER
from tests.papers.make_fonts import TABLE
from tests.papers.make_fonts import table

if TYPE_CHECKING:
    from hearthbook.papers.display import Note

ODD = st.sampled_from(
    "ab я\t\n\r\x00\x85\u200b\u200d\u202e\u2060\ufe0f\u20e3\u0301\u0336\ue000"
)
RARE = st.sampled_from("👨👧🏻🇷🇺1️⃣🏴\U000e0067\U000e007fשم你한ก‹›U+")
TEXTS = st.text(st.one_of(ODD, RARE, st.characters()), max_size=60)
DRAWABLE = {
    chr(n) for face in typefaces() for low, high in face.signs for n in range(low, high + 1)
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("exe\u202egnp.exe", "exe‹RLO›gnp.exe"),
        ("a\x00b", "a‹U+0000›b"),
        ("\ufeffstart", "‹BOM›start"),
        ("soft\u00adly", "soft‹SHY›ly"),
        ("\ue000", "‹U+E000›"),
        ("\u0378", "‹U+0378›"),
        ("\U0010ffff", "‹U+10FFFF›"),
        ("𐎠", "‹U+103A0›"),
        ("lone \ud83d half", "lone ‹U+D83D› half"),
        ("hid\U000e0062\U000e0079den", "hid‹U+E0062›‹U+E0079›den"),
        ("blank\u3164", "blank‹U+3164›"),
        ("un\u2062seen", "un‹U+2062›seen"),
        ("\u206a", "‹U+206A›"),
        ("cr\ralone", "cr‹U+000D›alone"),
        ("\u2067a\u2069", "‹RLI›a‹PDI›"),
    ],
)
def test_what_cannot_be_seen_or_drawn_becomes_a_token(text: str, shown: str) -> None:
    assert display(text).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "Ты приедешь? Тильда опять не спит…",
        "1️⃣ 👨‍👩‍👧‍👧 🤱🏻 🤦‍♀️ 🇩🇪 🫶 🥲 ❤️",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "שלום, אמא · مرحبا يا ماما · 你好，妈妈 · 안녕하세요 · สวัสดี · नमस्ते · გამარჯობა · Բարեւ",
        "И\u0306 and Z̷a̷l̷g̷o̷ in moderation",
        "two  spaces\nand a line",
    ],
)
def test_what_can_be_drawn_stays_as_it_is(text: str) -> None:
    assert display(text) == (text, ())


def test_a_tab_becomes_spaces_and_a_line_end_of_windows_one_line_end() -> None:
    assert display("a\tb\r\nc").text == "a    b\nc"


def test_each_token_is_counted_in_the_notes() -> None:
    notes = display("\u202ea\u202e\x00").notes

    assert notes == (("U+0000", "‹U+0000›", 1), ("U+202E", "‹RLO›", 2))


def test_marks_heaped_upon_one_letter_are_shown_beside_it_after_the_eighth() -> None:
    shown = display("o" + "\u0336" * 30)

    assert shown.text.replace(BREAK, "") == "o" + "\u0336" * 8 + "‹U+0336›" * 22
    assert shown.notes[0].times == 22


def test_a_sign_no_font_can_draw_together_with_its_letter_is_named() -> None:
    shown = display("ש\u20e3")

    assert shown.text == "ש‹U+20E3›"


def test_a_long_run_may_be_broken_between_signs_as_a_reader_takes_them() -> None:
    family = "👨‍👩‍👧‍👧"

    assert display("x" * 500).text.split(BREAK) == ["x" * RUN] * 12 + ["x" * 20]
    assert display(family * 60).text == family * RUN + BREAK + family * 20
    assert BREAK not in display("x" * (RUN - 1)).text


def sign_of(note: Note) -> str:
    return chr(int(note.sign.replace("U+", "0x"), 0))


@given(TEXTS)
def test_nothing_is_lost_and_nothing_is_added(text: str) -> None:
    shown, notes = display(text)
    plain = text.replace("\r\n", "\n").replace("\t", "    ")
    replaced = Counter({sign_of(note): note.times for note in notes})
    tokens = Counter("".join(note.token * note.times for note in notes))

    assert Counter(shown.replace(BREAK, "")) == Counter(plain) - replaced + tokens
    assert replaced <= Counter(plain)


@given(TEXTS)
def test_signs_that_stay_keep_their_order(text: str) -> None:
    shown, notes = display(text)
    tokens = "|".join(re.escape(note.token) for note in notes) or "(?!)"
    replaced = {sign_of(note) for note in notes}
    kept = re.sub(tokens, "", shown.replace(BREAK, ""))
    plain = text.replace("\r\n", "\n").replace("\t", "    ")

    if not re.search(tokens, text) and not any("\u0300" <= sign < "\u0370" for sign in text):
        assert [s for s in kept if s not in replaced] == [s for s in plain if s not in replaced]


@given(TEXTS)
def test_everything_shown_can_be_drawn(text: str) -> None:
    unseen = {"\n", BREAK, "\u200c", "\u200d", *map(chr, range(0xFE00, 0xFE10))}
    tags = set(map(chr, range(0xE0020, 0xE0080)))

    assert set(display(text).text) <= DRAWABLE | unseen | tags


@given(TEXTS)
def test_no_run_is_longer_than_the_page_is_wide(text: str) -> None:
    runs = re.split(rf"[\s{BREAK}]", display(text * 3).text)

    assert max(len(regex.findall(r"\X", run)) for run in runs) <= RUN


def test_every_sign_of_the_fast_lane_is_drawn_by_the_first_font() -> None:
    quick = {n for n in range(0x110000) if _PLAIN.fullmatch(chr(n))}
    drawn = {n for low, high in typefaces()[0].signs for n in range(low, high + 1)}

    assert quick - drawn == {ord("\n")}
    assert not [n for n in quick if category(chr(n)) in {"Mn", "Me", "Cf"}]


def test_the_table_says_what_the_fonts_cover() -> None:
    assert TABLE.read_text("utf-8") == table()


def test_every_font_lies_in_the_folder_and_is_named_in_the_notice() -> None:
    notice = (FONTS / "NOTICE.md").read_text("utf-8")
    found = {file.name for file in FONTS.glob("*.ttf")}

    assert found == {*ORDER, "NotoSans-Bold.ttf"}
    assert all(
        name.removesuffix("-Regular.ttf").removeprefix("NotoSans") in notice for name in found
    )
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")
    assert "Apache License" in (FONTS / "APACHE-2.0.txt").read_text("utf-8")


def test_the_fonts_together_weigh_less_than_eight_megabytes() -> None:
    assert sum(file.stat().st_size for file in FONTS.iterdir()) < 8_000_000
