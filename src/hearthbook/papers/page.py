"""What a bundle says, before anybody decides what it looks like.

1. All values are as a person reads them: names, dates and times already shown in the family's
   zone, amounts spelled out, reasons and marks said in words. Text of others stays exactly as
   it was written; what cannot be drawn is replaced on the page alone, see `display`.
2. `refs` name the entries that a line rests on (`hearthbook.base.refs`). A line may rest on
   thousands: the page prints a few and the number of a list, and `Pressed` returns the lists.
3. `lang` is the language of a text (`en`, `ru`). Empty means the paper's own, but for a bubble:
   there it means that nobody said which it is.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct


class Line(Struct, frozen=True):
    """One line of a table: a text for each column, and the entries that it rests on."""

    cells: tuple[str, ...]
    refs: tuple[str, ...] = ()
    lang: str = ""


class Table(Struct, frozen=True):
    """A titled table; `basis` says what was looked at, `head` names the columns.

    `widths` weighs the columns against each other; empty: as wide as their texts ask for.
    """

    title: str
    basis: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a line that has a text too many or too few: it would stand under a wrong name.

        Raises:
            ValueError: if there is one, or the widths are not as many as the columns.
        """
        columns = len(self.head)
        if any(len(line.cells) != columns for line in self.lines):
            msg = f"a line of {self.title!r} has not {columns} texts"
            raise ValueError(msg)
        if self.widths and len(self.widths) != columns:
            msg = f"the widths of {self.title!r} are not {columns}"
            raise ValueError(msg)


class Bar(Struct, frozen=True):
    """One place on a chart's axis, with a count for each of the chart's series."""

    name: str
    counts: tuple[int, ...]


class Chart(Struct, frozen=True):
    """Bars side by side. `alt` says in a sentence what the picture shows.

    A chart is an aid to reading: the figures are the table's that it stands above.
    """

    title: str
    alt: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        """Refuse bars that do not fit the series.

        Raises:
            ValueError: if a bar has not one count for each series, or one below nought.
        """
        if any(len(bar.counts) != len(self.series) for bar in self.bars):
            msg = f"a bar of {self.title!r} has not {len(self.series)} counts"
            raise ValueError(msg)
        if any(count < 0 for bar in self.bars for count in bar.counts):
            msg = f"a bar of {self.title!r} is below nought"
            raise ValueError(msg)


class Figure(Struct, frozen=True):
    """A table, and the chart drawn from it if there is one."""

    table: Table
    chart: Chart | None = None


class Attachment(Struct, frozen=True):
    """A file that belongs to the entry `of`; `said` is what is known of it.

    `sha256` is its own, empty if it was erased, and `original` that of the file it came in
    with: another one, if it was in an archive. `refs` are the entries that say all this.
    """

    of: str
    said: str
    sha256: str
    original: str
    refs: tuple[str, ...]


class Happening(Struct, frozen=True):
    """One line of the chronology: when as exactly as known, what, who says so.

    `month` is the heading the line stands under; empty for what has no date.
    """

    month: str
    when: str
    what: str
    says: str
    refs: tuple[str, ...]
    lang: str = ""
    files: tuple[Attachment, ...] = ()


class Chronology(Struct, frozen=True):
    """What happened, in order; `basis` says what was looked at and in which zone."""

    basis: str
    lines: tuple[Happening, ...]
    undated: tuple[Happening, ...] = ()


class Side(StrEnum):
    """Where on the page a bubble stands: the vault's owner right, all others left."""

    LEFT = "left"
    RIGHT = "right"
    MIDDLE = "middle"  # a line that no person wrote


class Bubble(Struct, frozen=True):
    """One message of a transcript.

    `number` is its place in the whole thread, counted from 1; `day` the heading that it stands
    under; `source` names the original and the bytes; `marks` what the reader noticed.
    """

    ref: str
    number: int
    day: str
    at: str
    sender: str
    side: Side
    text: str
    source: str = ""
    marks: tuple[str, ...] = ()
    lang: str = ""
    files: tuple[Attachment, ...] = ()


class Gap(Struct, frozen=True):
    """Messages of the thread left out at this place: how many, from when to when."""

    left_out: int
    first: str
    last: str


Turn: TypeAlias = Bubble | Gap


class Transcript(Struct, frozen=True):
    """A thread or an excerpt of it. `of` counts the messages of the whole thread.

    `facts` are pairs that stand above it: app, people and numbers, day of export, zone.
    """

    title: str
    basis: str
    facts: tuple[tuple[str, str], ...]
    turns: tuple[Turn, ...]
    of: int


class Original(Struct, frozen=True):
    """A file as it came in. `size` is in bytes; `kind` and `taken_in` are said in words.

    `belongs_to` are entries that the paper tells and that the file, or one in it, belongs to;
    `told_by` are those that say so.
    """

    ref: str
    name: str
    kind: str
    sha256: str
    size: int
    taken_in: str
    records: int
    snags: int
    belongs_to: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()


class Snagged(Struct, frozen=True):
    """A stretch of an original that could not be read: which file, which bytes, why."""

    ref: str
    original: str
    start: int
    end: int
    reason: str
    member: str = ""
    table: str = ""  # where it is set, start and end are numbers of its rows


class Head(Struct, frozen=True):
    """The signed head of a book's log that the bundle rests on; `root` as in the checkpoint."""

    book: str
    origin: str
    size: int
    root: str


class Cover(Struct, frozen=True):
    """Who made it, for whom, about which time. `files` are the PDF's and its manifest's names.

    `zone` is the IANA name of the zone that times are shown in.
    """

    title: str
    by: str
    made_for: str
    period: str
    zone: str
    paper: str = "bundle.pdf"
    manifest: str = "bundle.pdf.json"


class Bundle(Struct, frozen=True, kw_only=True):
    """All parts of a bundle. A part that is empty is left out, but for originals and snags."""

    cover: Cover
    summary: tuple[Table, ...] = ()
    chronology: Chronology | None = None
    absence: tuple[Figure, ...] = ()
    contact: tuple[Figure, ...] = ()
    care: tuple[Figure, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    originals: tuple[Original, ...] = ()
    snags: tuple[Snagged, ...] = ()
    heads: tuple[Head, ...] = ()


class Place(Struct, frozen=True):
    """Where an entry stands: the page counted from 1, and the number printed on it."""

    page: int
    label: str


class Pressed(Struct, frozen=True):
    """A finished paper.

    `places` says for each ref where it stands; `lists` holds the refs of each printed list
    number; `replaced` counts the signs that the page shows by a token.
    """

    pdf: bytes
    pages: int
    places: dict[str, Place]
    lists: dict[str, tuple[str, ...]]
    replaced: int
