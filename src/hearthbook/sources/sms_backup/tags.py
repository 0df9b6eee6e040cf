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
    rb"""[ \t\r\n]++([A-Za-z_][A-Za-z0-9_.-]{0,63}+)[ \t\r\n]*+=[ \t\r\n]*+"""
    rb"""(?:"([^"]*+)"|'([^']*+)')"""
)
_OPEN_VALUE: Final = re.compile(rb"""[^"'<>=]{1,200}+=[ \t\r\n]*+["']""")
_CLOSE: Final = re.compile(rb"[ \t\r\n]*+(/?)>[ \t\r\n]*+")
CLOSING: Final = re.compile(rb"</([a-z]{1,9})[ \t\r\n]*+>[ \t\r\n]*+")
COMMENT: Final = re.compile(rb"<!--(?>(?:[^-]++|-(?!-))*)-->[ \t\r\n]*+")
_SPACE: Final = re.compile(rb"[ \t\r\n]*+")
_MOST: Final = 256  # attributes of a tag; the app knows some thirty
_MOST_TAGS: Final = 4096  # tags of a record
# Which tag may stand in which; what is missing here stands in none.
_WITHIN: Final = {b"parts": b"mms", b"addrs": b"mms", b"part": b"parts", b"addr": b"addrs"}


class Tag(NamedTuple):
    """A start tag: its name, where the value of each attribute stands, and where it ends.

    `end` counts the white space after it. `alone` means that it has no content.
    """

    name: bytes
    start: int
    places: dict[bytes, Place]
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
    return Tag(named[1], at, places, close.end(), bool(close[1]))


def content(data: Data, first: Tag) -> tuple[tuple[Tag, ...], int]:
    """Return the record that begins with `first`, tag by tag, and where it ends.

    No tags means that there are others than the app is known to write, or text among them; the
    place is where they begin.
    """
    tags, inside, at = [first], [] if first.alone else [first.name], first.end
    while inside and len(tags) < _MOST_TAGS:
        if comment := COMMENT.match(data, at):
            at = comment.end()
        elif (closing := CLOSING.match(data, at)) and closing[1] == inside[-1]:
            inside.pop()
            at = closing.end()
        else:
            tag = tag_at(data, at, next_tag(data, at + 1))
            if tag is None or _WITHIN.get(tag.name) != inside[-1]:
                break
            tags.append(tag)
            inside += [] if tag.alone else [tag.name]
            at = tag.end
    return (() if inside else tuple(tags)), at


def weight(tags: tuple[Tag, ...], start: int, end: int) -> int:
    """Return how many of the bytes from `start` up to `end` are not media."""
    places = (tag.places[b"data"] for tag in tags if b"data" in tag.places)
    return end - start - sum(stop - begin for begin, stop in places)


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
