"""Text messages that look like one read before, read with one pattern.

A backup has the attributes of all its text messages in one order. Once a message was read the
long way, a pattern for that very order reads its like several times faster. It takes none with
anything odd about it (a subject, an unknown type, white space elsewhere, other quotes than
around its words): those go the long way, and both ways read the same.

The pattern may run past a broken record, but never past the next quote, so that it costs no
more than the file is long.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.message import Message
from hearthbook.records.provenance import FromFile
from hearthbook.records.when import Moment
from hearthbook.sources.sms_backup.fields import ABSENT
from hearthbook.sources.sms_backup.fields import in_order
from hearthbook.sources.sms_backup.parties import between
from hearthbook.sources.sms_backup.parties import label
from hearthbook.sources.sms_backup.parties import numbers
from hearthbook.sources.sms_backup.parties import way
from hearthbook.sources.sms_backup.repair import plain
from hearthbook.sources.sms_backup.repair import refers_to_unknown
from hearthbook.sources.sms_backup.repair import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_LONGEST: Final = 1 << 16
_MOST_SHAPES: Final = 8
_MOST_PEOPLE: Final = 4096


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

    def learn(self, tag: Tag) -> None:
        """Take the text message that begins with `tag` as the one that others look like."""
        names = tuple(tag.places)
        if names not in self._shapes and len(self._shapes) < _MOST_SHAPES:
            self._shapes[names] = _shape(names)
        self._shape = self._shapes.get(names)

    def read(self, at: int) -> Iterator[Message]:
        """Yield the messages from `at` on, up to the first that must be read the long way."""
        if self._shape is None:
            return
        match, order = self._shape.pattern.match, self._shape.order
        data, digest, member = self._original.data, self._original.digest, self._original.member
        while (found := match(data, at)) and (end := found.end()) - at < _LONGEST:
            raw = data[at:end]
            if raw.count(b"<") > 1 or (b"&" in raw and refers_to_unknown(raw, 0, len(raw))):
                return
            address, date, box, saved, body, other = found.group(*order)
            people = self._people.get((box, address, saved)) or self._met(box, address, saved)
            words = other if body is None else body
            text, marks = plain(words), people.marks
            if text is None:
                text, marks = _odd(words, marks)
            elif text == ABSENT:
                text = ""
            place = FromFile(digest, at, end, member)
            yield Message(place, Moment(int(date)), people.parties, text, marks, ())
            at = end

    def _met(self, box: bytes, address: bytes, saved: bytes) -> _People:
        marks: set[Mark] = set()
        other, name = (_unless_absent(shown(one, marks)) for one in (address, saved))
        parties = between(way(box.decode()), numbers(other), label(name), marks)
        people = _People(parties, in_order(marks))
        if len(self._people) < _MOST_PEOPLE:
            self._people[box, address, saved] = people
        return people


def _odd(words: bytes, marks: tuple[Mark, ...]) -> tuple[str, tuple[Mark, ...]]:
    noticed = set(marks)
    text = shown(words, noticed)
    return _unless_absent(text) or "", in_order(noticed)


def _unless_absent(text: str) -> str | None:
    return None if text == ABSENT else text


def _shape(names: tuple[bytes, ...]) -> _Shape | None:
    """Return the shape of a message whose attributes are `names`, None if one wanted is not."""
    places, count, pattern = dict[bytes, tuple[int, ...]](), 0, b"<sms"
    for name in names:
        groups = _GROUPS.get(name, 0)
        places[name] = tuple(range(count + 1, count + groups + 1))
        count += groups
        pattern += b" %b=%b" % (re.escape(name), _VALUES.get(name, _ANYTHING))
    if not places.keys() >= _GROUPS.keys():
        return None
    order = tuple(group for name in _GROUPS for group in places[name])
    return _Shape(re.compile(pattern + _END), order)
