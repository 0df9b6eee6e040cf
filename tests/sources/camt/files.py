from __future__ import annotations

from hypothesis import strategies as st

ROOT = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
HEADS = st.sampled_from(
    [
        f"<?xml version='1.0' encoding='UTF-8'?>\n{ROOT}",
        f"<?xml version='1.0' encoding='ISO-8859-1'?>{ROOT}<BkToCstmrStmt><Stmt>",
        f"\ufeff{ROOT}<BkToCstmrStmt>",
        "<?xml version='1.0' encoding='koi8-x'?>",
        "",
    ]
)
AMOUNTS = st.sampled_from(["1.00", "12.34500", "1,00", "", "-3.00", "9" * 20, "x"])
SIDES = st.sampled_from(["CRDT", "DBIT", "", "X"])
DAYS = st.sampled_from(["2024-10-03", "2024-02-30", "2024-10-03+01:00", "", "3.10.2024"])
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="<&"), max_size=8),
    st.sampled_from(
        ["&amp;", "&x;", "<![CDATA[<Ntry>]]>", "e\u0301", "<!-- </Ntry> -->", "a:b"]
    ),
)
ENTRIES = st.builds(
    '<Ntry><Amt Ccy="{}">{}</Amt><CdtDbtInd>{}</CdtDbtInd><BookgDt><Dt>{}</Dt></BookgDt>'
    "<AddtlNtryInf>{}</AddtlNtryInf>{}".format,
    st.sampled_from(["EUR", "JPY", ""]),
    AMOUNTS,
    SIDES,
    DAYS,
    WORDS,
    st.sampled_from(["</Ntry>\n", "</Ntry>x", "", "</Stmt>", "<NtryDtls/></Ntry>"]),
)
BALANCES = st.builds(
    '<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{}</Amt>'
    "<CdtDbtInd>{}</CdtDbtInd><Dt><Dt>{}</Dt></Dt></Bal>".format,
    st.sampled_from(["OPBD", "CLBD", "XXXX"]),
    AMOUNTS,
    SIDES,
    DAYS,
)
SCRAPS = st.sampled_from(
    [
        "<BkToCstmrStmt>",
        "<Stmt>",
        "<Stmt/>",
        "</Stmt>",
        "<Acct><Id><IBAN>DE1</IBAN></Id></Acct>",
        "<Acct>",
        "</Acct>",
        "<n:Ntry></n:Ntry>",
        "<Ntry/>",
        "<Bal>",
        "<Odd>",
        "</Odd>",
        "</BkToCstmrStmt>",
        "<!-- <Ntry> -->",
        "<!--",
        "<![CDATA[",
        "<!DOCTYPE x [<!ENTITY y 'z'>]>",
        "&y;",
        "<",
        "\n",
        "words",
    ]
)


def _harmed(head: str, middle: str, *, closed: bool, cut: int | None) -> bytes:
    raw = (head + middle + ("</Document>\n" if closed else "")).encode()
    return raw if cut is None else raw[: cut % (len(raw) + 1)]


FILES = st.builds(
    _harmed,
    HEADS,
    st.lists(st.one_of(ENTRIES, BALANCES, SCRAPS), max_size=8).map("".join),
    closed=st.booleans(),
    cut=st.none() | st.integers(0, 3000),
)
