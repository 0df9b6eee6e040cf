"""The sentences of a story as units of telling: what is said within one is not torn apart."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.intake.names import headline

if TYPE_CHECKING:
    from hearthbook.intake.names import Quotes
    from hearthbook.intake.page import Page
    from hearthbook.intake.page import Word

_LONGEST = 1_500


class Sentence(Struct, frozen=True, gc=False):
    """A sentence, the paragraph it stands in, and whether that is a headline."""

    start: int
    end: int
    paragraph: int
    headline: bool


class Sentences:
    """All sentences of a story, in reading order."""

    def __init__(self, page: Page, quotes: Quotes) -> None:
        self._page = page
        self.all = _sentences(page, quotes)
        self._starts = [one.start for one in self.all]

    def number_at(self, place: int) -> int:
        """Return the number of the sentence that holds `place`."""
        return max(bisect_right(self._starts, place) - 1, 0)

    def words(self, one: Sentence) -> tuple[Word, ...]:
        """Return the words of `one`."""
        words = self._page.words[one.paragraph]
        first = bisect_right(words, one.start - 1, key=lambda word: word.start)
        last = bisect_right(words, one.end - 1, key=lambda word: word.start)
        return words[first:last]


def _sentences(page: Page, quotes: Quotes) -> list[Sentence]:
    found: list[Sentence] = []
    for number, at in enumerate(page.paragraphs):
        title = headline(page, at)
        joined: list[tuple[int, int]] = []
        for start, end in page.sentences(at):
            around = quotes.around(start)
            inside = around is not None and around.start < start and around.mark != "—"
            if joined and inside and end - joined[-1][0] < _LONGEST:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        found.extend(Sentence(start, end, number, title) for start, end in joined)
    return found
