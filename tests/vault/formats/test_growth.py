"""Growth lines: what is written is read, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.vault.formats import growth

LINES = growth.written({300: [bytes(32)], 7: [b"a" * 32, b"b" * 32], 8: []})


@given(
    st.dictionaries(
        st.integers(1, 1 << 62),
        st.lists(st.binary(min_size=32, max_size=32), max_size=64).map(tuple),
    )
)
def test_what_was_written_is_read(proofs: dict[int, tuple[bytes, ...]]) -> None:
    assert growth.read(growth.written(proofs)) == proofs


def test_a_shell_finds_a_line_by_its_size() -> None:
    lines = LINES.decode().splitlines()

    assert [line.split(" ")[:2] for line in lines] == [["old", n] for n in ("7", "8", "300")]


@pytest.mark.parametrize(
    "raw",
    [
        LINES[:-1],
        LINES + b"\n",
        LINES.replace(b"\n", b"\r\n"),
        LINES.replace(b"old 7 ", b"old 07 "),
        LINES.replace(b"old 7 ", b"old  7 "),
        LINES.replace(b"old 7 ", b"new 7 "),
        LINES.replace(b"old 7 ", b"old 0 "),
        LINES.replace(b"old 7 ", b"old 9 "),
        LINES.replace(b"old 7 ", b"old "),
        LINES.replace(b"AAAA", b"AAA", 1),
        LINES.replace(b"AA=", b"AB=", 1),
        LINES + LINES.splitlines(keepends=True)[-1],
        "old 7 \u0661\n".encode(),
        b"old " + b"7" * 5000 + b"\n",
    ],
)
def test_anything_else_is_refused(raw: bytes) -> None:
    with pytest.raises(growth.NotGrowthError):
        growth.read(raw)
