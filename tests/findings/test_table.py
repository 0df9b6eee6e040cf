"""Findings said in words: in both languages, for every kind and every member of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.findings.figures import DRAFTED
from hearthbook.findings.figures import HAPPENED
from hearthbook.findings.figures import reach
from hearthbook.findings.registry import FINDINGS
from hearthbook.findings.table import length_text
from hearthbook.findings.table import table
from hearthbook.records.codec import Record
from hearthbook.records.event import Retraction
from hearthbook.records.family import Measurement
from hearthbook.records.family import Quantity
from hearthbook.records.message import Way
from hearthbook.records.when import Told
from tests.findings.asking import book
from tests.findings.making import TYPED
from tests.findings.making import call
from tests.findings.making import chat
from tests.findings.making import entry
from tests.findings.making import feed
from tests.findings.making import minute
from tests.findings.making import visit
from tests.strategies import RECORDS

if TYPE_CHECKING:
    from hearthbook.findings.table import Table
    from hearthbook.records.resolution import Entry

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_finding = pytest.mark.parametrize("finding", FINDINGS)
NOON = minute("2026-01-05T12:00")


def shown(finding: str, language: str, *records: Record | Entry) -> Table:
    facts, scope = book(*records)
    if finding != "absence":
        scope = replace(scope, person=None)
    return table(FINDINGS[finding](facts, scope), catalogue(language))


@every_language
@every_finding
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_the_book_holds_can_be_said(
    finding: str, language: str, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(list(RECORDS)))
    facts, scope = book(*data.draw(st.lists(RECORDS[kind], max_size=2)))
    whole = replace(scope, period=reach(facts) or scope.period, by_day=())

    found = table(FINDINGS[finding](facts, whole), catalogue(language))

    assert all(len(row.cells) == len(found.head) for row in found.rows)
    assert msgspec.json.encode(FINDINGS[finding](facts, whole))


@every_language
def test_every_kind_that_can_be_counted_has_a_name(language: str) -> None:
    words = catalogue(language)
    tags = {str(kind.__struct_config__.tag) for kind in get_args(Record)}

    assert all(words(f"finding-of-{tag}") for tag in tags - DRAFTED)
    assert set(HAPPENED) <= tags


@every_finding
def test_rows_rest_on_entries(finding: str) -> None:
    refs = [f"R{place}" for place in range(4)]
    records: list[Record] = [
        visit("igor", NOON),
        feed("anna", NOON, "vera"),
        chat("Igor P", NOON),
        call("+4915228817386", Way.IN, NOON),
    ]

    rows = shown(
        finding, "en", *(entry(one, ref) for one, ref in zip(records, refs, strict=True))
    ).rows

    assert {ref for row in rows for ref in row.refs} <= set(refs)
    assert any(row.refs for row in rows)


def test_a_chronology_reads_as_sentences_in_either_language() -> None:
    came = visit("igor", NOON)

    english, russian = (shown("chronology", one, came).rows[0].cells for one in ("en", "ru"))

    assert english[:2] == (
        "2026-01-05 12:00",
        "Visit of Igor with Vera, Ida: took place",
    )
    assert russian[1] == "Встреча, кто: Igor, с кем: Vera, Ida: состоялось"


def test_what_is_apart_is_marked_in_its_row() -> None:
    rows = shown(
        "chronology",
        "en",
        entry(visit("igor", NOON), "A"),
        entry(Retraction("A", "", "anna", 1, TYPED), "B"),
        entry(visit("igor", Told("in spring")), "C"),
    ).rows

    assert [(row.refs, row.cells[0], row.cells[-1]) for row in rows] == [
        (("C",), "in spring", "time not known"),
        (("A",), "2026-01-05 12:00", "corrected or taken back by B"),
    ]


def test_an_absence_never_says_more_than_that_nothing_is_recorded() -> None:
    found = shown("absence", "en", visit("igor", NOON))
    cells = [cell for row in found.rows for cell in row.cells]
    text = " ".join([found.title, *found.before, *found.after, *cells])

    assert "nothing recorded" in text
    assert "A gap in the records is a gap" in text
    assert "absent" not in text.lower()


@pytest.mark.parametrize(("value", "text"), [(372, "37.2"), (-5, "-0.5"), (400, "40.0")])
def test_temperatures_are_told_with_their_tenth(value: int, text: str) -> None:
    quantity = Quantity.TEMPERATURE
    record = Measurement("vera", quantity, value, "anna", NOON, 1, "", TYPED)

    [row] = shown("chronology", "en", record).rows

    assert row.cells[1] == f"Temperature of Vera: {text} °C"


def test_a_length_is_told_in_days_and_hours() -> None:
    assert length_text(86_400_000 * 31 + 3_600_000 * 4 + 59, catalogue("en")) == "31 d 4 h"
