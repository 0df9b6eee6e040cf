"""Reader of `messages.json` in `Takeout/Google Chat/Groups`, one a conversation.

Keeps
    Messages with the names of their files. The time is `created_date`, to the second, in UTC.
Checks
    That each message is well-formed JSON, and that its day of the week is that of its date.
    One that is not is a snag and spoils no other.
Cannot know
    Who is in the conversation: `group_info.json` beside it says so. Dates in other languages
    than English, which are snags: take the download out in English. Which of the writers
    exported it. What a deleted message said.
Leaves in the original
    Addresses of accounts, earlier wordings of an edited message, reactions, what an answer
    quotes, topics.
Seen in the wild
    A narrow blank before AM and PM. Deleted messages without text, or without creator.
"""

from __future__ import annotations

import re
from datetime import UTC
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.time import moment
from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Message
from hearthbook.records.message import Parties
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.contract import Asked
from hearthbook.sources.cutter import Cutter
from hearthbook.sources.objects import members
from hearthbook.sources.pieces import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.contract import Answers
    from hearthbook.sources.contract import Original
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.cutter import Piece
    from hearthbook.sources.objects import Members

_OPENING: Final = rb'"messages"\s*+:\s*+\['
_LOOK: Final = (
    rb'\{\s*+"(?:creator"\s*+:\s*+\{[^{}]*+\}\s*+,\s*+"created_date|created_date)"\s*+:'
)
_CHAT: Final = re.compile(
    rb'\s*+\{\s*+"messages"\s*+:\s*+\[\s*+(?=\{.*?"created_date"\s*+:)'
    rb'(?=\{.*?"(?:creator|topic_id|message_id)"\s*+:)',
    re.DOTALL,
)
_DATE: Final = re.compile(
    r"(?P<weekday>[A-Z][a-z]+), (?P<month>[A-Z][a-z]+) (?P<day>\d\d?), (?P<year>\d{4}) at "
    r"(?P<hour>\d\d?):(?P<minute>\d\d):(?P<second>\d\d)[ \u202f](?P<half>[AP]M) UTC",
    re.ASCII,
)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS: Final = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)
_KNOWN: Final = re.compile(
    r"creator|created_date|updated_date|text|topic_id|message_id|attached_files|annotations"
    r"|quoted_message_metadata|message_state|deletion_metadata|previous_message_versions"
    r"|reactions"
)


class GoogleChat:
    """Reader of conversations of Google Chat."""

    name = "google-chat"
    version = 1

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether `head` opens a list of messages that are dated as Google Chat does."""
        del name
        return _CHAT.match(head.removeprefix(b"\xef\xbb\xbf")) is not None

    def asks(self, original: Original) -> tuple[Asked, ...]:
        """Return whose export it is: times are moments."""
        del original
        return (Asked.ME,)

    def read(self, original: Original, answers: Answers) -> Iterator[Yield]:
        """Yield every record, snag and frame of `original`, in file order."""
        del answers
        for piece in Cutter(original.data, _OPENING, _LOOK).pieces():
            yield _reading(original, piece)


def _reading(original: Original, piece: Piece) -> Yield:
    place = origin(original, piece.start, piece.end)
    if piece.reason is not None:
        return Snag(place, piece.reason)
    if not piece.edge:
        return Frame(place)
    marks = {Mark.CUT_OFF} if piece.last else set[Mark]()
    one = members(original.data[piece.start : piece.edge], marks)
    found = Reason.BROKEN_MARKUP if one is None else _message(one, place)
    return Snag(place, found) if isinstance(found, Reason) else found


def _message(one: Members, place: FromFile) -> Message | Reason:
    date = one.text("created_date")
    when = Reason.MISSING_FIELD if date is None else _moment(date)
    if isinstance(when, Reason):
        return when
    marks, text = one.marks, one.line("text")
    if one.line("message_state") == "DELETED" or one.has("deletion_metadata"):
        marks.add(Mark.DELETED)
    if one.has("updated_date") or one.each("previous_message_versions"):
        marks.add(Mark.EDITED)
    annotated = one.each("annotations")
    if any(_is_call(annotation) for annotation in annotated):
        marks.add(Mark.CALL_LINE)
    media = _media(one)
    if one.unknown(_KNOWN) or (annotated and not text and not media):
        marks.add(Mark.UNREAD_INSIDE)
    creator = one.within("creator")
    sender = None if creator is None else creator.line("name") or creator.line("email") or None
    return Message(place, when, Parties(sender), text, in_order(marks), media)


def _is_call(annotation: Members) -> bool:
    said = annotation.within("gsuite_integration_metadata")
    return said is not None and said.has("call_data")


def _media(one: Members) -> tuple[Media, ...]:
    files = one.each("attached_files")
    names = [file.line("export_name") or file.line("original_name") for file in files]
    if names:
        one.marks.add(Mark.MEDIA_ATTACHED)
    return tuple(Media(name) for name in names)


def _moment(written: str) -> Moment | Reason:
    """Return the moment that is `written` in English, with a weekday that must be right."""
    found = _DATE.fullmatch(written)
    if found is None or found["month"] not in _MONTHS or not 1 <= int(found["hour"]) <= 12:
        return Reason.NOT_A_DATE
    month = _MONTHS.index(found["month"]) + 1
    hour = int(found["hour"]) % 12 + (12 if found["half"] == "PM" else 0)
    year, day = int(found["year"]), int(found["day"])
    minute, second = int(found["minute"]), int(found["second"])
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return Reason.NOT_A_DATE
    if _WEEKDAYS[at.weekday()] != found["weekday"]:
        return Reason.NOT_A_DATE
    return Moment(moment(at), Precision.SECOND)
