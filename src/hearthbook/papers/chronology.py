"""What happened, in order: one line each, under the heading of its month."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from hearthbook.papers.beside import beneath
from hearthbook.papers.block import Column
from hearthbook.papers.block import Grid
from hearthbook.papers.block import Para
from hearthbook.papers.block import Row
from hearthbook.papers.block import Section
from hearthbook.papers.block import Under
from hearthbook.papers.citing import cites

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.papers.block import Block
    from hearthbook.papers.citing import Citing
    from hearthbook.papers.galley import Galley
    from hearthbook.papers.page import Chronology
    from hearthbook.papers.page import Happening


def chronology_section(given: Chronology, known: Citing, galley: Galley) -> Section:
    """Return the section of `given`; what has no date stands at its end, and is not lost."""
    blocks: list[Block] = [Para(galley.text(given.basis), small=True)]
    if any(line.files for line in (*given.lines, *given.undated)):
        blocks.append(Para(galley.say("paper-files-basis"), small=True))
    dated = [(f"C.{at}", line) for at, line in enumerate(given.lines, start=1)]
    for month, lines in groupby(dated, key=lambda one: one[1].month):
        if month:
            blocks.append(Under(galley.text(month)))
        blocks.append(_grid(list(lines), known, galley))
    if given.undated:
        undated = [(f"U.{at}", line) for at, line in enumerate(given.undated, start=1)]
        blocks.append(Under(galley.say("paper-undated")))
        blocks.append(Para(galley.say("paper-undated-basis"), small=True))
        blocks.append(_grid(undated, known, galley))
    return Section(galley.say("paper-chronology"), (*blocks, *galley.notes()))


def _grid(lines: Sequence[tuple[str, Happening]], known: Citing, galley: Galley) -> Grid:
    columns = (("paper-when", 21), ("paper-what", 54), ("paper-says", 20))
    return Grid(
        columns=tuple(
            Column(galley.say(name), share, figures=False) for name, share in columns
        ),
        entries=galley.words("paper-entries"),
        rows=tuple(
            Row(
                anchor,
                (
                    galley.text(line.when, at=anchor),
                    galley.text(line.what, line.lang, at=anchor),
                    galley.text(line.says, at=anchor),
                ),
                cites(line.refs, anchor, known, galley.words),
                beneath(line.files, known.originals, galley, anchor),
            )
            for anchor, line in lines
        ),
    )
