"""Reader of the CSV file of Nara Baby, which has one wide row for every act.

Keeps
    Feeds, diapers, sleeps, pumping, growth, medicines, temperatures, routines, notes,
    milestones and the children's cards. Moments are the epochs of the file, in milliseconds;
    the name of the zone beside them is kept with the record. *Created By Caregiver* is who
    wrote it down, and who changed it last is a detail: neither is said to have done it.
Checks
    That the clock reading beside an epoch is what clocks of its zone showed then. That the
    parts of a bottle add up to its volume.
Cannot know
    Who did it. What a row said before it was edited.
Leaves in the original
    The keys of family, profile and act.
Seen in the wild
    Columns in any order, units that change within a row (`ML`, `FLOZ`), sides with a suffix
    (`LEFT.nonTimer`), several medicines in one cell, pumping under no child.

Columns: exports published by users.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.time import NoSuchZoneError
from hearthbook.base.time import shown
from hearthbook.base.time import zone_named
from hearthbook.records.detail import Trait
from hearthbook.records.family import Act
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Quantity
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources.care import needed
from hearthbook.sources.care import table
from hearthbook.sources.objects import moment
from hearthbook.sources.rows import heading
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from hearthbook.records.when import When
    from hearthbook.sources.care import Entry
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Cared
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_COLUMNS: Final = {
    "type",
    "profile name",
    "start date/time (epoch)",
    "time zone",
    "_activitykey",
}
_WHOLE: Final = re.compile(r"-?[0-9]{1,16}")
_ROUTINES: Final = {
    "bath": Act.BATH,
    "tummy time": Act.TUMMY,
    "story time": Act.STORY,
    "skin to skin": Act.SKIN,
    "brush teeth": Act.TEETH,
}


class Nara:
    """Reader of Nara Baby's export."""

    name = "nara"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether the columns of `head` are Nara's."""
        del name
        found = heading(head)
        return found is not None and set(found.names) >= _COLUMNS

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: its times are moments, and every row names its child."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        yield from table(original, _row)


def _row(entry: Entry) -> Sequence[Cared]:
    kind = needed(entry.take("type")).casefold()
    entry.child = entry.take("profile name")
    entry.recorded_by = entry.take("created by caregiver")
    edited, zone = entry.take("last updated by caregiver"), entry.take("time zone")
    entry.says(Trait.EDITED_BY, "" if edited == entry.recorded_by else edited)
    entry.says(Trait.ZONE, zone)
    entry.note = entry.take("note")
    for key in ("_familykey", "_profilekey", "_activitykey"):
        entry.take(key)
    if kind == "profile":
        for name in ("start date/time", "start date/time (epoch)"):
            entry.take(name)
        return _profile(entry)
    entry.when = _when(entry, "start date/time", zone) or stamp("")
    if kind not in _KINDS:
        raise UnreadableError(Reason.UNKNOWN_ELEMENT)
    return _KINDS[kind](entry, zone)


def _when(entry: Entry, name: str, zone: str) -> When | None:
    """Return a moment by its epoch; without one, what the clock of its zone showed."""
    epoch, local = entry.take(f"{name} (epoch)"), entry.take(name)
    if not epoch and not local:
        return None
    if not epoch:
        reading = stamp(local)
        known = isinstance(reading, Wall) and zone and _zone(zone)
        return Wall(reading.at, reading.precision, zone) if known else reading  # type: ignore[union-attr]  # known says it is a Wall
    found = moment(int(epoch) if _WHOLE.fullmatch(epoch) else None, Precision.MILLISECOND)
    if not isinstance(found, Moment):
        raise UnreadableError(found)
    if local and _reading(found, zone) not in {None, local[:16].replace("T", " ")}:
        entry.marks.add(Mark.OTHER_CLOCK)
    return found


def _zone(name: str) -> bool:
    try:
        return zone_named(name) is not None
    except NoSuchZoneError:
        return False


def _reading(found: Moment, zone: str) -> str | None:
    """Return what clocks of a zone showed to the minute; None if there is no such zone."""
    try:
        return f"{shown(found.ms, zone_named(zone)):%Y-%m-%d %H:%M}"
    except (NoSuchZoneError, OverflowError):
        return None


def _volume(entry: Entry, what: Trait, name: str) -> int | None:
    figure, unit = entry.take(name), entry.take(f"{name} unit")
    if figure:
        entry.volume(what, f"{figure} {unit}".strip())
        return entry.details[-1].value
    return None


def _seconds(entry: Entry, what: Trait, name: str) -> int:
    text = entry.take(name)
    if text and not _WHOLE.fullmatch(text):
        raise UnreadableError(Reason.NOT_AN_AMOUNT)
    entry.says(what, text, int(text) if text else None)
    return int(text or 0)


def _breastfeed(entry: Entry, zone: str) -> Sequence[Cared]:
    del zone
    entry.says(Trait.FIRST_SIDE, entry.take("[breastfeed] begin side"))
    entry.says(Trait.LAST_SIDE, entry.take("[breastfeed] end side"))
    left = _seconds(entry, Trait.LEFT, "[breastfeed] left duration (seconds)")
    right = _seconds(entry, Trait.RIGHT, "[breastfeed] right duration (seconds)")
    side = "both" if left and right else "left" if left else "right" if right else None
    return [entry.feed(FeedWay.BREAST, side)]


