"""Tags of OFX, closed or left open, and the text behind them.

No `<` stands in a text unless it is sealed as CDATA; a comment is sealed as well. What is never
unsealed is not sealed: that its end stands nowhere is remembered, so no byte is read often.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple
from typing import TypeAlias

from hearthbook.records.marking import composed
from hearthbook.records.marking import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from hearthbook.records.message import Mark

Data: TypeAlias = "bytes | mmap"

_CHARSET: Final = re.compile(rb"""(?:CHARSET:|ENCODING:|encoding=["'])([A-Za-z0-9-]{2,20})""")
_TOKEN: Final = re.compile(
    rb"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9._]{0,40})"
    rb"(?:[ \t\r\n][^<>]{0,200}?)?(?P<own>/?)>"
)
_SPACE: Final = re.compile(rb"[ \t\r\n]*+")
_TEXT: Final = re.compile(rb"[^<]*+")
_JUNK: Final = re.compile(rb"<?[^<]*+")
_SEALED: Final = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
_ENTITY: Final = re.compile(r"&(amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_SIGNS: Final = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "nbsp": "\u00a0",
}
_PARTS: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class Token(NamedTuple):
    """A tag and the text behind it, or bytes that are no tag: these have no `name`."""

    name: bytes
    close: bool
    start: int
    text: int
    end: int


class Tags:
    """The tags of a file whose header names the code page `page`."""

    def __init__(self, data: Data, page: str) -> None:
        self._data = data
        self._page = page
        self._nowhere: set[bytes] = set()

    def tokens(self, at: int) -> Iterator[Token]:
        """Yield every tag from `at` on, and what is no tag."""
        size = len(self._data)
        while at < size:
            tag = _TOKEN.match(self._data, at)
            if tag is None:
                end = self._sealed(at, b"<!--") or self._until(_JUNK, at)
                yield Token(b"", close=False, start=at, text=at, end=end)
            else:
                end, name = self._value(tag.end()), tag["name"].upper()
                stop = tag.end() if tag["own"] else end
                yield Token(name, bool(tag["close"]), at, tag.end(), stop)
                if tag["own"]:
                    yield Token(name, close=True, start=stop, text=stop, end=end)
            at = end

    def _value(self, at: int) -> int:
        """Return where the text at `at` ends; what is sealed as CDATA belongs to it."""
        at = self._until(_TEXT, at)
        while sealed := self._sealed(at, b"<![CDATA["):
            at = self._until(_TEXT, sealed)
        return at

    def _until(self, pattern: re.Pattern[bytes], at: int) -> int:
        found = pattern.match(self._data, at)
        return found.end() if found else at

    def _sealed(self, at: int, opening: bytes) -> int:
        """Return where the comment or CDATA at `at` ends, 0 if there is none."""
        closing = dict(_SEALED)[opening]
        if self._data[at : at + len(opening)] != opening or closing in self._nowhere:
            return 0
        found = self._data.find(closing, at + len(opening))
        if found < 0:
            self._nowhere.add(closing)
            return 0
        return found + len(closing)

    def blank(self, start: int, end: int) -> bool:
        """Tell whether white space is all there is from `start` up to `end`."""
        found = _SPACE.match(self._data, start, end)
        return found is not None and found.end() == end

    def encoding(self, start: int, end: int) -> str:
        """Return UTF-8 if the bytes can be that, else what the header says they are."""
        try:
            self._data[start:end].decode()
        except UnicodeDecodeError:
            return self._page
        return "utf-8"

    def text(self, token: Token, encoding: str, marks: set[Mark]) -> str:
        """Return the text behind `token`, references resolved, without the space around it."""
        raw = decoded(self._data[token.text : token.end], (encoding,), marks)
        parts = _PARTS.split(raw)
        parts[::2] = [_ENTITY.sub(_sign, part) for part in parts[::2]]
        return composed("".join(parts).strip(), marks)


def without_ends_of_leaves(tokens: list[Token]) -> Iterator[Token]:
    """Yield `tokens` without each end tag that closes the tag just before it."""
    before = Token(b"", close=True, start=0, text=0, end=0)
    for token in tokens:
        if before.close or not token.close or token.name != before.name:
            yield token
        before = token


def code_page(header: bytes) -> str:
    """Return the code page a header names; SGML without one is in that of Windows."""
    declared = [one[1].decode().lower() for one in _CHARSET.finditer(header)]
    for name in declared:
        if re.fullmatch("(windows-|cp)?125[0-8]", name):
            return f"cp{name[-4:]}"
        if re.fullmatch("iso-?8859-(1|2|5|15)", name):
            return name
    return "utf-8" if "utf-8" in declared or b"<?" in header else "cp1252"


def _sign(found: re.Match[str]) -> str:
    name = found[1]
    if name in _SIGNS:
        return _SIGNS[name]
    number = int(f"0{name[1:]}", 16) if name[1] in "xX" else int(name[1:])
    fits = 0 < number < 0xD800 or 0xDFFF < number < 0x110000
    return chr(number) if fits else found[0]
