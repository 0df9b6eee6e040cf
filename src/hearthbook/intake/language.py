"""Tell the language of a story by letters and commonest words, and whether it breaks off."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from typing import Final
from typing import Literal
from typing import TypeAlias

from hearthbook.intake.english import COMMON as COMMON_EN
from hearthbook.intake.english import ENGLISH
from hearthbook.intake.lists import listed
from hearthbook.intake.russian import COMMON as COMMON_RU
from hearthbook.intake.russian import RUSSIAN

if TYPE_CHECKING:
    from hearthbook.intake.page import Page
    from hearthbook.intake.page import Word

Language: TypeAlias = Literal["en", "ru", "und"]

_CYRILLIC: Final = re.compile("[а-я]")
_LATIN: Final = re.compile("[a-zà-öø-ÿ]")
# Letters that Russian does not have and its neighbours do.
_NOT_RUSSIAN: Final = re.compile("[іїєґўјљњћђџ]")
_COMMON: Final = listed(
    """
    the and was were that with had his her him she they for not from this have but you my he
    it to of in
    """
)
_ENOUGH: Final = 12  # one word in so many is one of the commonest, in any English text
_SAMPLE: Final = 4_000
_AT_END: Final = re.compile(r"[^\W\d_](?:[\w'’-]*)$")
_ENDED: Final = ".!?…:»”\"'’)"


def language_of(page: Page) -> Language:
    """Return the language of the story, `und` if it is none that can be read."""
    text = page.low[: _SAMPLE * 5]
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic > latin:
        foreign = len(_NOT_RUSSIAN.findall(text))
        return "und" if foreign * 50 > cyrillic else "ru"
    words = [word.low for words in page.words[:200] for word in words[:_SAMPLE]]
    common = sum(word in _COMMON or word in ENGLISH.subjects for word in words)
    return "en" if common * _ENOUGH >= len(words) and common else "und"


def cut_at(page: Page, language: Language) -> str | None:
    """Return the last word if the story stops in the middle of it, else None.

    It has to lack an end mark in a text that has them, and to be a word that the rest of the
    text, and the lists of the commonest words, do not know.
    """
    at = page.paragraphs[-1]
    found = _AT_END.search(page.view, max(at.start, at.end - 60), at.end)
    words = page.words[-1]
    if found is None or not words or not _keeps_stops(page):
        return None
    last = words[-1]
    if last.end != at.end or _known(page, last, language):
        return None
    return page.words_at(page.passage(last.start, last.end))


def _keeps_stops(page: Page) -> bool:
    """Tell whether the sentences of the story end with a mark, but for headlines."""
    *before, last = page.paragraphs
    stops = sum(page.view[one.end - 1] in _ENDED for one in before)
    if len(page.sentences(last)) > 1:
        return stops * 2 >= len(before)
    return bool(before) and stops * 2 > len(before)


def _known(page: Page, last: Word, language: Language) -> bool:
    seen = Counter(word.low for words in page.words for word in words)
    if language == "ru":
        return last.low in COMMON_RU or last.low in RUSSIAN.kin or seen[last.low] > 1
    return last.low in COMMON_EN or last.low in ENGLISH.kin or seen[last.low] > 1
