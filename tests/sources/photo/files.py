from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.photo.writing import degrees
from tests.sources.photo.writing import picture

_WHOLE = [
    picture(),
    picture(
        first={0x010F: "Maker", 0x0110: "Mo\u00e9", 0x0131: "1.0"},
        exif={0x9003: "2026:03:01 03:12:05", 0x9011: "+01:00"},
        gps={1: "N", 2: degrees(52, 30, 1), 3: "E", 4: degrees(13, 24, 0), 29: "2026:03:01"},
    ),
    picture("PNG", exif={0x9003: "2026:13:01 03:12:05"}),
    picture("WEBP", exif={0x9003: "0000:00:00 00:00:00"}),
    picture("GIF"),
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    b"\xff\xd8\xff\xe1\xff\xffExif\0\0II*\0",
]


def _harmed(raw: bytes, cut: int | None, hits: list[tuple[int, int]]) -> bytes:
    held = bytearray(raw)
    for place, value in hits:
        held[place % len(held)] = value
    return bytes(held if cut is None else held[: cut % (len(held) + 1)])


FILES = st.builds(
    _harmed,
    st.sampled_from(_WHOLE),
    st.none() | st.integers(0, 900),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), max_size=4),
)
