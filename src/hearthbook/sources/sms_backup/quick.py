"""Text messages that look like one read before, read with one pattern.

A backup has the attributes of all its text messages in one order. Once a message was read the
long way, a pattern for that very order reads its like several times faster. It takes no
message with anything odd in it (a reference outside of words and names, a quote of the other
kind, a subject, an unknown type, white space elsewhere): those go the long way, and both ways
read the same.
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
    from hearthbook.records.message import Mark
    from hearthbook.records.message import Parties
    from hearthbook.sources.contract import Original
    from hearthbook.sources.sms_backup.tags import Tag

_WORDS: Final = rb'([^"<]*+)'
_TAKEN: Final = {
    b"address": _WORDS,
    b"date": rb"([0-9]{1,14})",
    b"type": rb"([1-6])",
    b"body": _WORDS,
    b"contact_name": _WORDS,
}
_WANTED: Final = tuple(_TAKEN)
_OTHERS: Final = {b"subject": rb"null"}
_ANYTHING: Final = rb'[^"<&]*+'
_END: Final = rb" ?/>[ \t\r\n]*+(?=<)"
_LONGEST: Final = 1 << 16
_MOST_SHAPES: Final = 8
_MOST_PEOPLE: Final = 4096


class _Shape(NamedTuple):
    pattern: re.Pattern[bytes]
    order: tuple[int, ...]  # which group holds which of what is wanted


class Quick:
    """Reads text messages like those it was shown."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._shapes: dict[tuple[bytes, ...], _Shape | None] = {}
        self._shape: _Shape | None = None
        self._people: dict[tuple[bytes, bytes, bytes], tuple[Parties, frozenset[Mark]]] = {}

    def learn(self, tag: Tag) -> None:
        """Take the text message that begins with `tag` as the one that others look like."""
        names = tuple(tag.places)
        if names not in self._shapes and len(self._shapes) < _MOST_SHAPES:
            self._shapes[names] = _shape(names)
        self._shape = self._shapes.get(names)

    def read(self, at: int) -> Message | None:
        """Return the message at `at`, or None if it must be read the long way."""
        if self._shape is None:
            return None
        found = self._shape.pattern.match(self._original.data, at)
        if found is None or found.end() - at > _LONGEST:
            return None
        address, date, box, body, saved = found.group(*self._shape.order)
        people = self._between(box, address, saved)
        if people is None:
            return None
        marks: set[Mark] = set()
        text = plain(body)
        if text is None:
            if refers_to_unknown(body, 0, len(body)):
                return None
            text = shown(body, marks)
        original = self._original
        return Message(
            FromFile(original.digest, at, found.end(), original.member),
            Moment(int(date)),
            people[0],
            "" if text == ABSENT else text,
            in_order(marks | people[1]),
            (),
        )

    def _between(
        self, box: bytes, address: bytes, saved: bytes
    ) -> tuple[Parties, frozenset[Mark]] | None:
        key = (box, address, saved)
        known = self._people.get(key)
        if known is None:
            if any(refers_to_unknown(one, 0, len(one)) for one in key):
                return None
            marks: set[Mark] = set()
            address_, name = (_unless_absent(shown(one, marks)) for one in (address, saved))
            known = (
                between(way(box.decode()), numbers(address_), label(name), marks),
                frozenset(marks),
            )
            if len(self._people) < _MOST_PEOPLE:
                self._people[key] = known
        return known


def _unless_absent(text: str) -> str | None:
    return None if text == ABSENT else text


def _shape(names: tuple[bytes, ...]) -> _Shape | None:
    """Return the shape of a message whose attributes are `names`, None if one wanted is not."""
    taken = [name for name in names if name in _TAKEN]
    if len(taken) < len(_WANTED):
        return None
    values = ({**_OTHERS, **_TAKEN}.get(name, _ANYTHING) for name in names)
    attributes = (b' %b="%b"' % (re.escape(n), v) for n, v in zip(names, values, strict=True))
    pattern = re.compile(b"<sms" + b"".join(attributes) + _END)
    return _Shape(pattern, tuple(taken.index(name) + 1 for name in _WANTED))
