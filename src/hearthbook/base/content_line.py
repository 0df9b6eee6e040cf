r"""Lines of calendars and address books: `group.NAME;PARAM=value:value`.

1. A line that begins with a space or a tab belongs to the line before it; the line end and that
   one sign are taken out before the bytes become text, for they may part a letter.
2. In vCard 2.1 a line in quoted-printable that ends in `=` goes on in the next.
3. In text `\n` is a line end, and `\` before `,`, `;` or `\` is taken off. Nothing else is.

https://www.rfc-editor.org/rfc/rfc5545#section-3.1 https://www.rfc-editor.org/rfc/rfc6350#section-3
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_END: Final = re.compile(rb"\r\n|\r|\n")
_QUOTED: Final = re.compile(rb"[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]", re.IGNORECASE)
_NAME: Final = re.compile(r"(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)(?=[;:])")
_VALUE: Final = r'(?:"[^"]*"|[^";:,]*)'
_PARAM: Final = re.compile(rf";[ \t]*([A-Za-z0-9-]+)[ \t]*(?:=({_VALUE}(?:,{_VALUE})*))?")
_EACH: Final = re.compile(r'"([^"]*)"|([^",]+)')
_ESCAPE: Final = re.compile(r"\\([nN,;\\])")
_CARET: Final = re.compile(r"\^([n^'])")
_MARKED: Final = re.compile(r"[\\;,]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_LONGEST: Final = 75  # bytes of a line, its end left aside
_MOST: Final = 100  # parameters of a line; programs write some ten
_SIGNS: Final = {"n": "\n", "N": "\n", "'": '"'}


class ContentLine(NamedTuple):
    """A line taken apart; names are in capitals. A parameter without a name is a `TYPE`."""

    group: str
    name: str
    params: dict[str, tuple[str, ...]]
    value: str

    def param(self, name: str) -> str:
        """Return the values of a parameter, nothing if it has none."""
        return ",".join(self.params.get(name, ()))


def unfolded(raw: bytes) -> Iterator[bytes]:
    """Yield the lines of `raw`, each put together, without line ends; none is empty."""
    parts: list[bytes] = []
    soft = False
    for line in _END.split(raw):
        if soft:
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts and line[:1] in {b" ", b"\t"}:
            parts.append(line[1:])
        else:
            yield from filter(None, [b"".join(parts)])
            parts = [line]
        soft = line.endswith(b"=") and _QUOTED.match(parts[0]) is not None
    yield from filter(None, [b"".join(parts)])


def content_line(text: str) -> ContentLine | None:
    """Return `text` taken apart, None if it is no content line."""
    named = _NAME.match(text)
    if named is None:
        return None
    at, count, params = named.end(), 0, dict[str, tuple[str, ...]]()
    while count < _MOST and (found := _PARAM.match(text, at)):
        at, count = found.end(), count + 1
        if found[2] is None:
            name, values = "TYPE", [str(found[1])]
        else:
            name = str(found[1]).upper()
            values = [_plain(one[1] or one[2]) for one in _EACH.finditer(found[2])]
        params[name] = (*params.get(name, ()), *values)
    if text[at : at + 1] != ":":
        return None
    return ContentLine(named[1] or "", named[2].upper(), params, text[at + 1 :])


def unescaped(text: str) -> str:
    """Return the text that `text` stands for."""
    return _ESCAPE.sub(lambda found: _SIGNS.get(found[1], found[1]), text)


def _plain(value: str | None) -> str:
    """Return the value of a parameter; https://www.rfc-editor.org/rfc/rfc6868."""
    return _CARET.sub(lambda found: _SIGNS.get(found[1], found[1]), value or "")


def escaped(text: str) -> str:
    """Return `text` as it stands in a line: what would end or part a value is marked.

    Signs that no line may hold become spaces.
    """
    ends = text.replace("\r\n", "\n").replace("\r", "\n")
    marked = _MARKED.sub(r"\\\g<0>", ends).replace("\n", r"\n")
    return _CONTROL.sub(" ", marked)


def folded(line: str) -> bytes:
    """Return a line as it is written: no stretch over 75 bytes, none parting a letter."""
    found, length = bytearray(), 0
    for sign in line:
        raw = sign.encode()
        if length + len(raw) > _LONGEST:
            found += b"\r\n "
            length = 1
        found += raw
        length += len(raw)
    return bytes(found + b"\r\n")
