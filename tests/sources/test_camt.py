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
from hearthbook.sources.camt import Camt
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Asked
from hearthbook.sources.contract import Original

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield

ROOT = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
DAY = "<BookgDt><Dt>2024-10-03</Dt></BookgDt>"
NUMBER = "DE02120300000000202051"


def read(data: bytes) -> list[Yield]:
    return list(Camt().read(Original("0" * 64, "some.xml", data), Answers()))


def entry(
    amount: str = "4.20", side: str = "CRDT", rest: str = DAY, currency: str = "EUR"
) -> str:
    printed = f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
    return f"<Ntry>{printed}{rest}</Ntry>\n"


def balance(code: str, amount: str, side: str = "CRDT", currency: str = "EUR") -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount}'
        f"</Amt><CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>2024-10-31</Dt></Dt></Bal>\n"
    )


def details(*transactions: str) -> str:
    inner = "".join(f"<TxDtls>{one}</TxDtls>" for one in transactions)
    return f"{DAY}<NtryDtls>{inner}</NtryDtls>"


def party(role: str, name: str) -> str:
    return f"<RltdPties><{role}><Nm>{name}</Nm></{role}></RltdPties>"


def statement(*records: str, number: str = NUMBER) -> str:
    return (
        f"<Stmt><Id>1</Id><Acct><Id><IBAN>{number}</IBAN></Id></Acct>{''.join(records)}</Stmt>"
    )


def message(*statements: str, root: str = ROOT) -> bytes:
    inner = "".join(statements)
    return f"{root}<BkToCstmrStmt>{inner}</BkToCstmrStmt></Document>\n".encode()


def one(record: str) -> Booking:
    (found,) = (x for x in read(message(statement(record))) if not isinstance(x, Frame))
    assert isinstance(found, Booking)
    return found


def snag(record: str) -> Reason:
    (found,) = (x for x in read(message(statement(record))) if not isinstance(x, Frame))
    assert isinstance(found, Snag)
    return found.reason


def test_an_entry_keeps_its_days_amount_and_account() -> None:
    found = one(entry(rest=f"<Sts>BOOK</Sts>{DAY}<ValDt><Dt>2024-10-05</Dt></ValDt>"))

    assert found.account == NUMBER
    assert found.booked == Wall("2024-10-03", Precision.DAY)
    assert found.valued == Wall("2024-10-05", Precision.DAY)
    assert (found.amount, found.currency, found.marks) == (420, "EUR", ())
    assert (found.raw_amount, found.raw_date) == ("CRDT 4.20", "2024-10-03")


def test_a_currency_in_decomposed_letters_is_kept_in_composed_ones() -> None:
    assert one(entry(currency="E\u0303UR")).currency == "\u1ebcUR"


def test_an_entry_is_the_bytes_of_its_element_and_the_space_behind() -> None:
    data = message(statement(entry("1.00"), entry("2.00")))

    places = [x.origin for x in read(data) if isinstance(x, Booking)]

    assert [data[p.start : p.end].decode() for p in places] == [entry("1.00"), entry("2.00")]


@pytest.mark.parametrize(
    ("printed", "side", "currency", "amount"),
    [
        ("12.50", "DBIT", "EUR", -1250),
        ("12.50000", "CRDT", "EUR", 1250),
        ("1.230", "CRDT", "EUR", 123),
        ("1.234", "CRDT", "KWD", 1234),
        ("200000", "CRDT", "SEK", 20_000_000),
        ("2700", "CRDT", "JPY", 2700),
        ("1.23456", "CRDT", "EUR", Reason.NOT_AN_AMOUNT),
        ("1,50", "CRDT", "EUR", Reason.NOT_AN_AMOUNT),
        ("-1.50", "DBIT", "EUR", Reason.NOT_AN_AMOUNT),
        ("", "CRDT", "EUR", Reason.MISSING_FIELD),
        ("1.00", "", "EUR", Reason.MISSING_FIELD),
    ],
)
def test_an_amount_has_its_sign_from_its_side(
    printed: str, side: str, currency: str, amount: int | Reason
) -> None:
    record = entry(printed, side, currency=currency)

    assert (snag(record) if isinstance(amount, Reason) else one(record).amount) == amount


