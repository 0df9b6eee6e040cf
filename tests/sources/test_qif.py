from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Booking
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original
from hearthbook.sources.qif import Qif

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.records.when import When
    from hearthbook.sources.contract import DateOrder
    from hearthbook.sources.contract import Yield


def read(text: str, order: DateOrder | None = None) -> list[Yield]:
    return list(Qif().read(Original("0" * 64, "some.qif", text.encode()), Answers(order)))


def asks(text: str) -> tuple[Asked, ...]:
    return Qif().asks(Original("0" * 64, "some.qif", text.encode()))


def ledger(*records: str, section: str = "!Type:Bank") -> str:
    return "\n".join([section, *records, ""])


def record(date: str = "2024-10-03", amount: str = "4.20", *more: str) -> str:
    return "\n".join([f"D{date}", f"T{amount}", *more, "^"])


def one(text: str) -> Booking:
    (found,) = (x for x in read(text) if not isinstance(x, Frame))
    assert isinstance(found, Booking)
    return found


def snags(text: str) -> list[Reason]:
    return [x.reason for x in read(text) if isinstance(x, Snag)]


def days(dates: list[str], order: DateOrder | None = None) -> list[When | None]:
    found = read(ledger(*map(record, dates)), order)
    return [x.booked for x in found if isinstance(x, Booking)]


def day(at: str) -> Wall:
    return Wall(at, Precision.DAY)


def test_a_booking_keeps_what_its_lines_say() -> None:
    found = one(ledger(record("2024-10-03", "-4.20", "PBakery", "Mtwo loaves", "LFood", "N7")))

    assert found.booked == day("2024-10-03")
    assert (found.amount, found.currency, found.account) == (-420, "", "")
    assert (found.counterparty, found.purpose) == ("Bakery", "two loaves\nFood")
    assert (found.reference, found.raw_amount, found.raw_date) == ("7", "-4.20", "2024-10-03")
    assert found.marks == ()


def test_a_booking_is_its_lines_and_the_sign_that_ends_them() -> None:
    first, second = record(amount="1.00"), record(amount="2.00")
    text = ledger(first, second)

    places = [x.origin for x in read(text) if isinstance(x, Booking)]
    assert [text[p.start : p.end] for p in places] == [first + "\n", second + "\n"]


def test_the_account_is_the_last_that_was_named() -> None:
    text = "!Account\nNMine\n^\n!Account\nNOurs\nDjoint\n^\n" + ledger(record())

    assert one(text).account == "Ours"


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (["03/10/2024", "22/10/2024"], ["2024-10-03", "2024-10-22"]),
        (["03/10/2024", "10/22/2024"], ["2024-03-10", "2024-10-22"]),
        (["2024-03-10", "2024/3/1"], ["2024-03-10", "2024-03-01"]),
        (["1/ 5'99", "31/ 5'02"], ["1999-05-01", "2002-05-31"]),
        (["08/27/21"], ["2021-08-27"]),
        (["22/12'17"], ["2017-12-22"]),
        (["12.31.98"], ["1998-12-31"]),
        (["05/05/2024"], ["2024-05-05"]),
    ],
)
def test_dates_that_fit_one_order_alone_are_days(dates: list[str], shown: list[str]) -> None:
    assert days(dates) == [day(at) for at in shown]
    assert asks(ledger(*map(record, dates))) == (Asked.ZONE,)


@pytest.mark.parametrize(
    "dates",
    [
        ["03/04/2024"],
        ["03/04/2024", "05/06/2024"],
        ["22/12/17"],
        ["03/04/2024", "22/10/2024", "10/22/2024"],
    ],
)
def test_where_several_orders_or_none_fit_a_person_is_asked(dates: list[str]) -> None:
    assert asks(ledger(*map(record, dates))) == (Asked.ZONE, Asked.DATE_ORDER)
    assert days(dates)[0] == Told(dates[0])


def test_a_date_left_open_is_marked_until_somebody_says() -> None:
    (open_,) = (x for x in read(ledger(record("03/04/2024"))) if isinstance(x, Booking))

    assert open_.marks == (Mark.AMBIGUOUS_DATE,)
    assert days(["03/04/2024"], "dmy") == [day("2024-04-03")]
    assert days(["03/04/2024"], "mdy") == [day("2024-03-04")]
    assert days(["03/04/05"], "ymd") == [day("2003-04-05")]


def test_an_answer_never_overrules_the_digits() -> None:
    assert days(["03/10/2024", "22/10/2024"], "mdy") == [day("2024-10-03"), day("2024-10-22")]
    assert days(["22/10/2024", "10/22/2024", "03/04/2024"], "mdy") == [
        day("2024-10-22"),
        day("2024-10-22"),
        day("2024-03-04"),
    ]


