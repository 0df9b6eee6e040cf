"""The text in an attributed string as macOS and iOS archive it (`NSArchiver`, "typedstream").

Only as much is read as it takes to reach the first string of the first object; what follows
it says how the text looks. The length of a text stands before it, so no text is cut.

1. A stream begins with 04 0b "streamtyped" and a number, the version.
2. A number is one signed byte, or 81 and two bytes, or 82 and four, least significant first.
3. 84 begins something new, 85 is nothing, 86 ends an object. From 92 on a byte, or a number,
   refers to what came before; a name of types or of a class is written once.
4. An object is its class (name, version, class above it ... nothing) and its values, each after
   the name of its type: "@" an object, "+" bytes.
"""

from __future__ import annotations

from typing import Final

_HEADER: Final = b"\x04\x0bstreamtyped"
_NEW: Final = -124
_NIL: Final = -123
_TWO: Final = -127
_FOUR: Final = -126
_FIRST_REFERENCE: Final = -110
_TEXTS: Final = frozenset({b"NSString", b"NSMutableString"})
_ATTRIBUTED: Final = frozenset({b"NSAttributedString", b"NSMutableAttributedString"})
_DEEPEST: Final = 8


class NoTextError(ValueError):
    """The stream is cut, or no attributed string opens it."""


def text_in(stream: bytes) -> bytes:
    """Return the text in `stream`, as UTF-8.

    Raises:
        NoTextError: if it does not begin with an attributed string.
    """
    if not stream.startswith(_HEADER):
        raise NoTextError
    reading = _Reading(stream, len(_HEADER))
    reading.number()
    if reading.name() != b"@" or reading.classes() not in _ATTRIBUTED:
        raise NoTextError
    if reading.name() != b"@" or reading.classes() not in _TEXTS:
        raise NoTextError
    if reading.name() != b"+":
        raise NoTextError
    return reading.taken(reading.number())


class _Reading:
    """A place in a stream, and the names that were met before it."""

    def __init__(self, stream: bytes, at: int) -> None:
        self._stream, self._at = stream, at
        self._names: list[bytes] = []
        self._classes: list[bytes] = []

    def taken(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        end = self._at + count
        if count < 0 or end > len(self._stream):
            raise NoTextError
        raw, self._at = self._stream[self._at : end], end
        return raw

    def number(self) -> int:
        """Return the next number."""
        first = int.from_bytes(self.taken(1), "little", signed=True)
        if first in {_TWO, _FOUR}:
            return int.from_bytes(self.taken(2 if first == _TWO else 4), "little", signed=True)
        return first

    def name(self) -> bytes:
        """Return the next name, which may stand further up."""
        head = self.number()
        if head == _NEW:
            self._names.append(self.taken(self.number()))
            return self._names[-1]
        return self._earlier(self._names, head)

    def classes(self) -> bytes:
        """Return the class of the object that begins here, passing over those above it."""
        if self.number() != _NEW:
            raise NoTextError
        self._classes.append(b"")  # the object itself takes a number too
        first = b""
        for _ in range(_DEEPEST):
            head = self.number()
            if head == _NIL:
                return first
            if head != _NEW:
                return first or self._earlier(self._classes, head)
            named = self.name()
            self.number()
            self._classes.append(named)
            first = first or named
        raise NoTextError

    def _earlier(self, held: list[bytes], head: int) -> bytes:
        place = head - _FIRST_REFERENCE
        if not 0 <= place < len(held):
            raise NoTextError
        return held[place]
