"""Where each record of a backup begins and ends.

1. A piece is a record, a frame or a snag; together the pieces are the file, byte for byte.
2. A record runs from its `<` up to the next `<` after its end: white space is its tail.
3. Frames are the declaration, the pointer to a style sheet, comments, the root's tags.
4. A record that is broken ends where the next thing that can be read begins, so it takes no
   other with it. If it broke off between quotes, what follows might be text typed into it, and
   bears a mark.
5. A comment that holds a record is a snag: somebody, and not the app, took that record out.
6. A file whose root has no end tag was not written to its end. Its last bytes are a snag; if
   they belong to a whole record, that record bears a mark.

Every search ends at what is read next, or finds that its text stands nowhere in the rest of
the file, which is remembered: no file takes longer than its size allows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.provenance import Reason
from hearthbook.sources.sms_backup.tags import CLOSING
from hearthbook.sources.sms_backup.tags import COMMENT
from hearthbook.sources.sms_backup.tags import after_space
from hearthbook.sources.sms_backup.tags import content
from hearthbook.sources.sms_backup.tags import name_at
from hearthbook.sources.sms_backup.tags import next_tag
from hearthbook.sources.sms_backup.tags import quote_left_open
from hearthbook.sources.sms_backup.tags import tag_at
from hearthbook.sources.sms_backup.tags import weight

if TYPE_CHECKING:
    from hearthbook.sources.sms_backup.tags import Data
    from hearthbook.sources.sms_backup.tags import Tag

LONGEST: Final = 8 << 20  # bytes of one record, its media not counted
_MOST_TAGS: Final = 1 << 15  # in a record that must be parsed as a whole
_NO_ENTRY: Final = Reason.NO_ENTRY
_SPACE: Final = b" \t\r\n"
_BLOCK: Final = 1 << 16
_BEGINNING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+")
_INSTRUCTION: Final = re.compile(rb"<\?xml(?:-stylesheet)?[ \t\r\n][^<]*?\?>[ \t\r\n]*+")
_RECORD: Final = re.compile(rb"<(?:sms|mms|call)[ \t\r\n/>]")
_OUTSIDE: Final = rb"<(?:(?:sms|mms|call)[ \t\r\n/>]|/?(?:smses|calls)[ \t\r\n/>]"
_NEXT: Final = re.compile(_OUTSIDE + rb"|!--|\?xml)")
_ROOTS: Final = (b"smses", b"calls")
_END: Final = {
    name: re.compile(
        b"(?P<comment>%b)|(?P<end></%b[ \t\r\n]*+>)|%b)" % (COMMENT.pattern, name, _OUTSIDE)
    )
    for name in (b"sms", b"mms", b"call")
}
# What may hold anything at all, and how each ends.
_SEALED: Final = (
    (re.compile(rb"<!\[CDATA\["), re.compile(rb"\]\]>")),
    (re.compile(rb"<!DOCTYPE[^\[<>]*+\["), re.compile(rb"\][ \t\r\n]*+>")),
)
_ELEMENT: Final = re.compile(rb"<[A-Za-z_:\x80-\xff]")


class Piece(NamedTuple):
    """A stretch of the file: a snag if it has a `reason`, else a record if it has a `name`.

    Without `tags` a record is well cut, but its markup is none the app is known to write.
    """

    start: int
    end: int
    name: bytes = b""
    tags: tuple[Tag, ...] = ()
    reason: Reason | None = None
    doubtful: bool = False  # it may be typed text of the broken record before it
    last: bool = False  # the file stops right behind it, without an end tag


class Cutter:
    """Cuts a backup into pieces, asked for one after the other."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._size = len(data)
        self._closed = False
        self._begun = False
        self._doubtful = False
        self._nowhere: set[re.Pattern[bytes]] = set()

    @property
    def certain(self) -> bool:
        """Whether a record that stands next is beyond doubt one."""
        return not self._doubtful

    def piece(self, at: int) -> Piece:
        """Return the piece that begins at `at`, where the one before it ended."""
        piece = self._frame(at) or self._record(at) or self._snag(at)
        if piece.end < self._size or self._closed:
            return piece
        return self._cut_off(piece)

    def _frame(self, at: int) -> Piece | None:
        found = _BEGINNING.match(self._data, at)
        begin = found.end() if found and at == 0 else at
        if found := _INSTRUCTION.match(self._data, begin):
            return Piece(at, found.end())
        if found := COMMENT.match(self._data, begin):
            hides = _RECORD.search(self._data, begin, found.end())
            return Piece(at, found.end(), reason=Reason.NO_ENTRY if hides else None)
        end = self._root(begin)
        if end is not None:
            return Piece(at, end)
        return Piece(at, begin) if begin > at else None

    def _root(self, at: int) -> int | None:
        """Return where the root's start or end tag at `at` ends, if one stands there."""
        found = CLOSING.match(self._data, at)
        if found and found[1] in _ROOTS:
            self._closed = True
            return found.end()
        if name_at(self._data, at) not in _ROOTS:
            return None
        tag = tag_at(self._data, at, next_tag(self._data, at + 1))
        self._begun, self._closed = True, tag is not None and tag.alone
        return tag.end if tag else None

    def _record(self, at: int) -> Piece | None:
        name = name_at(self._data, at)
        if name not in _END:
            return None
        self._begun, self._closed = True, False
        doubtful, self._doubtful = self._doubtful, False
        limit = next_tag(self._data, at + 1)
        first = tag_at(self._data, at, limit)
        if first is None:
            self._doubtful = quote_left_open(self._data, at, limit)
            return Piece(at, self._next(at + 1), reason=Reason.BROKEN_MARKUP)
        tags, end = content(self._data, first)
        if not tags:
            self._doubtful = quote_left_open(self._data, end, next_tag(self._data, end + 1))
            end = self._end(name, at)
        if end == at:
            return Piece(at, self._next(at + 1), reason=Reason.BROKEN_MARKUP)
        if weight(tags, at, end) > LONGEST or not (tags or self._few_tags(at, end)):
            return Piece(at, end, reason=Reason.TOO_LONG)
        return Piece(at, end, name, tags, None, doubtful)

    def _few_tags(self, at: int, end: int) -> bool:
        # a tree of markup takes some hundred times the memory of its bytes
        return self._data[at:end].count(b"<") <= _MOST_TAGS

    def _end(self, name: bytes, at: int) -> int:
        """Return where the record at `at` ends by its end tag, or `at` if it has none."""
        for found in _END[name].finditer(self._data, at + 1):
            if found.lastgroup == "end":
                return after_space(self._data, found.end())
            if found.lastgroup is None:
                break
        return at

    def _snag(self, at: int) -> Piece:
        for opening, closing in _SEALED:
            if closing not in self._nowhere and opening.match(self._data, at):
                if found := closing.search(self._data, at):
                    return Piece(at, after_space(self._data, found.end()), reason=_NO_ENTRY)
                self._nowhere.add(closing)
        return Piece(at, self._next(at + 1), reason=self._reason(at))

    def _reason(self, at: int) -> Reason:
        known = name_at(self._data, at) in _ROOTS or CLOSING.match(self._data, at)
        if known:
            return Reason.BROKEN_MARKUP
        return Reason.UNKNOWN_ELEMENT if _ELEMENT.match(self._data, at) else _NO_ENTRY

    def _next(self, at: int) -> int:
        found = _NEXT.search(self._data, at)
        return found.start() if found else self._size

    def _cut_off(self, piece: Piece) -> Piece:
        """Return `piece`, which reaches the end of a file without an end tag, saying so."""
        if piece.reason is not None:
            return piece._replace(reason=Reason.CUT_OFF) if self._begun else piece
        edge = self._before_space(piece.start, piece.end)
        if piece.start < edge < piece.end:
            return piece._replace(end=edge)
        return (
            piece._replace(last=True) if piece.name else piece._replace(reason=Reason.CUT_OFF)
        )

    def _before_space(self, start: int, end: int) -> int:
        while end > start:
            block = self._data[max(start, end - _BLOCK) : end]
            kept = len(block.rstrip(_SPACE))
            if kept:
                return end - len(block) + kept
            end -= len(block)
        return start
