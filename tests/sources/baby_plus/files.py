from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.made_json import WORDS
from tests.sources.made_json import files
from tests.sources.made_json import records

NUMBERS = st.sampled_from(
    ["0", "12", "1792891800", "1792891800.5", "-4", "9" * 17, "1e999999", '"x"', "null"]
)
HEADERS = tuple(
    f'{{"babyprofile": [{{"pk": 1, "babyid": 1, "name": "Mia"}}], "{name}": ['
    for name in ("baby_sleep", "baby_nappy", "baby_growth", "tracker_detail", "app_tips")
)
ONE = records(
    {
        "pk": NUMBERS,
        "babyid": NUMBERS,
        "date": NUMBERS,
        "startDate": st.sampled_from(['"2026-10-25T02:30:00+0100"', '"soon"', "1"]),
        "endDate": NUMBERS,
        "weight": NUMBERS,
        "head": NUMBERS,
        "type": st.sampled_from(['"Wet"', '"Mixed"', '"?"', "1"]),
        "a": NUMBERS,
        "b": WORDS,
        "isFormula": st.sampled_from(["true", "false"]),
        "details": WORDS,
    }
)
FILES = files(ONE, HEADERS, "]}")
