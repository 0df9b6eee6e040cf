"""How many entries of each kind a book holds, snags among them. Drafts are counted nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from hearthbook.findings.figures import DRAFTED
from hearthbook.findings.figures import HAPPENED
from hearthbook.findings.figures import Cell
from hearthbook.findings.figures import Figure
from hearthbook.findings.figures import cell
from hearthbook.findings.figures import figure
from hearthbook.findings.figures import once
from hearthbook.findings.figures import standing
from hearthbook.records.provenance import Snag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthbook.findings.figures import Scope
    from hearthbook.records.resolution import Resolved


class Counts(Struct, frozen=True):
    """Entries of a book by kind, whatever their time.

    `kinds` are what stands, and `total` all of it; `struck` what was corrected or taken back,
    `linked` what is the same message as an entry in `total`, in another export.
    `undated` are those, of what happened at some time, whose time nobody knows.
    """

    book: str
    zone: str
    kinds: tuple[Figure, ...]
    snags: tuple[Figure, ...]
    total: Cell
    undated: Cell
    struck: Cell
    linked: Cell


def counts(facts: Iterable[Resolved], scope: Scope) -> Counts:
    """Return how many entries there are; `scope` gives the names of book and zone."""
    every = [one for one in once(facts) if one.kind not in DRAFTED]
    counted = standing(every)
    kinds: dict[str, list[Resolved]] = {}
    reasons: dict[str, list[Resolved]] = {}
    for fact in counted:
        kinds.setdefault(fact.kind, []).append(fact)
        if isinstance(fact.record, Snag):
            reasons.setdefault(str(fact.record.reason), []).append(fact)
    undated = (one for one in counted if one.span is None and one.kind in HAPPENED)
    return Counts(
        book=scope.book,
        zone=scope.zone,
        kinds=tuple(figure(of, kinds[of]) for of in sorted(kinds)),
        snags=tuple(figure(of, reasons[of]) for of in sorted(reasons)),
        total=cell(counted),
        undated=cell(undated),
        struck=cell(one for one in every if one.fallen is not None),
        linked=cell(one for one in every if one.fallen is None and one.same is not None),
    )
