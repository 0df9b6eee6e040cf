"""What every reader of a baby tracker makes of one row: acts of care, and what it says of them.

A row becomes its records, or a snag with the reason; nothing in it is clipped or put in by
default. Who did it, no tracker says: `performed_by` is empty in every record made here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.units import NotAFigureError
from hearthbook.base.units import Of
from hearthbook.base.units import amount
from hearthbook.records.detail import Detail
from hearthbook.records.detail import Trait
from hearthbook.records.event import Note
from hearthbook.records.family import Act
from hearthbook.records.family import Care
from hearthbook.records.family import Diaper
from hearthbook.records.family import DiaperShare
from hearthbook.records.family import Feed
from hearthbook.records.family import FeedShare
from hearthbook.records.family import Measurement
from hearthbook.records.family import Profile
from hearthbook.records.family import Quantity
from hearthbook.records.family import Sleep
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Told
from hearthbook.sources.rows import Line
from hearthbook.sources.rows import lines
from hearthbook.sources.stamps import UnreadableError
from hearthbook.sources.stamps import between

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from hearthbook.records.family import FeedWay
    from hearthbook.records.provenance import FromFile
    from hearthbook.records.when import When
    from hearthbook.sources.contract import Cared
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield

_OF: Final = {
    Quantity.WEIGHT: Of.MASS,
    Quantity.LENGTH: Of.LENGTH,
    Quantity.HEAD: Of.LENGTH,
    Quantity.TEMPERATURE: Of.TEMPERATURE,
}


class Entry:
    """A row of a tracker while its records are made.

    Take the cells that are understood, say what they say, then make the records. What nobody
    took stands in the details, with the name of its column.
    """

    def __init__(self, place: FromFile, marks: set[Mark], cells: dict[str, str]) -> None:
        self.place = place
        self.marks = marks
        self._cells = cells
        self.details: list[Detail] = []
        self.when: When = Told("")
        self.until: When | None = None
        self.child = ""
        self.recorded_by = ""
        self.note = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that nobody took yet, in order."""
        return tuple(self._cells)

    def take(self, *names: str) -> str:
        """Take the first of the columns `names` that has a text, and return it."""
        for name in names:
            if self._cells.get(name):
                return self._cells.pop(name)
        return ""

    def says(self, what: Trait, written: str, value: int | None = None) -> None:
        """Keep one trait as `written`, if anything is."""
        if written:
            self.details.append(Detail(what, written, value))

    def volume(self, what: Trait, written: str) -> None:
        """Keep a volume, in tenths of a millilitre where it has a unit.

        Raises:
            UnreadableError: if it is none.
        """
        if written:
            self.says(what, written, self._amount(written, Of.VOLUME))

    def lasted(self, written: str, stated: int) -> None:
        """Keep the duration that is stated, and see whether it is the end less the start."""
        self.says(Trait.DURATION, written, stated)
        real = between(self.when, self.until)
        if real is not None and abs(real - stated) >= 60:
            self.marks.add(Mark.OTHER_DURATION)

    def ends(self, until: When | None) -> None:
        """Keep the end, or say that there is none."""
        self.until = until
        real = between(self.when, until)
        if until is None:
            self.marks.add(Mark.OPEN_ENDED)
        elif real is not None and real < 0:
            self.marks.add(Mark.END_FIRST)

    def feed(self, way: FeedWay, side: str | None = None) -> Feed:
        """Return a feed of the one child."""
        shares = (FeedShare(self.child, side=side),)
        held = self._held()
        return Feed(
            shares, way, "", self.recorded_by, self.when, self.until, None, self.note,
            self.place, held, in_order(self.marks),
        )  # fmt: skip

    def diaper(self, *, wet: bool | None, dirty: bool | None) -> Diaper:
        """Return a change of the one child's diaper."""
        shares = (DiaperShare(self.child, wet, dirty),)
        return Diaper(
            shares, "", self.recorded_by, self.when, None, self.note,
            self.place, self._held(), in_order(self.marks),
        )  # fmt: skip

    def sleep(self) -> Sleep:
        """Return a sleep of the one child."""
        return Sleep(
            (self.child,), "", self.recorded_by, self.when, self.until, None, self.note,
            self.place, self._held(), in_order(self.marks),
        )  # fmt: skip

    def care(self, act: Act) -> Care:
        """Return any other act of care; pumping is for no child."""
        children = () if act is Act.PUMP else (self.child,)
        return Care(
            act, children, "", self.recorded_by, self.when, self.until, None, self.note,
            self.place, self._held(), in_order(self.marks),
        )  # fmt: skip

    def measured(self, quantity: Quantity, written: str) -> Measurement:
        """Return a measurement, without a value if it is a bare number.

        Raises:
            UnreadableError: if it is no figure.
        """
        marks = set(self.marks)
        value = self._amount(written, _OF[quantity])
        figure = Detail(Trait.FIGURE, written, value)
        held, own = (figure, *self._held()), in_order(self.marks)
        self.marks = marks
        return Measurement(
            self.child, quantity, value, self.recorded_by, self.when, None, self.note,
            self.place, held, own,
        )  # fmt: skip

    def noted(self, text: str) -> Note:
        """Return free words about the child."""
        return Note(
            text, (self.child,), self.when, self.recorded_by, None,
            self.place, self._held(), in_order(self.marks),
        )  # fmt: skip

    def profile(self, name: str, born: When | None) -> Profile:
        """Return the child as the tracker describes it."""
        return Profile(name, born, self._held(), in_order(self.marks), self.place)

    def _held(self) -> tuple[Detail, ...]:
        left = [f"{name}: {text}" for name, text in self._cells.items() if text]
        if left:
            self.marks.add(Mark.UNREAD_INSIDE)
        return (*self.details, *(Detail(Trait.COLUMN, text) for text in left))

    def _amount(self, written: str, of: Of) -> int | None:
        try:
            value = amount(written, of).value
        except NotAFigureError as error:
            raise UnreadableError(Reason.NOT_AN_AMOUNT) from error
        if value is None:
            self.marks.add(Mark.BARE_NUMBER)
        return value


def table(original: Original, make: Callable[[Entry], Iterable[Cared]]) -> Iterator[Yield]:
    """Yield what `make` makes of every row of the table `original`, frames and snags."""
    for line in lines(original):
        if isinstance(line, Line):
            entry = Entry(line.place, line.marks, line.cells)
            yield from made(line.place, partial(make, entry))
        else:
            yield line


def made(place: FromFile, make: Callable[[], Iterable[Cared]]) -> list[Yield]:
    """Return what `make` makes of the row at `place`, or a snag with the reason it cannot."""
    try:
        found: list[Yield] = [*make()]
    except UnreadableError as error:
        return [Snag(place, error.reason)]
    return found or [Snag(place, Reason.NO_ENTRY)]


def needed(text: str) -> str:
    """Return `text`.

    Raises:
        UnreadableError: if there is none.
    """
    if not text:
        raise UnreadableError(Reason.MISSING_FIELD)
    return text


def one_of(word: str, known: dict[str, str]) -> str:
    """Return what `word` stands for among the `known`, whatever its letters' size.

    Raises:
        UnreadableError: if it is none of them; the nearest is not taken.
    """
    found = known.get(word.casefold())
    if found is None:
        raise UnreadableError(Reason.UNKNOWN_ELEMENT)
    return found
