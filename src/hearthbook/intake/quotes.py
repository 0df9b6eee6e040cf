"""Find what stands between quotation marks, one paragraph at a time, with a stack.

1. Pairs: « » “ ” „ “ ‘ ’ ‹ › 「 」 『 』 and the straight ones. Single marks count only where
   a text has clearly more of them than of double ones.
2. ‘ opens not after a letter; ’ closes not before a letter, and not where it is the apostrophe
   of a plural (the boys’) or of a swallowed letter (goin’) and the real end is still to come.
3. A quotation left open goes on in the next paragraph if that begins with the same mark;
   otherwise it ends with its paragraph and is marked as unclosed. It never goes further.
4. What is inside another quotation has a depth; it is kept and never moves the outer one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.intake.dashes import Dashes

if TYPE_CHECKING:
    from hearthbook.intake.page import Page
    from hearthbook.intake.page import Stretch

_CLOSES: Final = {"«": "»", "“": "”", "„": "“”", "‘": "’", "‹": "›", "「": "」", "『": "』"}
_MARK: Final = re.compile("[«»“”„‘’‹›「」『』\"']")
_DOUBLE: Final = '"«“„'
_SENTENCE: Final = ".,!?…—-;:"
_STRAIGHT_SINGLE: Final = re.compile(
    r"(?:(?<=\s)|^)'(?=[A-ZА-Я](?:[^'\n]|(?<=\w)'(?=\w)){2,400}?[.,!?…—-]')", re.MULTILINE
)
# Deeper nesting than this is noise, and looking through it would cost time.
_DEEPEST: Final = 6
_AHEAD: Final = 40


class Quoted(Struct, frozen=True, gc=False):
    """Words between marks. `start` and `end` are inside the marks, `first` and `last` outside.

    `carried` is set if it goes on from the paragraph before.
    """

    first: int
    start: int
    end: int
    last: int
    mark: str
    paragraph: int
    depth: int = 0
    carried: bool = False
    closed: bool = True


class _Reader:
    """Reads the marks of one paragraph; `carry` is the mark still open from the last one."""

    def __init__(self, view: str, place: int, at: Stretch, *, single: bool, carry: str) -> None:
        self.view, self.at, self.place, self.single = view, at, place, single
        self.open: list[tuple[str, int]] = []
        self.found: list[Quoted] = []
        self.carry = carry if view[at.start] == carry else ""
        self.marks = [one.start() for one in _MARK.finditer(view, at.start, at.end)]

    def read(self) -> None:
        """Go through the marks once."""
        for number, place in enumerate(self.marks):
            sign = self.view[place]
            if sign == '"':
                self._straight(place)
            elif sign == "'":
                self._apostrophe(number, place)
            elif sign == "’":
                if self._is_open("‘") and self._ends_single(number, "‘’"):
                    self._close(place, "‘")
            elif sign == "“" and self._is_open("„"):
                self._close(place, "„")
            elif sign in _CLOSES:
                self._opened(place, sign)
            else:
                self._closed(place, sign)

    def _opened(self, place: int, sign: str) -> None:
        after_letter = place > self.at.start and self.view[place - 1].isalnum()
        if len(self.open) < _DEEPEST and not (sign == "‘" and after_letter):
            self.open.append((sign, place))

    def _closed(self, place: int, sign: str) -> None:
        for mark, _ in reversed(self.open):
            if sign in _CLOSES.get(mark, ""):
                self._close(place, mark)
                return

    def _straight(self, place: int) -> None:
        if self._is_open('"'):
            self._close(place, '"')
        else:
            self._opened(place, '"')

    def _apostrophe(self, number: int, place: int) -> None:
        if self._is_open("'"):
            if self._ends_single(number, "'"):
                self._close(place, "'")
        elif (self.single or self.open) and self._begins_single(place):
            self._opened(place, "'")

    def _begins_single(self, place: int) -> bool:
        before = self.view[place - 1] if place > self.at.start else " "
        after = self.view[place + 1 : place + 2]
        first = place == self.at.start
        free = first or not (before.isalnum() or before in ".,!?;:")
        return free and (after == "—" or (after.isalpha() and (first or after.isupper())))

    def _ends_single(self, number: int, marks: str) -> bool:
        """Tell whether a single mark closes and is no apostrophe."""
        place = self.marks[number]
        before, after = self.view[place - 1], self.view[place + 1 : place + 2]
        if after.isalnum() or before.isspace():
            return False
        return before in _SENTENCE or not self._real_end_follows(
            number, marks, plural=before == "s"
        )

    def _real_end_follows(self, number: int, marks: str, *, plural: bool) -> bool:
        for place in self.marks[number + 1 : number + 1 + _AHEAD]:
            sign = self.view[place]
            if sign == "‘" or sign not in marks:
                return False
            if self.view[place + 1 : place + 2].isalnum():
                continue
            if plural or self.view[place - 1] in _SENTENCE:
                return True
        return False

    def _is_open(self, mark: str) -> bool:
        return any(mark == one for one, _ in self.open)

    def _close(self, place: int, mark: str) -> None:
        while self.open[-1][0] != mark:
            self.open.pop()
        _, first = self.open.pop()
        self._keep(first, place, place + 1, mark)

    def _keep(self, first: int, end: int, last: int, mark: str, *, closed: bool = True) -> None:
        carried = first == self.at.start and self.carry == mark
        self.found.append(
            Quoted(
                first, first + 1, end, last, mark, self.place, len(self.open), carried, closed
            )
        )

    def finish(self, following: str) -> str:
        """Deal with what is still open; return the mark that goes on in the next paragraph."""
        if not self.open:
            return ""
        mark, first = self.open[0]
        self.open.clear()
        end = self.at.end
        if following == mark:
            self._keep(first, end, end, mark)
            return mark
        if mark in _DOUBLE:
            self._keep(first, end, end, mark, closed=False)
        return ""


def scan(page: Page, *, russian: bool = False) -> tuple[Quoted, ...]:
    """Return all that is quoted in the story, in reading order, outer before inner."""
    found: list[Quoted] = []
    single = _single_marks(page.view)
    dashes = Dashes(page, russian=russian)
    carry = ""
    for place, at in enumerate(page.paragraphs):
        reader = _Reader(page.view, place, at, single=single, carry=carry)
        reader.read()
        following = page.paragraphs[place + 1 : place + 2]
        carry = reader.finish(page.view[following[0].start] if following else "")
        spoken = [
            Quoted(start, start, end, end, "—", place)
            for start, end in dashes.speech(at)
            if end > start
        ]
        found.extend(_nested([*reader.found, *spoken]))
    return tuple(found)


def _nested(found: list[Quoted]) -> list[Quoted]:
    """Return `found` in reading order; what begins inside another gets a depth."""
    kept: list[Quoted] = []
    end = -1
    for one in sorted(found, key=lambda quoted: (quoted.first, -quoted.last)):
        inside = one.first < end
        if not inside:
            end = one.last
        if one.end > one.start:
            kept.append(_at_depth(one, max(one.depth, 1) if inside else 0))
    return kept


def _at_depth(one: Quoted, depth: int) -> Quoted:
    if one.depth == depth:
        return one
    return Quoted(
        one.first,
        one.start,
        one.end,
        one.last,
        one.mark,
        one.paragraph,
        depth,
        one.carried,
        one.closed,
    )


def _single_marks(view: str) -> bool:
    """Tell whether the text uses single marks for speech."""
    curly = view.count("‘")
    double = view.count('"') // 2 + view.count("“") + view.count("«") + view.count("„")
    straight = len(_STRAIGHT_SINGLE.findall(view))
    return curly * 5 > double * 6 or straight * 5 > max(double, curly) * 6
