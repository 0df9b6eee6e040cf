from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.writing.making import docx
from tests.sources.writing.making import pdf

_WHOLE = [
    pdf({}),
    pdf({"/Title": "Le\u0301", "/CreationDate": "D:20260301120000+01'00'"}, pages=3),
    pdf({"/ModDate": "D:99999999999999"}),
    docx(),
    docx("<dc:title>T</dc:title><dcterms:created>2026-03-01T10:00:00Z</dcterms:created>"),
    docx("<dc:title>", "<Pages>4</Pages>"),
    b"%PDF-1.7",
    b"%PDF-1.4\nxref\n0 99999999\ntrailer<</Size 99999999/Root 1 0 R>>startxref\n9\n%%EOF",
]


def _harmed(raw: bytes, cut: int | None, hits: list[tuple[int, int]]) -> bytes:
    held = bytearray(raw)
    for place, value in hits:
        held[place % len(held)] = value
    return bytes(held if cut is None else held[: cut % (len(held) + 1)])


FILES = st.builds(
    _harmed,
    st.sampled_from(_WHOLE),
    st.none() | st.integers(0, 1200),
    st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 255)), max_size=4),
)