@pytest.mark.parametrize(
    ("rest", "shown"),
    [
        ("<BookgDt><DtTm>2024-10-03T23:59:59.000000000-08:00</DtTm></BookgDt>", "2024-10-03"),
        ("<BookgDt><Dt>2024-10-03Z</Dt></BookgDt>", "2024-10-03"),
        ("<BookgDt><Dt>2024-02-30</Dt></BookgDt>", Reason.NOT_A_DATE),
        ("<BookgDt><Dt>soon</Dt></BookgDt>", Reason.NOT_A_DATE),
    ],
)
def test_a_time_is_the_day_that_is_written(rest: str, shown: str | Reason) -> None:
    if isinstance(shown, Reason):
        assert snag(entry(rest=rest)) == shown
    else:
        assert one(entry(rest=rest)).booked == Wall(shown, Precision.DAY)


def test_an_entry_without_a_day_stays_without() -> None:
    found = one(entry(rest="<ValDt><Dt>2024-10-05</Dt></ValDt>"))

    assert found.booked is None
    assert found.valued == Wall("2024-10-05", Precision.DAY)


@pytest.mark.parametrize(
    ("status", "marks"),
    [
        ("<Sts>BOOK</Sts>", ()),
        ("<Sts><Cd>BOOK</Cd></Sts>", ()),
        ("<Sts>PDNG</Sts>", (Mark.PENDING,)),
        ("<Sts><Cd>INFO</Cd></Sts>", (Mark.PENDING,)),
        ("<RvslInd>true</RvslInd>", (Mark.REVERSED,)),
        ("<RvslInd>false</RvslInd>", ()),
    ],
)
def test_what_is_pending_or_taken_back_is_marked(status: str, marks: tuple[Mark, ...]) -> None:
    assert one(entry(rest=status + DAY)).marks == marks


@pytest.mark.parametrize(
    ("side", "rest", "names"),
    [
        ("CRDT", details(party("Dbtr", "Rafael")), "Rafael"),
        ("DBIT", details(party("Cdtr", "Nursery")), "Nursery"),
        ("CRDT", details(party("Cdtr", "Myself")), ""),
        ("CRDT", f"<RvslInd>1</RvslInd>{details(party('Cdtr', 'Nursery'))}", "Nursery"),
        ("CRDT", details("<RltdPties><Dbtr><Pty><Nm>Ann</Nm></Pty></Dbtr></RltdPties>"), "Ann"),
        (
            "CRDT",
            details(
                "<RltdPties><Dbtr><Nm>Ann</Nm></Dbtr><DbtrAcct><Id><Othr><Id>5</Id></Othr></Id>"
                "</DbtrAcct></RltdPties>"
            ),
            "Ann 5",
        ),
    ],
)
def test_the_other_side_is_named_and_never_the_own(side: str, rest: str, names: str) -> None:
    assert one(entry(side=side, rest=rest)).counterparty == names


def test_the_purpose_is_all_that_was_written() -> None:
    words = "<RmtInf><Ustrd>October</Ustrd><Ustrd>Clara &lt;3</Ustrd></RmtInf>"
    found = one(entry(rest=f"{details(words)}<AddtlNtryInf>TRANSFER</AddtlNtryInf>"))

    assert found.purpose == "October\nClara <3\nTRANSFER"


def test_several_payments_in_one_entry_are_marked_and_added_up() -> None:
    ten, five = (f'<Amt Ccy="EUR">{n}</Amt>' for n in ("10.00", "5.00"))
    other = '<Amt Ccy="USD">5.00</Amt>'

    assert one(entry("15.00", rest=details(ten, five))).marks == (Mark.SEVERAL_INSIDE,)
    assert one(entry("16.00", rest=details(ten, other))).marks == (Mark.SEVERAL_INSIDE,)
    assert one(entry("16.00", rest=details(ten, five))).marks == (
        Mark.NOT_THE_SUM,
        Mark.SEVERAL_INSIDE,
    )


