"""A thread, or an excerpt of it, message by message.

Every message has its ref, its place in the whole thread, its time as the phone showed it, its
source down to the bytes. Where messages are left out a line says how many; what the pre-pass
replaced is listed at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.papers.beside import under
from hearthbook.papers.block import Day
from hearthbook.papers.block import Missing
from hearthbook.papers.block import Pairs
from hearthbook.papers.block import Para
from hearthbook.papers.block import Said
from hearthbook.papers.block import Section
from hearthbook.papers.galley import grouped
from hearthbook.papers.page import Gap

if TYPE_CHECKING:
    from hearthbook.papers.block import Block
    from hearthbook.papers.block import Text
    from hearthbook.papers.citing import Citing
    from hearthbook.papers.galley import Galley
    from hearthbook.papers.page import Bubble
    from hearthbook.papers.page import Transcript

# As much as surely fits on one page, whatever it is made of.
_SIGNS_OF_ONE_PAGE: Final = 500
_LINES_OF_ONE_PAGE: Final = 10


def transcript_section(
    given: Transcript, number: int, known: Citing, galley: Galley
) -> Section:
    """Return the section of `given`, the bundle's transcript `number`."""
    facts = tuple((galley.text(name), galley.text(said)) for name, said in given.facts)
    blocks: list[Block] = [Para(galley.text(given.basis), small=True)]
    if facts:
        blocks.insert(0, Pairs(facts))
    day = ""
    for at, turn in enumerate(given.turns, start=1):
        if isinstance(turn, Gap):
            blocks.append(_missing(turn, galley))
            continue
        if turn.day != day:
            day = turn.day
            blocks.append(Day(galley.text(day)))
        files = under(turn.files, known.originals, galley.words)
        blocks.append(_said(turn, f"M{number}.{at}", given.of, files, galley))
    title = galley.say("paper-transcript", title=given.title)
    return Section(title, (*blocks, *galley.notes()))


def _missing(gap: Gap, galley: Galley) -> Missing:
    return Missing(
        galley.say(
            "paper-left-out", count=grouped(gap.left_out), first=gap.first, last=gap.last
        )
    )


def _said(bubble: Bubble, anchor: str, of: int, files: list[str], galley: Galley) -> Said:
    number, ref = grouped(bubble.number), bubble.ref
    below = " · ".join(filter(None, (*bubble.marks, *files, bubble.source)))
    text = galley.text(bubble.text, bubble.lang or "und", at=ref)
    return Said(
        anchor=anchor,
        ref=ref,
        side=bubble.side,
        sender=galley.text(bubble.sender, "und", at=ref),
        at=galley.text(bubble.at, at=ref),
        number=galley.words("paper-of", number=number, of=grouped(of)),
        text=text,
        under=galley.text(below, at=ref) if below else None,
        whole=_whole(text),
    )


def _whole(text: Text) -> bool:
    short = len(text.said) <= _SIGNS_OF_ONE_PAGE
    return short and text.said.count("\n") < _LINES_OF_ONE_PAGE
