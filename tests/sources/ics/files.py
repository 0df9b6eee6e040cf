from __future__ import annotations

from hypothesis import strategies as st

LINES = st.one_of(
    st.sampled_from(
        [
            "BEGIN:VCALENDAR",
            "END:VCALENDAR",
            "METHOD:CANCEL",
            "BEGIN:VEVENT",
            "BEGIN:VEVENT",
            "END:VEVENT",
            "END:VEVENT",
            "BEGIN:VALARM",
            "END:VALARM",
            "BEGIN:VTIMEZONE",
            "END:VTIMEZONE",
            "BEGIN:VTODO",
            "END:VTODO",
            "UID:1",
            "SEQUENCE:3",
            "SEQUENCE:x",
            "DTSTART:20241005T100000Z",
            "DTSTART;TZID=Europe/Berlin:20241027T023000",
            "DTSTART;TZID=Europe/Berlin:20240331T023000",
            "DTSTART;TZID=localtime:20241005T100000",
            "DTSTART;VALUE=DATE:20241005",
            "DTSTART:99991231T235959",
            "DTEND:20241399",
            "DTEND:20241006",
            "DURATION:P3DT2H",
            "DURATION:P999W",
            "DTSTAMP:x",
            "SUMMARY:a\\, b\\n",
            'ATTENDEE;CN="A:B";PARTSTAT=ACCEPTED:mailto:a',
            "RRULE:FREQ=DAILY",
            "STATUS:CANCELLED",
            " folded",
            "\tfolded",
            "",
            "words",
            "e\u0301:x",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=6),
)


def _file(lines: list[str], end: str, cut: int | None, hit: int | None) -> bytes:
    raw = bytearray(end.join(["BEGIN:VCALENDAR", *lines, ""]).encode())
    if hit is not None:
        raw[hit % len(raw)] = 0xE9
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


FILES = st.builds(
    _file,
    st.lists(LINES, max_size=20),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.none() | st.integers(0, 500),
    st.none() | st.integers(0, 500),
)
