from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Balance
from hearthbook.records.statement import Booking
from hearthbook.records.statement import Edge
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.ofx import Ofx

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield

HEAD = "OFXHEADER:100\nDATA:OFXSGML\nCHARSET:1252\n\n"
FIELDS = {"DTPOSTED": "20241003", "TRNAMT": "-4.20", "FITID": "1", "NAME": "Bakery"}


def read(data: bytes) -> list[Yield]:
    return list(Ofx().read(Original("0" * 64, "some.ofx", data), Answers()))


def written(**fields: str) -> str:
    """Return a booking with `fields`, those that are empty left out."""
    values = {name: text for name, text in (FIELDS | fields).items() if text}
    return "<STMTTRN>" + "".join(f"<{n}>{t}\n" for n, t in values.items()) + "</STMTTRN>\n"


def statement(*records: str, currency: str = "EUR", header: str = HEAD) -> str:
    return (
        f"{header}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}\n<BANKACCTFROM>"
        f"<ACCTID>77</BANKACCTFROM><BANKTRANLIST>\n{''.join(records)}</BANKTRANLIST>"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )


def one(*records: str, currency: str = "EUR", encoding: str = "utf-8") -> Booking:
    data = statement(*records, currency=currency).encode(encoding)
    (found,) = (x for x in read(data) if not isinstance(x, Frame))
    assert isinstance(found, Booking)
    return found


def snag(*records: str) -> Reason:
    (found,) = (x for x in read(statement(*records).encode()) if not isinstance(x, Frame))
    assert isinstance(found, Snag)
    return found.reason


def test_a_booking_keeps_its_day_amount_words_and_account() -> None:
    found = one(written(MEMO="two loaves", DTAVAIL="20241005"))

    assert found.account == "77"
    assert found.booked == Wall("2024-10-03", Precision.DAY)
    assert found.valued == Wall("2024-10-05", Precision.DAY)
    assert (found.amount, found.currency) == (-420, "EUR")
    assert (found.counterparty, found.purpose) == ("Bakery", "two loaves")
    assert (found.raw_amount, found.raw_date, found.reference) == ("-4.20", "20241003", "1")
    assert found.marks == ()


def test_a_booking_is_the_bytes_of_its_element_and_the_space_behind() -> None:
    text = statement(written(), written(FITID="2"))

    places = [x.origin for x in read(text.encode()) if isinstance(x, Booking)]

    assert [text[p.start : p.end] for p in places] == [written(), written(FITID="2")]


@pytest.mark.parametrize(
    ("printed", "currency", "amount"),
    [
        ("12.50", "EUR", 1250),
        ("12,5", "EUR", 1250),
        ("+0000000000115.8300", "USD", 11583),
        (".99", "USD", 99),
        ("-1.234,56", "EUR", -123_456),
        ("1,234,567.80", "EUR", 123_456_780),
        ("1200", "JPY", 1200),
        ("1.250", "KWD", Reason.NOT_AN_AMOUNT),
        ("1,234", "EUR", Reason.NOT_AN_AMOUNT),
        ("115.8331", "EUR", Reason.NOT_AN_AMOUNT),
        ("1.5", "JPY", Reason.NOT_AN_AMOUNT),
        ("12-50", "EUR", Reason.NOT_AN_AMOUNT),
        ("", "EUR", Reason.MISSING_FIELD),
    ],
)
def test_an_amount_is_whole_minor_units_or_a_snag(
    printed: str, currency: str, amount: int | Reason
) -> None:
    data = statement(written(TRNAMT=printed), currency=currency).encode()
    (found,) = (x for x in read(data) if not isinstance(x, Frame))

    assert (found.amount if isinstance(found, Booking) else found.reason) == amount  # type: ignore[union-attr] # a snag, as the comparison tells


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("20241003", "2024-10-03"),
        ("20241003120000", "2024-10-03"),
        ("20241003235959.999[-8:PST]", "2024-10-03"),
        ("20241003000000[-:EST]", "2024-10-03"),
        ("20180804093914:014", "2018-08-04"),
        ("20240230", Reason.NOT_A_DATE),
        ("03.10.2024", Reason.NOT_A_DATE),
        ("", Reason.MISSING_FIELD),
    ],
)
def test_a_time_is_the_day_that_is_written(printed: str, shown: str | Reason) -> None:
    if isinstance(shown, Reason):
        assert snag(written(DTPOSTED=printed)) == shown
    else:
        assert one(written(DTPOSTED=printed)).booked == Wall(shown, Precision.DAY)


