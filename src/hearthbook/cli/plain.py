"""What is printed, with nothing in it that a terminal would obey.

Words of others are shown here: a message may hold the signs by which a terminal clears lines,
turns text around or sets its title, and so write over what this program says. They are spelled
out, as JSON would, so that what is printed as JSON stays what it is. A carriage return stays
before a line feed, where it does nothing.
"""

from __future__ import annotations

import re
from typing import Final

# Control signs but tab and line feed; the two that turn text around; halves of a sign, which
# no terminal can be sent.
_OBEYED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]|\r(?!\n)"
)


def plain(text: str) -> str:
    """Return `text` with what a terminal would obey spelled out."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
