"""From entries to resolved facts: when, who, to whom, and whether it still stands.

Records say what their sources say. Other records say how to read them: an `Import` the zone and
the owner of an exported phone, a `Person` which names and numbers are whose, a `Correction` or
`Retraction` what no longer stands. Two passes: `known` gathers these, `resolved` applies them.

1. The order of the entries given does not matter. What was said last of a file holds: last by
   seal, then by writing, then by the device's own counter.
2. A name or number stands for a person only if a person said so. What two persons claim is
   nobody's; a person's own short name is always theirs.
3. Numbers come first, the name a phone had saved for a number only if the number is nobody's.
4. `me` is a statement about a file. Without it nobody knows who sent what that phone sent.
5. A conversation in which just two have written, one of them `me`, is between these two. A
   silent third in a group cannot be seen in an export.
6. A correction or retraction has effect while it stands itself. A correction whose new entry is
   not at hand has none. Entries that take back each other in a ring all stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.base.text import nfc
from hearthbook.base.time import Span
from hearthbook.records.amended import Amendment
from hearthbook.records.amended import fallen
from hearthbook.records.clock import Clock
from hearthbook.records.codec import Record
from hearthbook.records.codec import kind
from hearthbook.records.event import Correction
from hearthbook.records.event import Retraction
from hearthbook.records.family import Person
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.message import Way
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.roles import roles
from hearthbook.records.statement import Meeting

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from hearthbook.records.message import Parties

__all__ = ["Clock", "Entry", "Known", "Resolved", "facts", "known", "plain", "resolved"]

# Signs that turn the direction of writing, or join emoji: they make no other name.
# https://www.unicode.org/reports/tr9/#Directional_Formatting_Codes
_UNSEEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()./-]{3,}")
_Order = tuple[int, int, int, str]
_BY_PERSON: Final = frozenset(
    {Mark.MEDIA_ATTACHED, Mark.MEDIA_OMITTED, Mark.DELETED, Mark.CALL_LINE, Mark.VIEW_ONCE}
)


class Entry(Struct, frozen=True, gc=False):
    """A record as a log holds it: its ref, and when it was sealed, in ms."""

    ref: str
    record: Record
    sealed: int


class Resolved(Struct, frozen=True, gc=False):
    """An entry, read with what the other entries say.

    `span` is all the moments at which it may have happened or begun, `until` those at which it
    may have ended; None if nobody knows or says. `person` is who sent,
    came, paid, spoke or did it; if that is no known person it is None, and `named` is what the
    source calls them, if anything. `others` are the other side: short names of persons, else
    the source's own words. `fallen` is the ref of what corrected or took back this entry.
    """

    ref: str
    kind: str
    record: Record
    sealed: int
    span: Span | None
    until: Span | None
    person: str | None
    named: str | None
    others: tuple[str, ...]
    way: Way | None
    fallen: str | None

    @property
    def who(self) -> str:
        """The person, else what the source calls them, else nothing."""
        return self.person or self.named or ""


class _Side(Struct, frozen=True, gc=False):
    """Who sent what one source says of one pair of parties, read with all that is known."""

    person: str | None
    named: str | None
    others: tuple[str, ...]
    way: Way | None


def plain(text: str) -> str:
    """Return the form in which names and numbers of sources are compared.

    Case, spacing, marks of direction and the punctuation of numbers make no difference. A
    caller who knows a country's numbers may pass a better one to `known`, which hands it names
    whose spacing and unseen signs are already gone.
    """
    shown = _shown(text)
    if _NUMBER.fullmatch(shown):
        return re.sub("[ ()./-]", "", shown)
    return nfc(shown.casefold())


def _shown(text: str) -> str:
    return " ".join(_UNSEEN.sub("", nfc(text)).split())


def by_app(record: Message) -> bool:
    """Tell whether the app wrote this line, and nobody sent it."""
    return Mark.APP_TEXT in record.marks and _BY_PERSON.isdisjoint(record.marks)


class Known:
    """What a book says about its own sources and people; made by `known`."""

    def __init__(self, normal: Callable[[str], str]) -> None:
        self._normal = normal
        self._people: dict[str, tuple[_Order, Person]] = {}
        self._claims: dict[str, set[str]] = defaultdict(set)
        self._found: dict[str, str | None] = {}
        self._imports: dict[str, list[tuple[_Order, Import]]] = defaultdict(list)
        self._writers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._fallen: dict[str, str] = {}

    @property
    def people(self) -> dict[str, Person]:
        """Everybody written down, by short name, as last written down."""
        return {short: self._people[short][1] for short in sorted(self._people)}

    def name(self, who: str) -> str:
        """Return the name of a person; what is no person's short name is returned as it is."""
        return self._people[who][1].name if who in self._people else who

    def person(self, named: str) -> str | None:
        """Return whose name or number `named` is, None if nobody's or more than one's."""
        if named not in self._found:
            form = self._form(named)
            those = self._claims.get(form, set())
            own = {who for who in those if self._form(who) == form}
            one = own or those
            self._found[named] = next(iter(one)) if len(one) == 1 else None
        return self._found[named]

    def party(self, named: str) -> str:
        """Return the person that `named` is, else `named` as it is."""
        return self.person(named) or named

    def parties(self, named: Iterable[str]) -> tuple[str, ...]:
        """Return the person each of `named` is, else their name as it is."""
        return tuple(map(self.party, named))

    def file(self, original: str) -> str:
        """Return the name a file came in under, nothing if no `Import` tells."""
        said = self._imports.get(original)
        return said[-1][1].name if said else ""

    def zone(self, original: str) -> str | None:
        """Return the zone a person last said for a file."""
        said = (one.zone for _, one in reversed(self._imports.get(original, [])))
        return next((zone for zone in said if zone is not None), None)

    def me(self, original: str) -> str | None:
        """Return whose phone a file is from: a person, else the name as it was said."""
        said = (one.me for _, one in reversed(self._imports.get(original, [])))
        return next((self.party(me) for me in said if me is not None), None)

    def child(self, original: str) -> str:
        """Return whose tracker a file is, as a person last said; nothing if nobody did."""
        said = (one.child for _, one in reversed(self._imports.get(original, [])))
        return next((self.party(child) for child in said if child is not None), "")

    def units(self, original: str) -> tuple[str, ...]:
        """Return the units a person last said the bare numbers of a file have."""
        said = (one.units for _, one in reversed(self._imports.get(original, [])))
        return next((units for units in said if units), ())

    def alike(self, one: str, other: str) -> bool:
        """Tell whether two names of one source are one person's, or one and the same name."""
        return self.party(one) == self.party(other) or self._form(one) == self._form(other)

    def partner(self, original: str, member: str, me: str) -> tuple[str, ...]:
        """Return the only other who wrote in a conversation of `me`, nobody if not just one."""
        writers = self._writers.get((original, member), set())
        others = {self.party(one) for one in writers if not self.alike(one, me)}
        return tuple(others) if len(others) == 1 else ()

    def fallen(self, ref: str) -> str | None:
        """Return the ref of what corrected or took back the entry `ref`, None if it stands."""
        return self._fallen.get(ref)

    def take(self, entry: Entry) -> None:
        """Take in what one entry says of others."""
        record = entry.record
        if isinstance(record, Message):
            sender, origin = record.parties.sender, record.origin
            if sender is not None and not (record.marks and by_app(record)):
                self._writers[origin.original, origin.member].add(sender)
        elif isinstance(record, Person):
            self._introduce(record, (entry.sealed, record.written, 0, entry.ref))
        elif isinstance(record, Import):
            order = (entry.sealed, record.written, record.origin.counter, entry.ref)
            self._imports[record.original].append((order, record))

    def settle(self, amended: list[Amendment]) -> None:
        """Put what was taken in into order, whatever the order it came in."""
        for said in self._imports.values():
            said.sort(key=lambda one: one[0])
        self._fallen = fallen(amended)

    def _introduce(self, record: Person, order: _Order) -> None:
        short = record.person
        if short not in self._people or self._people[short][0] < order:
            self._people[short] = (order, record)
        for name in (short, record.name, *record.aliases):
            self._claims[self._form(name)].add(short)

    def _form(self, name: str) -> str:
        return self._normal(_shown(name))


