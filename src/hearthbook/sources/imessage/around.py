"""What the other tables say of a message: who wrote it, in which chat, with which files."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from typing import Final

from hearthbook.base.text import nfc
from hearthbook.records.message import Mark
from hearthbook.records.message import Media

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        self._handles = {n: _text(row, "id") for n, row in tables.looked_up("handle", "id")}
        chats = tables.looked_up("chat", "style", "chat_identifier")
        self._chats = {n: (row.get("style"), _text(row, "chat_identifier")) for n, row in chats}
        self._in_chat = _one(tables, "chat_message_join", "message_id", "chat_id")
        self._members = _many(tables, "chat_handle_join", "chat_id", "handle_id")
        self._attached = _many(tables, "message_attachment_join", "message_id", "attachment_id")
        self._lately = _one(tables, "chat_recoverable_message_join", "message_id", "chat_id")
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
    path = _text(row, "filename")
    name = _text(row, "transfer_name") or path.rpartition("/")[2]
    size = row.get("total_bytes")
    known = size if isinstance(size, int) and 0 < size < 1 << 53 else None
    return Media(name, _text(row, "mime_type"), known)


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return nfc(value) if isinstance(value, str) else ""


def _one(tables: Tables, table: str, key: str, value: str) -> dict[int, int]:
    return dict(_pairs(tables, table, key, value))


def _many(tables: Tables, table: str, key: str, value: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in _pairs(tables, table, key, value):
        found[one].append(other)
    return found


def _pairs(tables: Tables, table: str, key: str, value: str) -> Iterator[tuple[int, int]]:
    for _, row in tables.looked_up(table, key, value):
        one, other = row.get(key), row.get(value)
        if isinstance(one, int) and isinstance(other, int):
            yield one, other
