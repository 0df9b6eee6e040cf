from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.iphone_calls.writing import CALLS
from tests.sources.iphone_calls.writing import VOICEMAILS
from tests.sources.made_databases import database

NUMBER = st.sampled_from([0, 1, -1, 2**62, 794_000_000, 794_000_000.25, 1e300])
ANY = st.one_of(st.none(), NUMBER, st.text(max_size=5), st.binary(max_size=5))
_CALL = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("ZDATE", "ZDURATION", "ZORIGINATED", "ZANSWERED", "ZADDRESS"), ANY),
)
_VOICEMAIL = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("date", "sender", "duration", "trashed_date"), ANY)
)


def _file(
    calls: list[dict[str, object]],
    voicemails: list[dict[str, object]],
    cut: int | None,
    hits: list[tuple[int, int]],
) -> bytes:
    rows = {
        "ZCALLRECORD": [{"Z_PK": 2 * n, **row} for n, row in enumerate(calls)],
        "voicemail": [{"ROWID": 2 * n, **row} for n, row in enumerate(voicemails)],
    }
    raw = bytearray(database(rows, CALLS + VOICEMAILS))
    for place, value in hits:
        raw[place % len(raw)] = value
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


FILES = st.builds(
    _file,
    st.lists(_CALL, max_size=3),
    st.lists(_VOICEMAIL, max_size=3),
    st.none() | st.integers(0, 9_000),
    st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 255)), max_size=3),
)
