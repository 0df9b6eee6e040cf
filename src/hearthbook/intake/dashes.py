"""Find speech that a dash opens, and cut the author's words out of it.

1. A paragraph that begins with a dash is speech. `[,.!?…]`, a dash and a space part it; a part
   is the author's if it begins in small letters or with a verb of speech; then speech again.
2. Where the second dash is missing (`— You knew, he said.`), `he said` or `said he` after a
   comma or an end mark is the author's up to the next stop.
3. A hyphen or a short dash at the start may be a list: they count only in a text where at least
   one such paragraph holds author's words.
4. In Russian a dash opens speech in mid-paragraph too, after an end mark or a colon.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.intake.english import ENGLISH
from hearthbook.intake.lists import listed
from hearthbook.intake.page import WORD
from hearthbook.intake.russian import RUSSIAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.intake.page import Page
    from hearthbook.intake.page import Stretch

_OPENS: Final = re.compile(r"(?:[—―]|--(?=[^\W\d_])|(?P<weak>–|--?(?=\s)))\s*")
_PART: Final = re.compile(r"[,.!?…:][»”\"]?\s*(?:[—–―]|--?)\s+")
_STOP: Final = re.compile(r"(?<=[,.!?…—])\s+(?=[^\W\d_])")
_AUTHOR_ENDS: Final = re.compile(r"[.,!?;:…](?:\s+|$)")
_MIDDLE: Final = re.compile(r"(?<=[.!?…:])\s+[—–]\s+(?=[А-ЯЁ«])")
_SUBJECTS: Final = listed("he she i they we он она я они мы")
_CLAUSE: Final = 4
_NEAR: Final = 60


class Dashes:
    """The speech in a text that dashes open."""

    def __init__(self, page: Page, *, russian: bool) -> None:
        self._page = page
        self._middle = russian
        self._lists = not any(map(self._holds_author, page.paragraphs))

    def speech(self, at: Stretch) -> Iterator[tuple[int, int]]:
        """Yield the speech of the paragraph `at`, without the author's words."""
        opened = _OPENS.match(self._page.view, at.start, at.end)
        if opened is not None:
            if not (opened["weak"] and self._lists):
                yield from self._cut(opened.end(), at.end)
        elif self._middle:
            begun = _MIDDLE.search(self._page.view, at.start, at.end)
            if begun is not None:
                yield from self._cut(begun.end(), at.end)

    def _holds_author(self, at: Stretch) -> bool:
        opened = _OPENS.match(self._page.view, at.start, at.end)
        if opened is None or not opened["weak"]:
            return False
        return len(list(self._cut(opened.end(), at.end))) > 1 or self._author_after(
            opened.end(), at.end
        )

    def _author_after(self, start: int, end: int) -> bool:
        return any(last < end for _, last in self._cut(start, end))

    def _cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        speech = True
        begin = start
        ends = [
            (one.start() + 1, one.end()) for one in _PART.finditer(self._page.view, start, end)
        ]
        for last, after in chain(ends, [(end, end)]):
            if speech:
                yield from self._without_author(begin, last)
                speech = not self._is_author(after, end)
            else:
                speech = True
            begin = after

    def _is_author(self, start: int, end: int) -> bool:
        """Tell whether the words from `start` on are the author's."""
        first = WORD.search(self._page.low, start, min(end, start + _NEAR))
        if first is None:
            return False
        says = ENGLISH.says(first.group()) or RUSSIAN.says(first.group())
        return says or self._page.view[first.start()].islower()

    def _without_author(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield a part of speech, cut where the author speaks without a dash."""
        begin = start
        for stop in _STOP.finditer(self._page.view, start, end):
            if stop.start() < begin or not self._says(stop.end(), end):
                continue
            yield begin, stop.start()
            ended = _AUTHOR_ENDS.search(self._page.view, stop.end(), end)
            begin = ended.end() if ended else end
        if begin < end:
            yield begin, end

    def _says(self, start: int, end: int) -> bool:
        """Tell whether a clause of saying (`he said`, `said Ann`) begins at `start`."""
        low = self._page.low
        found = WORD.finditer(low, start, min(end, start + _NEAR))
        words = [one for one, _ in zip(found, range(_CLAUSE), strict=False)]
        if len(words) < 2:
            return False
        first, second = words[0].group(), words[1].group()
        if first in _SUBJECTS:
            between = ENGLISH.between(second) or RUSSIAN.between(second)
            verb = words[2].group() if between and len(words) > 2 else second
            return self._speech(verb)
        named = self._page.plain[words[1].start()].isupper()
        return self._speech(first) and (second in _SUBJECTS or named)

    def _speech(self, low: str) -> bool:
        return ENGLISH.says(low) or RUSSIAN.says(low)
