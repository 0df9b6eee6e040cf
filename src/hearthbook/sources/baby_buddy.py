"""Reader of the CSV files of Baby Buddy, one for each of its models.

Keeps
    Feeds, diapers, sleeps, pumping, tummy time, temperatures, weights, lengths, heads,
    medicines, notes, and the children themselves; a body mass index as a note. Times are
    readings without a zone. A model is known by its columns, whatever their order.
Checks
    That every row has the time its model needs. In files of pumping from before 2023 that is
    `time`; Baby Buddy itself would store them at the moment of the import.
Cannot know
    Who did it, and who wrote it down: Baby Buddy does not record either. The unit of an amount,
    a weight, a length, a temperature. Which side had how much of a feed at both breasts. What
    the numbers of tags stand for. Whether a row was edited. The name of a child in a file that
    has its number alone: the number, which holds for one installation only, then is its name.
Leaves in the original
    The numbers of rows and of children.
Seen in the wild
    Files without `child_id`, without names, without tags.

Models: https://github.com/babybuddy/babybuddy (`core/admin.py`, `core/models.py`)
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Quantity
from hearthbook.records.provenance import Reason
from hearthbook.sources.care import Entry
from hearthbook.sources.care import made
from hearthbook.sources.care import needed
from hearthbook.sources.care import one_of
from hearthbook.sources.contract import Asked
from hearthbook.sources.rows import Line
from hearthbook.sources.rows import heading
from hearthbook.sources.rows import lines
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import seconds
from hearthbook.sources.stamps import stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Cared
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

    Cells = dict[str, str]
    Maker = Callable[[Cells, Entry], Sequence[Cared]]

_CHILD: Final = frozenset({"child_id", "child_first_name", "child_last_name"})
_COMMON: Final = frozenset({"id", *_CHILD, "child", "notes", "tags"})
_SIDES: Final = {"left breast": "left", "right breast": "right", "both breasts": "both"}
_MILK: Final = ("breast milk", "formula", "fortified breast milk")
_YES: Final = {"1": "1", "true": "1", "0": "", "false": ""}


class BabyBuddy:
    """Reader of Baby Buddy's exports."""

    name = "baby-buddy"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether the columns of `head` are those of a model."""
        del name
        found = heading(head)
        return found is not None and _model(found.names) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return the zone of its readings, the units, and the child if no column names it."""
        found = heading(original.data)
        names = frozenset() if found is None else frozenset(found.names)
        if "birth_date" in names:
            return ()
        asked = [Asked.ZONE]
        if not names & {"child_first_name", "child", "child_id"}:
            asked.append(Asked.CHILD)
        if names & _BARE and "wet" not in names:
            asked.append(Asked.UNITS)
        return tuple(asked)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        found = heading(original.data)
        model = None if found is None else _model(found.names)
        make, known = (_nothing, _COMMON) if model is None else _MODELS[model]
        names = () if found is None else found.names
        others = tuple(one for one in names if one not in known | _COMMON)
        for line in lines(original):
            if isinstance(line, Line):
                yield from made(line.place, partial(_row, line, make, others))
            else:
                yield line


def _row(line: Line, make: Maker, others: tuple[str, ...]) -> Sequence[Cared]:
    cells, entry = line.cells, Entry(line.place, line.marks)
    if make is not _child:
        names = (cells.get("child_first_name", ""), cells.get("child_last_name", ""))
        entry.child = cells.get("child", "") or " ".join(filter(None, names))
        if not entry.child and cells.get("child_id"):
            entry.child = f"child_id {cells['child_id']}"
    entry.note = cells.get("notes", "")
    for other in others:
        entry.column(other, cells[other])
    return make(cells, entry)


def _start(cells: Cells, entry: Entry) -> None:
    entry.when = stamp(needed(cells["start"]))
    entry.ends(stamp(cells["end"]) if cells["end"] else None)


def _at(cells: Cells, entry: Entry, name: str = "time") -> None:
    entry.when = stamp(needed(cells[name]))


def _tags(cells: Cells, entry: Entry) -> None:
    entry.says(Trait.TAGS, cells.get("tags", ""))


def _feeding(cells: Cells, entry: Entry) -> Sequence[Cared]:
    _start(cells, entry)
    entry.volume(Trait.VOLUME, cells["amount"])
    _tags(cells, entry)
    what, how = cells["type"].casefold(), cells["method"].casefold()
    if what == "solid food":
        entry.says(Trait.METHOD, cells["method"])
        return [entry.feed(FeedWay.SOLIDS)]
    if what not in _MILK:
        raise UnreadableError(Reason.UNKNOWN_ELEMENT)
    entry.says(Trait.MILK, cells["type"])
    if how in _SIDES:
        return [entry.feed(FeedWay.BREAST, _SIDES[how])]
    if how == "bottle":
        return [entry.feed(FeedWay.BOTTLE)]
    entry.says(
        Trait.METHOD, one_of(how, {"parent fed": cells["method"], "self fed": cells["method"]})
    )
    return [entry.feed(FeedWay.UNSAID)]


