from __future__ import annotations

from hypothesis import strategies as st

LINES = st.one_of(
    st.sampled_from(
        [
            "BEGIN:VCARD",
            "BEGIN:VCARD",
            "END:VCARD",
            "END:VCARD",
            "VERSION:2.1",
            "FN:Ann",
            "N:Family;Given;;Dr.;",
            "N:\\;",
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=90=",
            "FN;QUOTED-PRINTABLE:e=CC=81=ZZ",
            "FN;CHARSET=KOI8-R;ENCODING=QUOTED-PRINTABLE:=C1",
            "FN;CHARSET=what:x",
            "TEL;CELL:+1 555 010 0199",
            "item1.TEL:tel:5",
            "item1.X-ABLabel:_$!<Home>!$_",
            "X-ABLabel:alone",
            'EMAIL;TYPE="a,b",c:mailto:x@y',
            "TEL;TYPE=e\u0301:1",
            "PHOTO;ENCODING=b:QUJD",
            "NOTE:a\\nb\\",
            " folded",
            "\tfolded=",
            "",
            "words",
            "e\u0301:x",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=6),
)


def _file(lines: list[str], end: str, cut: int | None, hit: int | None) -> bytes:
    raw = bytearray(end.join(["BEGIN:VCARD", *lines, ""]).encode())
    if hit is not None:
        raw[hit % len(raw)] = 0xE9
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


FILES = st.builds(
    _file,
    st.lists(LINES, max_size=16),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.none() | st.integers(0, 300),
    st.none() | st.integers(0, 300),
)
