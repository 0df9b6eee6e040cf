"""The bytes that headers are made of: marks of direction, spaces, digits of several scripts.

Patterns over the bytes of a file read no file into memory. What is one sign to a reader is one
to four bytes there, so a class of signs is an alternation.
"""

from __future__ import annotations

import re
from typing import Final

BOM: Final = b"\xef\xbb\xbf"

# LRM, RLM, embeddings, overrides and their end, isolates, the Arabic letter mark, a stray BOM.
# https://www.unicode.org/reports/tr9/
MARK: Final = rb"(?:\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c|\xef\xbb\xbf)"
MARKS: Final = rb"(?>%b*)" % MARK
MARKED: Final = re.compile(MARK)

# A plain one, one that does not break, the narrow one, a thin one.
# The narrow one stands before AM and PM since early 2023:
# https://github.com/Pustur/whatsapp-chat-parser/issues/224
SPACE: Final = rb"(?:\x20|\xc2\xa0|\xe2\x80\xaf|\xe2\x80\x89)"

# European, Arabic-Indic, Persian, Devanagari, Bengali, Burmese, Thai.
_SCRIPTS: Final = (
    rb"[0-9]",
    rb"(?:\xd9[\xa0-\xa9])",
    rb"(?:\xdb[\xb0-\xb9])",
    rb"(?:\xe0\xa5[\xa6-\xaf])",
    rb"(?:\xe0\xa7[\xa6-\xaf])",
    rb"(?:\xe1\x81[\x80-\x89])",
    rb"(?:\xe0\xb9[\x90-\x99])",
)
_ZEROS: Final = tuple(zero.encode() for zero in "0٠۰०০၀๐")
DIGIT: Final = rb"(?:" + rb"|".join(_SCRIPTS) + rb")"


def one_of(*signs: str) -> bytes:
    """Return a pattern of one of `signs`."""
    return rb"(?:" + rb"|".join(re.escape(sign.encode()) for sign in signs) + rb")"


def script_of(number: bytes) -> bytes:
    """Return the class of digits that `number` begins with."""
    return next(script for script in _SCRIPTS if re.match(script, number))


def zero_of(script: bytes) -> bytes:
    """Return the zero of `script`."""
    return next(zero for zero in _ZEROS if re.match(script, zero))


def width_of(number: bytes) -> int:
    """Return how many digits the UTF-8 `number` has."""
    return len(number.decode())


def value_of(number: bytes) -> int:
    """Return the number whose digits, of whatever script, are the UTF-8 `number`."""
    return int(number.decode())


def unmarked(raw: bytes) -> bytes:
    """Return `raw` without marks of direction."""
    return MARKED.sub(b"", raw)
