from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.made_databases import database
from tests.sources.viber.writing import SCHEMA

NUMBER = st.sampled_from([0, 1, 2, 72, -1, 2**62, 1_770_150_000_000, 1.5])
ANY = st.one_of(st.none(), NUMBER, st.text(max_size=5), st.binary(max_size=5))
_MESSAGE = st.fixed_dictionaries(
    {"Type": NUMBER}, optional=dict.fromkeys(("Body", "Subject", "PayloadPath"), ANY)
)
_EVENT = st.fixed_dictionaries(
    {"TimeStamp": NUMBER, "Direction": NUMBER},
    optional=dict.fromkeys(("ChatID", "ContactID", "Token"), ANY),
)


def _file(
    messages: list[dict[str, object]],
    events: list[dict[str, object]],
    cut: int | None,
    hits: list[tuple[int, int]],
) -> bytes:
    rows = {
        "Messages": [{"EventID": 2 * n, **row} for n, row in enumerate(messages)],
        "Events": [{"EventID": n, **row} for n, row in enumerate(events)],
    }
    raw = bytearray(database(rows, SCHEMA))
    for place, value in hits:
        raw[place % len(raw)] = value
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


FILES = st.builds(
    _file,
    st.lists(_MESSAGE, max_size=3),
    st.lists(_EVENT, max_size=5),
    st.none() | st.integers(0, 9_000),
    st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 255)), max_size=3),
)
