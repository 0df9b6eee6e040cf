"""Who a record names, in the phone's own numbers and names.

1. `insert-address-token` is the phone's own number. It is never a party.
2. An empty number and -1, -2, -3 are what Android logs for an unknown, a withheld and a
   payphone's number (https://developer.android.com/reference/android/provider/CallLog.Calls).
3. Several numbers stand as `a~b~c`: a conversation of several people.
4. An MMS names its conversation in `address`, and has an envelope: in `addrs`, type 137 is who
   wrote; 151, 130 and 129 are to, copy and blind copy
   (https://synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/). Only the envelope
   tells who of a group wrote. Some phones put one number into all of it: whoever is said to
   have written to himself is not believed. If it says that `address` was told and another
   wrote, the other is the sender, and doubtful.
5. Draft, outbox, failed and queued were never sent. The way is that of the message's box.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.message import Mark
from hearthbook.records.message import Parties
from hearthbook.records.message import Way

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

_OWN: Final = "insert-address-token"
_NOBODY: Final = frozenset({"", "-1", "-2", "-3", _OWN})
_NAMELESS: Final = frozenset({"", "(Unknown)"})
_WAYS: Final = {
    "1": Way.IN,
    "2": Way.OUT,
    "3": Way.UNSENT,
    "4": Way.UNSENT,
    "5": Way.UNSENT,
    "6": Way.UNSENT,
}
_WROTE: Final = "137"
_TOLD: Final = frozenset({"151", "130", "129"})
_COPIED: Final = frozenset({"130", "129"})
_PUNCTUATION: Final = re.compile(r"[ ()./+-]")


class Envelope(NamedTuple):
    """What an MMS says of its way: who wrote, who is told, who of them by a copy.

    `crowd` means that more are told than the one phone that the backup is of.
    """

    wrote: str | None
    told: tuple[str, ...]
    copied: tuple[str, ...]
    crowd: bool


def way(box: str) -> Way | None:
    """Return which way a message in the box numbered `box` went; None if there is none."""
    return _WAYS.get(box)


def number(text: str | None) -> str | None:
    """Return the number `text`, None if it is nobody's."""
    return None if text is None or text.strip() in _NOBODY else text


def numbers(text: str | None) -> tuple[str, ...]:
    """Return the numbers that stand in `text` as `a~b~c`."""
    found = (number(part) for part in (text or "").split("~"))
    return tuple(one for one in found if one is not None)


def label(text: str | None) -> str | None:
    """Return the saved name `text`, None if the phone had saved none."""
    return None if text is None or text.strip() in _NAMELESS else text


def between(
    going: Way | None, others: tuple[str, ...], name: str | None, marks: set[Mark]
) -> Parties:
    """Return the parties of a message between this phone and `others`; add to `marks`.

    Nobody is named as sender or receiver if the box does not say which way it went. Of several
    who may have sent a message that came in, none is picked.
    """
    if going is None:
        return Parties(label=name)
    if len(others) > 1:
        marks.add(Mark.GROUP)
    if going is not Way.IN:
        return Parties(None, others, going, name)
    if len(others) > 1:
        marks.add(Mark.DOUBTFUL_SENDER)
        return Parties(None, others, going, name)
    return Parties(others[0] if others else None, (), going, name)


def envelope(addresses: Sequence[tuple[str, str]]) -> Envelope:
    """Return the envelope whose `addresses` are each a type and a number."""
    every = {_digits(one) for kind, one in addresses if kind in _TOLD}
    told = (one for kind, one in addresses if kind in _TOLD)
    copied = (one for kind, one in addresses if kind in _COPIED)
    wrote = (one for kind, one in addresses if kind == _WROTE and _digits(one) not in every)
    return Envelope(next(iter(_once(wrote)), None), _once(told), _once(copied), len(every) > 1)


def conversing(
    going: Way | None,
    others: tuple[str, ...],
    said: Envelope,
    name: str | None,
    marks: set[Mark],
) -> Parties:
    """Return the parties of an MMS of the conversation with `others`; add to `marks`."""
    if going is not Way.IN:
        return between(going, _once([*(others or said.told), *said.copied]), name, marks)
    if said.wrote is None:
        return between(going, others, name, marks)
    if len(others) > 1 or said.crowd:
        marks.add(Mark.GROUP)
        rest = others if len(others) > 1 else said.told
        return Parties(said.wrote, _without(rest, said.wrote), going, name)
    if len(_without(others, *said.told)) < len(others):
        marks.add(Mark.DOUBTFUL_SENDER)
        others = ()
    return between(going, others or (said.wrote,), name, marks)


def _digits(one: str) -> str:
    """Return `one` without what people write between the digits of a number."""
    return _PUNCTUATION.sub("", one)


def _without(some: tuple[str, ...], *these: str) -> tuple[str, ...]:
    known = {_digits(one) for one in these}
    return tuple(one for one in some if _digits(one) not in known)


def _once(some: Iterable[str]) -> tuple[str, ...]:
    """Return those of `some` that are somebody's numbers, each as first written."""
    found: dict[str, str] = {}
    for one in some:
        if number(one) is not None:
            found.setdefault(_digits(one), one)
    return tuple(found.values())