def known(entries: Iterable[Entry], normal: Callable[[str], str] = plain) -> Known:
    """Return what `entries` say about how to read them."""
    found = Known(normal)
    amended: list[Amendment] = []
    at_hand: set[str] = set()
    for entry in entries:
        record = entry.record
        at_hand.add(entry.ref)
        if isinstance(record, Correction):
            amended.append(Amendment(entry.ref, record.of, record.by))
        elif isinstance(record, Retraction):
            amended.append(Amendment(entry.ref, record.of))
        else:
            found.take(entry)
    found.settle([one for one in amended if not one.by or one.by in at_hand])
    return found


def resolved(entries: Iterable[Entry], told: Known) -> Iterator[Resolved]:
    """Yield each of `entries`, read with what is `told`."""
    clock = Clock()
    sides: dict[tuple[str, str, Parties, bool], tuple[_Side, str | None]] = {}
    for entry in entries:
        record = entry.record
        if not isinstance(record, Message | Call):
            yield _happened(entry, told, clock)
            continue
        origin, parties = record.origin, record.parties
        app = bool(record.marks) and isinstance(record, Message) and by_app(record)
        key = (origin.original, origin.member, parties, app)
        if key not in sides:
            side = _NOBODY if app else _side(origin, parties, told)
            sides[key] = side, told.zone(origin.original)
        side, zone = sides[key]
        yield Resolved(
            entry.ref,
            "message" if isinstance(record, Message) else "call",
            record,
            entry.sealed,
            clock.span(record.when, zone),
            None,
            side.person,
            side.named,
            side.others,
            side.way,
            told.fallen(entry.ref),
        )


