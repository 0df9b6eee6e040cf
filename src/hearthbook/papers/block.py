"""What a page is made of: the form in which builders hand their parts to the press.

Everything here is ready to be drawn: texts went through `display`, refs know where they lead.
The press writes it out as JSON, and its typst source reads the field names that stand here.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Text(Struct, frozen=True, omit_defaults=True):
    """Text to be drawn. `run` is the most ems that a run in it without a gap can be wide.

    `lang` is empty for the paper's own language, and `und` where nobody said which it is. `rtl`
    is set if the first letter belongs to a script that is written from the right.
    """

    said: str
    lang: str = ""
    run: int = 0
    rtl: bool = False


class Ref(Struct, frozen=True, omit_defaults=True):
    """The ref of an entry, and the anchor it leads to; empty if it stands just here."""

    ref: str
    to: str = ""


class Cites(Struct, frozen=True, omit_defaults=True):
    """What a line rests on: refs that are printed, and a word on those that are listed."""

    refs: tuple[Ref, ...] = ()
    more: str = ""


class Under(Struct, frozen=True, tag="under", tag_field="is"):
    """A heading below the section's; `listed` if it stands in the contents."""

    title: Text
    listed: bool = True


class Para(Struct, frozen=True, tag="para", tag_field="is"):
    """A paragraph; `small` for what explains the rest."""

    text: Text
    small: bool = False


class Pairs(Struct, frozen=True, tag="pairs", tag_field="is"):
    """Names and what they stand for."""

    rows: tuple[tuple[Text, Text], ...]


class Points(Struct, frozen=True, tag="points", tag_field="is"):
    """A list without an order; `small` for notes."""

    texts: tuple[Text, ...]
    small: bool = False


class Step(Struct, frozen=True, omit_defaults=True):
    """One thing to do, and the command to type, if there is one."""

    text: Text
    command: str = ""


class Steps(Struct, frozen=True, tag="steps", tag_field="is"):
    """Things to do, one after the other."""

    steps: tuple[Step, ...]


class Column(Struct, frozen=True):
    """A column's name, its share of the width, and whether it holds figures.

    `least` is the length of its longest word, which it should have room for.
    """

    name: Text
    share: int
    figures: bool
    least: int = 0


class Beneath(Struct, frozen=True, omit_defaults=True):
    """A text under a row, a SHA-256 that can be copied whole, and where the text leads."""

    text: Text
    digest: str = ""
    ref: Ref | None = None


class Row(Struct, frozen=True, omit_defaults=True):
    """A row of a grid. `below` runs under the cells over the whole width, each on a line."""

    anchor: str
    cells: tuple[Text, ...]
    cites: Cites = Cites()
    below: tuple[Beneath, ...] = ()


class Grid(Struct, frozen=True, tag="grid", tag_field="is"):
    """A table. `entries` names the column of refs; empty if there is none."""

    columns: tuple[Column, ...]
    entries: str
    rows: tuple[Row, ...]
    title: Text | None = None
    basis: Text | None = None


class Mast(Struct, frozen=True):
    """One place on a chart's axis, and its counts."""

    name: Text
    counts: tuple[int, ...]


class Picture(Struct, frozen=True, tag="chart", tag_field="is"):
    """A chart of bars; `most` is the highest count."""

    title: Text
    alt: str
    series: tuple[Text, ...]
    bars: tuple[Mast, ...]
    most: int


class Day(Struct, frozen=True, tag="day", tag_field="is"):
    """A day's heading in a transcript."""

    title: Text


class Said(Struct, frozen=True, omit_defaults=True, tag="said", tag_field="is"):
    """A message of a transcript; `whole` if it is short enough to stay on one page."""

    anchor: str
    ref: str
    side: str
    sender: Text
    at: Text
    number: str
    text: Text
    under: Text | None = None
    whole: bool = False


class Missing(Struct, frozen=True, tag="missing", tag_field="is"):
    """The line where messages were left out."""

    text: Text


Block: TypeAlias = Under | Para | Pairs | Points | Steps | Grid | Picture | Day | Said | Missing


class Section(Struct, frozen=True):
    """A part of the paper, with its heading and its blocks."""

    title: Text
    blocks: tuple[Block, ...]


class Front(Struct, frozen=True):
    """The cover and what stands on every page; `{page}` and `{of}` are filled by the press."""

    title: Text
    author: str
    over: str
    blocks: tuple[Block, ...]
    contents: str
    numbered: str
    unnumbered: str
    on_page: str
    foot: str


class Draft(Struct, frozen=True):
    """A whole paper, ready for the press."""

    language: str
    fonts: tuple[str, ...]
    front: Front
    sections: tuple[Section, ...]
