from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.base.content_line import ContentLine
from hearthbook.base.content_line import content_line
from hearthbook.base.content_line import unescaped
from hearthbook.base.content_line import unfolded


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("FN:Ann", ContentLine("", "FN", {}, "Ann")),
        ("item1.tel:5", ContentLine("item1", "TEL", {}, "5")),
        ("TEL;CELL;VOICE:5", ContentLine("", "TEL", {"TYPE": ("CELL", "VOICE")}, "5")),
        ("TEL;TYPE=a,b;TYPE=c:5", ContentLine("", "TEL", {"TYPE": ("a", "b", "c")}, "5")),
        ('X;A="b:c;d,e",f:g:h', ContentLine("", "X", {"A": ("b:c;d,e", "f")}, "g:h")),
        ("X;A=b^nc^'d^^e:f", ContentLine("", "X", {"A": ('b\nc"d^e',)}, "f")),
        ("X;A=:f", ContentLine("", "X", {"A": ()}, "f")),
        ("X:", ContentLine("", "X", {}, "")),
        ("no line", None),
        ("X;A=b", None),
        (":x", None),
        (f"X{';a' * 5000}:x", None),
        ("", None),
    ],
)
def test_a_line_is_taken_apart_or_is_none(text: str, line: ContentLine | None) -> None:
    assert content_line(text) == line


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"A:1\r\n 2\r\n\t3\r\nB:4\r\n", [b"A:123", b"B:4"]),
        (b"A:1\n\n 2\nB:3", [b"A:1", b"2", b"B:3"]),
        (
            b"N;ENCODING=QUOTED-PRINTABLE:a=\r\nb=\r\nc\r\nB:=\r\nC:1",
            [
                b"N;ENCODING=QUOTED-PRINTABLE:abc",
                b"B:=",
                b"C:1",
            ],
        ),
        (b"N;QUOTED-PRINTABLE:a=", [b"N;QUOTED-PRINTABLE:a="]),
        (b"", []),
    ],
)
def test_folded_lines_are_put_together(raw: bytes, lines: list[bytes]) -> None:
    assert list(unfolded(raw)) == lines


@given(
    st.lists(
        st.binary(min_size=1, max_size=8).filter(
            lambda line: not set(line) & set(b"\r\n=") and line[:1] not in {b" ", b"\t"}
        )
    )
)
def test_lines_that_are_not_folded_stay_as_they_are(lines: list[bytes]) -> None:
    assert list(unfolded(b"\r\n".join(lines))) == lines


@given(st.text(max_size=20))
def test_what_was_escaped_is_read_back(text: str) -> None:
    written = text
    for sign, name in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\n", "\\n")):
        written = written.replace(sign, name)

    assert unescaped(written) == text


def test_a_backslash_before_another_sign_stays() -> None:
    assert unescaped(r"http\://x \o/") == r"http\://x \o/"
