"""A bank's table: its layout is proposed with reasons, and read only as it was confirmed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hearthbook.records.codec import read
from hearthbook.records.codec import written
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Booking
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.statement_layout import proposed
from hearthbook.sources.statement_table import StatementTable

if TYPE_CHECKING:
    from hearthbook.sources.statement_layout import Layout

GERMAN = (
    "Konto;DE00 0000\r\n\r\n"
    "Buchungstag;Wertstellung;Empfänger;Verwendungszweck;Betrag (EUR);Saldo\r\n"
    "01.02.2026;02.02.2026;Jonas Weber;Unterhalt;1.250,00;2.000,00\r\n"
    '14.02.2026;14.02.2026;Apotheke;"Milch; zwei Dosen";-23,90;1.976,10\r\n'
).encode("cp1252")
ENGLISH = (
    b"Date,Description,Money Out,Money In,Balance\n"
    b'25/12/2025,"Nappies, twins",12.50,,100.00\n'
    b"26/12/2025,Jonas,,300.00,400.00\n"
)
AMERICAN = b"Posted Date,Payee,Amount\n12/25/2025,Nappies,-$12.50\n12/26/2025,Jonas,300\n"
RUSSIAN = (
    "Дата;Описание операции;Сумма;Валюта\n"
    "2026-02-01;Перевод от Игоря;1 500,00;RUB\n"
    "2026-02-03;Аптека, молочная смесь;-700,50;RUB\n"
).encode("cp1251")
TABLES = {"german": GERMAN, "english": ENGLISH, "american": AMERICAN, "russian": RUSSIAN}


def layout(data: bytes) -> Layout:
    found = proposed(data)
    assert found is not None
    return found.layout


def yielded(data: bytes, by: Layout | None = None) -> list[object]:
    reader = StatementTable(by or layout(data))
    return list(reader.read(Original("0" * 64, "a.csv", data), Answers()))


def bookings(data: bytes, by: Layout | None = None) -> list[tuple[str, int, str, str]]:
    return [
        (getattr(one.booked, "at", ""), one.amount, one.currency, one.purpose)
        for one in yielded(data, by)
        if isinstance(one, Booking)
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "german",
            [
                ("2026-02-01", 125000, "EUR", "Unterhalt"),
                ("2026-02-14", -2390, "EUR", "Milch; zwei Dosen"),
            ],
        ),
        (
            "english",
            [
                ("2025-12-25", -1250, "", "Nappies, twins"),
                ("2025-12-26", 30000, "", "Jonas"),
            ],
        ),
        ("american", [("2025-12-25", -1250, "", ""), ("2025-12-26", 30000, "", "")]),
        (
            "russian",
            [
                ("2026-02-01", 150000, "RUB", "Перевод от Игоря"),
                ("2026-02-03", -70050, "RUB", "Аптека, молочная смесь"),
            ],
        ),
    ],
)
def test_a_layout_that_was_proposed_reads_the_table(
    name: str, expected: list[tuple[str, int, str, str]]
) -> None:
    assert bookings(TABLES[name]) == expected


def test_a_proposal_says_why() -> None:
    found = proposed(GERMAN)

    assert found is not None
    assert (found.layout.charset, found.layout.sign) == ("cp1252", ";")
    because = {one.what: one.shows for one in found.because}
    assert because["booked"] == "buchungstag: 01.02.2026"
    assert because["valued"] == "wertstellung: 02.02.2026"
    assert because["date-order"] == "14.02.2026"
    assert because["decimal"] == "1.250,00"


def test_days_that_fit_two_orders_leave_the_order_open() -> None:
    data = ENGLISH.replace(b"25/12", b"05/12").replace(b"26/12", b"06/12")

    assert layout(data).date_order is None
    assert bookings(data, replace(layout(data), date_order="dmy"))[0][0] == "2025-12-05"
    assert bookings(data, replace(layout(data), date_order="mdy"))[0][0] == "2025-05-12"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello\nworld\n",
        b"Start Time,Type,Amount,Unit\n2026-02-01 03:15,Feed,90,ml\n",
        b"Name,Phone\nJonas,+49\n",
        b"\x00\x01\x02" * 50,
        b"Date,Weight,Note\n2026-02-01,3400,first\n",
    ],
)
def test_what_is_no_statement_is_not_proposed_as_one(data: bytes) -> None:
    assert proposed(data) is None


def test_a_row_that_does_not_fit_is_a_snag_and_no_other_row_is_harmed() -> None:
    rows = ENGLISH + b"27/12/2025,both,1.00,1.00,\nno day,x,1.00,,\n28/12/2025,short\n\n"

    reasons = [one.reason for one in yielded(rows, layout(ENGLISH)) if isinstance(one, Snag)]

    assert reasons == [Reason.NOT_AN_AMOUNT, Reason.NOT_A_DATE, Reason.MISSING_FIELD]
    assert len(bookings(rows, layout(ENGLISH))) == 2


def test_a_quote_that_is_never_closed_harms_its_own_line_alone() -> None:
    rows = ENGLISH.replace(b'"Nappies, twins"', b'"Nappies twins')

    assert [one[0] for one in bookings(rows, layout(ENGLISH))][-1:] == ["2025-12-26"]


def test_signs_can_be_turned_round() -> None:
    turned = replace(layout(AMERICAN), negated=True)

    assert [amount for _, amount, _, _ in bookings(AMERICAN, turned)] == [1250, -30000]


@given(st.data(), st.sampled_from(sorted(TABLES)))
def test_nothing_is_lost_whatever_happened_to_the_file(data: st.DataObject, name: str) -> None:
    table = TABLES[name]
    at = data.draw(st.integers(0, len(table)))
    piece = data.draw(st.binary(max_size=8))
    broken = table[:at] + piece + table[at + data.draw(st.integers(0, 8)) :]

    found = yielded(broken, layout(table))

    spans = [one.origin for one in found if isinstance(one, Booking | Snag | Frame)]
    assert len(spans) == len(found)
    assert [one.start for one in spans][:1] == [0]
    assert [one.end for one in spans][-1:] == [len(broken)]
    assert all(one.end == other.start for one, other in pairwise(spans))
    for one in found:
        assert read(written(one)) == one  # type: ignore[arg-type]  # all are records
    proposed(broken)
