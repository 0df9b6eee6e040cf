"""Made-up tables, whole and harmed, for the laws that readers of tables keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

ODD = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=6),
    st.sampled_from(
        [
            "",
            "",
            '"',
            '""',
            "0",
            "-4000",
            "1,5",
            "1,234",
            "12:75",
            "e\u0301",
            "\ufeff",
            "\u202e",
            "9" * 30,
        ]
    ),
)
TIMES = st.sampled_from(
    [
        "2026-03-29 02:30:00",
        "2026-10-25 02:30",
        "2026-02-30 10:00",
        "2026-1-2 6:05",
        "3/4/26, 23:10",
        "13/4/2026 1:02 PM",
        "0/0/00, 25:00",
        "45987.2506944444",
        "2026-10-25T02:30:00+01:00",
        "99999-01-01 00:00",
    ]
)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set(',;"\r\n\t') else cell


def tables(
    headings: Sequence[str], words: Sequence[str], end: str = "\n"
) -> st.SearchStrategy[bytes]:
    """Return tables with one of `headings`, cells of `words` and odd ones, harmed or whole."""
    cells = st.one_of(st.sampled_from(list(words)), TIMES, ODD)
    written = st.one_of(cells.map(_quoted), cells)
    rows = st.lists(st.lists(written, max_size=12).map(",".join), max_size=8)

    def table(head: str, lines: list[str], hit: int | None, cut: int | None) -> bytes:
        raw = bytearray(end.join([head, *lines, ""]).encode("utf-8", "replace"))
        if hit is not None:
            raw[hit % len(raw)] = 0xE9
        return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])

    harm = st.none() | st.integers(0, 400)
    return st.builds(table, st.sampled_from(list(headings)), rows, harm, harm)
