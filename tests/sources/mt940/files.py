from __future__ import annotations

from hypothesis import strategies as st

LINES = st.one_of(
    st.sampled_from(
        [
            ":20:START",
            ":25:1203/77",
            ":28C:1/1",
            ":60F:C241001EUR10,00",
            ":60M:D241001EUR0,",
            ":60F:C241301EUR1",
            ":61:2410031003CR12,50NTRFNONREF//B1",
            ":61:241003D1,5NCHK77",
            ":61:2412310101C1,00NTRF",
            ":61:240230C1,00NTRF",
            ":61:",
            ":61:x",
            ":86:166?00GUT?20SVWZ+x?32Ann?",
            ":86:/NAME/Ann/REMI/x",
            ":86:",
            ":NS:01x",
            ":62F:C241031EUR22,50",
            ":62M:C241031EUR1.00",
            ":62F:C2410311,00",
            ":64:D241031EUR1,00",
            ":34F:PLN0,",
            ":90C:1PLN1,",
            ":20:15 Uhr",
            ":26:37 Uhr",
            "-",
            "-}{5:}",
            "{1:F01X}{4:",
            "ABNANL2A",
            "words of nobody",
            "",
            "e\u0301",
            "\x01",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=6),
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def _file(lines: list[str], end: str, cut: int | None, hit: int | None) -> bytes:
    raw = bytearray(end.join([*lines, ""]).encode())
    if raw and hit is not None:
        raw[hit % len(raw)] = 0xE9
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


FILES = st.builds(
    _file,
    st.lists(LINES, max_size=14),
    ENDS,
    st.none() | st.integers(0, 400),
    st.none() | st.integers(0, 400),
)
