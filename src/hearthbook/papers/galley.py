"""Sets texts for one section and keeps note of every sign it had to replace."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

import regex  # type: ignore[import-untyped]  # it ships no types

from hearthbook.papers.block import Para
from hearthbook.papers.block import Points
from hearthbook.papers.block import Text
from hearthbook.papers.display import display

if TYPE_CHECKING:
    from hearthbook.base.words import Words
    from hearthbook.papers.block import Block
    from hearthbook.papers.display import Note

_RUN: Final = regex.compile(r"[^\s\u200b]{2,}")
# Letters of these blocks are at most an em wide; some ligatures of other scripts are many.
_NARROW: Final = regex.compile(r"[\u0021-\u052f\u2010-\u2044]*+")
_WIDEST: Final = 4
# The first letter decides: https://www.unicode.org/reports/tr9/#P2
_FROM_THE_RIGHT: Final = regex.compile(r"\P{L}*+\p{bc=R}|\P{L}*+\p{bc=AL}")


class Galley:
    """One section in the making: every text of it is set here."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.noted: list[tuple[str, Note]] = []

    def text(self, text: str, lang: str = "", at: str = "") -> Text:
        """Return `text` ready to be drawn; `at` is the ref or place that notes are kept by."""
        shown = display(text)
        self.noted.extend((at, note) for note in shown.notes)
        return Text(
            shown.text,
            lang,
            max(map(_ems, _RUN.findall(shown.text)), default=0),
            _FROM_THE_RIGHT.match(shown.text) is not None,
        )

    def say(self, name: str, **gaps: str) -> Text:
        """Return the catalogue's sentence `name`, ready to be drawn."""
        return self.text(self.words(name, **gaps))

    @property
    def replaced(self) -> int:
        """How many signs are shown by a token."""
        return sum(note.times for _, note in self.noted)

    def notes(self) -> tuple[Block, ...]:
        """Return the list of all replaced signs, which closes the section."""
        if not self.noted:
            return ()
        said = tuple(
            Text(
                self.words(
                    "paper-sign", at=at, sign=note.sign, token=note.token, times=str(note.times)
                ).strip(" :")
            )
            for at, note in self.noted
        )
        return (Para(Text(self.words("paper-signs")), small=True), Points(said, small=True))


def _ems(run: str) -> int:
    return len(run) if _NARROW.fullmatch(run) else _WIDEST * len(run)


def grouped(number: int) -> str:
    """Return `number` with its thousands apart, in the one way both languages read alike."""
    return f"{number:,}".replace(",", "\u00a0")
