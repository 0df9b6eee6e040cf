"""Start tags and their attributes, found in place.

No `<` stands inside a well-formed tag, not even between quotes
(https://www.w3.org/TR/xml/#NT-AttValue). So a tag never reaches beyond the next `<`, however
its quotes were damaged, and no stretch of the file is looked at more than a few times.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple
from typing import TypeAlias

from hearthbook.sources.sms_backup.repair import refers_to_unknown

if TYPE_CHECKING:
    from mmap import mmap

Data: TypeAlias = "bytes | mmap"
Place: TypeAlias = tuple[int, int]

_LESS: Final = re.compile(rb"<")
_NAME: Final = re.compile(rb"<([a-z]{1,9})(?=[ \t\r\n/>])")
_ATTRIBUTE: Final = re.compile(
    rb"""[ \t\r\n]++([^ \t\r\n=<>"'/&]{1,64}+)[ \t\r\n]*+=[ \t\r\n]*+(?:"([^"]*+)"|'([^']*+)')"""
)
_OPEN_VALUE: Final = re.compile(rb"""[^"'<>=]{1,200}+=[ \t\r\n]*+["']""")
_CLOSE: Final = re.compile(rb"[ \t\r\n]*+(/?)>[ \t\r\n]*+")
_SPACE: Final = re.compile(rb"[ \t\r\n]*+")
_MOST: Final = 256  # attributes of a tag; the app knows some thirty


class Tag(NamedTuple):
    """A start tag: its name, where the value of each attribute stands, and where it ends.

    `end` counts the white space after it, `edge` does not. `alone` means it has no content.
    """

    name: bytes
    places: dict[bytes, Place]
    edge: int
    end: int
    alone: bool


def next_tag(data: Data, at: int) -> int:
    """Return where the next `<` stands, from `at` on, or the end of `data`."""
    found = _LESS.search(data, at)
    return found.start() if found else len(data)


def name_at(data: Data, at: int) -> bytes:
    """Return the name of the start tag that begins at `at`, or nothing if none does."""
    found = _NAME.match(data, at)
    return found[1] if found else b""


def tag_at(data: Data, at: int, limit: int) -> Tag | None:
    """Return the start tag that begins at `at` and ends before `limit`, the next `<`.

    None means it is no well-formed tag: an open quote, a name given twice, a reference to
    an entity that only a document type could declare.
    """
    named = _NAME.match(data, at, limit)
    if named is None:
        return None
    places: dict[bytes, Place] = {}
    end, count = named.end(), 0
    while count <= _MOST and (found := _ATTRIBUTE.match(data, end, limit)):
        places[found[1]] = found.span(found.lastindex or 0)
        end, count = found.end(), count + 1
    close = _CLOSE.match(data, end, limit)
    if close is None or count > len(places) or refers_to_unknown(data, at, limit):
        return None
    return Tag(named[1], places, close.end(1) + 1, close.end(), bool(close[1]))


def quote_left_open(data: Data, at: int, limit: int) -> bool:
    """Tell whether the broken tag at `at` stops between quotes at `limit`, the next `<`."""
    end = at
    while found := _ATTRIBUTE.match(data, end, limit) or _NAME.match(data, end, limit):
        end = found.end()
    return _OPEN_VALUE.match(data, end, limit) is not None


def after_space(data: Data, at: int) -> int:
    """Return where the white space that begins at `at` ends."""
    found = _SPACE.match(data, at)
    return found.end() if found else at
