from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.made_json import WORDS
from tests.sources.made_json import files
from tests.sources.made_json import records

HEADERS = (
    '{"participants": [{"name": "Jonas"}, {"name": "M\\u00c3\\u00afra"}], "messages": [\n',
    '{"participants": [{"name": "A"}, {"name": "B"}, {"name": "C"}], "messages": [',
    '{"participants": ["Jonas", "Mira"], "threadName": "Jonas_4", "messages": [',
    '{"messages": [',
)
NUMBERS = st.sampled_from(["0", "12", "1730000000000", "-4", "9" * 17, "1.5", '"x"', "null"])
LISTS = st.sampled_from(['[{"uri": "a/b.jpg"}]', '[{"uri": "Failed"}, 3]', "[]", "{}", "5"])
ONE = records(
    {
        "sender_name": WORDS,
        "senderName": WORDS,
        "timestamp_ms": NUMBERS,
        "timestamp": NUMBERS,
        "content": WORDS,
        "text": WORDS,
        "type": st.sampled_from(['"Generic"', '"Call"', '"Subscribe"', '"placeholder"', "1"]),
        "photos": LISTS,
        "media": LISTS,
        "sticker": st.sampled_from(['{"uri": "a/b"}', "null", "[]"]),
        "share": st.sampled_from(['{"link": "https://example.org"}', '{"share_text": 3}', "1"]),
        "users": WORDS,
        "call_duration": NUMBERS,
        "missed": st.sampled_from(["true", "false", "1"]),
        "is_unsent": st.sampled_from(["true", "false"]),
    }
)
FILES = files(ONE, HEADERS, '\n], "title": "J\\u00c3\\u00b6n", "is_still_participant": true}')
