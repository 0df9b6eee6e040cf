"""What a phone wrote down, read strictly, as the records it says.

1. A body names the vault it is for, so that an item cannot be handed to another.
2. Children and carers stand in it by short keys that only their family's vault knows. A key
   that is nobody's here makes no record.
3. Times are moments of the phone's clock with the phone's zone. What was tapped as it happened
   is exact to the second; what was moved afterwards is exact to the minute.
4. An end or a change names the earlier item by its counter. It makes a record of its own, and
   the earlier one stays.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Any
from typing import TypeAlias

from msgspec import structs

from hearthbook.app.acts import Care
from hearthbook.app.acts import Diaper
from hearthbook.app.acts import Feed
from hearthbook.app.acts import Incident
from hearthbook.app.acts import Measurement
from hearthbook.app.acts import Note
from hearthbook.app.acts import NotUnderstoodError
from hearthbook.app.acts import Sleep
from hearthbook.app.acts import Statement
from hearthbook.app.acts import Visit
from hearthbook.base.text import nfc
from hearthbook.base.time import NoSuchZoneError
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.records import event
from hearthbook.records import family
from hearthbook.records.provenance import FromDevice
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthbook.app.acts import Act
    from hearthbook.app.acts import Body
    from hearthbook.app.acts import Change
    from hearthbook.app.acts import Share
    from hearthbook.records.when import When

ME = "me"
_MINUTE = 60_000

Diary: TypeAlias = (
    family.Feed
    | family.Diaper
    | family.Sleep
    | family.Care
    | family.Measurement
    | event.Visit
    | event.Note
    | event.Incident
    | event.Statement
)


_WITH_CHILDREN: dict[object, type[Diary]] = {
    "sleep": family.Sleep,
    "care": family.Care,
    "visit": event.Visit,
}


class People:
    """Who the short keys of a vault's phones stand for."""

    def __init__(self, recipient: str, persons: Iterable[family.Person], me: str) -> None:
        """Take the vault's recipient, its people, and who writes on the phone."""
        self._keys = {key_of(recipient, one.person): one.person for one in persons}
        self.me = me

    def child(self, key: str) -> str:
        """Return whom a key stands for.

        Raises:
            NotUnderstoodError: if it is nobody's.
        """
        found = self._keys.get(key)
        if found is None:
            raise NotUnderstoodError
        return found

    def carer(self, key: str) -> str:
        """Return who did it; nobody named stays nobody.

        Raises:
            NotUnderstoodError: if the key is nobody's.
        """
        return {ME: self.me, "": ""}.get(key) or (self.child(key) if key else "")


def key_of(recipient: str, person: str) -> str:
    """Return the key by which a phone names a person: it tells nothing of who that is."""
    return sha256(f"hearthbook/phone/v1\0{recipient}\0{person}".encode()).hexdigest()[:8]


class Reading:
    """Makes records of the acts in one body."""

    def __init__(self, body: Body, device: str, people: People) -> None:
        """Take the body, the phone it is from, and who is who."""
        self._body, self._people = body, people
        self.common: dict[str, Any] = {
            "recorded_by": people.me,
            "written": body.written,
            "origin": FromDevice(device, body.counter),
        }

    def record(self, act: Act) -> Diary:
        """Return the record of an act.

        Raises:
            NotUnderstoodError: if it makes none, or names somebody who is nobody here.
        """
        match act:
            case Feed() | Diaper():
                fed = family.Feed if isinstance(act, Feed) else family.Diaper
                return self._made(fed, act, shares=self._shares(fed, act.shares))
            case Sleep(children=named) | Care(children=named) | Visit(children=named):
                those = tuple(map(self._people.child, named))
                return self._made(
                    _WITH_CHILDREN[act.__struct_config__.tag], act, children=those
                )
            case Measurement():
                child = self._people.child(act.child)
                return self._made(family.Measurement, act, child=child)
            case Note():
                return self._made(event.Note, act, people=())
            case Incident() | Statement():
                return self._happened(act)
            case _:
                raise NotUnderstoodError

    def _happened(self, act: Incident | Statement) -> Diary:
        person = self._people.carer
        if isinstance(act, Incident):
            there = tuple(map(person, act.people))
            return self._made(event.Incident, act, people=there, place="", basis=event.Basis())
        return self._made(
            event.Statement,
            act,
            speaker=person(act.speaker),
            addressees=tuple(map(person, act.to)),
            basis=event.Basis(),
        )

    def changed(self, held: Diary, change: Change) -> Diary:
        """Return `held` as a change puts it right.

        Raises:
            NotUnderstoodError: if it has nothing of the kind.
        """
        said: dict[str, Any] = dict(self.common)
        if change.shares is not None and isinstance(held, family.Feed | family.Diaper):
            said["shares"] = self._shares(type(held), change.shares)
        if change.children is not None:
            said["children"] = tuple(map(self._people.child, change.children))
        said |= self._told(change)
        if not set(said) <= set(held.__struct_fields__):
            raise NotUnderstoodError
        return structs.replace(held, **said)

    def _told(self, act: Act) -> dict[str, Any]:
        """Return the plain fields of an act, each under its record's name for it."""
        said = {name: value for name, value in structs.asdict(act).items() if value is not None}
        for name in ("of", "why", "shares", "children", "child", "at", "until", "by", "to"):
            said.pop(name, None)
        if getattr(act, "by", None) is not None:
            said["performed_by"] = self._people.carer(getattr(act, "by", ""))
        for name, field in (("at", "when"), ("until", "until")):
            moment = getattr(act, name, None)
            if moment is not None:
                said[field] = self._when(moment)
        for name in ("note", "text", "what", "words"):
            if name in said:
                said[name] = nfc(str(said[name])).strip()
        return said

    def _made(self, kind: type[Diary], act: Act, **own: object) -> Diary:
        said: dict[str, Any] = self.common | self._told(act) | own
        if kind is event.Visit:
            said["person"] = self._people.carer(str(said["person"]))
            said |= {"status": event.Status.KEPT, "place": "", "basis": event.Basis()}
        if "until" in kind.__struct_fields__:
            said.setdefault("until", None)
        return kind(**said)

    def _shares(self, kind: type[Diary], shares: tuple[Share, ...]) -> tuple[object, ...]:
        if not shares:
            raise NotUnderstoodError
        child = self._people.child
        if kind is family.Feed:
            return tuple(
                family.FeedShare(child(one.child), one.ml, None, one.side) for one in shares
            )
        return tuple(family.DiaperShare(child(one.child), one.wet, one.dirty) for one in shares)

    def _when(self, moment: int) -> When:
        exact = abs(moment - self._body.written) < _MINUTE
        precision = Precision.SECOND if exact else Precision.MINUTE
        try:
            zone = zone_named(self._body.zone)
            reading = shown(moment, zone)
        except (NoSuchZoneError, OverflowError):
            return Moment(moment, precision)
        at = reading.strftime("%Y-%m-%dT%H:%M:%S" if exact else "%Y-%m-%dT%H:%M")
        # Twice a year a reading comes twice; the phone knew which of the two it was.
        twice = reading.utcoffset() != reading.replace(fold=1 - reading.fold).utcoffset()
        return Wall(
            at, precision, self._body.zone, (1 if reading.fold else 0) if twice else None
        )
