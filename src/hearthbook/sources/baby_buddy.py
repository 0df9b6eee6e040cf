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
from hearthbook.sources.care import needed
from hearthbook.sources.care import one_of
from hearthbook.sources.care import table
from hearthbook.sources.contract import Asked
from hearthbook.sources.rows import heading
from hearthbook.sources.rows import heading_of
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import seconds
from hearthbook.sources.stamps import stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.sources.care import Entry
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Cared
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

    Maker = Callable[[Entry], Sequence[Cared]]

_CHILD: Final = frozenset({"child_id", "child_first_name", "child_last_name"})
_SIDES: Final = {"left breast": "left", "right breast": "right", "both breasts": "both"}
_BY_HAND: Final = {"parent fed": "parent fed", "self fed": "self fed"}
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
        found = heading_of(original)
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
        found = heading_of(original)
        model = None if found is None else _model(found.names)
        yield from table(original, _nothing if model is None else partial(_row, _MODELS[model]))


def _row(make: Maker, entry: Entry) -> Sequence[Cared]:
    entry.take("id")
    if make is not _child:
        number = entry.take("child_id")
        names = (entry.take("child_first_name"), entry.take("child_last_name"))
        entry.child = entry.take("child") or " ".join(filter(None, names))
        if not entry.child and number:
            entry.child = f"child_id {number}"
    entry.note = entry.take("notes")
    entry.says(Trait.TAGS, entry.take("tags"))
    return make(entry)


def _from_to(entry: Entry) -> None:
    entry.when = stamp(needed(entry.take("start")))
    end = entry.take("end")
    entry.ends(stamp(end) if end else None)


def _at(entry: Entry, name: str = "time") -> None:
    entry.when = stamp(needed(entry.take(name)))


def _feeding(entry: Entry) -> Sequence[Cared]:
    _from_to(entry)
    entry.volume(Trait.VOLUME, entry.take("amount"))
    milk, method = entry.take("type"), entry.take("method")
    if milk.casefold() == "solid food":
        entry.says(Trait.METHOD, method)
        return [entry.feed(FeedWay.SOLIDS)]
    if milk.casefold() not in _MILK:
        raise UnreadableError(Reason.UNKNOWN_ELEMENT)
    entry.says(Trait.MILK, milk)
    how = method.casefold()
    if how in _SIDES:
        return [entry.feed(FeedWay.BREAST, _SIDES[how])]
    if how != "bottle":
        entry.says(Trait.METHOD, one_of(method, _BY_HAND))
    return [entry.feed(FeedWay.BOTTLE if how == "bottle" else FeedWay.UNSAID)]


def _change(entry: Entry) -> Sequence[Cared]:
    _at(entry)
    wet, dirty = (one_of(needed(entry.take(name)), _YES) for name in ("wet", "solid"))
    entry.says(Trait.COLOUR, entry.take("color"))
    entry.says(Trait.AMOUNT, entry.take("amount"))
    return [entry.diaper(wet=bool(wet), dirty=bool(dirty))]


def _sleep(entry: Entry) -> Sequence[Cared]:
    _from_to(entry)
    entry.says(Trait.NAP, entry.take("nap"))
    return [entry.sleep()]


def _pumping(entry: Entry) -> Sequence[Cared]:
    _from_to(entry)
    entry.volume(Trait.VOLUME, entry.take("amount"))
    return [entry.care(Act.PUMP)]


def _pumping_before_2023(entry: Entry) -> Sequence[Cared]:
    _at(entry)
    entry.volume(Trait.VOLUME, entry.take("amount"))
    return [entry.care(Act.PUMP)]


def _tummy(entry: Entry) -> Sequence[Cared]:
    _from_to(entry)
    entry.says(Trait.MILESTONE, entry.take("milestone"))
    return [entry.care(Act.TUMMY)]


def _medication(entry: Entry) -> Sequence[Cared]:
    _at(entry)
    entry.says(Trait.MEDICINE, needed(entry.take("name")))
    dose = (entry.take("dosage"), entry.take("dosage_unit"))
    entry.says(Trait.DOSE, " ".join(filter(None, dose)))
    again = entry.take("next_dose_interval")
    entry.says(Trait.INTERVAL, again, seconds(again) if again else None)
    return [entry.care(Act.MEDICINE)]


def _note(entry: Entry) -> Sequence[Cared]:
    _at(entry)
    return [entry.noted(needed(entry.take("note")))]


def _bmi(entry: Entry) -> Sequence[Cared]:
    _at(entry, "date")
    text = f"bmi {needed(entry.take('bmi'))}"
    return [entry.noted(" ".join(filter(None, (text, entry.note))))]


def _child(entry: Entry) -> Sequence[Cared]:
    name = " ".join(filter(None, (entry.take("first_name"), entry.take("last_name"))))
    born = " ".join(filter(None, (entry.take("birth_date"), entry.take("birth_time"))))
    return [entry.profile(needed(name), stamp(needed(born)))]


def _nothing(entry: Entry) -> Sequence[Cared]:
    del entry
    return []


def _measuring(quantity: Quantity, name: str, time: str) -> Maker:
    def measured(entry: Entry) -> Sequence[Cared]:
        _at(entry, time)
        return [entry.measured(quantity, needed(entry.take(name)))]

    return measured


# A model is known by its own columns, all of which its file has.
_MODELS: Final[dict[frozenset[str], Maker]] = {
    frozenset(own.split()): make
    for own, make in (
        ("start end type method amount", _feeding),
        ("time wet solid color amount", _change),
        ("start end nap", _sleep),
        ("start end amount", _pumping),
        ("time amount", _pumping_before_2023),
        ("start end milestone", _tummy),
        ("temperature time", _measuring(Quantity.TEMPERATURE, "temperature", "time")),
        ("note time", _note),
        ("weight date", _measuring(Quantity.WEIGHT, "weight", "date")),
        ("height date", _measuring(Quantity.LENGTH, "height", "date")),
        (
            "head_circumference date",
            _measuring(Quantity.HEAD, "head_circumference", "date"),
        ),
        ("bmi date", _bmi),
        ("name dosage dosage_unit time next_dose_interval", _medication),
        ("first_name last_name birth_date", _child),
    )
}
_BARE: Final = frozenset({"amount", "temperature", "weight", "height", "head_circumference"})


def _model(names: tuple[str, ...]) -> frozenset[str] | None:
    """Return the own columns of the model that a file with the columns `names` is of."""
    held = frozenset(names)
    told = bool(held & _CHILD) or {"notes", "tags"} <= held or {"id", "birth_date"} <= held
    fitting = [own for own in _MODELS if own <= held and (told or len(own) > 3)]
    return max(fitting, key=len) if fitting else None
