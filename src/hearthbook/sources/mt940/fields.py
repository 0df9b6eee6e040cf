"""Fields of an MT940 file: a tag and all up to the next, found line by line.

Words run over lines, and a line may begin with a clock time that looks like a tag (`12` and
`:20:15`). Within words, then, `:20:` counts only where an account follows, and the tags that
never follow words do not count at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple
from typing import TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

Data: TypeAlias = "bytes | mmap"

_LINE: Final = re.compile(rb"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_TAG: Final = re.compile(
    rb":(20|21|25P?|28C?|13[CD]?|34F|60[FM]|61|62[FM]|64|65|86|90[CD]|NS|94[02]):"
)
_HEADER: Final = re.compile(
    rb"[ \t\x01\x03\x1a]*(?:[A-Z0-9]{2,16}|\{[^\r\n]{0,200}|)[ \t\r\n]*"
)
_END: Final = re.compile(rb"-(?:\}[^\r\n]{0,200})?[ \t\x01\x03\x1a]*[\r\n]*")
_ACCOUNT: Final = re.compile(rb":2[15]P?:")
_WORDY: Final = frozenset({"61", "86", "NS"})
_NEVER_IN_WORDS: Final = frozenset({"21", "25", "25P", "28", "28C", "13", "13C", "13D"})


class Field(NamedTuple):
    """A tag and all up to the next; without a `tag`, a line that belongs to none."""

    tag: str
    start: int
    text: int
    end: int


def fields(data: Data) -> Iterator[Field]:
    """Yield the fields of `data`, and each line that belongs to none."""
    held: Field | None = None
    for line in _LINE.finditer(data):
        start, end = line.span()
        if start == end:
            break
        words = held is not None and held.tag in _WORDY
        tag = _tag(data, start, end, words=words)
        if held is not None and words and not tag and not ends(data, start, end):
            held = held._replace(end=end)
            continue
        if held is not None:
            yield held
        held = Field(tag, start, start + len(tag) + 2 if tag else start, end)
    if held is not None:
        yield held


def ends(data: Data, start: int, end: int) -> bool:
    """Tell whether a line ends a message."""
    return _END.fullmatch(data, start, end) is not None


def heads(data: Data, start: int, end: int) -> bool:
    """Tell whether a line that belongs to no field may stand around a message."""
    return _HEADER.fullmatch(data, start, end) is not None


def _tag(data: Data, start: int, end: int, *, words: bool) -> str:
    found = _TAG.match(data, start, end)
    tag = found[1].decode() if found else ""
    if not words or (tag not in _NEVER_IN_WORDS and tag != "20"):
        return tag
    return tag if tag == "20" and _ACCOUNT.match(data, end) else ""
