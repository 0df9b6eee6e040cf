"""The attributes of an element as text, wherever the element was read.

1. The literal word `null` stands for "absent": the app writes it for an empty database field.
2. An element either stands in the file, and its values are taken from there when asked for, or
   was parsed by lxml, because it is well cut but unlike what the app writes.
3. Entities and document types are never resolved, and nothing is fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import Protocol

from lxml import etree

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.sources.sms_backup.repair import composed
from hearthbook.sources.sms_backup.repair import markup
from hearthbook.sources.sms_backup.repair import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.sms_backup.tags import Data
    from hearthbook.sources.sms_backup.tags import Tag

BLOCK: Final = 1 << 20  # bytes of base64 in hand at once; four of its signs are three bytes
ABSENT: Final = "null"
_KNOWN: Final = ("parts", "parts/part", "addrs", "addrs/addr")
_DATE: Final = re.compile(r"-?[0-9]{1,15}")
# The years 1 to 9999, outside of which no calendar we use has a date.
_FIRST: Final = -62_135_596_800_000
_LAST: Final = 253_402_300_799_999
_WORDS: Final = re.compile(r"[^ \t\r\n]")


def in_order(marks: set[Mark]) -> tuple[Mark, ...]:
    """Return `marks` in the one order they are always kept in."""
    return tuple(mark for mark in Mark if mark in marks) if marks else ()


class Element(Protocol):
    """An element and its attributes."""

    @property
    def name(self) -> str:
        """The element's name."""

    def get(self, name: str, marks: set[Mark]) -> str | None:
        """Return the text of an attribute, None if absent; add what was noticed to `marks`."""

    def has(self, *names: str) -> bool:
        """Tell whether it has all the attributes `names`, be their values `null` or not."""

    def blocks(self) -> Iterator[bytes]:
        """Yield the attribute `data` as it stands, block by block; nothing if absent."""


class InPlace:
    """An element whose attributes stand in the file."""

    def __init__(self, data: Data, tag: Tag) -> None:
        self._data = data
        self._tag = tag
        self.name = tag.name.decode()

    def get(self, name: str, marks: set[Mark]) -> str | None:
        """Return the text of an attribute, None if absent; add what was noticed to `marks`."""
        place = self._tag.places.get(name.encode())
        if place is None:
            return None
        text = shown(self._data[place[0] : place[1]], marks)
        return None if text == ABSENT else text

    def has(self, *names: str) -> bool:
        """Tell whether it has all the attributes `names`, be their values `null` or not."""
        return all(name.encode() in self._tag.places for name in names)

    def blocks(self) -> Iterator[bytes]:
        """Yield the attribute `data` as it stands, block by block; nothing if absent."""
        start, end = self._tag.places.get(b"data", (0, 0))
        if self._data[start : min(end, start + 5)] != ABSENT.encode():
            for at in range(start, end, BLOCK):
                yield self._data[at : min(at + BLOCK, end)]


class Parsed:
    """An element that lxml parsed."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        self.name = str(element.tag)

    def get(self, name: str, marks: set[Mark]) -> str | None:
        """Return the text of an attribute, None if absent; add what was noticed to `marks`."""
        text = self._element.get(name)
        return None if text is None or text == ABSENT else composed(str(text), marks)

    def has(self, *names: str) -> bool:
        """Tell whether it has all the attributes `names`, be their values `null` or not."""
        return all(name in self._element.attrib for name in names)

    def blocks(self) -> Iterator[bytes]:
        """Yield the attribute `data`, whole; nothing if absent."""
        text = self._element.get("data")
        if text and text != ABSENT:
            yield str(text).encode()


def moment(element: Element) -> Moment | Reason:
    """Return when the phone filed `element`, by its `date`, or why nobody can tell."""
    date = element.get("date", set())
    if date is None:
        return Reason.MISSING_FIELD
    if not _DATE.fullmatch(date) or not _FIRST <= int(date) <= _LAST:
        return Reason.NOT_A_DATE
    return Moment(int(date))


def parsed(raw: bytes, marks: set[Mark]) -> tuple[Parsed, ...]:
    """Return the elements of the record `raw`, in order; none if it is not well-formed.

    What stands inside it and is no element the app is known to write leaves a mark.
    """
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(markup(raw, marks), parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    elements = tuple(root.iter(etree.Element))
    known = [root, *(one for path in _KNOWN for one in root.iterfind(path))]
    inner = known[1:] if root.tag == "mms" else []
    if len(inner) + 1 < len(elements) or any(map(_has_words, elements)):
        marks.add(Mark.UNREAD_INSIDE)
    return (Parsed(root), *map(Parsed, inner))


def _has_words(element: etree._Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and _WORDS.search(text) for text in texts)
