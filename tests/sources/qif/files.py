from __future__ import annotations

from hypothesis import strategies as st

LINES = st.one_of(
    st.sampled_from(
        [
            "!Type:Bank",
            "!Type:Invst",
            "!Type:Cat",
            "!Account",
            "!Option:AutoSwitch",
            "!",
            "NOdile",
            "D03/04/2024",
            "D22/12/2017",
            "D1/ 1'00",
            "D2024-02-30",
            "D05/06/07",
            "Dx",
            "D",
            "T1,000.00",
            "T-12.5",
            "T",
            "U1",
            "PAnn",
            "Mfor both",
            "SCare",
            "$-1.00",
            "$x",
            "Zz",
            "^",
            "^^",
            "",
            "e\u0301",
            "\ufeff",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=6),
)


def _file(lines: list[str], end: str, cut: int | None, hit: int | None) -> bytes:
    raw = bytearray(end.join(["!Type:Bank", *lines, ""]).encode())
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
