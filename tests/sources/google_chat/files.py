from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.made_json import WORDS
from tests.sources.made_json import files
from tests.sources.made_json import records

DATES = st.sampled_from(
    [
        '"Thursday, November 6, 2025 at 9:00:05\\u202fPM UTC"',
        '"Thursday, November 6, 2025 at 9:00:05 AM UTC"',
        '"Friday, November 6, 2025 at 9:00:05 AM UTC"',
        '"Thursday, November 66, 2025 at 0:00:05 AM UTC"',
        '"2025. november 6."',
        "5",
        "null",
    ]
)
CREATORS = st.builds('{{"name": {}, "email": "a@example.org"}}'.format, WORDS) | WORDS
NESTED = st.sampled_from(['[{"creator": {}, "created_date": "x"}]', "[]", "{}", "[5]"])
ONE = records(
    {
        "creator": CREATORS,
        "created_date": DATES,
        "text": WORDS,
        "attached_files": st.builds('[{{"export_name": {}}}]'.format, WORDS) | WORDS,
        "annotations": st.sampled_from(
            ['[{"gsuite_integration_metadata": {"call_data": {}}}]', "[{}]", "[]", "3"]
        ),
        "message_state": st.sampled_from(['"DELETED"', '"SENT"', "null"]),
        "previous_message_versions": NESTED,
        "topic_id": WORDS,
    }
)
FILES = files(ONE, ('{"messages": [', '{\n  "messages": [\n'), "\n]}")
