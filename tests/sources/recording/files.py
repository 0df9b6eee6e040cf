from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.recording.making import SINCE_1904
from tests.sources.recording.making import amr
from tests.sources.recording.making import m4a
from tests.sources.recording.making import wav

_WHOLE = [
    amr(3),
    amr(2, wide=True),
    b"#!AMR\n\x7c",
    wav(20),
    m4a(SINCE_1904 + 1_772_200_000, 4_200),
    m4a(0, 1, wide=True, brand=b"qt  "),
    b"OggS\0\2" + bytes(30) + b"OpusHead\1\1",
    b"ID3\x03\0\0\0\0\0\x15TIT2\0\0\0\x05\0\0\0e\xcc\x81",
    b"fLaC\x80\0\0\x22" + bytes(40),
    b"\x1aE\xdf\xa3" + bytes(20),
]


def _harmed(raw: bytes, cut: int | None, hits: list[tuple[int, int]]) -> bytes:
    held = bytearray(raw)
    for place, value in hits:
        held[place % len(held)] = value
    return bytes(held if cut is None else held[: cut % (len(held) + 1)])


FILES = st.builds(
    _harmed,
    st.sampled_from(_WHOLE),
    st.none() | st.integers(0, 300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 255)), max_size=4),
)
