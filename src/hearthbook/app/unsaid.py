"""What the files on a tray leave unsaid: each question once, for all files that it concerns.

1. A zone and units are asked once for all. Whoever exported goes by several names in several
   files: all of them can be named, and each file takes the one that is in it.
2. The order of day and month is asked once for each kind of file, a child for each file.
3. What was said of earlier files is offered, and holds for these only if somebody says so.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.answers import ORDERS
from hearthbook.app.columns import Table  # msgspec reads the fields of a Struct
from hearthbook.app.numbers import is_national
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import units
from hearthbook.app.times import zone
from hearthbook.app.tray import key_of
from hearthbook.base.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence

    from hearthbook.app.earlier import Earlier
    from hearthbook.app.tray import Heading
    from hearthbook.app.tray import Laid
    from hearthbook.app.tray import Tray

    Typed = Mapping[str, Sequence[str]]

SAME = "same"


class Group(Struct, frozen=True):
    """A question by the field that is answered, the files it concerns, what was said before."""

    field: str
    files: tuple[str, ...]
    before: str = ""


class AskedTable(Struct, frozen=True):
    """A bank's table that must be said something of; `field` begins the names of its fields."""

    field: str
    files: tuple[str, ...]
    table: Table


class Unsaid(Struct, frozen=True):
    """The questions; one that no file asks has no files. `names` are those of senders.

    `national` is a number that names no country, where nobody has said which country that is.
    """

    zone: Group
    me: Group
    names: tuple[str, ...]
    national: str
    orders: tuple[Group, ...]
    children: tuple[Group, ...]
    units: Group
    tables: tuple[AskedTable, ...]
    stories: tuple[Group, ...]


def unsaid(tray: Tray, before: Earlier) -> Unsaid:
    """Return what the files on a tray leave unsaid."""
    looked = [one for one in tray.laid if one.failure is None]
    mine = [one for one in looked if "me" in one.look.asks and one.look.participants]
    names = Counter(name for one in mine for name in one.look.participants)
    united = [one for one in looked if "units" in one.look.asks]
    said = [" ".join(before.units.get(one.look.reader, ())) for one in united[:1]]
    return Unsaid(
        zone=Group("zone", _names(looked, "zone"), before.zone),
        me=Group("me", tuple(one.name for one in mine), _first(before.me, names)),
        names=tuple(name for name, _ in names.most_common()),
        national="" if tray.region else _national(looked),
        orders=tuple(_orders(looked)),
        children=tuple(_children(tray, before)),
        units=Group("unit", _names(united, "units"), "".join(said)),
        tables=tuple(_tables(tray)),
        stories=tuple(
            Group(f"story-{n}", (one.name,))
            for n, one in enumerate(tray.laid)
            if one.look.story
        ),
    )


def said(tray: Tray, typed: Typed, before: Earlier) -> dict[int, Said]:
    """Return what was said of each file, by its place on the tray.

    Raises:
        Failure: if a zone is none, or a unit.
    """
    place = zone(_one(typed, "zone")).key if _one(typed, "zone") else None
    return {n: _of(n, one, typed, (place, before)) for n, one in enumerate(tray.laid)}


def _of(n: int, laid: Laid, typed: Typed, known: tuple[str | None, Earlier]) -> Said:
    look, (place, before) = laid.look, known
    asks = look.asks
    order = next((one for one in ORDERS if one == _one(typed, f"order-{look.reader}")), None)
    child = _one(typed, f"child-{n}").strip()
    if not child and SAME in typed.get(f"child-{n}-before", ()):
        child = before.child.get(look.reader, "")
    marked = units(typed.get("unit", ()))
    if not marked and SAME in typed.get("unit-before", ()):
        marked = before.units.get(look.reader, ())
    mine = (name for name in typed.get("me", ()) if name in look.participants)
    return Said(
        zone=place if "zone" in asks else None,
        me=next(mine, None) if "me" in asks else None,
        date_order=order if "date-order" in asks else None,
        child=(nfc(child) or None) if "child" in asks else None,
        units=marked if "units" in asks else (),
    )


def _national(laid: Sequence[Laid]) -> str:
    every = (name for one in laid for name in one.look.participants)
    return next((name for name in every if is_national(name)), "")


def _names(laid: Sequence[Laid], asked: str) -> tuple[str, ...]:
    return tuple(one.name for one in laid if asked in one.look.asks)


def _first(wanted: Sequence[str], among: Mapping[str, int]) -> str:
    return next((name for name in wanted if name in among), "")


def _orders(laid: Sequence[Laid]) -> Iterator[Group]:
    asking = [one for one in laid if "date-order" in one.look.asks]
    for reader in dict.fromkeys(one.look.reader for one in asking):
        those = tuple(one.name for one in asking if one.look.reader == reader)
        yield Group(f"order-{reader}", those)


def _children(tray: Tray, before: Earlier) -> Iterator[Group]:
    for n, one in enumerate(tray.laid):
        if one.failure is None and "child" in one.look.asks:
            known = before.child.get(one.look.reader, "")
            yield Group(f"child-{n}", (one.name,), known)


def _tables(tray: Tray) -> Iterator[AskedTable]:
    held: dict[Heading, list[tuple[str, Table]]] = {}
    for one in tray.asking():
        if one.table is not None:
            held.setdefault(key_of(one.table.layout), []).append((one.name, one.table))
    for n, those in enumerate(held.values()):
        yield AskedTable(f"table-{n}", tuple(name for name, _ in those), those[0][1])


def _one(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "")