def facts(entries: Iterable[Entry], normal: Callable[[str], str] = plain) -> list[Resolved]:
    """Return `entries` read with what they say of each other, in the order given."""
    held = list(entries)
    return list(resolved(held, known(held, normal)))


def _happened(entry: Entry, told: Known, clock: Clock) -> Resolved:
    record = entry.record
    when, who, others = roles(record)
    origin = getattr(record, "origin", None)
    zone = told.zone(origin.original) if isinstance(origin, FromFile) else None
    if "" in others and isinstance(origin, FromFile):
        child = told.child(origin.original)
        others = tuple(one or child for one in others if one or child)
    person = None if who is None else told.person(who)
    return Resolved(
        ref=entry.ref,
        kind=kind(record),
        record=record,
        sealed=entry.sealed,
        span=clock.span(when, zone),
        until=clock.span(getattr(record, "until", None), zone),
        person=person,
        named=None if person else who,
        others=_asked(record, told) if isinstance(record, Meeting) else told.parties(others),
        way=None,
        fallen=told.fallen(entry.ref),
    )


def _asked(meeting: Meeting, told: Known) -> tuple[str, ...]:
    # A mail address says better than a name who was asked, and a name reads better.
    both = ((told.person(one.address), one.name or one.address) for one in meeting.attendees)
    return tuple(known_as or told.party(named) for known_as, named in both if named)


def _side(origin: FromFile, parties: Parties, told: Known) -> _Side:
    me = told.me(origin.original)
    if parties.way is None:
        return _in_chat(origin, parties, told, me)
    if parties.way is Way.IN:
        sender = parties.sender
        others = (*(() if me is None else (me,)), *told.parties(parties.to))
        return _made(_labelled(sender, parties.label, told), others, Way.IN, told)
    to = parties.to
    if len(to) == 1:
        to = (_labelled(to[0], parties.label, told) or to[0],)
    return _made(me, told.parties(to), parties.way, told)


def _in_chat(origin: FromFile, parties: Parties, told: Known, me: str | None) -> _Side:
    """Return the side of a source that does not say whose phone it is from."""
    to = told.parties(parties.to)
    if me is None or parties.sender is None:
        return _made(parties.sender, to, None, told)
    if told.alike(parties.sender, me):
        partner = told.partner(origin.original, origin.member, me)
        return _made(me, to or partner, Way.OUT, told)
    return _made(parties.sender, to or (me,), Way.IN, told)


def _labelled(named: str | None, label: str | None, told: Known) -> str | None:
    if named is None or label is None or told.person(named) is not None:
        return named
    return told.person(label) or named


def _made(who: str | None, others: tuple[str, ...], way: Way | None, told: Known) -> _Side:
    person = None if who is None else told.person(who)
    return _Side(person, None if person else who, others, way)


_NOBODY: Final = _Side(None, None, (), None)
