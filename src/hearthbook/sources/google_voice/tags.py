"""The elements of a stretch of a page, in order, and nothing that is not well-formed.

Google writes these pages as XHTML, but for `br`, which it leaves open. A stretch that is not
made of whole elements is none: browsers would guess, and this does not.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.message import Mark
from hearthbook.sources.objects import composed

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN: Final = re.compile(
    r"<!--(?>(?:[^-]++|-(?!->))*)-->"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)"
    r"(?P<given>(?>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*))>"
    r"|(?P<text>[^<]++)"
    r"|(?P<bad><)"
)
_ATTRIBUTE: Final = re.compile(r"([a-zA-Z:-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
_OPEN_ENDED: Final = frozenset({"br", "img", "hr", "wbr"})
_DEEPEST: Final = 64
_REPLACEMENT: Final = "\ufffd"


class Element(NamedTuple):
    """An element: its name, its attributes, and all text within it, piece by piece."""

    name: str
    given: dict[str, str]
    texts: list[str]

    @property
    def kind(self) -> str:
        """The first of its classes."""
        return self.given.get("class", "").partition(" ")[0]

    def get(self, name: str, marks: set[Mark]) -> str:
        """Return an attribute as text, nothing if absent; add what was noticed to `marks`."""
        return _shown(self.given.get(name, ""), marks)

    def text(self, marks: set[Mark]) -> str:
        """Return all text within, as it is written; add what was noticed to `marks`."""
        return _shown("".join(self.texts), marks)


def _shown(written: str, marks: set[Mark]) -> str:
    text = unescape(written)
    if _REPLACEMENT in text and _REPLACEMENT not in written:
        marks.add(Mark.REPLACED_SIGN)
    return composed(text, marks)


def decoded(raw: bytes, marks: set[Mark]) -> str:
    """Return `raw` as text; bytes that are none become U+FFFD, and leave a mark."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        marks.add(Mark.REPLACED_SIGN)
        return raw.decode("utf-8", "replace")


def elements(text: str) -> tuple[Element, ...] | None:
    """Return all elements of `text` in the order they begin, None if it is not well-formed."""
    found: list[Element] = []
    inside: list[Element] = []
    for token in _TOKEN.finditer(text):
        if token["bad"] or len(inside) > _DEEPEST:
            return None
        if token["text"]:
            _tell(inside, token["text"])
        elif token["close"]:
            if not inside or inside.pop().name != token["name"].lower():
                return None
        elif token["name"]:
            found.append(_begun(token, inside))
    return None if inside else tuple(found)


def _tell(inside: list[Element], text: str) -> None:
    for element in inside:
        element.texts.append(text)


def _begun(token: re.Match[str], inside: list[Element]) -> Element:
    """Return the element that begins here; what has an end of its own is now inside."""
    element = Element(token["name"].lower(), dict(_attributes(token["given"])), [])
    if element.name == "br":
        _tell(inside, "\n")
    elif element.name not in _OPEN_ENDED and not token["given"].endswith("/"):
        inside.append(element)
    return element


def _attributes(given: str) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(given):
        yield found[1].lower(), found[2] if found[2] is not None else found[3]
