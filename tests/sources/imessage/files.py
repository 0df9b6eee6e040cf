from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.imessage.writing import SCHEMA
from tests.sources.imessage.writing import attributed
from tests.sources.imessage.writing import edits
from tests.sources.made_databases import database

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
NUMBER = st.sampled_from([0, 1, 2, 43, 45, 1000, 2001, 3006, -1, 2**62, 10**9, 794 * 10**15])
BLOB = st.one_of(
    TEXT.map(attributed),
    st.binary(max_size=12),
    st.builds(lambda one, cut: attributed(one)[:cut], TEXT, st.integers(0, 90)),
    st.builds(
        lambda some, back: edits(some, taken_back=back),
        st.lists(TEXT, max_size=3),
        st.booleans(),
    ),
)
ANY = st.one_of(st.none(), TEXT, NUMBER, BLOB)
_COLUMNS = (
    "text",
    "attributedBody",
    "subject",
    "handle_id",
    "date",
    "date_read",
    "is_from_me",
    "is_sent",
    "error",
    "item_type",
    "associated_message_guid",
    "associated_message_type",
    "message_summary_info",
    "balloon_bundle_id",
)
_MESSAGE = st.fixed_dictionaries({"guid": TEXT}, optional=dict.fromkeys(_COLUMNS, ANY))
_JOIN = st.fixed_dictionaries({"message_id": NUMBER, "attachment_id": NUMBER})


def _file(
    messages: list[dict[str, object]],
    joins: list[dict[str, object]],
    cut: int | None,
    hits: list[tuple[int, int]],
) -> bytes:
    rows = [
        {**row, "guid": f"{n}{row['guid']}", "ROWID": 3 * n - 1}
        for n, row in enumerate(messages)
    ]
    raw = bytearray(database({"message": rows, "message_attachment_join": joins}, SCHEMA))
    for place, value in hits:
        raw[place % len(raw)] = value
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


FILES = st.builds(
    _file,
    st.lists(_MESSAGE, max_size=4),
    st.lists(_JOIN, max_size=2),
    st.none() | st.integers(0, 20_000),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=3),
)