def _bottle(entry: Entry, zone: str) -> Sequence[Cared]:
    del zone
    milk = entry.take("[bottle feed] type")
    entry.says(Trait.MILK, milk)
    entry.says(Trait.PRODUCT, entry.take("[bottle feed] formula name"))
    parts = (
        _volume(entry, Trait.BREAST_MILK, "[bottle feed] breast milk volume"),
        _volume(entry, Trait.FORMULA, "[bottle feed] formula volume"),
    )
    whole = _volume(entry, Trait.VOLUME, "[bottle feed] volume")
    known = [part for part in parts if part is not None]
    if known and whole is not None and sum(known) != whole:
        entry.marks.add(Mark.NOT_THE_SUM)
    return [entry.feed(FeedWay.BOTTLE)]


def _solids(entry: Entry, zone: str) -> Sequence[Cared]:
    del zone
    entry.says(Trait.FOOD, entry.take("[solids] food"))
    return [entry.feed(FeedWay.SOLIDS)]


def _diaper(entry: Entry, zone: str) -> Sequence[Cared]:
    del zone
    words = entry.take("[diaper] type").casefold()
    held = set(re.findall(r"[^\s,/&+]+", words)) - {"and"}
    if not held or not (held <= {"wet", "dirty"} or held == {"dry"}):
        raise UnreadableError(Reason.UNKNOWN_ELEMENT if words else Reason.MISSING_FIELD)
    entry.says(Trait.TEXT, entry.take("[diaper] detail"))
    entry.says(Trait.COLOUR, entry.take("[diaper] dirty color"))
    entry.says(Trait.CONSISTENCY, entry.take("[diaper] dirty texture"))
    return [entry.diaper(wet="wet" in held, dirty="dirty" in held)]


def _ended(entry: Entry, section: str, zone: str) -> None:
    end = _when(entry, f"[{section}] end date/time", zone)
    text = entry.take(f"[{section}] duration (seconds)")
    if end is not None or not text:
        entry.ends(end)
    if text:
        if not _WHOLE.fullmatch(text):
            raise UnreadableError(Reason.NOT_AN_AMOUNT)
        entry.lasted(text, int(text))


def _sleep(entry: Entry, zone: str) -> Sequence[Cared]:
    _ended(entry, "sleep", zone)
    return [entry.sleep()]


def _pump(entry: Entry, zone: str) -> Sequence[Cared]:
    _ended(entry, "pump", zone)
    _volume(entry, Trait.LEFT_VOLUME, "[pump] left volume")
    _volume(entry, Trait.RIGHT_VOLUME, "[pump] right volume")
    _volume(entry, Trait.VOLUME, "[pump] total volume")
    return [entry.care(Act.PUMP)]


def _growth(entry: Entry, zone: str) -> Sequence[Cared]:
    del zone
    figures = [
        (quantity, entry.take(f"[growth] {name}"), entry.take(f"[growth] {name} unit"))
        for quantity, name in (
            (Quantity.WEIGHT, "weight"),
            (Quantity.LENGTH, "height"),
            (Quantity.HEAD, "head size"),
        )
    ]
    return [
        entry.measured(what, f"{text} {unit}".strip()) for what, text, unit in figures if text
    ]


def _medical(entry: Entry, zone: str) -> Sequence[Cared]:
    del zone
    warm, degree = entry.take("[medical] temperature"), entry.take("[medical] temperature unit")
    medicines = entry.take("[medical] medication").splitlines()
    doses = entry.take("[medical] dose").splitlines()
    units = entry.take("[medical] dose unit").splitlines()
    if not len(medicines) >= len(doses) >= len(units) or len(doses) not in {0, len(medicines)}:
        raise UnreadableError(Reason.UNKNOWN_ELEMENT)  # nobody can tell which dose is whose
    found: list[Cared] = []
    common = list(entry.details)
    for place, medicine in enumerate(medicines):
        dose = " ".join((*doses[place : place + 1], *units[place : place + 1]))
        entry.details = list(common)
        entry.says(Trait.MEDICINE, medicine.strip())
        entry.says(Trait.DOSE, dose)
        found.append(entry.care(Act.MEDICINE))
    entry.details = common
    if warm:
        found.append(entry.measured(Quantity.TEMPERATURE, f"{warm} {degree}".strip()))
    return found


def _routine(entry: Entry, zone: str) -> Sequence[Cared]:
    del zone
    what = needed(entry.take("[routine] routine"))
    entry.says(Trait.ACTIVITY, what)
    return [entry.care(_ROUTINES.get(what.casefold(), Act.OTHER))]


def _note(entry: Entry, zone: str) -> Sequence[Cared]:
    del zone
    return [entry.noted(needed(entry.note))]


def _milestone(entry: Entry, zone: str) -> Sequence[Cared]:
    del zone
    what = entry.take("[milestone] milestone", "[baby first] name")
    entry.says(Trait.MILESTONE, needed(what))
    return [entry.noted(entry.note)]


def _profile(entry: Entry) -> Sequence[Cared]:
    born = entry.take("[profile] birth date")
    for name in ("birth date (adjusted)", "sex", "type"):
        text = entry.take(f"[profile] {name}")
        entry.says(Trait.TEXT, f"{name}: {text}" if text else "")
    entry.says(Trait.TEXT, entry.note)
    return [entry.profile(needed(entry.child), stamp(born) if born else None)]


_KINDS: Final = {
    "breastfeed": _breastfeed,
    "bottle feed": _bottle,
    "solids": _solids,
    "diaper": _diaper,
    "sleep": _sleep,
    "pump": _pump,
    "growth": _growth,
    "medical": _medical,
    "routine": _routine,
    "note": _note,
    "milestone": _milestone,
    "baby first": _milestone,
}
