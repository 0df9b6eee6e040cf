"""Puts the parts of a bundle together, in the order in which they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.papers.annex import originals_section
from hearthbook.papers.annex import snags_section
from hearthbook.papers.annex import verify_section
from hearthbook.papers.block import Draft
from hearthbook.papers.chronology import chronology_section
from hearthbook.papers.citing import Citing
from hearthbook.papers.citing import citing
from hearthbook.papers.cover import cover
from hearthbook.papers.display import typefaces
from hearthbook.papers.figures import figures_section
from hearthbook.papers.galley import Galley
from hearthbook.papers.page import Figure
from hearthbook.papers.transcript import transcript_section

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from hearthbook.base.words import Words
    from hearthbook.papers.block import Section
    from hearthbook.papers.page import Bundle


class Drafted(Struct, frozen=True):
    """A paper ready for the press, where its entries stand, and how many signs it replaced."""

    draft: Draft
    known: Citing
    replaced: int


def drafted(bundle: Bundle, words: Words, made: datetime) -> Drafted:
    """Return `bundle` set in `words`, made at the moment `made`."""
    known = citing(bundle)
    galleys: list[Galley] = []

    def galley() -> Galley:
        galleys.append(Galley(words))
        return galleys[-1]

    front = cover(bundle, galley(), made)
    sections = _sections(bundle, known, galley)
    fonts = tuple(face.family for face in typefaces())
    draft = Draft(words.language, fonts, front, tuple(sections))
    return Drafted(draft, known, sum(one.replaced for one in galleys))


def _sections(bundle: Bundle, known: Citing, galley: Callable[[], Galley]) -> list[Section]:
    summary = tuple(Figure(table) for table in bundle.summary)
    found = []
    number = 1
    if summary:
        found.append(figures_section("paper-summary", summary, number, known, galley()))
        number += len(summary)
    if bundle.chronology is not None:
        found.append(chronology_section(bundle.chronology, known, galley()))
    for name, figures in (
        ("paper-absence", bundle.absence),
        ("paper-contact", bundle.contact),
        ("paper-care", bundle.care),
    ):
        if figures:
            found.append(figures_section(name, figures, number, known, galley()))
            number += len(figures)
    for at, transcript in enumerate(bundle.transcripts, start=1):
        found.append(transcript_section(transcript, at, known, galley()))
    found.append(originals_section(bundle.originals, known, galley()))
    found.append(snags_section(bundle.snags, galley()))
    found.append(verify_section(bundle, galley()))
    return found
