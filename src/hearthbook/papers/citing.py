"""Where in a paper each entry stands, and which refs are too many to print.

1. Every line has an anchor: `M2.17` the 17th turn of the second transcript, `O.3` an original,
   `S.4` a snag, `C.12` and `U.2` the chronology, with and without a date, `5.8` the eighth line
   of the fifth table.
2. An entry's home is the first of these, in this order, that names it: a message is best read
   among its neighbours, a figure's entry where it is told. All other mentions lead there.
3. A line prints two refs at most. If it rests on more, it prints one and the number of a list,
   which is its anchor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.papers.block import Cites
from hearthbook.papers.block import Ref
from hearthbook.papers.page import Bubble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.base.words import Words
    from hearthbook.papers.page import Bundle
    from hearthbook.papers.page import Table

PRINTED: Final = 2


class Citing(Struct, frozen=True):
    """The home of each ref, the refs of each list, and by its SHA-256 where an original is."""

    homes: dict[str, str]
    lists: dict[str, tuple[str, ...]]
    originals: dict[str, str] = {}


def tables(bundle: Bundle) -> tuple[Table, ...]:
    """Return all tables of `bundle` in the order in which they are printed and numbered."""
    figures = (*bundle.absence, *bundle.contact, *bundle.care)
    return (*bundle.summary, *(figure.table for figure in figures))


def citing(bundle: Bundle) -> Citing:
    """Return where the entries of `bundle` stand."""
    homes: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for anchor, refs in _lines(bundle):
        for ref in refs:
            homes.setdefault(ref, anchor)
        if len(refs) > PRINTED:
            lists[anchor] = refs
    numbered = ((one.sha256, f"O.{at}") for at, one in enumerate(bundle.originals, start=1))
    return Citing(homes, lists, dict(numbered))


def cites(refs: tuple[str, ...], anchor: str, known: Citing, words: Words) -> Cites:
    """Return what the line at `anchor` prints of the `refs` it rests on."""
    printed = refs if len(refs) <= PRINTED else refs[:1]
    shown = tuple(Ref(ref, _elsewhere(known.homes[ref], anchor)) for ref in printed)
    if len(refs) <= PRINTED:
        return Cites(shown)
    return Cites(shown, words("paper-more", more=str(len(refs) - 1), number=anchor))


def _elsewhere(home: str, here: str) -> str:
    return "" if home == here else home


def _lines(bundle: Bundle) -> Iterator[tuple[str, tuple[str, ...]]]:
    for number, transcript in enumerate(bundle.transcripts, start=1):
        for at, turn in enumerate(transcript.turns, start=1):
            if isinstance(turn, Bubble):
                yield f"M{number}.{at}", (turn.ref,)
    yield from _counted("O", [(one.ref, *one.told_by) for one in bundle.originals])
    yield from _counted("S", [(snag.ref,) for snag in bundle.snags])
    if bundle.chronology is not None:
        yield from _counted("C", [line.refs for line in bundle.chronology.lines])
        yield from _counted("U", [line.refs for line in bundle.chronology.undated])
    for number, table in enumerate(tables(bundle), start=1):
        yield from _counted(str(number), [line.refs for line in table.lines])


def _counted(
    prefix: str, lines: list[tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for at, refs in enumerate(lines, start=1):
        yield f"{prefix}.{at}", refs
