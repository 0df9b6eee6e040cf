"""An element read by its tags says what the parser finds in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.message import Mark
from hearthbook.records.statement import Booking
from hearthbook.sources import camt
from hearthbook.sources.camt import parsing
from hearthbook.sources.camt.entries import booking
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.pieces import origin
from tests.sources.camt.files import ENTRIES
from tests.sources.camt.files import FILES

NUMBER = "DE02120300000000202051"
PLAIN = (
    '<Ntry>\n<Amt Ccy="EUR">12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
    "<BookgDt><Dt>2024-10-03</Dt></BookgDt><AcctSvcrRef>{0}</AcctSvcrRef>"
    "<NtryDtls><Btch/><TxDtls><RltdPties><Dbtr><Nm>{0}</Nm></Dbtr></RltdPties>"
    "<RmtInf><Ustrd>one</Ustrd><Ustrd>{0}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
)
TEXTS = (
    "shoes",
    "  \u00a0 ",
    "Bör\u0308se",
    "a > b",
    "]]>",
    "&amp;",
    "&#65;",
    "&none;",
    "a\r\nb\rc",
    "\x01",
    "\ufffe",
    "\x85",
    "<!-- no -->",
    "<![CDATA[<Ntry>]]>",
    "<?no?>",
    "<b>in</b> bold",
    "<b/>",
    "<b x='1'/>",
    "<Amt Ccy='EUR'>2</Amt>",
    '<Amt Ccy="EUR" Ccy="USD">2</Amt>',
    "<n:b>2</n:b>",
    "<n:b>2</m:b>",
    "<xml:b>2</xml:b>",
    "<b>2</b >",
    "<b >2</b>",
    "<b>2</b/>",
    '<b>2</b Ccy="EUR">',
    "<b>2",
    "2</b>",
    "</Ntry><Ntry>",
    "<",
    "<1>",
    "<b" + "c" * 80 + "/>",
    "<b>" * 20 + "</b>" * 20,
    "<b/>" * 500,
    "</Ustrd></RmtInf></TxDtls><TxDtls><RmtInf><Ustrd>another",
    "</Ustrd></RmtInf></TxDtls></NtryDtls><TxDtls/><NtryDtls><TxDtls><RmtInf><Ustrd>another",
)


def said(raw: bytes, encoding: str) -> object:
    """Return the booking in an element, None if it is not well-formed."""
    marks = set[Mark]()
    entry = parsing.parsed(raw, encoding, marks)
    place = origin(Original("0" * 64, "a.xml", raw), 0, len(raw))
    return None if entry is None else (booking(entry, place, "1"), marks)


def by_the_parser(raw: bytes, encoding: str) -> object:
    """Return the same, as the parser has it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "_plain", lambda _raw, _encoding, _marks: None)
        return said(raw, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "us-ascii"])
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_an_element_says_what_the_parser_finds_in_it(text: str, encoding: str) -> None:
    raw = PLAIN.format(text).encode()

    assert said(raw, encoding) == by_the_parser(raw, encoding)


@pytest.mark.parametrize("raw", [b"<Ntry/>", b"<Ntry>\xff</Ntry>", b"<Ntry></Ntry>"])
def test_hardly_anything_says_the_same_too(raw: bytes) -> None:
    assert said(raw, "utf-8") == by_the_parser(raw, "utf-8")


@given(st.lists(ENTRIES, min_size=1, max_size=2))
def test_any_elements_say_what_the_parser_finds_in_them(some: list[str]) -> None:
    raw = "".join(some).encode("utf-8", "surrogatepass")

    assert said(raw, "utf-8") == by_the_parser(raw, "utf-8")


def test_a_plain_element_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = PLAIN.format("shoes").encode()
    expected = by_the_parser(raw, "utf-8")
    monkeypatch.setattr(parsing, "_parsed", lambda _raw, _encoding, _marks: None)

    assert said(raw, "utf-8") == expected


def test_elements_of_one_shape_keep_their_own_texts() -> None:
    pair = [said(PLAIN.format(text).encode(), "utf-8") for text in ("shoes", "bread")]

    found = [one[0] for one in pair if isinstance(one, tuple)]

    assert [one.reference for one in found] == ["shoes", "bread"]
    assert [one.purpose for one in found] == ["one\nshoes", "one\nbread"]


def read(raw: bytes) -> list[object]:
    """Return what the reader yields."""
    return list(camt.Camt().read(Original("0" * 64, "a.xml", raw), Answers()))


@given(FILES)
def test_what_is_kept_ahead_changes_nothing(raw: bytes) -> None:
    found = read(raw)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(camt, "_AHEAD", 0)
        assert read(raw) == found


@pytest.mark.parametrize("ahead", [0, 1, 1000])
def test_bookings_kept_ahead_are_of_their_account(
    monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    sample = Path(__file__).parent / "camt" / "two-accounts.xml"
    whole = read(sample.read_bytes())
    monkeypatch.setattr(camt, "_AHEAD", ahead)

    found = read(sample.read_bytes())

    assert found == whole
    assert {one.account for one in found if isinstance(one, Booking)} == {NUMBER}
