"""A finding for a page: its table with the refs of every line, and its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.app.ask import FINDINGS
from hearthbook.app.ask import Asking
from hearthbook.app.ask import ask
from hearthbook.app.ask import read
from hearthbook.app.charts import Chart
from hearthbook.app.charts import charts
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.findings.registry import FINDINGS as WORKED_OUT
from hearthbook.findings.table import table

if TYPE_CHECKING:
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
    return finding == "absence"


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
        lines = tuple(Line(row[1:], row[:1], 0) for row in shown.rows[:_MOST])
        title = words(f"web-finding-{finding}")
        return Found(
            title, shown.before, shown.head[1:], lines, len(shown.rows), shown.after, ()
        )
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
