"""From entries to resolved facts: when, who, to whom, and whether it still stands.

Records say what their sources say; others say how to read them: an `Import` zone and owner of a
phone, a `Person` whose names are whose. `known` gathers these, `resolved` applies them.

1. The order of entries does not matter. What was said last of a file holds: by seal, then by
   writing, then by the device's own counter.
2. A name or number stands for a person only if a person said so (`naming`). What two persons
   claim is nobody's; a person's own short name is theirs until it is joined to another's.
3. The name a phone had saved for a number counts only if the number is nobody's.
4. Without `me` nobody knows who sent what. Two who alone write, one of them `me`, are alone.
5. A correction or retraction has effect while it stands itself and its new entry is at hand.
   Those that take back each other in a ring all stand.
6. Entries that are one message in several exports (`linked`) all stay; one stands for them.
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
from hearthbook.records.identity import Naming
from hearthbook.records.identity import Same
from hearthbook.records.linked import Linked
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.message import Way
from hearthbook.records.naming import Names
from hearthbook.records.naming import Word
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
    the source's own words. `fallen` is the ref of what corrected or took back this entry, and
    `same` of what stands for it, if it is one message with that in another export.
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
    same: str | None = None

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
        self.clock = Clock()
        self._people: dict[str, tuple[_Order, Person]] = {}
        self._introduced: list[tuple[_Order, Person]] = []
        self._namings: list[tuple[_Order, Naming]] = []
        self._same: list[tuple[str, Same]] = []
        self._found: dict[str, str | None] = {}
        self.names = Names((), (), self.form)
        self.linked = Linked((), ())
        self._imports: dict[str, list[tuple[_Order, Import]]] = defaultdict(list)
        self._writers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._fallen: dict[str, str] = {}

    @property
    def people(self) -> dict[str, Person]:
        """Everybody, by short name, as last written down; who was joined to another is not."""
        those = (short for short in sorted(self._people) if self.names.whole(short) == short)
        return {short: self._people[short][1] for short in those}

    def name(self, who: str) -> str:
        """Return the name of a person; what is no person's short name is returned as it is."""
        whole = self.names.whole(who)
        return self._people[whole][1].name if whole in self._people else who

    def person(self, named: str) -> str | None:
        """Return whose name or number `named` is, None if nobody's or more than one's."""
        if named not in self._found:
            self._found[named] = self.names.person(named)
        return self._found[named]

    def party(self, named: str) -> str:
        """Return the person that `named` is, else `named` as it is."""
        return self.person(named) or named

    def identity(self, named: str) -> str:
        """Return the person that `named` is, else the form its name is compared in."""
        return self.person(named) or self.form(named)

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
        return self.party(one) == self.party(other) or self.form(one) == self.form(other)

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
            self._introduced.append(((entry.sealed, record.written, 0, entry.ref), record))
        elif isinstance(record, Naming):
            self._namings.append(((entry.sealed, record.written, 1, entry.ref), record))
        elif isinstance(record, Same):
            self._same.append((entry.ref, record))
        elif isinstance(record, Import):
            order = (entry.sealed, record.written, record.origin.counter, entry.ref)
            self._imports[record.original].append((order, record))

    def settle(self, amended: list[Amendment], at_hand: dict[str, type]) -> None:
        """Put what was taken in into order, whatever the order; `at_hand` are all the refs."""
        for said in self._imports.values():
            said.sort(key=lambda one: one[0])
        self._fallen = fallen(amended)
        standing = (one for ref, one in self._same if ref not in self._fallen)
        pairs = (pair for one in standing for pair in one.pairs if _alike(pair, at_hand))
        self.linked = Linked(pairs, self._fallen)
        words = [
            *(word for order, one in self._introduced for word in self._introduce(one, order)),
            *(
                Word(order, name, one.person, one.theirs, joins=True)
                for order, one in self._namings
                if order[-1] not in self._fallen
                for name in one.names
            ),
        ]
        self.names = Names(words, self._people, self.form)

    def _introduce(self, record: Person, order: _Order) -> Iterator[Word]:
        if order[-1] in self._fallen:
            return
        short = record.person
        if short not in self._people or self._people[short][0] < order:
            self._people[short] = (order, record)
        for name in (short, record.name, *record.aliases):
            yield Word(order, name, short, theirs=True)

    def form(self, name: str) -> str:
        """Return the form in which a name or number is compared."""
        return self._normal(_shown(name))


def known(entries: Iterable[Entry], normal: Callable[[str], str] = plain) -> Known:
    """Return what `entries` say about how to read them."""
    found = Known(normal)
    amended: list[Amendment] = []
    at_hand: dict[str, type] = {}
    for entry in entries:
        record = entry.record
        at_hand[entry.ref] = type(record)
        if isinstance(record, Correction):
            amended.append(Amendment(entry.ref, record.of, record.by))
        elif isinstance(record, Retraction):
            amended.append(Amendment(entry.ref, record.of))
        else:
            found.take(entry)
    found.settle([one for one in amended if not one.by or one.by in at_hand], at_hand)
    return found


def _alike(pair: tuple[str, str], at_hand: dict[str, type]) -> bool:
    """Tell whether a pair is of two messages or of two calls: nothing else is ever one."""
    kinds = {at_hand.get(ref) for ref in pair}
    return len(kinds) == 1 and kinds <= {Message, Call}


def resolved(entries: Iterable[Entry], told: Known) -> Iterator[Resolved]:
    """Yield each of `entries`, read with what is `told`."""
    sides: dict[tuple[str, str, Parties, bool], tuple[_Side, str | None]] = {}
    for entry in entries:
        record = entry.record
        if not isinstance(record, Message | Call):
            yield _happened(entry, told, told.clock)
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
            told.clock.span(record.when, zone),
            None,
            side.person,
            side.named,
            side.others,
            side.way,
            told.fallen(entry.ref),
            told.linked.first(entry.ref),
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
