"""What stands in the bytes of one element, found by its paths.

1. An element is parsed alone, so that a broken one harms no other. Entities and document types
   are never resolved, and nothing is fetched. Prefixes that were bound further up are bound to
   nothing in particular: names are compared without them.
2. Nearly all elements are tags and text and nothing else, and most have their tags in the same
   order as others before: where each text belongs is worked out once for each such order.
   Whatever has more in it, or is not closed in order, is left to the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from lxml import etree

from hearthbook.base.text import nfc
from hearthbook.records.marking import composed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.records.message import Mark

_PREFIX: Final = re.compile(rb"[</ \t\r\n]([A-Za-z_][A-Za-z0-9_.-]{0,40}):[A-Za-z]")
_TAGS: Final = re.compile("(<[^<>]*>)")
_TAG: Final = re.compile(
    r"<(?P<close>/?)(?:(?![Xx][Mm][Ll])[A-Za-z_][A-Za-z0-9_.-]{0,40}:)?"
    r'(?P<name>[A-Za-z][A-Za-z0-9_]{0,60})(?: Ccy="(?P<currency>[A-Za-z]{1,9})")?(?P<own>/?)>'
)
# What XML has in no text as it is, or reads as other signs.
_BYTES: Final = bytes(set(range(256)) - {*range(32), *b"&"} | {*b"\t\r\n"})
_SIGNS: Final = ("\r", "]]>", "\ufffe", "\uffff")
_PAYMENTS: Final = ("NtryDtls/TxDtls", "TxDtls")
_NESTED: Final = 16  # what is deeper inside is never asked for
_MOST_TAGS: Final = 400


class _Shape:
    """Where among an element's texts those of each path are, and the currencies beside them.

    A payment has a shape of its own, whose paths begin in it.
    """

    def __init__(self) -> None:
        self.held: dict[str, list[tuple[int, int, str]]] = {}
        self.inner: dict[str, list[_Shape]] = {}

    def add(self, path: str, start: int, end: int, currency: str) -> None:
        """Add an element at `path`, in the order of the file."""
        self.held.setdefault(path, []).append((start, end, currency))

    def within(self, top: _Shape, path: str) -> tuple[_Shape, str]:
        """Return the shape that an element at `path` has, and its own path in that."""
        if self is not top or path not in _PAYMENTS:
            return self, path
        one = _Shape()
        self.inner.setdefault(path, []).append(one)
        return one, ""


class Entry:
    """An element and the texts in it, in composed form; `marks` gathers what was noticed."""

    def __init__(self, shape: _Shape, said: Sequence[str], marks: set[Mark]) -> None:
        self.marks = marks
        self._shape = shape
        self._said = said
        self._found: dict[str, list[str]] = {}  # many are asked for again and again

    def payments(self) -> list[Entry]:
        """Return the payments inside."""
        inner = self._shape.inner
        found = (one for path in _PAYMENTS for one in inner.get(path, ()))
        return [Entry(one, self._said, self.marks) for one in found] if inner else []

    def texts(self, path: str) -> list[str]:
        """Return the texts at `path` that are not empty."""
        found = self._found.get(path)
        if found is None:
            held, said = self._shape.held.get(path, ()), self._said
            texts = ["".join(said[start:end]).strip() for start, end, _ in held]
            found = [composed(one, self.marks) for one in texts if one]
            self._found[path] = found
        return found

    def text(self, *paths: str) -> str:
        """Return the first text at the first of `paths` that has one."""
        for path in paths:
            found = self.texts(path)
            if found:
                return found[0]
        return ""

    def currency(self, path: str) -> str:
        """Return the currency of the amount at `path`."""
        held = self._shape.held.get(path)
        return nfc(held[0][2]).strip() if held else ""


def parsed(raw: bytes, encoding: str, marks: set[Mark]) -> Entry | None:
    """Return what is in the one element `raw`, None if it is not well-formed."""
    found = _plain(raw, encoding, marks)
    return _parsed(raw, encoding, marks) if found is None else found


def _plain(raw: bytes, encoding: str, marks: set[Mark]) -> Entry | None:
    """Return what the parser would find in `raw`; None if it is more than tags and text."""
    if raw.translate(None, _BYTES) or (encoding != "utf-8" and not raw.isascii()):
        return None
    try:
        text = raw.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    parts = _TAGS.split(text)
    tags = tuple(parts[1::2])
    if len(tags) > _MOST_TAGS or text.count("<") > len(tags):
        return None
    if any(sign in text for sign in _SIGNS):
        return None
    shape = _shape(tags)
    return None if shape is None else Entry(shape, parts[2::2], marks)


class _Open(NamedTuple):
    """An element that is open: its tag's name, its place, and its first text."""

    name: str
    shape: _Shape
    path: str
    currency: str
    start: int


@lru_cache(maxsize=1 << 8)
def _shape(tags: tuple[str, ...]) -> _Shape | None:
    """Return where the texts behind `tags` belong; None if these are not one element's."""
    top = _Shape()
    opened: list[_Open] = []
    for number, tag in enumerate(tags):
        found = _TAG.fullmatch(tag)
        if found is None or len(opened) > _NESTED or (number and not opened):
            return None
        if not found["close"]:
            opened.append(_opened(found, number, opened[-1] if opened else None, top))
        if found["close"] or found["own"]:
            one = opened.pop()
            if found["close"] and tag != f"</{one.name}>":
                return None
            if one.path:
                end = one.start if found["own"] else number
                one.shape.add(one.path, one.start, end, one.currency)
    return None if opened else top


def _opened(found: re.Match[str], number: int, around: _Open | None, top: _Shape) -> _Open:
    """Return the element that begins with tag `number`, within the one `around` it."""
    name = found.string[1 : found.end("name")]
    shape, path = top, ""
    if around is not None:
        path = f"{around.path}/{found['name']}" if around.path else found["name"]
        shape, path = around.shape.within(top, path)
    return _Open(name, shape, path, found["currency"] or "", number)


def _parsed(raw: bytes, encoding: str, marks: set[Mark]) -> Entry | None:
    """Return what the parser finds in the one element `raw`, None if it is not well-formed."""
    bound = {one for one in _PREFIX.findall(raw) if not one.lower().startswith(b"xml")}
    names = b"".join(b' xmlns:%b="hearthbook"' % one for one in sorted(bound))
    prolog = b'<?xml version="1.0" encoding="%b"?>' % encoding.encode()
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    try:
        whole = etree.fromstring(b"%b<x%b>%b</x>" % (prolog, names, raw), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return _walked(whole[0], marks) if len(whole) == 1 else None


def _walked(root: etree._Element, marks: set[Mark]) -> Entry:  # lxml has no other name for it
    """Return what is inside `root`, in the order of the file."""
    top, said = _Shape(), list[str]()
    ahead = [(root, top, "")]
    while ahead:
        around, shape, path = ahead.pop()
        inner = []
        for child in around.iterchildren(tag=etree.Element):
            name = str(child.tag).rpartition("}")[2]
            at = f"{path}/{name}" if path else name
            shape.add(at, len(said), len(said) + 1, str(child.get("Ccy", "")))
            said.append(
                "".join(map(str, child.itertext())) if len(child) else str(child.text or "")
            )
            if at.count("/") < _NESTED:
                inner.append((child, *shape.within(top, at)))
        ahead += reversed(inner)
    return Entry(top, said, marks)
