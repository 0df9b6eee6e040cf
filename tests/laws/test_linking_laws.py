"""What every finding keeps to where entries are one message in several exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from hearthbook.findings.counts import Counts
from hearthbook.findings.registry import FINDINGS
from tests.laws.test_finding_laws import RECORDS
from tests.laws.test_finding_laws import book
from tests.laws.test_finding_laws import cells
from tests.laws.test_finding_laws import every_finding

if TYPE_CHECKING:
    from hearthbook.records.codec import Record


@every_finding
@given(RECORDS)
def test_what_is_one_message_in_two_exports_is_counted_once(
    finding: str, records: list[Record]
) -> None:
    facts, scope = book(records)
    twins = {fact.ref for fact in facts if fact.same is not None}

    result = FINDINGS[finding](facts, scope)

    counted = cells(result)
    if isinstance(result, Counts):
        counted = [result.total, result.undated, *cells(result.kinds)]
        assert set(result.linked.refs) == twins
    assert not {ref for one in counted for ref in one.refs} & twins
