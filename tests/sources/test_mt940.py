from __future__ import annotations

import csv
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING

import mt940
import pytest

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Balance
from hearthbook.records.statement import Booking
from hearthbook.records.statement import Edge
from hearthbook.records.when import Precision
from hearthbook.records.when import Told
from hearthbook.records.when import Wall
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original
from hearthbook.sources.mt940 import Mt940

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield

OPENING = ":60F:C241001EUR10,00\n"


def read(data: bytes) -> list[Yield]:
    return list(Mt940().read(Original("0" * 64, "some.sta", data), Answers()))


def statement(*lines: str, opening: str = OPENING) -> bytes:
    inner = "".join(lines)
    return f":20:X\n:25:1203/77\n:28C:1/1\n{opening}{inner}-\n".encode()


def one(*lines: str, opening: str = OPENING) -> Booking:
    found = [x for x in read(statement(*lines, opening=opening)) if not isinstance(x, Frame)]
    (booked,) = (x for x in found if not isinstance(x, Balance))
    assert isinstance(booked, Booking)
    return booked


def snags(*lines: str) -> list[Reason]:
    return [x.reason for x in read(statement(*lines)) if isinstance(x, Snag)]


def day(at: str) -> Wall:
    return Wall(at, Precision.DAY)


def test_a_booking_keeps_its_days_amount_references_and_account() -> None:
    found = one(
        ":61:2410031004CR12,5NTRFINV-7//BANK-9\nmore of it\n", ":86:two lines\nof words\n"
    )

    assert found.account == "1203/77"
    assert (found.valued, found.booked) == (day("2024-10-03"), day("2024-10-04"))
    assert (found.amount, found.currency) == (1250, "EUR")
    assert found.reference == "INV-7 BANK-9"
    assert found.purpose == "more of it\ntwo lines\nof words"
    assert (found.raw_amount, found.raw_date, found.marks) == ("C12,5", "2410031004", ())


def test_a_booking_is_its_line_and_the_fields_behind_it() -> None:
    lines = ":61:241003C1,00NTRF\n:86:words\nmore\n:NS:01x\n"
    data = statement(lines, ":62F:C241031EUR11,00\n")

    (place,) = (x.origin for x in read(data) if isinstance(x, Booking))
    assert data[place.start : place.end].decode() == lines


@pytest.mark.parametrize(
    ("side", "amount", "marks"),
    [
        ("C", 100, ()),
        ("D", -100, ()),
        ("CR", 100, ()),
        ("RC", -100, (Mark.REVERSED,)),
        ("RD", 100, (Mark.REVERSED,)),
        ("RDR", 100, (Mark.REVERSED,)),
        ("EC", 100, (Mark.PENDING,)),
        ("ED", -100, (Mark.PENDING,)),
    ],
)
def test_the_side_gives_the_sign(side: str, amount: int, marks: tuple[Mark, ...]) -> None:
    found = one(f":61:241003{side}1,00NTRFNONREF\n")

    assert (found.amount, found.marks) == (amount, marks)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("000000000025,00", 2500), ("9,", 900), ("8,5", 850), (",5", 50), ("1234,56", 123_456)],
)
def test_an_amount_may_end_in_its_comma(written: str, amount: int) -> None:
    assert one(f":61:241003C{written}NTRF\n").amount == amount


def test_yen_have_no_hundredths() -> None:
    assert one(":61:241003C1200,NTRF\n", opening=":60F:C241001JPY0,\n").amount == 1200


@pytest.mark.parametrize(
    ("dates", "booked", "marks"),
    [
        ("2410031004", "2024-10-04", ()),
        ("2412310102", "2025-01-02", (Mark.YEAR_INFERRED,)),
        ("2501021231", "2024-12-31", (Mark.YEAR_INFERRED,)),
        ("2402280229", "2024-02-29", ()),
        ("9912310103", "2000-01-03", (Mark.YEAR_INFERRED,)),
        ("8501020102", "1985-01-02", ()),
    ],
)
def test_a_day_of_booking_is_in_the_year_nearest_to_the_value_date(
    dates: str, booked: str, marks: tuple[Mark, ...]
) -> None:
    found = one(f":61:{dates}C1,00NTRF\n")

    assert (found.booked, found.marks) == (day(booked), marks)


def test_a_day_of_booking_that_is_left_out_stays_out() -> None:
    assert one(":61:241003C1,00NTRF\n").booked is None


def test_the_thirtieth_of_february_is_kept_as_it_stands() -> None:
    found = one(":61:2402300301C1,00NTRF\n")

    assert (found.valued, found.booked) == (Told("240230"), day("2024-03-01"))


