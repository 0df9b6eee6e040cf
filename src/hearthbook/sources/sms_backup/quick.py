"""Text messages that look like one read before, read with one pattern.

A backup has the attributes of all its text messages in one order. Once a message was read the
long way, a pattern for that very order reads its like several times faster. It takes none with
anything odd about it (a subject, an unknown type, white space elsewhere, other quotes than
around its words): those go the long way, and both ways read the same.

All of a stretch that the pattern finds are made at once, in columns, and kept by the place they
begin at. What stands elsewhere is not asked for: the place of the next record is always known.
So no stretch is looked at twice, however the two ways alternate.
"""

from __future__ import annotations

import re
from itertools import accumulate
from itertools import chain
from itertools import repeat
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.text import is_nfc
from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile
from hearthbook.records.when import Moment
from hearthbook.sources.sms_backup.fields import ABSENT
from hearthbook.sources.sms_backup.fields import in_order
from hearthbook.sources.sms_backup.parties import between
from hearthbook.sources.sms_backup.parties import label
from hearthbook.sources.sms_backup.parties import numbers
from hearthbook.sources.sms_backup.parties import way
from hearthbook.sources.sms_backup.repair import refers_to_unknown
from hearthbook.sources.sms_backup.repair import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.records.message import Mark
    from hearthbook.records.message import Parties
    from hearthbook.sources.contract import Original
    from hearthbook.sources.sms_backup.tags import Tag

_VALUES: Final = {
    b"address": rb'"([^"]*+)"',
    b"date": rb'"([0-9]{1,14})"',
    b"type": rb'"([1-6])"',
    b"contact_name": rb'"([^"]*+)"',
    b"body": rb"""(?:"([^"]*+)"|'([^']*+)')""",
    b"subject": rb'"null"',
}
_GROUPS: Final = {b"address": 1, b"date": 1, b"type": 1, b"contact_name": 1, b"body": 2}
_ANYTHING: Final = rb'"[^"]*+"'
_END: Final = rb" ?/>[ \t\r\n]*+(?=<)"
_STRETCH: Final = 1 << 16  # no longer message is read this way
_MOST_SHAPES: Final = 8
_MOST_PEOPLE: Final = 4096
_UNDECODED: Final = "\0"  # stands for what is no UTF-8, and is odd


class _Shape(NamedTuple):
    pattern: re.Pattern[bytes]
    order: tuple[int, ...]  # the groups of what is wanted, in the order of `_GROUPS`


class _People(NamedTuple):
    parties: Parties
    marks: tuple[Mark, ...]


class Quick:
    """Reads text messages like those it was shown."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._shapes: dict[tuple[bytes, ...], _Shape | None] = {}
        self._shape: _Shape | None = None
        self._people: dict[tuple[bytes, bytes, bytes], _People] = {}
        self._read: dict[int, Message] = {}
        self._until = 0

    def learn(self, tag: Tag) -> None:
        """Take the text message that begins with `tag` as the one that others look like."""
        names = tuple(tag.places)
        if names not in self._shapes and len(self._shapes) < _MOST_SHAPES:
            self._shapes[names] = _shape(names)
        self._shape = self._shapes.get(names)

    def read(self, at: int) -> Iterator[Message]:
        """Yield the messages from `at` on, up to the first that must be read the long way."""
        while True:
            if at >= self._until and self._shape is not None:
                self._look(at, self._shape)
            message = self._read.get(at)
            if message is None:
                return
            yield message
            at = message.origin.end

    def _look(self, at: int, shape: _Shape) -> None:
        """Read all of the stretch that begins at `at` and looks like a message of `shape`."""
        raw = self._original.data[at : at + _STRETCH]
        parts = shape.pattern.split(raw)
        width = shape.pattern.groups + 1
        gaps, wholes = parts[0::width], parts[1::width]
        sizes = chain.from_iterable(zip(map(len, gaps), map(len, wholes), strict=False))
        edges = list(accumulate(sizes, initial=at))
        messages = self._messages(edges, [parts[group::width] for group in shape.order])
        self._read = dict(zip(edges[1::2], messages, strict=True))
        self._until = edges[-1] if messages else at + len(raw)
        if raw.count(b"<", 0, self._until - at) > len(wholes) or refers_to_unknown(
            raw, 0, len(raw)
        ):
            self._leave_odd(edges, wholes)

    def _leave_odd(self, edges: list[int], wholes: list[bytes]) -> None:
        """Leave to the long way what is no XML: a `<` within a value, an unknown reference."""
        for start, whole in zip(edges[1::2], wholes, strict=True):
            if whole.count(b"<") > 1 or refers_to_unknown(whole, 0, len(whole)):
                del self._read[start]

    def _messages(self, edges: list[int], columns: Sequence[list[bytes]]) -> list[Message]:
        addresses, dates, boxes, saved, bodies, others = columns
        words = [one or other or b"" for one, other in zip(bodies, others, strict=True)]
        known = self._people
        people = [
            known.get(one) or self._met(*one)
            for one in zip(boxes, addresses, saved, strict=True)
        ]
        texts, marks = _texts(words), [one.marks for one in people]
        for n, text in enumerate(texts):
            if "&" in text or not text.isprintable() or not (text.isascii() or is_nfc(text)):
                texts[n], marks[n] = _odd(words[n], marks[n])
            elif text == ABSENT:
                texts[n] = ""
        digest, member = repeat(self._original.digest), repeat(self._original.member)
        places = map(FromFile, digest, edges[1::2], edges[2::2], member)
        whens, parties = map(Moment, map(int, dates)), [one.parties for one in people]
        return list(map(Message, places, whens, parties, texts, marks, repeat(())))

    def _met(self, box: bytes, address: bytes, saved: bytes) -> _People:
        marks: set[Mark] = set()
        other, name = (_unless_absent(shown(one, marks)) for one in (address, saved))
        parties = between(way(box.decode()), numbers(other), label(name), marks)
        people = _People(parties, in_order(marks))
        if len(self._people) < _MOST_PEOPLE:
            self._people[box, address, saved] = people
        return people


def _texts(words: list[bytes]) -> list[str]:
    try:
        return list(map(bytes.decode, words))
    except UnicodeDecodeError:
        return list(map(_decoded, words))


def _decoded(words: bytes) -> str:
    try:
        return words.decode()
    except UnicodeDecodeError:
        return _UNDECODED


def _odd(words: bytes, marks: tuple[Mark, ...]) -> tuple[str, tuple[Mark, ...]]:
    noticed = set(marks)
    text = shown(words, noticed)
    return _unless_absent(text) or "", in_order(noticed)


def _unless_absent(text: str) -> str | None:
    return None if text == ABSENT else text


def _shape(names: tuple[bytes, ...]) -> _Shape | None:
    """Return the shape of a message whose attributes are `names`, None if one wanted is not."""
    places, count, pattern = dict[bytes, tuple[int, ...]](), 1, b"<sms"
    for name in names:
        groups = _GROUPS.get(name, 0)
        places[name] = tuple(range(count + 1, count + groups + 1))
        count += groups
        pattern += b" %b=%b" % (re.escape(name), _VALUES.get(name, _ANYTHING))
    if not places.keys() >= _GROUPS.keys():
        return None
    order = tuple(group for name in _GROUPS for group in places[name])
    return _Shape(re.compile(b"(%b)" % (pattern + _END)), order)
