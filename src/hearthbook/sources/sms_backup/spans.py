"""Where each record of a backup begins and ends.

1. A piece is a record, a frame or a snag; together the pieces are the file, byte for byte.
2. A record runs from its `<` up to the next `<` after its end: white space is its tail.
3. Frames are the declaration, the pointer to a style sheet, comments, the root's tags.
4. A record that is broken ends where the next thing that can be read begins, so it takes no
   other with it. If it broke off between quotes, what follows might be typed text in it, and
   bears a mark.
5. A comment that holds a record is a snag: somebody, and not the app, took that record out.
6. A file whose root has no end tag was not written to its end. Its last bytes are a snag; if
   they belong to a whole record, that record bears a mark.

Every search either ends at what is read next or finds its text to be nowhere in the rest of
the file, which is remembered: no file takes longer than its size allows.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.provenance import Reason
from hearthbook.sources.sms_backup.tags import Tag
from hearthbook.sources.sms_backup.tags import after_space
from hearthbook.sources.sms_backup.tags import name_at
from hearthbook.sources.sms_backup.tags import next_tag
from hearthbook.sources.sms_backup.tags import quote_left_open
from hearthbook.sources.sms_backup.tags import tag_at

if TYPE_CHECKING:
    from hearthbook.sources.sms_backup.tags import Data

LONGEST: Final = 16 << 20  # bytes of one record without its media

_COMMENT: Final = re.compile(rb"<!--(?:[^-]++|-(?!-))*+-->[ \t\r\n]*+")
_LEAF: Final = re.compile(rb"<(?:sms|mms|call)[ \t\r\n/>]")
_OUTSIDE: Final = rb"<(?:(?:sms|mms|call)[ \t\r\n/>]|/?(?:smses|calls)[ \t\r\n/>]"
_NEXT: Final = re.compile(_OUTSIDE + rb"|!--|\?xml)")
_END: Final = {
    name: re.compile(
        rb"(?P<comment>" + _COMMENT.pattern + rb")|(?P<end></" + name + rb"[ \t\r\n]*+>)"
        rb"|" + _OUTSIDE + rb")"
    )
    for name in (b"sms", b"mms", b"call")
}
_INSTRUCTION: Final = re.compile(rb"<\?xml(?:-stylesheet)?[ \t\r\n][^<]*?\?>[ \t\r\n]*+")
_ROOT_END: Final = re.compile(rb"</(?:smses|calls)[ \t\r\n]*+>[ \t\r\n]*+")
_ROOTS: Final = frozenset({b"smses", b"calls"})
_BEGINNING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+")
_CLOSING: Final = re.compile(rb"</([a-z]{1,9})[ \t\r\n]*+>[ \t\r\n]*+")
_INSIDE: Final = {
    b"parts": b"mms",
    b"addrs": b"mms",
    b"part": b"parts",
    b"addr": b"addrs",
}
# What may hold anything at all, and how it ends.
_SEALED: Final = ((b"<![CDATA[", b"]]>"), (b"<!DOCTYPE", b"]>"), (b"<!DOCTYPE", b">"))


class Piece(NamedTuple):
    """A stretch of the file. It is a snag if it has a `reason`, else a record if it has a `name`.

    Without `tags` a record is well cut, but its markup is none the app is known to write.
    """

    start: int
    end: int
    name: bytes = b""
    tags: tuple[Tag, ...] = ()
    reason: Reason | None = None
    doubtful: bool = False
    last: bool = False  # the file stops right behind it, without an end tag


class _Root(Enum):
    AHEAD = 1
    OPEN = 2
    CLOSED = 3


class _Broken(Exception):  # noqa: N818  # it never leaves this module
    """The markup of a record cannot be followed."""


class _Strange(Exception):  # noqa: N818  # it never leaves this module
    """The markup of a record may be sound, but is unlike what the app writes."""


class Cutter:
    """Cuts a backup into pieces, asked for one after the other."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._size = len(data)
        self._root = _Root.AHEAD
        self._doubtful = False
        self._absent: set[bytes] = set()

    @property
    def certain(self) -> bool:
        """Whether a record that stands next is beyond doubt a record."""
        return not self._doubtful

    def piece(self, at: int) -> Piece:
        """Return the piece that begins at `at`, where the one before it ended."""
        piece = self._frame(at) or self._record(at) or self._snag(at)
        return piece if piece.end < self._size else self._at_the_end(piece)
