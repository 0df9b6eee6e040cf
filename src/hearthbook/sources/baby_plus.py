"""Reader of the JSON that Philips Baby+ exports: lists of records by kind, twins in one file.

Keeps
    Nursing, bottles, sleeps, nappies, growth, expressed milk, crying and the children's cards.
    A note is a record of its own in the file: it bears time and child of the act that it names.
    Times are moments: seconds since 1970, in older files text with an offset.
Checks
    That each record is well-formed JSON; one that is not spoils no other.
Cannot know
    Who did it, and who wrote it down. Whether the two sides of a nursing are in seconds: they
    stay as written. What `Soiled` and `Dirty` set apart: the app mixes them, both are dirty.
    A figure of nought in growth is the app's sign for *not measured*.
Leaves in the original
    Its keys. Lists of the app's own affairs are snags, and stay.

Lists and names: exports published by users.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.base.units import whole
from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Quantity
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.care import Entry
from hearthbook.sources.care import made
from hearthbook.sources.care import needed
from hearthbook.sources.care import one_of
from hearthbook.sources.contract import Asked
from hearthbook.sources.cutter import Cutter
from hearthbook.sources.objects import members
from hearthbook.sources.objects import moment
from hearthbook.sources.pieces import origin
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.records.when import When
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Cared
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.cutter import Piece
    from hearthbook.sources.objects import Members

_OPENING: Final = rb'"[A-Za-z_]{3,40}"\s*+:\s*+\['
_LOOK: Final = rb'\{\s*+"(?:pk|babyid|a)"\s*+:'
_LIST: Final = re.compile(rb'"([A-Za-z_]{3,40})"\s*+:\s*+\[')
_KNOWN: Final = re.compile(
    rb'"(?:babyprofile|baby_(?:nursingfeed|bottlefeed|sleep|nappy|growth|expressingfeed|crying))"'
    rb"\s*+:\s*+\["
)
_EPOCH: Final = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,9})?")
_NOUGHT: Final = re.compile(r"0*(?:\.0*)?")
_HELD: Final = {"wet": "w", "soiled": "d", "dirty": "d", "mixed": "wd"}
_PROFILE: Final = "babyprofile"
_NOTES: Final = "tracker_detail"


class _Told(NamedTuple):
    """What the file says elsewhere: children by their key, time and child of acts by theirs."""

    names: dict[str, str]
    acts: dict[str, tuple[When, str]]


class BabyPlus:
    """Reader of Philips Baby+."""

    name = "baby-plus"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens an object with one of the app's lists."""
        del name
        opens = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        return opens and _KNOWN.search(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone of readings in files without moments."""
        del original
        return (Asked.ZONE,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        told = _told(original)
        for kind, piece in _pieces(original):
            place = origin(original, piece.start, piece.end)
            if piece.reason is not None:
                yield Snag(place, piece.reason)
            elif not piece.edge:
                yield Frame(place)
            elif (one := _object(original, piece)) is None:
                yield Snag(place, Reason.BROKEN_MARKUP)
            else:
                entry = Entry(place, one.marks, _cells(one))
                yield from made(place, partial(_record, kind, entry, told))


def _pieces(original: Original) -> Iterator[tuple[str, Piece]]:
    """Yield the pieces of the file with the name of the list that each stands in."""
    kind = ""
    for piece in Cutter(original.data, _OPENING, _LOOK).pieces():
        yield kind, piece
        if piece.opens:
            tail = original.data[max(piece.start, piece.end - 64) : piece.end]
            found = _LIST.findall(tail)
            kind = found[-1].decode() if found else ""


def _object(original: Original, piece: Piece) -> Members | None:
    marks = {Mark.CUT_OFF} if piece.last else set[Mark]()
    return members(original.data[piece.start : piece.edge], marks)


def _cells(one: Members) -> dict[str, str]:
    """Return the texts and numbers of an object as written; what else it holds is marked."""
    found: dict[str, str] = {}
    for name in one.names:
        number = one.number(name)
        if number is not None:
            found[name] = number
        elif not one.opens(name):
            found[name] = one.line(name)
        elif one.yes(name) or name == "isFormula":
            found[name] = "true" if one.yes(name) else "false"
        else:
            one.marks.add(Mark.UNREAD_INSIDE)
    return found


def _told(original: Original) -> _Told:
    told = _Told({}, {})
    noted = original.data.find(f'"{_NOTES}"'.encode()) >= 0
    for kind, piece in _pieces(original):
        if not piece.edge or (kind != _PROFILE and not (noted and kind in _KINDS)):
            continue
        one = _object(original, piece)
        cells = {} if one is None else _cells(one)
        key = cells.get("pk", "")
        if kind == _PROFILE:
            told.names[cells.get("babyid", "") or key] = cells.get("name", "")
            continue
        try:
            told.acts[key] = (
                _time(cells.get("startDate") or cells.get("date", "")),
                cells.get("babyid", ""),
            )
        except UnreadableError:
            continue
    return told


def _time(text: str) -> When:
    if not _EPOCH.fullmatch(text):
        return stamp(needed(text))
    found = moment(whole(Fraction(text) * 1000), Precision.MILLISECOND)
    if not isinstance(found, Moment):
        raise UnreadableError(found)
    return found


def _record(kind: str, entry: Entry, told: _Told) -> Sequence[Cared]:
    key, baby = entry.take("pk"), entry.take("babyid")
    if kind == _PROFILE:
        born = entry.take("birthday", "birthDate", "dateOfBirth")
        return [entry.profile(needed(entry.take("name")), _time(born) if born else None)]
    if kind == _NOTES:
        act, entry.note = entry.take("a"), entry.take("b")
        if act not in told.acts:
            raise UnreadableError(Reason.MISSING_FIELD)
        entry.when, baby = told.acts[act]
        entry.child = _name(baby, told)
        return [entry.noted(needed(entry.note))]
    if kind not in _KINDS:
        raise UnreadableError(Reason.UNKNOWN_ELEMENT)
    del key
    entry.child = _name(baby, told)
    entry.when = _time(entry.take("startDate", "date"))
    end = entry.take("endDate")
    if end or kind == "baby_sleep":
        entry.ends(_time(end) if end else None)
    return _KINDS[kind](entry)


def _name(baby: str, told: _Told) -> str:
    return told.names.get(baby, "") or (f"babyid {baby}" if baby else "")


def _nursing(entry: Entry) -> Sequence[Cared]:
    left, right = entry.take("leftDuration"), entry.take("rightDuration")
    side = entry.take("nursingSide")
    entry.says(Trait.FIRST_SIDE, entry.take("startingBreast"))
    entry.says(Trait.LEFT, left)
    entry.says(Trait.RIGHT, right)
    entry.says(Trait.TEXT, f"nursingSide: {side}" if side else "")
    known = {"left": left, "right": right}
    sides = [name for name, text in known.items() if not _NOUGHT.fullmatch(text)]
    return [entry.feed(FeedWay.BREAST, "both" if len(sides) == 2 else next(iter(sides), None))]


def _amount(entry: Entry) -> None:
    text = entry.take("amountML")
    entry.volume(Trait.VOLUME, f"{text} ml" if text else "")


def _bottle(entry: Entry) -> Sequence[Cared]:
    _amount(entry)
    formula = entry.take("isFormula")
    entry.says(Trait.MILK, f"isFormula: {formula}" if formula else "")
    return [entry.feed(FeedWay.BOTTLE)]


def _pump(entry: Entry) -> Sequence[Cared]:
    _amount(entry)
    return [entry.care(Act.PUMP)]


def _sleep(entry: Entry) -> Sequence[Cared]:
    return [entry.sleep()]


def _nappy(entry: Entry) -> Sequence[Cared]:
    kind = entry.take("type")
    held = one_of(needed(kind), _HELD)
    entry.says(Trait.TEXT, kind)
    entry.says(Trait.TEXT, entry.take("details"))
    return [entry.diaper(wet="w" in held, dirty="d" in held)]


def _crying(entry: Entry) -> Sequence[Cared]:
    return [entry.care(Act.CRYING)]


def _growth(entry: Entry) -> Sequence[Cared]:
    figures = [
        (quantity, entry.take(name), unit)
        for quantity, name, unit in (
            (Quantity.WEIGHT, "weight", "kg"),
            (Quantity.LENGTH, "height", "cm"),
            (Quantity.HEAD, "head", "cm"),
        )
    ]
    return [
        entry.measured(quantity, f"{text} {unit}")
        for quantity, text, unit in figures
        if not _NOUGHT.fullmatch(text)
    ]


_KINDS: Final = {
    "baby_nursingfeed": _nursing,
    "baby_bottlefeed": _bottle,
    "baby_expressingfeed": _pump,
    "baby_sleep": _sleep,
    "baby_nappy": _nappy,
    "baby_growth": _growth,
    "baby_crying": _crying,
}
