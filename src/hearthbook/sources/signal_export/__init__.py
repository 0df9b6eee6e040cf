"""Reader of `main.jsonl`, the plain-text export that Signal itself writes.

Keeps
    Messages with the hashes of their files, calls, lines of the app. Times are `dateSent`,
    milliseconds since 1970 by the sender's clock. Names and numbers are those of the file's
    own recipients.
Checks
    That each line is a well-formed JSON object of a kind that is known. One that is not is a
    snag and spoils no other.
Cannot know
    Messages with a timer and what was to be seen once: the exporter leaves them out. What was
    deleted by the person who exported. How long a call lasted. Whether lines are missing at
    the end: nothing marks it.
Leaves in the original
    Keys, the PIN and the profile of the account, reactions, receipts, what an answer refers
    to, earlier wordings of an edited message (`revisions`), the shape of letters.

Lines are frames of `Backups.proto` (https://github.com/signalapp/Signal-Desktop/tree/main/protos)
in the JSON of proto3 (https://protobuf.dev/programming-guides/json/): whole numbers of 64 bits
are text, bytes are base64, and what has its default value is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.sources.cutter import LONGEST
from hearthbook.sources.objects import members
from hearthbook.sources.pieces import origin
from hearthbook.sources.signal_export.items import adhoc_call
from hearthbook.sources.signal_export.items import item
from hearthbook.sources.signal_export.people import People

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.message import Call
    from hearthbook.records.message import Message
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Asked
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.objects import Members

_FRAME: Final = rb'\{\s*+"(?:account|recipient|chat|chatItem)"\s*+:\s*+\{'
_HEAD: Final = re.compile(
    rb'(?>(?:\xef\xbb\xbf)?)\s*+(?>(?:\{[^\r\n]*?"backupTimeMs"[^\r\n]*+[\r\n]++\s*+)?)'
    + _FRAME
)
_ALONE: Final = re.compile(
    rb'(?>(?:\xef\xbb\xbf)?)\s*+\{[^{}]*"mediaRootBackupKey"\s*+:[^{}]*+\}\s*+'
)
_SAYING: Final = ("recipient", "chat", "chatItem", "adHocCall")
_SILENT: Final = ("account", "stickerPack", "notificationProfile", "chatFolder")


class SignalExport:
    """Reader of Signal's own plain-text export."""

    name = "signal-export"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` begins with the export's first line or with a frame."""
        del name
        return _HEAD.match(head) is not None or _ALONE.fullmatch(head) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return nothing: times are moments, and each record says which way it went."""
        del original
        return ()

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        at, size, people = 0, len(original.data), People()
        while at < size:
            end = original.data.find(b"\n", at) + 1 or size
            yield _reading(original, origin(original, at, end), people)
            at = end


def _reading(original: Original, place: FromFile, people: People) -> Yield:
    if place.end - place.start > LONGEST:
        return Snag(place, Reason.TOO_LONG)
    line = original.data[place.start : place.end]
    raw = line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n")
    if not raw:
        return Frame(place)
    marks = set[Mark]()
    one = members(raw, marks)
    if one is None:
        whole = line.endswith(b"\n") or raw.endswith(b"}")
        return Snag(place, Reason.BROKEN_MARKUP if whole else Reason.CUT_OFF)
    found = _frame(one, place, people)
    return Snag(place, found) if isinstance(found, Reason) else found


def _frame(one: Members, place: FromFile, people: People) -> Message | Call | Frame | Reason:
    """Return what the frame `one` holds; remember whom it introduces."""
    if one.has("backupTimeMs", *_SILENT):
        return Frame(place)
    name = next((name for name in _SAYING if one.has(name)), None)
    if name is None:
        return Reason.UNKNOWN_ELEMENT
    inner = one.within(name)
    if inner is None:
        return Reason.BROKEN_MARKUP
    if name == "chatItem":
        return item(inner, place, people)
    if name == "adHocCall":
        return adhoc_call(inner, place, people)
    known = people.introduce(inner) if name == "recipient" else people.open(inner)
    return Frame(place) if known else Reason.MISSING_FIELD
