"""How much a book holds, what could not be read among it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthbook.findings.counts import counts
from hearthbook.records.draft import Passage
from hearthbook.records.draft import Question
from hearthbook.records.event import Retraction
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Told
from tests.findings.asking import book
from tests.findings.making import CHAT
from tests.findings.making import TYPED
from tests.findings.making import entry
from tests.findings.making import minute
from tests.findings.making import visit

if TYPE_CHECKING:
    from hearthbook.findings.counts import Counts
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Entry

SNAG = Snag(FromFile(CHAT, 0, 1), Reason.NOT_TEXT)


def found(*records: Record | Entry) -> Counts:
    return counts(*book(*records))


def test_every_kind_is_counted_with_its_first_and_last() -> None:
    [visits] = found(
        entry(visit("igor", minute("2026-01-05T10:00")), "A"),
        entry(visit("igor", minute("2027-01-05T10:00")), "B"),
    ).kinds

    assert (visits.of, visits.cell.value, visits.cell.refs) == ("visit", 2, ("A", "B"))
    assert visits.span is not None
    assert visits.span.length > 364 * 86_400_000


def test_snags_are_counted_and_told_apart_by_reason() -> None:
    result = found(SNAG, SNAG, visit("igor", minute("2026-01-05T10:00")))

    assert {one.of: one.cell.value for one in result.kinds} == {"snag": 2, "visit": 1}
    assert {one.of: one.cell.value for one in result.snags} == {"not-text": 2}
    assert result.total.value == 3


def test_a_draft_is_counted_nowhere() -> None:
    result = found(Question("s" * 64, Passage(0, 1), "when"))

    assert (result.kinds, result.total.value, result.struck.value) == ((), 0, 0)


def test_what_was_taken_back_is_counted_apart() -> None:
    result = found(
        entry(visit("igor", minute("2026-01-05T10:00")), "A"),
        entry(Retraction("A", "", "anna", 1, TYPED), "B"),
    )

    assert {one.of: one.cell.refs for one in result.kinds} == {"retraction": ("B",)}
    assert result.struck.refs == ("A",)


def test_what_happened_at_an_unknown_time_is_said_to_be_so() -> None:
    result = found(entry(visit("igor", Told("in spring")), "A"), SNAG)

    assert result.undated.refs == ("A",)
