"""Made-up JSON, whole and harmed, for the laws that readers of JSON keep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence

WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=12).map(json.dumps),
    st.sampled_from(
        [
            '""',
            "null",
            "true",
            "7",
            "-1",
            "1.5e3",
            "[]",
            "{}",
            '["a", null, {"text": "b"}]',
            r'"\ud83d\ude00"',
            r'"\ud83d"',
            r'"\x07"',
            r'"\u0000"',
            r'"\u00c3\u00a9"',
            '"\t"',
            '"e\u0301"',
            '"\u202e"',
            r'"say \"so\" {"',
            '"open',
            '"\r\n"',
            "{]",
            "[" * 30,
            "9" * 30,
        ]
    ),
)
SCRAPS = st.sampled_from(
    ["{", "}", "[", "]", ",", ":", '"', " \n", "null", "words", "\ufeff", '"messages": [', "\\"]
)


def records(values: Mapping[str, st.SearchStrategy[str]]) -> st.SearchStrategy[str]:
    """Return objects with some of the members `values`, or all of them."""
    pairs = st.fixed_dictionaries({}, optional=dict(values)) | st.fixed_dictionaries(
        dict(values)
    )
    return pairs.map(
        lambda found: "{" + ", ".join(f'"{name}": {text}' for name, text in found.items()) + "}"
    )


def harmed(text: str, cut: int | None, hit: tuple[int, int] | None) -> bytes:
    raw = bytearray(text.encode("utf-8", "surrogatepass"))
    if raw and hit is not None:
        raw[hit[0] % len(raw)] = hit[1]
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


def files(
    one: st.SearchStrategy[str], headers: Sequence[str], footer: str
) -> st.SearchStrategy[bytes]:
    """Return files of records `one` under any of `headers`, whole, mixed up, cut and hit."""
    some = st.lists(one, max_size=4)
    whole = st.builds(
        lambda head, inner: head + ",\n".join(inner) + footer, st.sampled_from(headers), some
    )
    pieces = st.one_of(one, SCRAPS, st.sampled_from(headers), st.just(footer))
    mixed = st.lists(pieces, max_size=8).map("".join)
    return st.builds(
        harmed,
        st.one_of(whole, mixed),
        st.none() | st.integers(0, 2000),
        st.none() | st.tuples(st.integers(0, 2000), st.integers(0, 255)),
    )
