"""Where the records of a JSON file begin and end.

1. Records are the objects in the lists of one name (`"messages": [`). A piece is a record, a
   frame or a snag; together the pieces are the file, byte for byte.
2. A record runs from its `{` up to what follows it: comma and white space are its tail.
3. Frames are all else that is well-formed JSON: headers of chats, closing brackets.
4. A record that is broken ends where the next anchor stands: a list that opens, or the look of
   a record's first names. No text can imitate one: in JSON a quote within text is escaped. An
   object that is well-formed beyond an anchor holds what only looks like a record.
5. A file whose brackets are not all closed was not written to its end. Its last bytes are a
   snag; if they belong to a whole record, that record bears a mark.
6. A stretch that ends before the look of a record, and is well-formed as a whole, is parted in
   one go. It is parted as it would be record by record, only sooner. Where it is not, shorter
   stretches are tried, and then each record alone.

Each search for an anchor begins where the last one ended, and what is looked at beyond anchors
in vain is counted: no file takes longer than its size allows. Nothing here calls itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple
from typing import TypeAlias

import msgspec

from hearthbook.records.provenance import Reason
from hearthbook.sources.objects import DEEPEST
from hearthbook.sources.objects import LIST
from hearthbook.sources.objects import STRING
from hearthbook.sources.objects import decoded
from hearthbook.sources.objects import nested
from hearthbook.sources.places import Ahead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from mmap import mmap

Data: TypeAlias = "bytes | mmap"

LONGEST: Final = 8 << 20  # bytes of one record
_WIDEST: Final = 1 << 17  # bytes of a stretch that is parted in one go
_NARROWEST: Final = 1 << 12
_TRIES: Final = 64  # brackets that are looked at for the end of a stretch
_BLANK: Final = b" \t\r\n"

_OBJECT: Final = re.compile(rb"\{%b\}" % nested())
_TAIL: Final = re.compile(rb"[ \t\r\n]*+(?>(?:,[ \t\r\n]*+)?)")
_SPACES: Final = re.compile(rb"(?>(?:\xef\xbb\xbf)?)[ \t\r\n]*+")
_FRAME: Final = re.compile(
    rb"(?>(?:\xef\xbb\xbf)?)(?>(?:[ \t\r\n{}\[\],:]++|%b|-?[0-9][0-9.eE+-]*+|true|false|null)*)"
    % STRING
)
_STRINGS: Final = re.compile(STRING)
_BEGINS: Final = 0x7B  # {
_ENDS: Final = 0x5D  # ]


class Piece(NamedTuple):
    """A stretch of the file: a snag if it has a `reason`, else a record or a frame.

    `edge` is where a record ends but for its tail, 0 if it is none. `opens` means that a list
    of records begins at the end.
    """

    start: int
    end: int
    edge: int = 0
    reason: Reason | None = None
    opens: bool = False
    last: bool = False  # the file stops right behind it, with brackets left open


class Cutter:
    """Cuts a file into pieces.

    `opening` is the pattern of the name of a list of records, with its `[`. `look` is the
    pattern of a record's first names, with its `{`.
    """

    def __init__(self, data: Data, opening: bytes, look: bytes) -> None:
        self._data = data
        self._size = len(data)
        self._openings = Ahead(data, opening + rb"[ \t\r\n]*+")
        self._looks = Ahead(data, look)
        self._look = re.compile(look)
        self._wide = _WIDEST
        self._alone = 0  # up to where each record is looked at alone
        self._inside = False
        self._depth = 0
        self._begun = False
        self._spare = 4 * self._size  # bytes that may be looked at in vain

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces, in order."""
        at = 0
        while at < self._size:
            if self._inside and self._data[at] != _ENDS:
                found = self._stretch(at) or (self._item(at),)
            else:
                found = (self._gap(at),)
            for piece in found:
                if piece.end == self._size:
                    yield from self._ended(piece)
                elif piece.end > at:
                    yield piece
                at = piece.end

    def _stretch(self, at: int) -> Sequence[Piece]:
        """Return the records from `at` on that can be parted in one go, none if they cannot."""
        while at >= self._alone:
            found = self._parted(at, self._bound(at, at + self._wide))
            if found:
                self._wide = min(2 * self._wide, _WIDEST)
                return found
            if self._wide == _NARROWEST:
                self._alone = at + _NARROWEST
            self._wide = max(self._wide // 2, _NARROWEST)
        return ()

    def _bound(self, at: int, limit: int) -> int:
        """Return where the last record begins that lies within `limit`; `at` if none does."""
        opening = self._openings.at(at)
        place = min(limit, self._size if opening is None else opening.start())
        for _ in range(_TRIES):
            place = self._data.rfind(b"{", at + 1, place)
            if place < 0:
                break
            if self._look.match(self._data, place):
                return place
        return at

    def _parted(self, at: int, end: int) -> Sequence[Piece]:
        """Return the records between `at` and `end`, up to one that is not like the others."""
        held = self._data[at:end]
        try:
            held.decode()  # which parting alone does not ask for
            found = LIST.decode(b"[%b]" % held.rstrip(_BLANK).removesuffix(b","))
        except (UnicodeDecodeError, msgspec.DecodeError, RecursionError):
            return ()
        pieces: list[Piece] = []
        start = 0
        for raw in found:
            edge = start + len(raw)
            if not _is_object(held, start, edge):
                break
            tail = _TAIL.match(held, edge)
            stop = tail.end() if tail else edge
            pieces.append(Piece(at + start, at + stop, at + edge))
            start = stop
        return pieces

    def _anchor(self, at: int) -> tuple[int, int, bool]:
        """Return the next anchor's start, where its records begin, and if it opens a list."""
        opening, look = self._openings.at(at), self._looks.at(at)
        first = self._size if look is None else look.start()
        if opening is not None and opening.start() < first:
            return opening.start(), opening.end(), True
        return first, first, False

    def _gap(self, at: int) -> Piece:
        _, end, opens = self._anchor(at)
        self._inside = opens or end < self._size
        self._begun = self._begun or self._inside
        reason = None if self._framing(at, end) else Reason.BROKEN_MARKUP
        if not self._begun:
            reason = Reason.NO_ENTRY
        return Piece(at, end, reason=reason, opens=opens)

    def _framing(self, start: int, end: int) -> bool:
        """Tell whether nothing but well-formed JSON stands here; count its brackets."""
        brackets = _STRINGS.sub(b"", self._data[start:end])
        for sign, step in ((b"{", 1), (b"[", 1), (b"}", -1), (b"]", -1)):
            self._depth += step * brackets.count(sign)
        return _FRAME.fullmatch(self._data, start, end) is not None

    def _item(self, at: int) -> Piece:
        bound, _, opens = self._anchor(at + 1)
        edge = self._object(at, bound) if self._data[at] == _BEGINS else 0
        if edge:
            tail = _TAIL.match(self._data, edge)
            return Piece(at, tail.end() if tail else edge, edge)
        self._inside = not opens
        self._depth -= opens  # the end of its list lies in what was broken
        reason = Reason.TOO_LONG if bound - at > LONGEST else Reason.BROKEN_MARKUP
        return Piece(at, bound, reason=reason)

    def _object(self, at: int, bound: int) -> int:
        """Return where the object at `at` ends, 0 if it is none."""
        found = _OBJECT.match(self._data, at, min(bound, at + LONGEST))
        if found is None and bound < self._size and self._spare > 0:
            found = _OBJECT.match(self._data, at, at + LONGEST)
            if found is None or decoded(found[0]) is None:
                self._spare -= min(LONGEST, self._size - at)
                return 0
        return 0 if found is None else found.end()

    def _ended(self, piece: Piece) -> Iterator[Piece]:
        """Yield `piece`, which reaches the end of the file, saying so if it was cut there."""
        if piece.edge and piece.edge < piece.end:
            yield piece._replace(end=piece.edge)
            yield Piece(piece.edge, piece.end, reason=Reason.CUT_OFF)
        elif piece.edge:
            yield piece._replace(last=True)
        elif piece.reason is Reason.BROKEN_MARKUP:
            ended = self._data[max(piece.start, piece.end - 64) : piece.end].rstrip()
            whole = ended.endswith(b"}") and not piece.opens
            yield piece if whole else piece._replace(reason=Reason.CUT_OFF)
        elif piece.reason is None and (self._depth or self._inside):
            yield piece._replace(reason=Reason.CUT_OFF)
        else:
            yield piece


def _is_object(held: bytes, start: int, edge: int) -> bool:
    """Tell whether what is well-formed here is an object that `_OBJECT` would find."""
    if held[start] != _BEGINS:
        return False
    if held.count(b"{", start, edge) + held.count(b"[", start, edge) <= DEEPEST:
        return True
    return _OBJECT.fullmatch(held, start, edge) is not None
