from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.statement import Address
from hearthbook.records.statement import Contact
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.vcard import Vcard

if TYPE_CHECKING:
    from pathlib import Path

    from hearthbook.sources.contract import Yield


def read(data: bytes) -> list[Yield]:
    return list(Vcard().read(Original("0" * 64, "some.vcf", data), Answers()))


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def one(*lines: str, encoding: str = "utf-8") -> Contact:
    (found,) = read(card(*lines).encode(encoding))
    assert isinstance(found, Contact)
    return found


def snags(data: bytes) -> list[Reason]:
    return [x.reason for x in read(data) if isinstance(x, Snag)]


def test_a_contact_keeps_its_name_numbers_and_mails_as_written() -> None:
    found = one(
        "FN:Rafael\\, called Rafi",
        "TEL;TYPE=CELL,VOICE:+1 555 010-0199",
        "TEL;HOME:tel:+15550100198",
        "EMAIL:MAILTO:rafi@example.org",
        "NOTE:said\\nhe would",
    )

    assert found.name == "Rafael, called Rafi"
    assert found.numbers == (
        Address("+1 555 010-0199", "CELL,VOICE"),
        Address("+15550100198", "HOME"),
    )
    assert found.mails == (Address("rafi@example.org"),)
    assert found.others == ("NOTE: said\nhe would",)
    assert found.marks == ()


def test_a_contact_is_its_card_and_the_blank_lines_behind_it() -> None:
    first, second = card("FN:A") + "\r\n \r\n", card("FN:B")
    data = (first + second).encode()

    assert [data[read_from(x).start : read_from(x).end].decode() for x in read(data)] == [
        first,
        second,
    ]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("N:Castellan;Rafael;Luc;Dr.;Jr.",), "Dr. Rafael Luc Castellan Jr."),
        (("N:Castellan",), "Castellan"),
        (("N:Castellan\\; Lebedev;Ann",), "Ann Castellan; Lebedev"),
        (("N:Castellan;Rafael", "FN:Rafi"), "Rafi"),
        (("N:Castellan;Rafael", "FN: "), "Rafael Castellan"),
        (("ORG:Bakery",), ""),
    ],
)
def test_a_name_is_the_one_shown_or_put_together(lines: tuple[str, ...], name: str) -> None:
    assert one(*lines).name == name


def test_quoted_printable_goes_on_where_its_line_ends_in_a_sign() -> None:
    found = one(
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=90=D0=BD=",
        "=D0=BD=D0=B0",
        "NOTE;QUOTED-PRINTABLE:one=0D=0A=",
        "two",
        "TEL:1=",
        "TEL:2",
    )

    assert found.name == "Анна"
    assert found.others == ("NOTE: one\r\ntwo",)
    assert [each.value for each in found.numbers] == ["1=", "2"]


@pytest.mark.parametrize(
    ("line", "encoding", "name", "marks"),
    [
        ("FN:Zoë", "utf-8", "Zoë", ()),
        ("FN;CHARSET=ISO-8859-1:Zoë", "latin-1", "Zoë", ()),
        ("FN:Zoë", "latin-1", "Zo\ufffd", (Mark.REPLACED_SIGN,)),
        ("FN;CHARSET=unheard-of:Zoë", "latin-1", "Zo\ufffd", (Mark.REPLACED_SIGN,)),
        ("FN:Rene\u0301", "utf-8", "René", (Mark.RECOMPOSED,)),
        ("FN;CHARSET=KOI8-R;QUOTED-PRINTABLE:=E1", "utf-8", "А", ()),
    ],
)
def test_letters_are_those_the_card_says(
    line: str, encoding: str, name: str, marks: tuple[Mark, ...]
) -> None:
    found = one(line, encoding=encoding)

    assert (found.name, found.marks) == (name, marks)


def test_a_label_in_a_line_of_its_own_belongs_to_its_group() -> None:
    found = one(
        "item1.TEL;type=pref:1",
        "item1.X-ABLabel:_$!<Home>!$_",
        "item2.EMAIL:a@example.org",
        "item2.X-ABLabel:since the move",
        "item3.X-ABDATE:2024-05-01",
        "item3.X-ABLabel:_$!<Anniversary>!$_",
        "item4.TEL;type=CELL:2",
    )

    assert found.numbers == (Address("1", "Home"), Address("2", "CELL"))
    assert found.mails == (Address("a@example.org", "since the move"),)
    assert found.others == ("X-ABDATE: 2024-05-01", "X-ABLABEL: _$!<Anniversary>!$_")


def test_a_folded_line_is_put_together() -> None:
    assert one("NOTE:said", "  he would").others == ("NOTE: said he would",)


def test_pictures_and_keys_stay_in_the_original() -> None:
    picture = "PHOTO;ENCODING=b;TYPE=JPEG:" + "QUJD" * 40_000
    found = one("FN:A", picture, "item1.LOGO:QUJD", "PHOTO:https://example.org/a.jpg")

    assert found.others == ("PHOTO: https://example.org/a.jpg",)
    assert found.marks == ()


def test_a_line_that_is_none_is_marked() -> None:
    assert one("FN:A", "no line").marks == (Mark.UNREAD_INSIDE,)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (card("FN:A").replace("END:VCARD\r\n", "") + card("FN:B"), [Reason.BROKEN_MARKUP]),
        (card("FN:A").replace("END:VCARD\r\n", ""), [Reason.CUT_OFF]),
        (f"stray\r\nwords\r\n{card('FN:A')}", [Reason.NO_ENTRY]),
        (f"{card('FN:A')}END:VCARD\r\n", [Reason.NO_ENTRY]),
        (card(f"NOTE:{'x' * 70_000}"), [Reason.TOO_LONG]),
        (f"\r\n\r\n{card('FN:A')}", []),
    ],
)
def test_what_cannot_be_read_is_a_snag(text: str, reasons: list[Reason]) -> None:
    assert snags(text.encode()) == reasons


@pytest.mark.parametrize("head", ["BEGIN:VCARD", "\ufeff\r\nbegin:vcard \r\n"])
def test_an_address_book_is_known_by_its_first_line(head: str) -> None:
    assert Vcard().recognises("x", head.encode())


@pytest.mark.parametrize(
    "head", ["", "BEGIN:VCALENDAR\n", "BEGIN:VCARDS\n", "x\nBEGIN:VCARD\n"]
)
def test_other_files_are_left_to_others(head: str) -> None:
    assert not Vcard().recognises("x.vcf", head.encode())


def test_every_public_file_holds_as_many_cards_as_its_manifest_says(shared: Path) -> None:
    with (shared / "samples/manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["format"] == "vcard"]
    assert len(rows) >= 15

    for row in rows:
        data = (shared / "samples" / row["file"]).read_bytes()
        found = [x for x in read(data) if not isinstance(x, Frame)]
        assert all(isinstance(x, Contact) for x in found), row["file"]
        assert f"{len(found)} cards" == row["expected"], row["file"]
        assert [r.name for r in READERS if r.recognises("x", data[: 1 << 16])] == ["vcard"]
