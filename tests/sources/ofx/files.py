from __future__ import annotations

from hypothesis import strategies as st

HEAD = b"OFXHEADER:100\r\nDATA:OFXSGML\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n<OFX>"
AMOUNTS = st.sampled_from(
    ["12.50", "-1,00", "+007.5000", "1,234", "9" * 30, "", "-", ".", "1.234,56", "0"]
)
DAYS = st.sampled_from(["20241003", "20241003120000[-5:EST]", "20240230", "0000", "", "x"])
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="<"), max_size=8),
    st.sampled_from(["&amp;", "&#xD800;", "&#0;", "<![CDATA[<STMTTRN>]]>", "e\u0301", "&x;"]),
)
ENDS = st.sampled_from(["", "</STMTTRN>\n", "</STMTTRN> x", "</NAME></STMTTRN>"])
BOOKINGS = st.builds(
    "<STMTTRN><DTPOSTED>{}<TRNAMT>{}<FITID>1<NAME>{}{}".format, DAYS, AMOUNTS, WORDS, ENDS
)
SCRAPS = st.sampled_from(
    [
        "<STMTRS><CURDEF>EUR",
        "<CURDEF>jpy</CURDEF>",
        "<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM>",
        "<BANKTRANLIST>",
        "</BANKTRANLIST>",
        "<LEDGERBAL><BALAMT>1.00<DTASOF>20241031</LEDGERBAL>",
        "<AVAILBAL/>",
        "<BALLIST><BAL>",
        "</BAL></BALLIST>",
        "<PAYEE><NAME>x</PAYEE>",
        "</OFX>",
        "<OFX>",
        "<!-- <STMTTRN> -->",
        "<!--",
        "<![CDATA[",
        "]]>",
        "<",
        "\n",
        "words",
        "</NAME>",
    ]
)


def _harmed(head: bytes, middle: str, *, closed: bool, cut: int | None) -> bytes:
    raw = head + middle.encode() + (b"</OFX>\n" if closed else b"")
    return raw if cut is None else raw[: cut % (len(raw) + 1)]


FILES = st.builds(
    _harmed,
    st.sampled_from([HEAD, b"<OFX>", b"\xef\xbb\xbf<?OFX?>\n<OFX>", b""]),
    st.lists(st.one_of(BOOKINGS, SCRAPS), max_size=8).map("".join),
    closed=st.booleans(),
    cut=st.none() | st.integers(0, 2000),
)