def test_coded_words_give_a_name_and_a_purpose() -> None:
    found = one(
        ":61:241003C1,00NTRF\n:86:166?00GUT?20SVWZ+for\n both?21of us?31DE1?32Ann?33Bo\n"
    )

    assert found.counterparty == "DE1 Ann Bo"
    assert found.purpose == "GUT\nSVWZ+for both\nof us"


def test_words_with_slashes_give_a_name_and_stay_whole() -> None:
    found = one(":61:241003C1,00NTRF\n:86:/NAME/Ann Exa\nmple/REMI/x\n")

    assert found.counterparty == "Ann Example"
    assert found.purpose == "/NAME/Ann Exa\nmple/REMI/x"


@pytest.mark.parametrize("line", [":20:15 h", ":25:30", ":28:00 h", ":13:05", ":26:37 h"])
def test_a_clock_time_at_the_start_of_a_line_is_text(line: str) -> None:
    found = one(f":61:241003C1,00NTRF\n:86:at 12\n{line}\nagain\n")

    assert found.purpose == f"at 12\n{line}\nagain"
    assert found.account == "1203/77"


def test_a_new_statement_without_an_end_of_the_last_is_no_text() -> None:
    data = (
        b":20:A\n:25:1\n:61:241003C1,00NTRF\n:86:x\n"
        b":20:B\n:25:2\n:61:241004C2,00NTRF\n:62F:C241031EUR1,\n"
    )

    found = [x for x in read(data) if isinstance(x, Booking)]

    assert [(x.account, x.amount) for x in found] == [("1", 100), ("2", 200)]


def test_a_statement_has_nothing_of_the_one_before() -> None:
    first = statement(":61:241003C1,00NTRF\n")
    second = statement(":61:241003C2,00NTRF\n", ":62F:C241031EUR9,00\n", opening="")
    found = read(first + second)

    assert [x.currency for x in found if isinstance(x, Booking)] == ["EUR", ""]
    assert [x.marks for x in found if isinstance(x, Balance)] == [(), ()]


def test_a_whole_statement_does_not_make_the_next_one_whole() -> None:
    found = read(statement() + statement(":61:241003C1,00NTRF\n").removesuffix(b"-\n"))

    assert [x.marks for x in found if isinstance(x, Booking)] == [(Mark.CUT_OFF,)]


@pytest.mark.parametrize(
    ("lines", "marks"),
    [
        ((":61:241003C5,00NTRF\n", ":62F:C241031EUR15,00\n"), ()),
        ((":61:241003D25,00NTRF\n", ":62F:D241031EUR15,00\n"), ()),
        ((":61:241003C5,00NTRF\n", ":62F:C241031EUR15,01\n"), (Mark.NOT_THE_SUM,)),
        ((":61:241003C5,00NTRF\n", ":62M:C241031EUR1,00\n"), (Mark.NOT_THE_SUM,)),
        ((":61:241003EC5,00NTRF\n", ":62F:C241031EUR10,00\n"), ()),
        ((":61:broken\n", ":62F:C241031EUR15,00\n"), (Mark.NOT_THE_SUM,)),
        ((":62F:C24103110,00\n",), ()),
        ((":62F:C241031USD99,00\n",), ()),
    ],
)
def test_a_closing_balance_is_what_the_bookings_come_to_or_is_marked(
    lines: tuple[str, ...], marks: tuple[Mark, ...]
) -> None:
    opening, closing = (x for x in read(statement(*lines)) if isinstance(x, Balance))

    assert (opening.which, opening.marks) == (Edge.OPENING, ())
    assert closing.marks == marks


def test_without_an_opening_balance_nothing_is_said_of_the_sum() -> None:
    data = statement(":62F:C241031EUR15,00\n", ":62F:C241031EUR16,00\n", opening="")

    assert [x.marks for x in read(data) if isinstance(x, Balance)] == [(), ()]