@pytest.mark.parametrize(
    ("records", "marks"),
    [
        ((balance("OPBD", "1.00"), balance("CLBD", "5.20"), entry()), ()),
        ((balance("PRCD", "1.00", "DBIT"), entry(), balance("CLBD", "3.20")), ()),
        ((balance("OPBD", "1.00"), balance("CLBD", "5.21"), entry()), (Mark.NOT_THE_SUM,)),
        (
            (balance("OPBD", "1.00"), balance("CLBD", "5.20"), "<Ntry></Ntry>"),
            (Mark.NOT_THE_SUM,),
        ),
        ((balance("CLBD", "9.00"), entry()), ()),
        ((balance("OPBD", "1.00"), balance("CLBD", "9.00"), entry(currency="USD")), ()),
        (
            (balance("OPBD", "1.00"), balance("CLBD", "1.00"), entry(rest="<Sts>PDNG</Sts>")),
            (),
        ),
    ],
)
def test_a_closing_balance_is_what_the_entries_come_to_or_is_marked(
    records: tuple[str, ...], marks: tuple[Mark, ...]
) -> None:
    found = read(message(statement(*records)))

    (closing,) = (x for x in found if isinstance(x, Balance) and x.which is Edge.CLOSING)
    assert closing.marks == marks
    assert all(x.marks == () for x in found if isinstance(x, Balance) and x is not closing)


def test_each_statement_adds_up_alone() -> None:
    wrong = statement(balance("OPBD", "1.00"), balance("CLBD", "9.00"), number="A")
    right = statement(balance("OPBD", "1.00"), balance("CLBD", "1.00"), number="B")
    found = [x for x in read(message(wrong, right)) if isinstance(x, Balance)]

    assert [(x.account, bool(x.marks)) for x in found] == [
        ("A", False),
        ("A", True),
        ("B", False),
        ("B", False),
    ]


def test_a_balance_of_a_page_is_not_the_opening_of_the_statement() -> None:
    page = balance("OPBD", "1.00").replace("</Tp>", "<SubTp><Cd>INTM</Cd></SubTp></Tp>")
    (found,) = (x for x in read(message(statement(page))) if isinstance(x, Balance))

    assert found.which is Edge.INTERIM


def test_a_balance_of_an_unknown_name_is_kept() -> None:
    (found,) = (
        x for x in read(message(statement(balance("XPCD", "1.00")))) if isinstance(x, Balance)
    )

    assert (found.which, found.amount) == (None, 100)


def test_prefixes_make_no_difference() -> None:
    plain = message(statement(entry(), balance("CLBD", "1.00"))).decode()
    prefixed = plain.replace("</", "<//").replace("<", "<n:").replace("<n://", "</n:")
    found = read(prefixed.replace("xmlns=", "xmlns:n=").encode())

    assert [type(x) for x in found] == [Frame, Booking, Balance, Frame]


def test_the_encoding_of_the_prolog_holds_for_each_entry() -> None:
    root = f'<?xml version="1.0" encoding="ISO-8859-1"?>{ROOT}'
    record = entry(rest=details(party("Dbtr", "Zoé")))
    data = message(statement(record), root=root).decode().encode("latin-1")

    assert [x.counterparty for x in read(data) if isinstance(x, Booking)] == ["Zoé"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("<Ntry><Amt></Ntry>", Reason.BROKEN_MARKUP),
        (entry(rest=f"{DAY}<AddtlNtryInf>&who;</AddtlNtryInf>"), Reason.BROKEN_MARKUP),
        (entry().replace("</Ntry>", ""), Reason.BROKEN_MARKUP),
        (entry(rest=f"{DAY}<AddtlNtryInf>{'x' * 300_000}</AddtlNtryInf>"), Reason.TOO_LONG),
        (f"<!-- {entry()} -->", Reason.NO_ENTRY),
        ("<Odd><Amt>1</Amt></Odd>", Reason.UNKNOWN_ELEMENT),
        ("words", Reason.NO_ENTRY),
        ("</Odd>", Reason.BROKEN_MARKUP),
    ],
)
def test_what_cannot_be_read_is_a_snag(record: str, reason: Reason) -> None:
    assert snag(record) == reason