def _change(cells: Cells, entry: Entry) -> Sequence[Cared]:
    _at(cells, entry)
    entry.says(Trait.COLOUR, cells["color"])
    entry.says(Trait.AMOUNT, cells["amount"])
    _tags(cells, entry)
    wet, dirty = (one_of(needed(cells[name]), _YES) for name in ("wet", "solid"))
    return [entry.diaper(wet=bool(wet), dirty=bool(dirty))]


def _sleep(cells: Cells, entry: Entry) -> Sequence[Cared]:
    _start(cells, entry)
    entry.says(Trait.NAP, cells["nap"])
    _tags(cells, entry)
    return [entry.sleep()]


def _pumping(cells: Cells, entry: Entry) -> Sequence[Cared]:
    if "start" in cells:
        _start(cells, entry)
    else:
        _at(cells, entry)
    entry.volume(Trait.VOLUME, cells["amount"])
    _tags(cells, entry)
    return [entry.care(Act.PUMP)]


def _tummy(cells: Cells, entry: Entry) -> Sequence[Cared]:
    _start(cells, entry)
    entry.says(Trait.MILESTONE, cells["milestone"])
    _tags(cells, entry)
    return [entry.care(Act.TUMMY)]


def _medication(cells: Cells, entry: Entry) -> Sequence[Cared]:
    _at(cells, entry)
    entry.says(Trait.MEDICINE, needed(cells["name"]))
    entry.says(Trait.DOSE, " ".join(filter(None, (cells["dosage"], cells["dosage_unit"]))))
    again = cells["next_dose_interval"]
    entry.says(Trait.INTERVAL, again, seconds(again) if again else None)
    _tags(cells, entry)
    return [entry.care(Act.MEDICINE)]


def _note(cells: Cells, entry: Entry) -> Sequence[Cared]:
    _at(cells, entry)
    _tags(cells, entry)
    return [entry.noted(needed(cells["note"]))]


def _bmi(cells: Cells, entry: Entry) -> Sequence[Cared]:
    _at(cells, entry, "date")
    return [entry.noted(" ".join(filter(None, ("bmi", needed(cells["bmi"]), entry.note))))]


def _temperature(cells: Cells, entry: Entry) -> Sequence[Cared]:
    _at(cells, entry)
    _tags(cells, entry)
    return [entry.measured(Quantity.TEMPERATURE, needed(cells["temperature"]))]


def _measuring(name: str, quantity: Quantity) -> Maker:
    def measured(cells: Cells, entry: Entry) -> Sequence[Cared]:
        _at(cells, entry, "date")
        _tags(cells, entry)
        return [entry.measured(quantity, needed(cells[name]))]

    return measured


def _child(cells: Cells, entry: Entry) -> Sequence[Cared]:
    name = " ".join(filter(None, (cells["first_name"], cells["last_name"])))
    born = " ".join(filter(None, (cells["birth_date"], cells.get("birth_time", ""))))
    return [entry.profile(needed(name), stamp(needed(born)))]


def _nothing(cells: Cells, entry: Entry) -> Sequence[Cared]:
    del cells, entry
    return []


# A model's own columns, all of which its file has, and the ones it may have besides.
_MODELS: Final[dict[frozenset[str], tuple[Maker, frozenset[str]]]] = {
    own: (make, own | frozenset(more.split()))
    for own, make, more in (
        (frozenset({"start", "end", "type", "method", "amount"}), _feeding, ""),
        (frozenset({"time", "wet", "solid", "color", "amount"}), _change, ""),
        (frozenset({"start", "end", "nap"}), _sleep, ""),
        (frozenset({"start", "end", "amount"}), _pumping, ""),
        (frozenset({"time", "amount"}), _pumping, ""),
        (frozenset({"start", "end", "milestone"}), _tummy, ""),
        (frozenset({"temperature", "time"}), _temperature, ""),
        (frozenset({"note", "time"}), _note, "image"),
        (frozenset({"weight", "date"}), _measuring("weight", Quantity.WEIGHT), ""),
        (frozenset({"height", "date"}), _measuring("height", Quantity.LENGTH), ""),
        (
            frozenset({"head_circumference", "date"}),
            _measuring("head_circumference", Quantity.HEAD),
            "",
        ),
        (frozenset({"bmi", "date"}), _bmi, ""),
        (
            frozenset({"name", "dosage", "dosage_unit", "time", "next_dose_interval"}),
            _medication,
            "",
        ),
        (
            frozenset({"first_name", "last_name", "birth_date"}),
            _child,
            "birth_time picture slug",
        ),
    )
}
_BARE: Final = frozenset({"amount", "temperature", "weight", "height", "head_circumference"})


def _model(names: tuple[str, ...]) -> frozenset[str] | None:
    """Return the own columns of the model that a file with the columns `names` is of."""
    held = frozenset(names)
    told = bool(held & _CHILD) or {"notes", "tags"} <= held or {"id", "birth_date"} <= held
    fitting = [own for own in _MODELS if own <= held and (told or len(own) > 3)]
    return max(fitting, key=len) if fitting else None
