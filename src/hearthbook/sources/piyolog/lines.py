"""What a line of a PiyoLog file is: a day, a child, something logged; English or Japanese.

Words of the app as in exports published by its users.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.printed import day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

TITLE: Final = re.compile("(?:\\[PiyoLog\\]|\u3010\u3074\u3088\u30ed\u30b0\u3011)(?P<rest>.*)")
RULE: Final = re.compile(r"-{5,}")
_ENDS: Final = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_ESCAPED: Final = re.compile(rb"(?>(?:[^\r\n\\]++|\\(?!n))*)(?:\\n|\r\n|\r|\n|\Z)")
_JAPANESE: Final = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:\s*\([^)]{1,4}\))?", re.ASCII)
_ENGLISH: Final = re.compile(
    r"[A-Z][a-z]{2},? (?:(?P<month>[A-Z][a-z]{2})\.? (?P<number>\d{1,2})"
    r"|(?P<before>\d{1,2}) (?P<after>[A-Z][a-z]{2})\.?),? (?P<year>\d{4})",
    re.ASCII,
)
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
BABY: Final = re.compile(
    "(?P<name>.*?)\\s*\\((?P<age>(?:\\d{1,2}y)?\\s?(?:\\d{1,2}m)?\\s?\\d{1,2}d(?: old)?"
    "|(?:\\d{1,2}\u6b73)?(?:\\d{1,2}(?:\u304b|\u30f6|\u30ab|\u30b1)\u6708)?"
    "(?:\\d{1,2}\u65e5)?)\\)"
)
LOGGED: Final = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?:\s?(?P<half>[AP])M)?[ \t\u3000]{2,}(?P<what>\S.*)",
    re.ASCII,
)


class TextLine(NamedTuple):
    """A line of the file: its bytes, and its text without what ends it."""

    start: int
    end: int
    text: str
    replaced: bool = False


def text_lines(data: bytes | mmap) -> Iterator[TextLine]:
    r"""Yield the lines of `data`; `\n` as two signs ends lines if it does so in the first."""
    first = _ENDS.match(data)
    escaped = first is not None and b"\\n" in first[0]
    for found in (_ESCAPED if escaped else _ENDS).finditer(data):
        if found.end() > found.start():
            raw = found[0].removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
            raw = raw.removesuffix(b"\\n") if escaped else raw
            text = raw.decode("utf-8", "replace")
            yield TextLine(*found.span(), text.strip(), text.encode() != raw)


def day_of(text: str) -> str | None:
    """Return the day that a line names, as `2025-07-17`; None if it is no such line."""
    found = _JAPANESE.fullmatch(text)
    if found is not None:
        year, month, number = map(int, found.groups())
        return day(year, month, number)
    said = _ENGLISH.fullmatch(text)
    if said is None:
        return None
    name = said["month"] or said["after"]
    if name not in _MONTHS:
        return None
    number = int(said["number"] or said["before"])
    return day(int(said["year"]), _MONTHS.index(name) + 1, number)


def clock_of(found: re.Match[str]) -> str | None:
    """Return what the clock of a logged line showed, as `06:05`; None if no clock does."""
    hour, minute, half = int(found["hour"]), int(found["minute"]), found["half"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "P" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def minutes_of(text: str) -> int | None:
    """Return the minutes of `8h30m`, or with the Japanese signs; None if it is no duration."""
    found = _SPENT.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    return int(found[1] or 0) * 60 + int(found[2] or 0)


_SPENT: Final = re.compile(
    "(?:(\\d{1,3})\\s*(?:h|\u6642\u9593))?\\s*(?:(\\d{1,4})\\s*(?:min|m|\u5206))?"
)
