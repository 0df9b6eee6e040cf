from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.made_json import WORDS
from tests.sources.made_json import files
from tests.sources.made_json import records

HEADERS = (
    '{"name": "Jonas", "type": "personal_chat", "id": 5, "messages": [\n',
    '{"name": null, "type": "private_group", "id": 6, "messages": [',
    '{"about": "A", "chats": {"list": [{"type": "saved_messages", "id": 1, "messages": [',
    '{"messages": [',
)
ONE = records(
    {
        "id": st.sampled_from(["1", "2", "-3", '"x"']),
        "type": st.sampled_from(['"message"', '"service"', '"unsupported"', "null"]),
        "date": st.sampled_from(['"2024-10-27T02:30:00"', '"2024-02-30T00:00:00"', "5"]),
        "date_unixtime": st.sampled_from(
            ['"1730000000"', "1730000000", '"x"', f'"{"9" * 25}"']
        ),
        "from": WORDS,
        "from_id": st.sampled_from(['"user5"', "5", '"user9"', "null"]),
        "actor": WORDS,
        "action": st.sampled_from(['"phone_call"', '"pin_message"', "1"]),
        "duration_seconds": st.sampled_from(["0", "12", "-4", "9" * 17, "1.5"]),
        "discard_reason": st.sampled_from(['"busy"', '"missed"', '"hangup"', "null"]),
        "members": WORDS,
        "photo": WORDS,
        "text": WORDS,
    }
)
FILES = files(ONE, HEADERS, "\n]\n}")
