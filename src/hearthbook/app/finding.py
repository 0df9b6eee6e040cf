"""A finding for a page: its table with the refs of every line, and its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.ask import FINDINGS
from hearthbook.app.ask import NEEDS_PERSON
from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.ask import read
from hearthbook.app.charts import Chart
from hearthbook.app.charts import charts
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.base.refs import REF
from hearthbook.findings.registry import FINDINGS as WORKED_OUT
from hearthbook.findings.table import table

if TYPE_CHECKING:
    from hearthbook.app.ask import Shown
    from hearthbook.app.household import Household
    from hearthbook.app.words import Words

__all__ = ["FINDINGS", "Asking", "Found", "Line", "of_a_person", "worked_out"]

_MOST = 400


class Line(Struct, frozen=True):
    """A line of the table: its texts, the first of the refs it rests on, and how many more."""

    cells: tuple[str, ...]
    refs: tuple[str, ...]
    more: int


class Found(Struct, frozen=True):
    """A finding. `lines` are at most the first few hundred of `of`."""

    title: str
    before: tuple[str, ...]
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    of: int
    after: tuple[str, ...]
    charts: tuple[Chart, ...]


def of_a_person(finding: str) -> bool:
    """Tell whether a finding is about somebody who has to be named."""
    return finding in NEEDS_PERSON


def worked_out(
    home: Household, *, finding: str, asking: Asking, book: str, words: Words
) -> Found:
    """Return a finding of a book.

    Raises:
        Failure: if there is no such finding, book, day or person, or nobody is named.
    """
    if finding not in FINDINGS:
        raise Failure("no-such-finding", Exit.WRONG_USAGE, name=finding)
    if of_a_person(finding) and asking.person is None:
        raise Failure("say-person", Exit.WRONG_USAGE)
    if finding not in WORKED_OUT:
        shown = ask(home, finding=finding, asking=asking, book=book, words=words)
        return _as_it_is(shown, words(f"web-finding-{finding}"))
    held = read(home, asking=asking, book=book)
    found = WORKED_OUT[finding](held.facts, held.scope)
    told = table(found, words)
    return Found(
        title=told.title,
        before=told.before,
        head=told.head,
        lines=tuple(
            Line(row.cells, row.refs[:3], max(len(row.refs) - 3, 0))
            for row in told.rows[:_MOST]
        ),
        of=len(told.rows),
        after=told.after,
        charts=charts(found, told, words),
    )


def _as_it_is(shown: Shown, title: str) -> Found:
    """Return a table that is no finding; columns of refs become the ways to entries."""
    columns = zip(*shown.rows, strict=True)
    cited = [bool(shown.rows) and all(map(_only_refs, cells)) for cells in columns]
    cited = cited or [False] * len(shown.head)
    lines = tuple(
        Line(
            cells=tuple(cell for cell, ref in zip(row, cited, strict=True) if not ref),
            refs=tuple(
                one for cell, ref in zip(row, cited, strict=True) if ref for one in cell.split()
            ),
            more=0,
        )
        for row in shown.rows[:_MOST]
    )
    head = tuple(name for name, ref in zip(shown.head, cited, strict=True) if not ref)
    return Found(title, shown.before, head, lines, len(shown.rows), shown.after, ())


def _only_refs(cell: str) -> bool:
    return bool(cell) and all(map(REF.fullmatch, cell.split()))
