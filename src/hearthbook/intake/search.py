"""Look for many patterns at once, each only at words that it can begin with.

A pattern is tried at the start of a word whose first two letters open it; what these are is
read off the pattern itself. So a long text is gone through once, and not once for each pattern.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from typing import Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

_STARTS: Final = re.compile(r"(?<!\w)\w")
_ALTERNATIVES: Final = re.compile(r"\(\?(?::|P<\w+>)")
_LOOK: Final = re.compile(r"\\b|\(\?<?[!=](?:\[[^]]*\]|\\.|[^()])*\)|\^")
_CLASS: Final = re.compile(r"\[([а-яa-z]+)\]")
_OPTIONAL: Final = ("?", "*", "{0")


def openings(pattern: str) -> set[str]:
    """Return the one or two letters a match of `pattern` can begin with; "" for any at all."""
    found: set[str] = set()
    for alternative in _split(pattern):
        found |= _of_sequence(alternative)
    return found


def _of_sequence(text: str) -> set[str]:
    """Return the openings of a pattern without a bar outside brackets."""
    looked = _LOOK.match(text)
    if looked is not None:
        return _of_sequence(text[looked.end() :])
    group = _ALTERNATIVES.match(text)
    if group is not None:
        end = _closing(text, group.end())
        inside = openings(text[group.end() : end])
        rest = text[end + 1 :]
        if rest.startswith(_OPTIONAL):
            inside |= _of_sequence(re.sub(r"^(?:[?*]|\{0[^}]*\})", "", rest))
        return inside
    several = _CLASS.match(text)
    if several is not None and not text[several.end() :].startswith(_OPTIONAL):
        return set(several[1])
    return _of_letters(text)


def _of_letters(text: str) -> set[str]:
    if text.startswith("\\d"):
        return set("0123456789")
    if not text[:1].isalpha():
        return {""}
    if text[1:].startswith(_OPTIONAL):
        return {text[0]} | _of_sequence(text[2:])
    plain = text[1:2].isalpha() and not text[2:].startswith(_OPTIONAL)
    return {text[:2] if plain else text[0]}


def _split(text: str) -> list[str]:
    """Return `text` cut at its bars, but for those inside brackets."""
    pieces, start, place = [], 0, 0
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == "[":
            place = text.index("]", place)
        elif text[place] == "(":
            place = _closing(text, place + 1)
        elif text[place] == "|":
            pieces.append(text[start:place])
            start = place + 1
        place += 1
    return [*pieces, text[start:]]


def _closing(text: str, place: int) -> int:
    """Return where the bracket closes that was opened just before `place`."""
    depth = 1
    while depth:
        if text[place] == "\\":
            place += 1
        elif text[place] == "[":
            place = text.index("]", place)
        depth += (text[place] == "(") - (text[place] == ")")
        place += 1
    return place - 1


class Patterns:
    """Patterns to look for together, in their order."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._compiled = [re.compile(text) for text in texts]
        self._opened: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for opening in openings(text):
                self._opened[opening].append(number)

    def find(self, low: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield each pattern's number and match, in the order of the text."""
        opened, compiled = self._opened, self._compiled
        always = opened.get("", [])
        tried: dict[str, list[int]] = {}
        for start in _STARTS.finditer(low):
            place = start.start()
            key = low[place : place + 2]
            if key not in tried:
                one = opened.get(key, []) if len(key) == 2 else []
                tried[key] = [*always, *opened.get(key[0], []), *one]
            for number in tried[key]:
                found = compiled[number].match(low, place)
                if found is not None:
                    yield number, found
