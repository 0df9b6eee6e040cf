"""A row of the table `message` as a record.

1. `timestamp` is in milliseconds since 1970, UTC: when it was sent, by the sender's clock.
2. `message_type`: 0 text, 1 picture, 2 sound, 3 film, 7 a line of the app, 9 a document, 10 a
   call that was missed, 11 not yet decrypted, 13 a moving picture, 15 taken back, 20 a sticker,
   42 and 43 to be seen once, 90 a call, 99 an album. Of others only the text is read.
3. In a chat of two the other is whom the chat is with; in a group the row names who wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Frame
from hearthbook.records.provenance import Reason
from hearthbook.records.traced import Became
from hearthbook.records.traced import Step
from hearthbook.records.traced import Traced
from hearthbook.sources.cells import string
from hearthbook.sources.cells import text
from hearthbook.sources.cells import whole
from hearthbook.sources.whatsapp_db.around import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.tables import Row
    from hearthbook.sources.whatsapp_db.around import Around

COLUMNS: Final = (
    "chat_row_id",
    "from_me",
    "key_id",
    "sender_jid_row_id",
    "timestamp",
    "received_timestamp",
    "message_type",
    "text_data",
)
NO_ROW: Final = "-1"
_APP: Final = 7
_TYPES: Final = {
    _APP: Mark.APP_TEXT,
    10: Mark.CALL_LINE,
    11: Mark.UNREAD_INSIDE,
    15: Mark.DELETED,
    42: Mark.VIEW_ONCE,
    43: Mark.VIEW_ONCE,
    90: Mark.CALL_LINE,
}
_PLAIN: Final = frozenset({0, 1, 2, 3, 9, 13, 20, 99})


def record(place: FromFile, number: int, row: Row, around: Around) -> Traced | Frame | Reason:
    """Return the message that the row `number` is, or why it is none."""
    when = moment(row.get("timestamp"))
    if when is None:
        if string(row, "key_id") == NO_ROW:
            return Frame(place)
        return Reason.NOT_A_DATE if row.get("timestamp") else Reason.MISSING_FIELD
    marks, media = around.marks(number), around.media(number)
    kind = whole(row, "message_type")
    if kind not in _PLAIN:
        marks.add(_TYPES.get(kind, Mark.UNREAD_INSIDE))
    if media:
        marks.add(Mark.MEDIA_OMITTED)
    steps = [*_received(row), *around.steps(number)]
    if any(step.became is Became.EDITED for step in steps):
        marks.add(Mark.EDITED)
    parties = _parties(row, around, marks)
    said = text(row, "text_data", marks) or (around.action(number) if kind == _APP else "")
    return Traced(
        origin=place,
        when=when,
        parties=parties,
        text=said,
        media=media,
        name=string(row, "key_id"),
        answers=around.answers(number),
        subject="",
        steps=tuple(steps),
        marks=in_order(marks),
    )


def _received(row: Row) -> Iterator[Step]:
    when = moment(row.get("received_timestamp"))
    if when is not None and not whole(row, "from_me"):
        yield Step(Became.RECEIVED, when)


def _parties(row: Row, around: Around, marks: set[Mark]) -> Parties:
    chat = around.chat(whole(row, "chat_row_id"))
    if chat.group:
        marks.add(Mark.GROUP)
    named = (chat.name,) if chat.name else ()
    if whole(row, "from_me"):
        return Parties(None, named, Way.OUT)
    writer = around.person(whole(row, "sender_jid_row_id"))
    if chat.group:
        return Parties(writer, named, Way.IN)
    return Parties(chat.name or writer, (), Way.IN)
