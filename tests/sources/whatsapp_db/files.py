from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.made_databases import database
from tests.sources.whatsapp_db.writing import OLD_SCHEMA
from tests.sources.whatsapp_db.writing import SCHEMA

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
NUMBER = st.sampled_from([0, 1, 2, 7, 15, 90, -1, 2**62, 1_772_200_000_000])
ANY = st.one_of(st.none(), TEXT, NUMBER, st.binary(max_size=4), st.just("e\u0301"))


def _rows(needed: str, others: str) -> st.SearchStrategy[dict[str, object]]:
    first = dict.fromkeys(needed.split(), NUMBER)
    return st.fixed_dictionaries(first, optional=dict.fromkeys(others.split(), ANY))


_MESSAGES = _rows(
    "chat_row_id from_me key_id",
    "sender_jid_row_id timestamp received_timestamp message_type text_data",
)
_OLD = _rows(
    "key_remote_jid key_id",
    "key_from_me status data timestamp media_wa_type media_size remote_resource quoted_row_id",
)
_CALLS = _rows("jid_row_id", "from_me timestamp duration call_result group_jid_row_id")
_MEDIA = _rows("message_row_id", "file_path file_size mime_type media_name file_hash")
_JIDS = _rows("user server", "raw_string")


def _file(
    rows: dict[str, list[dict[str, object]]], cut: int | None, hits: list[tuple[int, int]]
) -> bytes:
    known = {table: some for table, some in rows.items() if some}
    if "call_log" in known:
        known["call_log"] = [{"group_jid_row_id": 0, **row} for row in known["call_log"]]
        known["call_log"] = [
            row for row in known["call_log"] if row["group_jid_row_id"] is not None
        ]
    raw = bytearray(database(known, SCHEMA + OLD_SCHEMA))
    for place, value in hits:
        raw[place % len(raw)] = value
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


FILES = st.builds(
    _file,
    st.fixed_dictionaries(
        {
            "message": st.lists(_MESSAGES, max_size=3),
            "messages": st.lists(_OLD, max_size=3),
            "call_log": st.lists(_CALLS, max_size=2),
            "message_media": st.lists(_MEDIA, max_size=1),
            "jid": st.lists(_JIDS, max_size=1),
        }
    ),
    st.none() | st.integers(0, 30_000),
    st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 255)), max_size=3),
)