def test_a_tag_inside_cdata_or_a_comment_ends_nothing() -> None:
    inner = "<AddtlNtryInf><![CDATA[</Ntry>]]><!-- </Ntry> -->!</AddtlNtryInf>"

    assert one(entry(rest=DAY + inner)).purpose == "</Ntry>!"


def test_a_broken_entry_takes_no_other_with_it() -> None:
    broken = entry("2.00").replace("</Ntry>\n", "")
    found = read(message(statement(entry("1.00"), broken, entry("3.00"))))

    assert [x.amount for x in found if isinstance(x, Booking)] == [100, 300]
    assert [x.reason for x in found if isinstance(x, Snag)] == [Reason.BROKEN_MARKUP]


def test_no_entity_of_a_document_type_is_resolved() -> None:
    trap = f"<!DOCTYPE Document [<!ENTITY who 'Ann'>]>{ROOT}"
    record = entry(rest=f"{DAY}<AddtlNtryInf>&who;</AddtlNtryInf>")
    found = read(message(statement(record), root=trap))

    assert [type(x) for x in found if not isinstance(x, Frame)] == [Snag, Snag]


@pytest.mark.parametrize("end", ["</Ntry>\n", "4.2", "<BkToCstmrStmt>"])
def test_a_file_that_stops_says_so(end: str) -> None:
    data = message(statement(entry()))
    found = read(data[: data.index(end.encode()) + len(end)])

    last = found[-1]
    if isinstance(last, Booking):
        assert last.marks == (Mark.CUT_OFF,)
    else:
        assert isinstance(last, Snag)
        assert last.reason is Reason.CUT_OFF


@pytest.mark.parametrize(
    "head",
    [
        ROOT,
        f"\ufeff<?xml version='1.0'?>\n<!-- from the bank -->\n{ROOT}",
        "<n:Document xmlns:n='urn:iso:std:iso:20022:tech:xsd:camt.054.001.13'>",
        "<Document>\n<BkToCstmrAcctRpt>",
    ],
)
def test_a_statement_is_known_by_its_root(head: str) -> None:
    assert Camt().recognises("x", head.encode())


@pytest.mark.parametrize(
    "head",
    [b"", b"<Document>", b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.03'>"],
)
def test_other_files_are_left_to_others(head: bytes) -> None:
    assert not Camt().recognises("camt.053.xml", head)


def test_a_file_in_utf_16_or_an_unknown_code_is_one_snag() -> None:
    strange = message(root=f"<?xml version='1.0' encoding='iso-8859-12'?>{ROOT}")
    for data in (message(statement(entry())).decode().encode("utf-16"), strange):
        (found,) = read(data)

        assert isinstance(found, Snag)
        assert found.reason is Reason.NOT_TEXT


def test_every_public_file_holds_as_many_entries_as_its_manifest_says(shared: Path) -> None:
    with (shared / "samples/manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["format"] == "camt"]
    assert len(rows) >= 18

    for row in rows:
        data = (shared / "samples" / row["file"]).read_bytes()
        found = read(data)
        booked = sum(isinstance(x, Booking) for x in found)
        assert row["expected"].startswith(f"{booked} Ntry"), row["file"]
        assert not [x for x in found if isinstance(x, Snag)], row["file"]
        assert [r.name for r in READERS if r.recognises("x", data[: 1 << 16])] == ["camt"]


def test_a_person_is_asked_in_which_zone_its_days_are() -> None:
    assert Camt().asks(Original("0" * 64, "x", b"")) == (Asked.ZONE,)
