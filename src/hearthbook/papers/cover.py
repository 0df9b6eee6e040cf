"""The first page: who made this for whom, what it holds, and what it does not claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.papers.block import Front
from hearthbook.papers.block import Pairs
from hearthbook.papers.block import Para
from hearthbook.papers.block import Points
from hearthbook.papers.block import Under
from hearthbook.papers.galley import grouped
from hearthbook.papers.page import Bubble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hearthbook.papers.galley import Galley
    from hearthbook.papers.page import Bundle


def cover(bundle: Bundle, galley: Galley, made: datetime) -> Front:
    """Return the cover of `bundle`, and the words that stand on every page."""
    words = galley.words
    day = f"{made:%Y-%m-%d %H:%M} UTC"
    return Front(
        title=galley.text(bundle.cover.title),
        author=galley.text(bundle.cover.by).said,
        over=words("paper-over"),
        blocks=(
            _who(bundle, galley, day),
            Under(galley.say("paper-holds"), listed=False),
            Points(tuple(galley.say(name, **gaps) for name, gaps in _holds(bundle))),
            Under(galley.say("paper-limits"), listed=False),
            Points(
                (
                    galley.say("paper-limit-gap"),
                    galley.say("paper-limit-diary"),
                    galley.say("paper-limit-export"),
                    galley.say("paper-limit-seal"),
                    galley.say("paper-limit-law"),
                )
            ),
            Under(galley.say("paper-class"), listed=False),
            Para(galley.say("paper-class-summary")),
        ),
        contents=words("paper-contents"),
        numbered=words("paper-page-of", page="{page}", of="{of}"),
        unnumbered=words("paper-page", page="{page}"),
        on_page=words("paper-on-page", page="{page}"),
        foot=words("paper-foot", made=day),
    )


def _who(bundle: Bundle, galley: Galley, day: str) -> Pairs:
    given = bundle.cover
    rows = (
        ("paper-by", given.by),
        ("paper-for", given.made_for),
        ("paper-period", given.period),
        ("paper-zone", given.zone),
        ("paper-made", day),
        ("paper-manifest", given.manifest),
    )
    return Pairs(tuple((galley.say(name), galley.text(said)) for name, said in rows if said))


def _holds(bundle: Bundle) -> Iterator[tuple[str, dict[str, str]]]:
    if bundle.chronology is not None:
        lines, undated = len(bundle.chronology.lines), len(bundle.chronology.undated)
        yield "paper-holds-chronology", {"lines": grouped(lines), "undated": grouped(undated)}
    figures = (*bundle.absence, *bundle.contact, *bundle.care)
    if bundle.summary or figures:
        yield "paper-holds-tables", {"tables": grouped(len(bundle.summary) + len(figures))}
    for transcript in bundle.transcripts:
        printed = sum(isinstance(turn, Bubble) for turn in transcript.turns)
        yield (
            "paper-holds-transcript",
            {
                "title": transcript.title,
                "printed": grouped(printed),
                "of": grouped(transcript.of),
            },
        )
    size = sum(original.size for original in bundle.originals)
    yield (
        "paper-holds-originals",
        {"files": grouped(len(bundle.originals)), "bytes": grouped(size)},
    )
    yield "paper-holds-snags", {"snags": grouped(len(bundle.snags))}
