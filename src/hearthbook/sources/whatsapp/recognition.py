"""Whether the beginning of a file is that of a chat, told from its lines alone."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Final

from hearthbook.sources.whatsapp.shape import BEGINS
from hearthbook.sources.whatsapp.shape import LONGEST_HEADER
from hearthbook.sources.whatsapp.shape import SENDER
from hearthbook.sources.whatsapp.shape import header
from hearthbook.sources.whatsapp.signs import BOM

_LINE: Final = re.compile(rb"(?:\A|(?<=\n))(?=%b)" % BEGINS)
_SENDER: Final = re.compile(SENDER)
_MOST_LOOKED_AT: Final = 100
_ENOUGH: Final = 3
_TENTH: Final = 10


def is_chat(head: bytes) -> bool:
    """Tell whether `head` holds a chat.

    Most entries of one shape name a sender. The first line is an entry; if it is not, since the
    file was cut, at least three entries must follow and make up most of the lines. One entry is
    enough if it is the first line and names a sender.
    """
    text = head.removeprefix(BOM).lstrip(b" \t\r\n")
    if b"\0" in text[:1024]:
        return False
    shapes: Counter[object] = Counter()
    named = first = 0
    for line in islice(_LINE.finditer(text), _MOST_LOOKED_AT):
        found = header(text[line.start() : line.start() + LONGEST_HEADER])
        if found is None:
            continue
        shapes[found.shape] += 1
        named += _SENDER.match(text, line.start() + found.end) is not None
        first += line.start() == 0
    entries = max(shapes.values(), default=0)
    if not entries or named * _TENTH < entries:
        return False
    lines = text.count(b"\n") + 1
    return bool(first) if entries < _ENOUGH else bool(first) or entries * 2 >= lines
