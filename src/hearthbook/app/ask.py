"""Ask what a book says: gather its entries, read them with each other, work a finding out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

import msgspec
from msgspec import Struct
from msgspec import structs

from hearthbook.app.comparing import duplicates
from hearthbook.app.comparing import files
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.find import day_start
from hearthbook.app.household import BOOKS
from hearthbook.app.numbers import normal
from hearthbook.app.shown import Shown
from hearthbook.base.time import DAY
from hearthbook.base.time import Span
from hearthbook.findings.counts import Counts
from hearthbook.findings.figures import HAPPENED
from hearthbook.findings.figures import Scope
from hearthbook.findings.registry import FINDINGS as WORKED_OUT
from hearthbook.findings.table import table
from hearthbook.records.provenance import Snag
from hearthbook.records.resolution import Known
from hearthbook.records.resolution import Resolved
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.household import Household
    from hearthbook.app.words import Words
    from hearthbook.records.provenance import FromFile

__all__ = ["FINDINGS", "NEEDS_PERSON", "Asking", "Read", "Shown", "ask", "read"]

_OF_BOOK: Final = {"duplicates": duplicates, "taken": files}
FINDINGS: Final = (*WORKED_OUT, "snags", *_OF_BOOK)
NEEDS_PERSON: Final = ("absence", "thread")


class Asking(Struct, frozen=True):
    """What is asked, as a person types it: of whom, from and to which day.

    With `both`, what is one message in several exports is counted in each.
    """

    person: str | None = None
    since: str | None = None
    until: str | None = None
    days: int = 7
    kinds: tuple[str, ...] = ()
    both: bool = False


class Read(Struct, frozen=True):
    """A book, read: its facts, what they say of each other, the scope that was asked for."""

    facts: list[Resolved]
    told: Known
    scope: Scope
    writer: str


def read(home: Household, *, asking: Asking, book: str) -> Read:
    """Return the facts of a book, and the scope of what is asked.

    Raises:
        Failure: if there is no such book, day or person.
    """
    if book not in BOOKS:
        raise Failure("no-such-book", Exit.WRONG_USAGE, book=book)
    form = normal(home.setting("region"))
    entries = list(home.entries(book))
    told = known(entries, form)
    facts = list(resolved(entries, told))
    if asking.both:
        facts = [structs.replace(one, same=None) if one.same else one for one in facts]
    person = asking.person
    if person is not None:
        person = told.person(person)
        if person is None:
            raise Failure("unknown-person", Exit.WRONG_USAGE, name=asking.person or "")
    scope = Scope(
        period=_period(home, asking, facts),
        zone=home.setting("zone"),
        known=told,
        person=person,
        longer_than=asking.days * DAY,
        kinds=asking.kinds,
        book=book,
    )
    return Read(facts, told, scope, home.writer())


def ask(home: Household, *, finding: str, asking: Asking, book: str, words: Words) -> Shown:
    """Return a finding of a book.

    Raises:
        Failure: if there is no such finding, book, day or person, or nobody is named.
    """
    if finding not in FINDINGS:
        raise Failure("no-such-finding", Exit.WRONG_USAGE, name=finding)
    if finding in NEEDS_PERSON and asking.person is None:
        raise Failure("say-person", Exit.WRONG_USAGE)
    held = read(home, asking=asking, book=book)
    if finding == "snags":
        return _snags(held.facts, words)
    if finding in _OF_BOOK:
        return _OF_BOOK[finding](held.facts, held.scope, words)
    found = WORKED_OUT[finding](held.facts, held.scope)
    shown = table(found, words)
    value: object = msgspec.to_builtins(found)
    if isinstance(found, Counts):
        value = {"snag": 0} | {one.of: one.cell.value for one in found.kinds}
    rows = [(*line.cells, _cited(line.refs)) for line in shown.rows]
    return Shown(
        head=(*shown.head, words("head-entries")),
        rows=rows,
        value=value,
        before=shown.before,
        after=shown.after,
    )


def _cited(refs: Sequence[str]) -> str:
    some = " ".join(refs[:3])
    return f"{some} +{len(refs) - 3}" if len(refs) > 3 else some


def _period(home: Household, asking: Asking, facts: Sequence[Resolved]) -> Span:
    spans = [one.span for one in facts if one.span is not None and one.kind in HAPPENED]
    start, end = day_start(home, asking.since), day_start(home, asking.until)
    if start is None:
        start = min((span.start for span in spans), default=0)
    if end is None:
        end = max((span.end for span in spans), default=start)
    return Span(start, max(start, end))


def _range(origin: FromFile) -> str:
    return f"{origin.start}-{origin.end}"


def _snags(facts: Sequence[Resolved], words: Words) -> Shown:
    standing = [one for one in facts if one.fallen is None]
    snags = [(one.ref, one.record) for one in standing if isinstance(one.record, Snag)]
    rows: list[tuple[str, ...]] = [
        (
            ref,
            snag.origin.original[:12],
            snag.origin.member,
            " ".join(filter(None, (snag.origin.table, _range(snag.origin)))),
            words(f"snag-{snag.reason}"),
        )
        for ref, snag in snags
    ]
    names = ("ref", "original", "member", "bytes", "reason")
    head = tuple(words(f"head-{name}") for name in names)
    value = [{"ref": ref, **msgspec.to_builtins(snag)} for ref, snag in snags]
    return Shown(head, rows, value, after=(words("snags-count", count=str(len(rows))),))
