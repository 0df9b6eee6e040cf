"""Sections made of tables: the summary, absence, contact, care.

A table prints its figures as they were given, each line with the entries that it rests on; a
chart stands above the table that it was drawn from and never without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.papers.block import Column
from hearthbook.papers.block import Grid
from hearthbook.papers.block import Mast
from hearthbook.papers.block import Para
from hearthbook.papers.block import Picture
from hearthbook.papers.block import Row
from hearthbook.papers.block import Section
from hearthbook.papers.citing import cites

if TYPE_CHECKING:
    from hearthbook.papers.block import Block
    from hearthbook.papers.citing import Citing
    from hearthbook.papers.galley import Galley
    from hearthbook.papers.page import Chart
    from hearthbook.papers.page import Figure
    from hearthbook.papers.page import Table

# No column is narrower than nine signs or asks for more room than a sentence of 44.
_NARROW: Final = 9
_WIDE: Final = 44
_LONGEST_WORD: Final = 15
_FIGURES: Final = frozenset("0123456789 \u00a0.,%+-\u2013\u2014")


def figures_section(
    name: str, figures: tuple[Figure, ...], first: int, known: Citing, galley: Galley
) -> Section:
    """Return the section called `name` of `figures`; their tables count on from `first`."""
    blocks: list[Block] = [Para(galley.say(f"{name}-basis"), small=True)]
    for number, figure in enumerate(figures, start=first):
        if figure.chart is not None:
            blocks.append(_picture(figure.chart, galley))
        blocks.append(grid(figure.table, number, known, galley))
    return Section(galley.say(name), (*blocks, *galley.notes()))


def grid(table: Table, number: int, known: Citing, galley: Galley) -> Grid:
    """Return `table` as the paper's table `number`."""
    rows = []
    for at, line in enumerate(table.lines, start=1):
        anchor = f"{number}.{at}"
        cells = tuple(galley.text(cell, line.lang, at=anchor) for cell in line.cells)
        rows.append(Row(anchor, cells, cites(line.refs, anchor, known, galley.words)))
    cited = any(line.refs for line in table.lines)
    return Grid(
        columns=tuple(_column(table, at, galley) for at in range(len(table.head))),
        entries=galley.words("paper-entries") if cited else "",
        rows=tuple(rows),
        title=galley.say("paper-table", number=str(number), title=table.title),
        basis=galley.text(table.basis),
    )


def _column(table: Table, at: int, galley: Galley) -> Column:
    cells = [line.cells[at] for line in table.lines]
    head = table.head[at]
    longest = max((len(cell) for cell in cells), default=0)
    word = max((len(word) for cell in (head, *cells) for word in cell.split()), default=0)
    wanted = min(max(longest, word, _NARROW), _WIDE)
    share = table.widths[at] if table.widths else wanted
    figures = bool(cells) and all(map(_figures, cells))
    return Column(galley.text(head), share, figures, min(word, _LONGEST_WORD))


def _figures(cell: str) -> bool:
    # Dates read better from the left, although they are made of the same signs.
    return _FIGURES.issuperset(cell) and cell.count("-") < 2


def _picture(chart: Chart, galley: Galley) -> Picture:
    return Picture(
        title=galley.text(chart.title),
        alt=galley.text(chart.alt).said,
        series=tuple(galley.text(name) for name in chart.series),
        bars=tuple(Mast(galley.text(bar.name), bar.counts) for bar in chart.bars),
        most=max((count for bar in chart.bars for count in bar.counts), default=0),
    )