def test_two_bookings_of_one_id_are_two_bookings() -> None:
    data = statement(written(), written()).encode()

    assert len([x for x in read(data) if isinstance(x, Booking)]) == 2


def test_a_currency_of_its_own_comes_before_that_of_the_statement() -> None:
    own = written().replace("<FITID>", "<CURRENCY><CURRATE>1<CURSYM>USD</CURRENCY><FITID>")
    foreign = own.replace("CURRENCY>", "ORIGCURRENCY>")

    assert one(own).currency == "USD"
    assert one(foreign).currency == "EUR"
    assert one(written(), currency="").currency == ""


def test_text_is_unwrapped_once_and_no_more() -> None:
    found = one(
        written(NAME="<![CDATA[a </STMTTRN> &amp; b]]>", MEMO="&amp;lt; &#233; &#55357;")
    )

    assert found.counterparty == "a </STMTTRN> &amp; b"
    assert found.purpose == "&lt; é &#55357;"


def test_the_header_decides_only_what_utf8_leaves_open() -> None:
    assert one(written(NAME="Düne")).counterparty == "Düne"
    assert one(written(NAME="Düne"), encoding="cp1252").counterparty == "Düne"


def test_bytes_that_fit_no_page_are_marked() -> None:
    data = statement(written(NAME="D~ne")).encode().replace(b"~", b"\x81")
    (found,) = (x for x in read(data) if isinstance(x, Booking))

    assert found.marks == (Mark.REPLACED_SIGN,)


def test_a_name_left_uncomposed_is_composed_and_marked() -> None:
    found = one(written(NAME="Rene\u0301"))

    assert (found.counterparty, found.marks) == ("René", (Mark.RECOMPOSED,))


@pytest.mark.parametrize(
    "broken",
    [
        written().replace("</STMTTRN>\n", ""),
        written().replace("<FITID>", "<TRNAMT>-4.21<FITID>"),
        written().replace("\n</STMTTRN>", "</MEMO></STMTTRN>"),
        written().replace("</STMTTRN>", "</STMTTRN>1.00"),
        written().replace("<FITID>", "< FITID>"),
    ],
)
def test_a_booking_whose_markup_is_broken_is_a_snag(broken: str) -> None:
    assert snag(broken) == Reason.BROKEN_MARKUP


def test_a_broken_booking_takes_no_other_with_it() -> None:
    broken = written(FITID="2").replace("</STMTTRN>\n", "")
    found = read(statement(written(), broken, written(FITID="3")).encode())

    assert [x.reference for x in found if isinstance(x, Booking)] == ["1", "3"]
    assert [x.reason for x in found if isinstance(x, Snag)] == [Reason.BROKEN_MARKUP]


def test_a_file_cut_inside_an_amount_says_nothing_of_it() -> None:
    text = statement(written(), written(TRNAMT="120.50"))
    found = read(text[: text.index("120.50") + 3].encode())

    assert [x.amount for x in found if isinstance(x, Booking)] == [-420]
    assert [x.reason for x in found if isinstance(x, Snag)] == [Reason.CUT_OFF]


def test_a_file_cut_behind_a_booking_marks_it() -> None:
    text = statement(written())
    found = read(text[: text.index("</STMTTRN>") + 10].encode())

    assert [x.marks for x in found if isinstance(x, Booking)] == [(Mark.CUT_OFF,)]


