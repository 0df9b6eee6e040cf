"""The scanner on 85 openings of English novels with annotated quotations.

"LitBank" by David Bamman and others, https://github.com/dbamman/litbank, CC BY 4.0; read from
the library beside the project, and nothing of it is kept here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from hearthbook.intake.page import open_page
from hearthbook.intake.quotes import scan

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.intake.page import Page

Spans = set[tuple[str, int, int]]


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    folder = shared / "data/litbank-quotes"
    if not folder.is_dir():
        pytest.skip("the library beside the project holds no LitBank")
    return folder


@pytest.fixture(scope="module")
def spans(corpus: Path) -> tuple[Spans, Spans]:
    """Return the annotated spans and the found ones, marks and white space trimmed."""
    wanted: Spans = set()
    found: Spans = set()
    annotated = defaultdict(list)
    for line in (corpus / "quotes.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        annotated[row["doc"]].append((row["start"], row["end"]))
    for path in sorted((corpus / "texts").glob("*.txt")):
        page = open_page(path.read_bytes())
        name = path.stem
        wanted |= {(name, *trimmed(page, *one)) for one in annotated[name]}
        for one in scan(page):
            if one.depth == 0:
                at = page.passage(one.start, one.end)
                found.add((name, *trimmed(page, at.start, at.end)))
    return wanted, found


def trimmed(page: Page, start: int, end: int) -> tuple[int, int]:
    while start < end and not page.told[start].isalnum():
        start += 1
    while end > start and not page.told[end - 1].isalnum():
        end -= 1
    return start, end


def characters(spans: Spans) -> set[tuple[str, int]]:
    return {(name, place) for name, start, end in spans for place in range(start, end)}


def test_spans_are_found_from_mark_to_mark(spans: tuple[Spans, Spans]) -> None:
    wanted, found = spans
    both = len(wanted & found)

    assert len(wanted) > 1400
    assert both * 1000 >= len(found) * 849
    assert both * 1000 >= len(wanted) * 946


def test_hardly_a_spoken_letter_is_missed(spans: tuple[Spans, Spans]) -> None:
    wanted, found = map(characters, spans)
    both = len(wanted & found)

    assert both * 1000 >= len(wanted) * 994
    assert both * 1000 >= len(found) * 930
