"""What lets a stranger check the rest: the originals, what could not be read, what to do."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.papers.block import Beneath
from hearthbook.papers.block import Cites
from hearthbook.papers.block import Column
from hearthbook.papers.block import Grid
from hearthbook.papers.block import Para
from hearthbook.papers.block import Ref
from hearthbook.papers.block import Row
from hearthbook.papers.block import Section
from hearthbook.papers.block import Step
from hearthbook.papers.block import Steps
from hearthbook.papers.block import Under
from hearthbook.papers.citing import cites
from hearthbook.papers.galley import grouped

if TYPE_CHECKING:
    from hearthbook.papers.block import Block
    from hearthbook.papers.citing import Citing
    from hearthbook.papers.galley import Galley
    from hearthbook.papers.page import Bundle
    from hearthbook.papers.page import Head
    from hearthbook.papers.page import Original
    from hearthbook.papers.page import Snagged

# What to type is the same in every language.
_STEPS: Final = {
    "paper": "sha256sum {paper}",
    "bundle": "hearthbook verify {paper}",
    "original": "sha256sum FILE",
    "entry": "jq -r '.items[] | select(.ref==\"REF\").disclosures[]' {manifest}",
    "bytes": "tail -c +$((START + 1)) FILE | head -c $((END - START))",
    "ref": (
        "(printf '\\000'; jq -j '.items[] | select(.ref==\"REF\").leaf' {manifest}) | sha256sum"
    ),
    "heads": "",
}


def originals_section(given: tuple[Original, ...], known: Citing, galley: Galley) -> Section:
    """Return the list of the files as they came in, each with its SHA-256 and size."""
    blocks: list[Block] = [Para(galley.say("paper-originals-basis"), small=True)]
    if given:
        blocks.append(_files(given, known, galley))
    else:
        blocks.append(Para(galley.say("paper-originals-none")))
    return Section(galley.say("paper-originals"), (*blocks, *galley.notes()))


def _files(given: tuple[Original, ...], known: Citing, galley: Galley) -> Grid:
    columns = (
        ("paper-file", 70, False),
        ("paper-kind", 20, False),
        ("paper-size", 2, True),
        ("paper-taken-in", 2, False),
        ("paper-records", 2, True),
        ("paper-snagged", 2, True),
    )
    rows = []
    for at, one in enumerate(given, start=1):
        said = (
            one.name,
            one.kind,
            grouped(one.size),
            one.taken_in,
            grouped(one.records),
            grouped(one.snags),
        )
        cells = tuple(galley.text(cell, at=one.ref) for cell in said)
        anchor = f"O.{at}"
        rested = cites((one.ref, *one.told_by), anchor, known, galley.words)
        rows.append(Row(anchor, cells, rested, _beneath(one, anchor, known, galley)))
    return Grid(
        columns=tuple(
            Column(galley.say(name), share, figures, _longest(galley.words(name), rows, at))
            for at, (name, share, figures) in enumerate(columns)
        ),
        entries=galley.words("paper-entries"),
        rows=tuple(rows),
    )


def _longest(head: str, rows: list[Row], at: int) -> int:
    """Return how long the longest word of a column is; a day and a number are words."""
    cells = (row.cells[at].said for row in rows) if at else ()
    return max(len(word) for text in (head, *cells) for word in text.split(" "))


def _beneath(one: Original, anchor: str, known: Citing, galley: Galley) -> tuple[Beneath, ...]:
    """Return the SHA-256 of a file, and the entries told here that it belongs to."""
    owners = (Ref(ref, known.homes.get(ref, "")) for ref in one.belongs_to)
    said = galley.say("paper-belongs-to")
    number = Beneath(galley.text(anchor), one.sha256)
    return (number, *(Beneath(said, ref=ref) for ref in owners))


def snags_section(given: tuple[Snagged, ...], galley: Galley) -> Section:
    """Return the list of what could not be read: in which file, which bytes, why."""
    blocks: list[Block] = [Para(galley.say("paper-snags-basis"), small=True)]
    if given:
        blocks.append(_snags(given, galley))
    else:
        blocks.append(Para(galley.say("paper-snags-none")))
    return Section(galley.say("paper-snags"), (*blocks, *galley.notes()))


def _snags(given: tuple[Snagged, ...], galley: Galley) -> Grid:
    columns = (("paper-file", 34), ("paper-bytes", 22), ("paper-reason", 44))
    rows = []
    for at, one in enumerate(given, start=1):
        file = f"{one.original} / {one.member}" if one.member else one.original
        start, end = grouped(one.start), grouped(one.end)
        place = galley.words("paper-range", start=start, end=end)
        if one.table:
            place = galley.words("paper-rows", table=one.table, start=start, end=end)
        cells = tuple(galley.text(cell, at=one.ref) for cell in (file, place, one.reason))
        rows.append(Row(f"S.{at}", cells, Cites((Ref(one.ref),))))
    return Grid(
        columns=tuple(
            Column(galley.say(name), share, figures=False) for name, share in columns
        ),
        entries=galley.words("paper-entries"),
        rows=tuple(rows),
    )


def verify_section(bundle: Bundle, galley: Galley) -> Section:
    """Return what to type to check the paper, an original, a line, and the heads."""
    given = bundle.cover
    names = {"paper": given.paper, "manifest": given.manifest}
    steps = []
    for step, command in _STEPS.items():
        text = galley.say(f"paper-check-{step}", **names)
        typed = command.replace("{paper}", quote(given.paper))
        typed = typed.replace("{manifest}", quote(given.manifest))
        steps.append(Step(text, galley.text(typed).said))
    blocks: list[Block] = [
        Para(galley.say("paper-verify-basis"), small=True),
        Steps(tuple(steps)),
    ]
    if bundle.heads:
        blocks.append(Under(galley.say("paper-heads")))
        blocks.append(Para(galley.say("paper-heads-basis"), small=True))
        blocks.append(_heads(bundle.heads, galley))
    return Section(galley.say("paper-verify"), (*blocks, *galley.notes()))


def _heads(heads: tuple[Head, ...], galley: Galley) -> Grid:
    columns = (
        ("paper-book", 20, False),
        ("paper-origin", 50, False),
        ("paper-sealed", 20, True),
    )
    rows = []
    for at, head in enumerate(heads, start=1):
        said = (head.book, head.origin, grouped(head.size))
        cells = tuple(galley.text(cell) for cell in said)
        root = Beneath(galley.say("paper-root", root=head.root))
        rows.append(Row(f"H.{at}", cells, below=(root,)))
    return Grid(
        columns=tuple(
            Column(galley.say(name), share, figures) for name, share, figures in columns
        ),
        entries="",
        rows=tuple(rows),
    )