def test_a_day_that_never_was_decides_nothing() -> None:
    text = ledger(record("31/02/2024"), record("03/04/2024"))

    assert asks(text) == (Asked.ZONE, Asked.DATE_ORDER)
    assert snags(text) == [Reason.NOT_A_DATE]


@given(st.dates(), st.sampled_from(["dmy", "mdy"]))
def test_a_date_is_never_read_as_another_than_said(at: object, order: DateOrder) -> None:
    year, month, number = str(at).split("-")
    written = f"{number}/{month}/{year}" if order == "dmy" else f"{month}/{number}/{year}"

    assert days([written], order) == [day(str(at))]


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("1,234.56", 123_456),
        ("-1.234,56", -123_456),
        ("1'234.50", 123_450),
        ("+5", 500),
        ("1,234", Reason.NOT_AN_AMOUNT),
        ("1.005", Reason.NOT_AN_AMOUNT),
        ("five", Reason.NOT_AN_AMOUNT),
    ],
)
def test_an_amount_is_certain_or_a_snag(printed: str, amount: int | Reason) -> None:
    text = ledger(record(amount=printed))

    assert (snags(text)[0] if isinstance(amount, Reason) else one(text).amount) == amount


@pytest.mark.parametrize(
    ("parts", "marks"),
    [
        (("SA", "$3.00", "SB", "$1.20"), (Mark.SEVERAL_INSIDE,)),
        (("SA", "$3.00", "SB", "$1.00"), (Mark.NOT_THE_SUM, Mark.SEVERAL_INSIDE)),
        (("SA", "$all"), (Mark.NOT_THE_SUM, Mark.SEVERAL_INSIDE)),
        (("Zodd",), (Mark.UNREAD_INSIDE,)),
    ],
)
def test_parts_come_to_the_amount_or_it_is_marked(
    parts: tuple[str, ...], marks: tuple[Mark, ...]
) -> None:
    assert one(ledger(record("2024-10-03", "4.20", *parts))).marks == marks


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ledger("T1.00\n^"), Reason.MISSING_FIELD),
        (ledger("D2024-10-03\n^"), Reason.MISSING_FIELD),
        (ledger("D2024-10-03\nD2024-10-04\nT1\n^"), Reason.BROKEN_MARKUP),
        (ledger("D2024-10-03\nT1\n!Account\nNx\n^"), Reason.BROKEN_MARKUP),
        (ledger(record("2024-10-03", "1", f"M{'x' * 70_000}")), Reason.TOO_LONG),
        (f"{record()}\n", Reason.NO_ENTRY),
        (ledger("D2024-10-03\nT1"), None),
        (ledger("D2024-10-03\nT1").rstrip(), Reason.CUT_OFF),
    ],
)
def test_what_cannot_be_read_is_a_snag(text: str, reason: Reason | None) -> None:
    assert snags(text) == ([] if reason is None else [reason])


def test_a_last_record_that_is_not_ended_is_marked() -> None:
    assert one(ledger("D2024-10-03\nT1")).marks == (Mark.CUT_OFF,)


def test_other_sections_are_snags() -> None:
    text = ledger(record(), section="!Type:Invst")

    assert snags(text) == [Reason.UNKNOWN_ELEMENT, Reason.UNKNOWN_ELEMENT]


@pytest.mark.parametrize("head", ["!Type:Bank\n", "\ufeff\r\n!type:CCard \r", "!Account\nNx"])
def test_a_ledger_is_known_by_its_first_section(head: str) -> None:
    assert Qif().recognises("x", head.encode())


@pytest.mark.parametrize("head", ["", "!Typed:x\n", "D1/1/2024\n^\n!Type:Bank\n", "!Type"])
def test_other_files_are_left_to_others(head: str) -> None:
    assert not Qif().recognises("x.qif", head.encode())


def test_public_files_read_as_they_were_counted(shared: Path) -> None:
    counts = {
        "category_override": 4,
        "circular_reference": 2,
        "option_autoswitch": 0,
        "split": 1,
        "account_definition_1": 2,
    }

    for name, count in counts.items():
        (path,) = (shared / "samples/qif").glob(f"*{name}.qif")
        data = path.read_bytes()
        found = read(data.decode())
        assert sum(isinstance(x, Booking) for x in found) == count, name
        assert not [x for x in found if isinstance(x, Snag)], name
        assert [r.name for r in READERS if r.recognises("x", data)] == ["qif"]
