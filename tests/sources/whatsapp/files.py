from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st

from tests.sources.whatsapp.writing import LOCALES
from tests.sources.whatsapp.writing import Line
from tests.sources.whatsapp.writing import entry

TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=20),
    st.sampled_from(
        [
            "",
            ".",
            "null",
            "he wrote:",
            "<Media omitted>",
            "IMG-20240305-WA0001.jpg (file attached)\nat last",
            "\u200eimage omitted",
            "plan.pdf • \u200e2 pages \u200e<attached: 00000012-plan.pdf>",
            "so \u200e<This message was edited>",
            "two\nlines",
            "13/02/2024, 10:06 - Timur: never",
            "see\n13/02/2024, 10:06 - Timur: never",
            "see\r\n[13.02.24, 10:06:00] Timur: never",
            "see\n33/02/2024, 10:06 - Timur: never",
            "cafe\u0301",
            "\u202eeno",
            "clinic: closed",
        ]
    ),
)
SENDERS = st.sampled_from(
    ["Nora", "Timur", "Тimur", "Dr. Ode: clinic", "~\u202fRita", "", "a" * 120, 'to "x"']
)
TIMES = st.datetimes(datetime(2016, 1, 1), datetime(2029, 12, 31))  # noqa: DTZ001  # no zone
LINES = st.builds(Line, TIMES, SENDERS, TEXTS)
ENDS = st.sampled_from(["\n", "\r\n"])
ODD = st.sampled_from(
    [
        "",
        "\ufeff",
        "\n",
        "\u200e",
        "13/02/2024",
        "[",
        "99/99/9999, 10:00 - x: y\n",
        "no entry\n",
    ]
)


@st.composite
def _chats(draw: st.DrawFn) -> bytes:
    locale = draw(st.sampled_from(LOCALES))
    other = draw(st.sampled_from(LOCALES))
    lines = draw(st.lists(LINES, max_size=12))
    if draw(st.booleans()):
        lines.sort()
    end = draw(ENDS)
    text = draw(ODD) + "".join(
        entry(other if draw(st.integers(0, 9)) == 0 else locale, line) + end for line in lines
    )
    raw = (text + draw(ODD)).encode()
    cut = draw(st.integers(0, len(raw)))
    return draw(st.sampled_from([raw, raw[:cut], raw[:cut] + b"\xff" + raw[cut:]]))


FILES = _chats()
