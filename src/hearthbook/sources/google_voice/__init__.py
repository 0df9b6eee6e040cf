"""Reader of the pages in `Takeout/Voice/Calls`, one a conversation or a call of Google Voice.

Keeps
    Text messages with the names of their files, and calls. The time is what the page gives
    with its offset, to the millisecond.
Checks
    That each message is well-formed, tag by tag. One that is not is a snag and spoils no other.
Cannot know
    Who a caller without number was. Which way a recorded call went. To whom a text went that
    nobody answered, where the page's title names nobody. How file names end: pages leave it
    out.
Leaves in the original
    Google's own transcripts of voicemails (the call bears a mark), labels, the offset.
Seen in the wild
    The account's owner is told by the element `abbr`, for the word in it is translated. The
    kind of a call is told by the address of its label, for the same reason. Several pages of
    one conversation overlap. A page that its owner put in the bin says so; its records bear
    the mark of what was deleted.

Pages carry the microformats hCard and hAudio (https://microformats.org/wiki/hcard).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.google_voice.cutting import cut
from hearthbook.sources.google_voice.records import record
from hearthbook.sources.google_voice.records import talk
from hearthbook.sources.google_voice.tags import decoded
from hearthbook.sources.google_voice.tags import elements
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.google_voice.cutting import Piece
    from hearthbook.sources.google_voice.records import Talk

_PAGE: Final = re.compile(rb'<div\s++class="(?:hChatLog hfeed|haudio)"\s*+>')


class GoogleVoice:
    """Reader of pages of Google Voice."""

    name = "google-voice"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a conversation or a call as Google Voice does."""
        del name
        return b"<html" in head and _PAGE.search(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: times are moments, and a page says who its owner is."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        about = talk(original.data)
        for piece in cut(original.data):
            yield _reading(original, piece, about)


def _reading(original: Original, piece: Piece, about: Talk) -> Yield:
    place = origin(original, piece.start, piece.end)
    if piece.reason is not None:
        return Snag(place, piece.reason)
    if not piece.record:
        return Frame(place)
    marks = {Mark.CUT_OFF} if piece.last else set[Mark]()
    parts = elements(decoded(original.data[piece.start : piece.end].strip(), marks))
    found = Reason.BROKEN_MARKUP if parts is None else record(parts, place, about, marks)
    return Snag(place, found) if isinstance(found, Reason) else found
