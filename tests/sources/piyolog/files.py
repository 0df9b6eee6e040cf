from __future__ import annotations

from hypothesis import strategies as st

LINES = st.one_of(
    st.sampled_from(
        [
            "[PiyoLog]Oct 2026",
            "----------",
            "Sat, Oct 24, 2026",
            "2026/10/25(\u65e5)",
            "Mon, Feb 30, 2026",
            "Mia (0y5m22d)",
            "(5m 12d old)",
            "",
            "06:10 AM   Wake-up (7h10m)",
            "20:00   Sleep",
            "25:00   Sleep",
            "09:00   Formula 120ml   all of it",
            "09:00   Formula a lot",
            "09:00   Breastfeeding L 12m \u25b6 R 8m",
            "09:00   Weight 1,234kg",
            "09:00   Tickling",
            "Total sleep 10h10m",
            "Had formula 1times 120ml",
            "Pee 1times",
            "e\u0301 \u202e",
            "\\n",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=8),
)


def _file(lines: list[str], end: str, hit: int | None, cut: int | None) -> bytes:
    raw = bytearray(end.join(["[PiyoLog]2026/10/24", *lines, ""]).encode("utf-8", "replace"))
    if hit is not None:
        raw[hit % len(raw)] = 0xE9
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


HARM = st.none() | st.integers(0, 300)
FILES = st.builds(
    _file, st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n", "\\n"]), HARM, HARM
)
