"""A row of `Messages` as a record, with what `Events`, `Contact` and the chats say of it.

1. `Events` has the time (milliseconds since 1970, UTC), the direction (0 in, 1 out), the chat
   and the contact of the message of the same number.
2. The contacts of messages that went out, and of none that came in, are the owner's own. If
   that of one that went out is another's, it is whom it went to.
3. A chat of more than one other person is a group; of three people, if nobody knows the owner.
4. `Type` 1 is text, 72 a message that was deleted. Of others only the words and the name of the
   file are read, and the record says so.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.marking import in_order
from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.records.traced import Traced
from hearthbook.records.when import Moment
from hearthbook.sources.cells import one_to_many
from hearthbook.sources.cells import string
from hearthbook.sources.cells import text
from hearthbook.sources.cells import whole

if TYPE_CHECKING:
    from hearthbook.records.provenance import FromFile
    from hearthbook.sources.tables import Row
    from hearthbook.sources.tables import Tables

COLUMNS: Final = ("EventID", "Type", "Subject", "Body", "PayloadPath")
LOOKED_UP: Final = frozenset({"Events", "Contact", "ChatInfo", "ChatRelation"})
_EVENT: Final = ("EventID", "TimeStamp", "Direction", "ChatID", "ContactID", "Token")
_CONTACT: Final = ("ContactID", "Name", "ClientName", "Number", "MID")
_NAMED: Final = ("Number", "Name", "ClientName", "MID")
_FARTHEST: Final = 3_000_000 * 86_400_000
_IN, _OUT = 0, 1
_MARKS: Final[dict[int, set[Mark]]] = {1: set(), 72: {Mark.DELETED}}


class Around:
    """The tables beside that of the messages, as far as they can be read."""

    def __init__(self, tables: Tables) -> None:
        events = (row for _, row in tables.looked_up("Events", *_EVENT))
        self.events = {whole(row, "EventID"): row for row in events}
        people = (row for _, row in tables.looked_up("Contact", *_CONTACT))
        self._people = {whole(row, "ContactID"): row for row in people}
        self._chats = one_to_many(tables, "ChatRelation", "ChatID", "ContactID")
        ways: dict[int, set[int]] = defaultdict(set)
        for row in self.events.values():
            ways[whole(row, "Direction")].add(whole(row, "ContactID"))
        self.own = ways[_OUT] - ways[_IN]

    def person(self, contact: int) -> str | None:
        """Return a contact's number, else the name or the id that stands for it."""
        row = self._people.get(contact, {})
        return next(filter(None, (string(row, name) for name in _NAMED)), None)

    def label(self, contact: int) -> str | None:
        """Return the name under which a contact was saved, None if under none."""
        return string(self._people.get(contact, {}), "Name") or None

    def others(self, chat: int) -> tuple[str, ...]:
        """Return who is in a chat beside the owner, each once."""
        those = (self.person(one) for one in self._chats.get(chat, ()) if one not in self.own)
        return tuple(dict.fromkeys(one for one in those if one))


def record(place: FromFile, number: int, row: Row, around: Around) -> Traced | Reason:
    """Return the message that the row `number` is, or why it is none."""
    event = around.events.get(whole(row, "EventID") or number)
    if event is None:
        return Reason.MISSING_FIELD
    at = event.get("TimeStamp")
    if not isinstance(at, int) or not 0 < at < _FARTHEST:
        return Reason.NOT_A_DATE
    marks = set(_MARKS.get(whole(row, "Type"), {Mark.UNREAD_INSIDE}))
    others = around.others(whole(event, "ChatID"))
    if len(others) > (1 if around.own else 2):
        marks.add(Mark.GROUP)
    file = string(row, "PayloadPath").replace("\\", "/").rpartition("/")[2]
    if file:
        marks.add(Mark.MEDIA_OMITTED)
    said = text(row, "Body", marks) or text(row, "Subject", marks)
    token = whole(event, "Token")
    return Traced(
        origin=place,
        when=Moment(at),
        parties=_parties(event, others, around),
        text=said,
        media=(Media(file),) if file else (),
        name=str(token) if token > 0 else "",
        answers="",
        subject="",
        steps=(),
        marks=in_order(marks),
    )


def _parties(event: Row, others: tuple[str, ...], around: Around) -> Parties:
    contact = whole(event, "ContactID")
    if event.get("Direction") == _OUT:
        other = None if contact in around.own else around.person(contact)
        return Parties(None, others if other is None else (other,), Way.OUT)
    way = Way.IN if event.get("Direction") == _IN else None
    sender = around.person(contact)
    to = tuple(one for one in others if one != sender)
    return Parties(sender, to, way, around.label(contact))