def test_a_file_cut_between_records_ends_in_a_snag() -> None:
    text = statement(written())
    found = read(text[: text.index("</STMTRS>")].encode())

    assert isinstance(found[-1], Snag)
    assert found[-1].reason is Reason.CUT_OFF


def test_a_second_account_has_nothing_of_the_first() -> None:
    first = statement(written()).replace("</OFX>\n", "")
    second = "<CCSTMTRS><STMTTRN><DTPOSTED>20241003<TRNAMT>1<FITID>9</STMTTRN></CCSTMTRS></OFX>"

    found = [x for x in read((first + second).encode()) if isinstance(x, Booking)]

    assert [(x.account, x.currency) for x in found] == [("77", "EUR"), ("", "")]


def test_balances_are_as_printed() -> None:
    ledger = "<LEDGERBAL><BALAMT>-3,10<DTASOF>20241031</LEDGERBAL>"
    free = "<AVAILBAL><BALAMT>96.90<DTASOF>20241101</AVAILBAL>"
    found = [x for x in read(statement(ledger, free).encode()) if isinstance(x, Balance)]

    assert [(x.which, x.amount, x.raw_amount) for x in found] == [
        (Edge.CLOSING, -310, "-3,10"),
        (Edge.AVAILABLE, 9690, "96.90"),
    ]


def test_securities_are_one_snag_and_their_parts_are_not_taken_for_frames() -> None:
    bought = "<INVTRAN><FITID>1<MEMO>x</INVTRAN><SUBACCTFUND>CASH"

    assert snag(f"<BUYSTOCK><INVBUY>{bought}</INVBUY></BUYSTOCK>") == Reason.UNKNOWN_ELEMENT


def test_a_commented_out_booking_is_a_snag() -> None:
    assert snag(f"<!-- {written()} -->") == Reason.NO_ENTRY


def test_a_booking_longer_than_any_bank_writes_is_a_snag() -> None:
    assert snag(written(MEMO="x" * 200_000)) == Reason.TOO_LONG


@pytest.mark.parametrize(
    "head", [HEAD + "<OFX>", "<OFX>", "\ufeff<?xml version='1.0'?>\n<?OFX a?>\n<OFX >"]
)
def test_a_statement_is_known_by_its_root(head: str) -> None:
    assert Ofx().recognises("x", head.encode())


def test_a_statement_in_utf_16_is_known_too() -> None:
    assert Ofx().recognises("x", f"{HEAD}<OFX>".encode("utf-16"))


@pytest.mark.parametrize("head", [b"", b"OFXHEADER:100", b"<OFXS>", b"she wrote <OFX>"])
def test_other_files_are_left_to_others(head: bytes) -> None:
    assert not Ofx().recognises("x.ofx", head)


def test_a_file_in_utf_16_is_one_snag() -> None:
    (found,) = read(statement(written()).encode("utf-16"))

    assert isinstance(found, Snag)
    assert found.reason is Reason.NOT_TEXT


def test_every_public_file_holds_as_many_entries_as_its_manifest_says(shared: Path) -> None:
    with (shared / "samples/manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["format"] == "ofx"]
    assert len(rows) >= 14

    for row in rows:
        data = (shared / "samples" / row["file"]).read_bytes()
        found = [
            x
            for x in read(data)
            if not isinstance(x, Frame)
            and data[read_from(x).start : read_from(x).end].startswith(b"<STMTTRN")
        ]
        assert f"{len(found)} STMTTRN" == row["expected"], row["file"]
        assert [r.name for r in READERS if r.recognises("x", data[: 1 << 16])] == ["ofx"]


def test_a_booking_behind_the_end_of_a_whole_file_is_not_called_cut_off() -> None:
    found = read((statement() + written()).encode())

    assert [x.marks for x in found if isinstance(x, Booking)] == [()]


def test_a_person_is_asked_in_which_zone_its_days_are() -> None:
    assert Ofx().asks(Original("0" * 64, "x", b"")) == (Asked.ZONE,)
