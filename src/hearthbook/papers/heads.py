"""Signed heads on paper: a leaf for each log, to be dated, signed and kept by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.papers.block import Text
from hearthbook.papers.display import typefaces
from hearthbook.papers.galley import Galley
from hearthbook.papers.squares import squares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.base.words import Words

_FOR = ("heads-leaf-for", "heads-leaf-not", "heads-leaf-back")
_LINES = ("heads-leaf-got", "heads-leaf-name", "heads-leaf-signed")


class HeadLeaf(Struct, frozen=True):
    """A log's signed head as text, with the book it is of and how many entries it covers."""

    book: str
    size: int
    text: str


class LeafDraft(Struct, frozen=True):
    """A leaf ready for the press; `squares` are the rows of the QR code, dark ones `1`."""

    title: str
    intro: Text
    lines: tuple[str, ...]
    squares: tuple[str, ...]
    points: tuple[Text, ...]
    blanks: tuple[Text, ...]


class LeavesDraft(Struct, frozen=True):
    """All leaves, one to a page."""

    language: str
    fonts: tuple[str, ...]
    title: str
    leaves: tuple[LeafDraft, ...]


def drafted_leaves(heads: Sequence[HeadLeaf], words: Words, *, day: str) -> LeavesDraft:
    """Return the leaves of `heads`, handed out on `day`, set in `words`."""
    return LeavesDraft(
        language=words.language,
        fonts=tuple(face.family for face in typefaces()),
        title=words("heads-leaves"),
        leaves=tuple(_leaf(one, Galley(words), day) for one in heads),
    )


def _leaf(head: HeadLeaf, galley: Galley, day: str) -> LeafDraft:
    gaps = {"book": head.book, "size": str(head.size), "day": day}
    return LeafDraft(
        title=galley.words("heads-leaf", **gaps),
        intro=galley.say("heads-leaf-intro", **gaps),
        lines=tuple(head.text.splitlines()),
        squares=squares(head.text, error="m"),
        points=tuple(galley.say(name, **gaps) for name in _FOR),
        blanks=tuple(galley.say(name) for name in _LINES),
    )
