"""Reader of the files `sms-*.xml` and `calls-*.xml` of the Android app SMS Backup & Restore.

Keeps
    Text and picture messages with the sizes and hashes of their files, and lines of the call
    log. The time is `date`, milliseconds since 1970 by the phone's clock.
Checks
    That each record is well-formed XML. One that is not is a snag and spoils no other.
    Signs that XML does not allow are repaired and marked (`repair`).
Cannot know
    What was deleted before the backup. Encrypted RCS chats, which are in no backup or by half.
    What became of an outgoing call of no seconds. The number of records in the root tag is the
    app's and often wrong, so nothing rests on it.
Leaves in the original
    `date_sent`, service centres, delivery states, the layout that shows an MMS.

Fields: https://synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.pieces import origin
from hearthbook.sources.sms_backup.calls import call
from hearthbook.sources.sms_backup.fields import InPlace
from hearthbook.sources.sms_backup.fields import parsed
from hearthbook.sources.sms_backup.mms import mms
from hearthbook.sources.sms_backup.quick import Quick
from hearthbook.sources.sms_backup.sms import sms
from hearthbook.sources.sms_backup.spans import Cutter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.message import Call
    from hearthbook.records.message import Message
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.sms_backup.fields import Element
    from hearthbook.sources.sms_backup.spans import Piece

_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[ \t\r\n]*+"
    rb"(?>(?:(?:<\?[^<]*?\?>|<!--(?>(?:[^-]++|-(?!-))*)-->|"
    rb"<!DOCTYPE[^\[>]*+(?:\[.*?\][ \t\r\n]*+)?>)"
    rb"[ \t\r\n]*+)*)"
    rb"<(?:smses|calls)[ \t\r\n/>]",
    re.DOTALL,
)
_ENCODING: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?[ \t\r\n]*+<\?xml[^<>]*?encoding\s*=\s*["']([^"'<>]{1,40})"""
)
_UTF8: Final = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_HEAD: Final = 1 << 10


class SmsBackup:
    """Reader of the backups of SMS Backup & Restore."""

    name = "sms-backup"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens with the root tag of a backup, whatever its encoding."""
        del name
        # UTF-16 of plain letters is the letters with a NUL beside each.
        return (
            _ROOT.match(head if head[:64].count(0) < 16 else head.replace(b"\0", b""))
            is not None
        )

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: times are moments, and each record says which way it went."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        at, size = 0, len(original.data)
        if size and not _is_utf8(original.data[:_HEAD]):
            yield Snag(origin(original, 0, size), Reason.NOT_TEXT)
            return
        cutter, quick = Cutter(original.data), Quick(original)
        while at < size:
            if cutter.certain:
                for message in quick.read(at):
                    yield message
                    at = message.origin.end
            piece = cutter.piece(at)
            yield _reading(original, piece)
            if piece.name == b"sms" and piece.tags:
                quick.learn(piece.tags[0])
            at = piece.end


def _is_utf8(head: bytes) -> bool:
    declared = _ENCODING.match(head)
    if declared is not None and declared[1].lower() not in _UTF8:
        return False
    return not head.startswith((b"\xff\xfe", b"\xfe\xff")) and head[:64].count(0) < 16


def _reading(original: Original, piece: Piece) -> Yield:
    """Return what `piece` is."""
    place = origin(original, piece.start, piece.end)
    if piece.reason is not None:
        return Snag(place, piece.reason)
    if not piece.name:
        return Frame(place)
    marks = {Mark.DOUBTFUL_HEADER} if piece.doubtful else set[Mark]()
    if piece.last:
        marks.add(Mark.CUT_OFF)
    found = _record(original, piece, place, marks)
    return Snag(place, found) if isinstance(found, Reason) else found


def _record(
    original: Original, piece: Piece, place: FromFile, marks: set[Mark]
) -> Message | Call | Reason:
    elements: tuple[Element, ...] = tuple(InPlace(original.data, tag) for tag in piece.tags)
    elements = elements or parsed(original.data[piece.start : piece.end], marks)
    if not elements:
        return Reason.BROKEN_MARKUP
    if piece.name == b"mms":
        return mms(elements, place, marks)
    read = sms if piece.name == b"sms" else call
    return read(elements[0], place, marks)
