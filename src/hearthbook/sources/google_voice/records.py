"""A message or a call of a page.

1. The element `abbr` around a name is the account's own, `span` is another's.
2. Who is in a conversation stands before it if it is a group. If it is none, the other is the
   only other who wrote in the page, else the one whom the page's title names.
3. What became of a call is told by its label. A placed call that lasted was answered; of one
   that did not nobody can tell.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.time import moment
from hearthbook.records.marking import in_order
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Message
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.sources.google_voice.tags import decoded
from hearthbook.sources.google_voice.tags import elements

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence
    from mmap import mmap

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.google_voice.tags import Element

_CITE: Final = re.compile(
    rb'<cite\s++class="sender vcard"[^<>]*+>.{0,1000}?</cite\s*+>', re.DOTALL
)
_GROUP: Final = re.compile(
    rb'<div\s++class="participants"\s*+>((?>(?:(?!</div).)*))', re.DOTALL
)
_TITLE: Final = re.compile(rb"<title>[^<\r\n]*+[\r\n]++[ \t]*+([^<]*+)</title>")
_DELETED: Final = re.compile(rb'class="deletedStatusContainer"\s*+>[^<]{0,99}?\bTrue\b')
_HEAD: Final = 1 << 16
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)
_LASTED: Final = re.compile(r"PT(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?", re.ASCII)
_LABEL: Final = re.compile(r"#(missed|received|placed|voicemail|recorded)\Z")
_OUTCOMES: Final = {
    "missed": Outcome.MISSED,
    "received": Outcome.ANSWERED,
    "voicemail": Outcome.VOICEMAIL,
    "recorded": Outcome.ANSWERED,
}
_LINKED: Final = frozenset({"video", "vcard", "audio"})
_SHOWN: Final = frozenset({"img", "video", "audio"})


class Person(NamedTuple):
    """Who is named: a number, else a name; and the name beside the number."""

    who: str | None
    label: str | None
    own: bool


class Talk(NamedTuple):
    """What a page says of all its records."""

    group: tuple[Person, ...]  # who is in it besides the owner; empty if it is no group
    partner: Person | None
    deleted: bool


def talk(data: bytes | mmap) -> Talk:
    """Return what the page `data` says of all its records."""
    marks = set[Mark]()
    group = _GROUP.search(data, 0, _HEAD)
    named = _CITE.findall(data if group is None else group[1])
    people = (
        _person(elements(decoded(raw, marks)) or (), marks) for raw in dict.fromkeys(named)
    )
    others = tuple(dict.fromkeys(one for one in people if not one.own and one.who))
    partner = others[0] if len(others) == 1 else None
    title = _TITLE.search(data, 0, _HEAD)
    if not others and title is not None:
        name = " ".join(decoded(title[1], marks).split())
        partner = Person(name, None, own=False) if name else None
    deleted = _DELETED.search(data) is not None
    return Talk(others if group else (), partner, deleted)


def record(
    parts: Sequence[Element], place: FromFile, about: Talk, marks: set[Mark]
) -> Message | Call | Reason:
    """Return the message or the call whose elements are `parts`, or why there is none."""
    when = _when(parts, marks)
    if isinstance(when, Reason):
        return when
    if about.deleted:
        marks.add(Mark.DELETED)
    if parts[0].kind == "haudio":
        return _call(parts, when, place, marks)
    words = _first(parts, "q")
    media = _media(parts, marks)
    person = _person(parts, marks)
    if _first(parts, "cite") is None or (words is None and not media):
        return Reason.MISSING_FIELD
    text = "" if words is None else words.text(marks)
    who = _parties(person, about, marks)
    return Message(place, when, who, text, in_order(marks), media)


def _first(parts: Iterable[Element], name: str, kind: str = "") -> Element | None:
    found = (one for one in parts if one.name == name and kind in {"", one.kind})
    return next(found, None)


def _when(parts: Iterable[Element], marks: set[Mark]) -> Moment | Reason:
    stamp = _first(parts, "abbr", "dt") or _first(parts, "abbr", "published")
    if stamp is None:
        return Reason.MISSING_FIELD
    shown = stamp.get("title", marks)
    if not _TIME.fullmatch(shown):
        return Reason.NOT_A_DATE
    try:
        return Moment(moment(datetime.fromisoformat(shown)))
    except (ValueError, OverflowError):
        return Reason.NOT_A_DATE


def _person(parts: Sequence[Element], marks: set[Mark]) -> Person:
    number = _first(parts, "a", "tel")
    holder = number or _first(parts, "cite")
    start = len(parts) if holder is None else parts.index(holder)
    names = [one for one in parts[start:] if one.kind == "fn"]
    who = "" if number is None else number.get("href", marks).removeprefix("tel:").strip()
    name = " ".join(names[0].text(marks).split()) if names else ""
    own = bool(names) and names[0].name == "abbr"
    label = name if name and name != who else None
    return Person(who or label, label if who else None, own)


def _parties(person: Person, about: Talk, marks: set[Mark]) -> Parties:
    numbers = tuple(one.who for one in about.group if one.who)
    if numbers:
        marks.add(Mark.GROUP)
    if not person.own:
        rest = tuple(number for number in numbers if number != person.who)
        return Parties(person.who, rest, Way.IN, person.label)
    if numbers or about.partner is None or about.partner.who is None:
        return Parties(None, numbers, Way.OUT)
    return Parties(None, (about.partner.who,), Way.OUT, about.partner.label)


def _media(parts: Iterable[Element], marks: set[Mark]) -> tuple[Media, ...]:
    names = [
        one.get("src" if one.name in _SHOWN else "href", marks)
        for one in parts
        if one.name in _SHOWN or (one.name == "a" and one.kind in _LINKED)
    ]
    if names:
        marks.add(Mark.MEDIA_ATTACHED)
    return tuple(Media(name) for name in dict.fromkeys(names))


def _call(parts: Sequence[Element], when: Moment, place: FromFile, marks: set[Mark]) -> Call:
    if _first(parts, "span", "full-text") is not None:
        marks.add(Mark.UNREAD_INSIDE)
    links = (_LABEL.search(one.get("href", marks)) for one in parts if one.name == "a")
    kind = next((found[1] for found in links if found), "")
    seconds = _seconds(parts, marks)
    person = _person(parts, marks)
    outcome = _OUTCOMES.get(kind, Outcome.UNKNOWN)
    to = () if person.who is None else (person.who,)
    parties = Parties(person.who, (), Way.IN, person.label)
    if kind == "placed":
        outcome = Outcome.ANSWERED if seconds else Outcome.DIALLED
        parties = Parties(None, to, Way.OUT, person.label)
    elif kind in {"", "recorded"}:
        parties = Parties(None, to, None, person.label)
    return Call(place, when, parties, outcome, seconds, in_order(marks))


def _seconds(parts: Iterable[Element], marks: set[Mark]) -> int | None:
    stated = _first(parts, "abbr", "duration")
    found = None if stated is None else _LASTED.fullmatch(stated.get("title", marks))
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
