"""What the other tables say of a message: who wrote it, in which chat, with which files."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Final

from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.sources.cells import count
from hearthbook.sources.cells import one_to_many
from hearthbook.sources.cells import one_to_one
from hearthbook.sources.cells import string

if TYPE_CHECKING:
    from hearthbook.sources.tables import Row
    from hearthbook.sources.tables import Tables

LOOKED_UP: Final = frozenset(
    {
        "handle",
        "chat",
        "chat_message_join",
        "chat_handle_join",
        "attachment",
        "message_attachment_join",
        "chat_recoverable_message_join",
    }
)
_GROUP: Final = 43  # the style of a chat of several; 45 is one of two
_MOST_FILES: Final = 500


class Around:
    """The tables beside `message`, as far as they can be read."""

    def __init__(self, tables: Tables) -> None:
        self._handles = {n: string(row, "id") for n, row in tables.looked_up("handle", "id")}
        chats = tables.looked_up("chat", "style", "chat_identifier")
        self._chats = {
            n: (row.get("style"), string(row, "chat_identifier")) for n, row in chats
        }
        self._in_chat = one_to_one(tables, "chat_message_join", "message_id", "chat_id")
        self._members = one_to_many(tables, "chat_handle_join", "chat_id", "handle_id")
        self._attached = one_to_many(
            tables, "message_attachment_join", "message_id", "attachment_id"
        )
        self._lately = one_to_one(
            tables, "chat_recoverable_message_join", "message_id", "chat_id"
        )
        found = tables.looked_up(
            "attachment", "filename", "transfer_name", "mime_type", "total_bytes"
        )
        self._files = {number: _file(row) for number, row in found}

    def handle(self, number: int) -> str | None:
        """Return the number or address of a handle as the phone has it."""
        return self._handles.get(number) or None

    def marks(self, number: int) -> set[Mark]:
        """Return what the other tables make worth knowing about a message."""
        marks = set[Mark]()
        if number in self._lately:
            marks.add(Mark.DELETED_LATELY)
        if self.partners(number)[0]:
            marks.add(Mark.GROUP)
        return marks

    def partners(self, number: int) -> tuple[bool, tuple[str, ...]]:
        """Return whether a message is in a group, and who else is in its chat."""
        chat = self._in_chat.get(number, self._lately.get(number))
        if chat is None:
            return False, ()
        style, identifier = self._chats.get(chat, (None, ""))
        members = [self._handles.get(one, "") for one in self._members.get(chat, ())]
        group = style == _GROUP
        known = [one for one in members if one]
        return group, tuple(dict.fromkeys(known or ([identifier] if identifier else [])))

    def files(self, number: int) -> tuple[Media, ...]:
        """Return the files of a message; they lie outside of the database."""
        held = self._attached.get(number, ())
        return tuple(self._files[one] for one in held[:_MOST_FILES] if one in self._files)


def _file(row: Row) -> Media:
    path = string(row, "filename")
    name = string(row, "transfer_name") or path.rpartition("/")[2]
    return Media(name, string(row, "mime_type"), count(row, "total_bytes") or None)
