"""The text of a story as it is searched, and the way back to the text as it was told.

1. `told` is the decoded text, untouched; every passage of a draft counts its code points.
2. `view` is what the rules read: composed letters, plain spaces, one sign for a line's end, no
   soft hyphens or invisible joiners. `plain` is `view` with straight apostrophes, without line
   ends inside a paragraph and with е for ё; `low` is `plain` in small letters. All three have
   the same length.
3. `starts` and `ends` say where in `told` each sign of `view` stands; None where nothing moved.
4. Bytes that are no text of a story are refused with one error, and with no other.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from codecs import BOM_UTF16_BE
from codecs import BOM_UTF16_LE
from hashlib import sha256
from itertools import pairwise
from typing import Final
from typing import NamedTuple

from hearthbook.base.text import nfc
from hearthbook.records.draft import Passage

# Signs that are there and are not seen: soft hyphen, joiners, marks of direction, byte order.
_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f\r" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
_SPACES: Final = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
_BREAKS: Final = "\x0b\x0c\x85\u2028\u2029"
_ALIKE: Final = {
    **dict.fromkeys(map(ord, _SPACES + "\u202f\u205f\u3000"), " "),
    **dict.fromkeys(map(ord, _BREAKS), "\n"),
}
_PLAIN: Final = str.maketrans({"’": "'", "ʼ": "'", "\n": " ", "ё": "е", "Ё": "Е", "İ": "I"})
_MARKED: Final = re.compile(
    "[^\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u20d0-\u20ff][\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u20d0-\u20ff]+"
    f"|[{_UNSEEN}]+"
)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BLANK: Final = re.compile(r"\n[ ]*\n\s*")
_LINE: Final = re.compile(r"\n+\s*")
# How many signs of a text may be control characters before it is taken for something else.
_ONE_IN: Final = 50
_WRAPPED_AT: Final = 120
WORD: Final = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
# A sentence ends at its mark, and any closing quote marks after it, before a capital.
_ENDS: Final = re.compile(
    r"[.!?…]{1,6}[»”\"'’)\]]{0,4}\s+(?=[«“„‘\"'(\[—–-]{0,4}[^\W_a-zа-яß-ÿ])|[.!?…][»”\"]\s*$"
)
_SHORT: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|prof|rev|mme|mlle|sr|jr|vs|г|гг|ул|д|т|им|руб|коп|тыс|стр)"
    r"|(?<![^\W\d_])[^\W\d_])\.$"
)
_CLOSING: Final = "»”\"'’"
# A sentence longer than this has lost its full stops; it is cut so that a draft stays readable.
_LONGEST: Final = 1_500


class NotAStoryError(ValueError):
    """Bytes that are no told story: not text, empty, or full of control characters."""


class Stretch(NamedTuple):
    """A half-open range of signs of the view."""

    start: int
    end: int


class Word(NamedTuple):
    """A word: where it stands, and itself in small letters with a straight apostrophe."""

    start: int
    end: int
    low: str


class Page:
    """A told story, ready to be searched."""

    def __init__(self, told: str, digest: str) -> None:
        self.told = told
        self.digest = digest
        self.view, self._starts, self._ends = _seen(told)
        self.plain = self.view.translate(_PLAIN)
        self.low = self.plain.lower()
        self.paragraphs = _paragraphs(self.view)
        self._firsts = [paragraph.start for paragraph in self.paragraphs]
        self.words = tuple(self._words(paragraph) for paragraph in self.paragraphs)

    def _words(self, paragraph: Stretch) -> tuple[Word, ...]:
        found = WORD.finditer(self.low, paragraph.start, paragraph.end)
        return tuple(Word(one.start(), one.end(), one.group()) for one in found)

    def paragraph_at(self, place: int) -> int:
        """Return the number of the paragraph that holds `place`, or of the last before it."""
        return max(bisect_right(self._firsts, place) - 1, 0)

    def passage(self, start: int, end: int) -> Passage:
        """Return where in the told text the signs `start` up to `end` of the view stand."""
        if self._starts is None or self._ends is None:
            return Passage(start, end)
        return Passage(
            self._starts[start], self._ends[end - 1] if end > start else self._starts[start]
        )

    def words_at(self, passage: Passage) -> str:
        """Return the told words at `passage`, in composed form."""
        return nfc(self.told[passage.start : passage.end])

    def capital(self, word: Word) -> bool:
        """Tell whether `word` begins with a capital."""
        return self.plain[word.start].isupper()

    def _goes_on(self, end: re.Match[str]) -> bool:
        """Tell whether a sentence goes on after speech, as in `«Why?» I asked.`."""
        marked = end.group().rstrip()[-1:] in _CLOSING
        return marked and self.low.startswith("i ", end.end())

    def sentences(self, paragraph: Stretch) -> list[Stretch]:
        """Return the sentences of `paragraph`, without the space around them."""
        cuts = [paragraph.start]
        for found in _ENDS.finditer(self.view, paragraph.start, paragraph.end):
            before = self.low[max(cuts[-1], found.start() - 8) : found.start() + 1]
            if not _SHORT.search(before) and not self._goes_on(found):
                cuts.append(found.end())
        cuts.append(paragraph.end)
        return [
            piece
            for start, end in pairwise(cuts)
            for piece in _cut(self.view, Stretch(start, end))
            if piece.end > piece.start
        ]


def open_page(data: bytes) -> Page:
    """Return the story in `data`.

    UTF-8, or UTF-16 with a byte order mark, which is then no part of the text.

    Raises:
        NotAStoryError: if it is neither, or empty, or full of control characters.
    """
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        told = data.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        msg = "not UTF-8"
        raise NotAStoryError(msg) from error
    controls = len(_CONTROL.findall(told))
    if "\x00" in told or controls * _ONE_IN > len(told):
        msg = "control characters"
        raise NotAStoryError(msg)
    page = Page(told, sha256(data).hexdigest())
    if not page.paragraphs:
        msg = "empty"
        raise NotAStoryError(msg)
    return page


def _seen(told: str) -> tuple[str, array[int] | None, array[int] | None]:
    """Return the view of `told`, and where its signs start and end if any moved."""
    # A text from an old machine ends its lines with a return alone.
    lines = told if "\n" in told else told.replace("\r", "\n")
    alike = lines.translate(_ALIKE)
    if _MARKED.search(alike) is None:
        return alike, None, None
    signs: list[str] = []
    starts, ends, last = array("q"), array("q"), 0
    for found in _MARKED.finditer(alike):
        start, end = found.span()
        signs.append(alike[last:start])
        starts.extend(range(last, start))
        ends.extend(range(last + 1, start + 1))
        composed = "" if found.group()[0] in _UNSEEN else nfc(found.group())
        signs.append(composed)
        if len(composed) == end - start:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(composed))
            ends.extend([end] * len(composed))
        last = end
    signs.append(alike[last:])
    starts.extend(range(last, len(alike) + 1))
    ends.extend(range(last + 1, len(alike) + 1))
    return "".join(signs), starts, ends


def _paragraphs(view: str) -> tuple[Stretch, ...]:
    """Return the paragraphs: parted by blank lines where lines are wrapped, else every line."""
    breaks = _BLANK if _wrapped(view) else _LINE
    cuts = [0, *(found.end() for found in breaks.finditer(view)), len(view)]
    trimmed = (_trim(view, Stretch(start, end)) for start, end in pairwise(cuts))
    return tuple(piece for piece in trimmed if piece.end > piece.start)


def _wrapped(view: str) -> bool:
    """Tell whether lines are cut by width: they then seldom end where a sentence ends."""
    lines = [line.strip() for line in view.split("\n")]
    if max(map(len, lines)) > _WRAPPED_AT:
        return False
    joined = [one for one, after in pairwise(lines) if one and after]
    open_lines = [one for one in joined if one[-1] not in ".!?…:»”\"'’)"]
    width = sum(map(len, open_lines))
    return (
        len(open_lines) * 2 > len(joined) and width >= 40 * len(open_lines) and len(joined) > 1
    )


def _trim(view: str, piece: Stretch) -> Stretch:
    """Return `piece` without the space at its ends."""
    text = view[piece.start : piece.end]
    start = piece.start + len(text) - len(text.lstrip())
    return Stretch(start, max(start, piece.start + len(text.rstrip())))


def _cut(view: str, piece: Stretch) -> list[Stretch]:
    """Return `piece`, cut at spaces where it is longer than anybody can read."""
    pieces: list[Stretch] = []
    start, end = _trim(view, piece)
    while end - start > _LONGEST:
        space = view.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = space if space > start else start + _LONGEST
        pieces.append(_trim(view, Stretch(start, cut)))
        start = cut
    pieces.append(_trim(view, Stretch(start, end)))
    return pieces
