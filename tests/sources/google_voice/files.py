from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.google_voice.writing import ME
from tests.sources.google_voice.writing import STAMP
from tests.sources.google_voice.writing import call
from tests.sources.google_voice.writing import cite
from tests.sources.google_voice.writing import message
from tests.sources.google_voice.writing import page
from tests.sources.made_json import harmed

WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.sampled_from(
        ["a < b", "&lt;", "&#0;", "<br>", "</q>", "<div>", "e\u0301", "\u202e", "&"]
    ),
)
STAMPS = st.sampled_from([STAMP, "2025-02-30T21:00:00.000Z", "2025-11-06", "", "9999-99-99"])
PEOPLE = st.one_of(st.just(ME), st.builds(cite, st.sampled_from(["+1202", "", "x"]), WORDS))
MESSAGES = st.builds(
    message,
    WORDS,
    PEOPLE,
    STAMPS,
    st.sampled_from(
        ["", '<div><img src="a-1-1" alt="x" /></div>', '<a class="video" href="v">']
    ),
)
SCRAPS = st.sampled_from(
    ["<div>", "</div>", '<div class="message">', '<div class="haudio">', "<q>", "</html>", "<"]
)
PAGES = st.builds(
    lambda some, title, people: page(*some, title=title, people=people),
    st.lists(MESSAGES | SCRAPS, max_size=4),
    WORDS,
    st.one_of(st.just(""), PEOPLE),
)
CALLS = st.builds(
    call,
    st.sampled_from(["missed", "received", "placed", "voicemail", "recorded", "other"]),
    st.sampled_from(["+1202", ""]),
    WORDS,
    st.sampled_from(["", "PT4S", "PT", "PT99999H99999M9999999S", "P1D"]),
)
FILES = st.builds(
    harmed,
    st.one_of(PAGES, CALLS, st.lists(MESSAGES | SCRAPS, max_size=5).map("".join)),
    st.none() | st.integers(0, 3000),
    st.none() | st.tuples(st.integers(0, 3000), st.integers(0, 255)),
)
