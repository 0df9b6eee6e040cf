from __future__ import annotations

from hypothesis import strategies as st

LINES = st.one_of(
    st.sampled_from(
        [
            "From a@b.example Sat Mar  7 06:20:00 2026",
            "From - Sat Mar  7 06:20:00 2026",
            "From here on",
            ">From here on",
            "From: Ann <ann@example.org>",
            'From: "Ann, <ann@example.org>',
            "To: a@example.org, Group: b@example.org, (x) c@example.org;",
            'Cc: <>, <<a>>, "b" (c (d)) <e:f@g>',
            "Date: Sat, 7 Mar 2026 06:20:00 +0100",
            "Date: 7 Mar 26 06:20 XYZ",
            "Date: Sat, 07 Mar 0001 00:00:00 +2359",
            "Date: 1 Jan 9999 23:59:59 -9900",
            "Received: by x; 7 Mar 2026 06:20:00 +0000",
            "Subject: =?utf-8?q?=D0?= =?utf-8?q?=9A?= =?utf-7?b?KzIzdw==?=",
            "Subject: =?big5?B?/////w==?= e\u0301",
            "Message-ID: <a@b>",
            "References: <a@b> <c@d>",
            'Content-Type: multipart/mixed; boundary="x"',
            "Content-Type: multipart/mixed; boundary=y",
            "Content-Type: text/html; charset=utf-16",
            "Content-Type: text/plain; charset=unicode_escape",
            "Content-Type: image/png; name*0*=utf-8'en'%E2%82; name*1*=%AC; name*9=z",
            "Content-Transfer-Encoding: base64",
            "Content-Transfer-Encoding: quoted-printable",
            "Content-Transfer-Encoding: x-own",
            "--x",
            "--x--",
            "--y",
            "aGFsbG8",
            "=E9=",
            "<p>a &amp; b<br><!-- <script>",
            "\U0001f37c\u202e\x00",
            "",
            "",
            " folded",
            "words",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=6),
)


def _file(lines: list[str], end: str, cut: int | None, hit: int | None) -> bytes:
    opening = "From - Sat Mar  7 06:20:00 2026" if len(lines) % 2 else "From: Ann"
    raw = bytearray(end.join([opening, *lines, ""]).encode())
    if hit is not None:
        raw[hit % len(raw)] = 0xE9
    return bytes(raw if cut is None else raw[: cut % (len(raw) + 1)])


FILES = st.builds(
    _file,
    st.lists(LINES, max_size=24),
    st.sampled_from(["\n", "\r\n"]),
    st.none() | st.integers(0, 600),
    st.none() | st.integers(0, 600),
)