def test_every_balance_has_its_name() -> None:
    tags = ("60M", "62M", "64", "65")
    data = statement(*(f":{tag}:C241031EUR10,00\n" for tag in tags), opening="")

    found = [x.which for x in read(data) if isinstance(x, Balance)]
    assert found == [Edge.INTERIM, Edge.INTERIM, Edge.AVAILABLE, Edge.AVAILABLE]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (":61:241003C1.50NTRF\n", Reason.NOT_AN_AMOUNT),
        (":61:241003C1,505NTRF\n", Reason.NOT_AN_AMOUNT),
        (":61:241003X1,50NTRF\n", Reason.NO_ENTRY),
        (":61:241003C1,50\n", Reason.NO_ENTRY),
        (":61:2410030230C1,50NTRF\n", Reason.NOT_A_DATE),
        (":61:241332C1,50NTRF\n", Reason.NOT_A_DATE),
        (":62F:C241031EUR1.50\n", Reason.NOT_AN_AMOUNT),
        (":62F:nothing\n", Reason.NO_ENTRY),
        ("words of nobody\n", Reason.NO_ENTRY),
        (f":61:241003C1,50NTRF\n:86:{'x' * 70_000}\n", Reason.TOO_LONG),
    ],
)
def test_what_cannot_be_read_is_a_snag(line: str, reason: Reason) -> None:
    assert snags(line) == [reason]


def test_letters_of_an_unnamed_character_set_are_marked() -> None:
    data = statement(":61:241003C1,00NTRF\n:86:Andr~\n").replace(b"~", b"\xe9")
    (found,) = (x for x in read(data) if isinstance(x, Booking))

    assert (found.purpose, found.marks) == ("Andr\ufffd", (Mark.REPLACED_SIGN,))


def test_a_file_that_stops_in_an_amount_says_nothing_of_it() -> None:
    data = statement(":61:241003C1,00NTRF\n", ":61:241003C120,50NTRF\n")
    found = read(data[: data.index(b"120,5") + 5])

    assert [x.amount for x in found if isinstance(x, Booking)] == [100]
    assert [x.reason for x in found if isinstance(x, Snag)] == [Reason.CUT_OFF]


@pytest.mark.parametrize(
    ("end", "marks"),
    [
        (":86:words\n", (Mark.CUT_OFF,)),
        (":62F:C241031EUR11,0", (Mark.CUT_OFF,)),
        (":62F:C241031EUR11,00\n", ()),
    ],
)
def test_the_last_record_of_a_file_that_stops_is_marked(
    end: str, marks: tuple[Mark, ...]
) -> None:
    data = statement(":61:241003C1,00NTRF\n", ":86:words\n", ":62F:C241031EUR11,00\n")
    found = read(data[: data.index(end.encode()) + len(end)])[-1]

    assert isinstance(found, Booking | Balance)
    assert found.marks == marks


def test_a_file_that_stops_in_its_head_ends_in_a_snag() -> None:
    (found,) = read(b":20:X\n:25:1203/77\n")

    assert isinstance(found, Snag)
    assert found.reason is Reason.CUT_OFF


@pytest.mark.parametrize(
    "head",
    [
        ":20:X\n:25:1",
        "ABNANL2A\n940\nABNANL2A\n:20:X\r\n:25:1",
        "{1:F01X}{2:I940}{4:\r\n:20:X\r\n:21:Y\r\n:25P:1",
        "\r\n:20:X\r\n:25:1",
    ],
)
def test_a_statement_is_known_by_its_reference_and_account(head: str) -> None:
    assert Mt940().recognises("x", head.encode())


@pytest.mark.parametrize(
    "head", ["", ":20:X\n:32A:1", "\n".join(["word"] * 20) + "\n:20:X\n:25:1"]
)
def test_other_files_are_left_to_others(head: str) -> None:
    assert not Mt940().recognises("x.sta", head.encode())


def test_public_files_read_as_another_reader_reads_them(shared: Path) -> None:
    with (shared / "samples/manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["format"] == "mt940"]
    files = [shared / "samples" / row["file"] for row in rows if row["file"].endswith(".sta")]
    assert len(files) == 31

    for path in files:
        data = path.read_bytes()
        with warnings.catch_warnings(action="ignore"):
            theirs = mt940.parse(data.decode("utf-8", "replace"))
        found = [x for x in read(data) if isinstance(x, Booking)]
        assert [Decimal(x.amount) / 100 for x in found] == [
            other.data["amount"].amount for other in theirs
        ], path.name
        for own, other in zip(found, theirs, strict=True):
            if isinstance(own.valued, Wall):
                assert own.valued.at == str(other.data["date"]), path.name
            if isinstance(own.booked, Wall):
                assert own.booked.at == str(other.data["entry_date"]), path.name
        known = [r.name for r in READERS if r.recognises("x", data[: 1 << 16])]
        assert known == ["mt940"] or (not known and len(found) < 2), path.name


def test_a_person_is_asked_in_which_zone_its_days_are() -> None:
    assert Mt940().asks(Original("0" * 64, "x", b"")) == (Asked.ZONE,)
