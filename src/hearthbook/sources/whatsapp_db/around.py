"""What the other tables say of a message: who it is from, in which chat, what became of it."""

from __future__ import annotations

import re
from binascii import Error
from binascii import a2b_base64
from typing import TYPE_CHECKING
from typing import Final
from typing import NamedTuple

from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.traced import Became
from hearthbook.records.traced import Step
from hearthbook.records.when import Moment
from hearthbook.sources.cells import count
from hearthbook.sources.cells import string
from hearthbook.sources.cells import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.sources.tables import Row
    from hearthbook.sources.tables import Tables

LOOKED_UP: Final = frozenset(
    {
        "jid",
        "chat",
        "chat_list",
        "message_media",
        "message_edit_info",
        "message_forwarded",
        "message_quoted",
        "messages_quotes",
        "message_revoked",
        "message_system",
        "receipt_user",
    }
)
_NUMBER: Final = re.compile(r"(\d{5,20})(?:[.:]\d+)*@(?:s\.whatsapp\.net|c\.us)")
_GROUPED: Final = ("@g.us", "@broadcast")
_HASH: Final = 32
_FARTHEST: Final = 3_000_000 * 86_400_000
_MOST: Final = 500
_RECEIPTS: Final = (
    ("receipt_timestamp", Became.DELIVERED),
    ("read_timestamp", Became.READ),
)


class Chat(NamedTuple):
    """Whom a chat is with: a person, or a group by its name."""

    name: str | None
    group: bool


class Around:
    """The tables beside those of messages and calls, as far as they can be read."""

    def __init__(self, tables: Tables) -> None:
        jids = tables.looked_up("jid", "raw_string", "user", "server")
        self._jids = {number: _raw(row) for number, row in jids}
        chats = tables.looked_up("chat", "jid_row_id", "subject")
        self._chats = {
            n: (whole(row, "jid_row_id"), string(row, "subject")) for n, row in chats
        }
        named = tables.looked_up("chat_list", "key_remote_jid", "subject")
        self._subjects = {
            string(row, "key_remote_jid"): string(row, "subject") for _, row in named
        }
        self._media = _by_message(tables, "message_media", *_MEDIA)
        self._edits = _by_message(tables, "message_edit_info", "edited_timestamp")
        self._forwarded = _by_message(tables, "message_forwarded", "forward_score")
        self._quoted = _by_message(tables, "message_quoted", "key_id")
        self._revoked = _by_message(
            tables, "message_revoked", "revoked_key_id", "revoke_timestamp"
        )
        self._system = _by_message(tables, "message_system", "action_type")
        self._old_quotes = dict(tables.looked_up("messages_quotes", "key_id"))
        self._receipts: dict[int, list[Row]] = {}
        names = ("message_row_id", "receipt_user_jid_row_id", *(name for name, _ in _RECEIPTS))
        for _, row in tables.looked_up("receipt_user", *names):
            self._receipts.setdefault(whole(row, "message_row_id"), []).append(row)

    def person(self, jid: int) -> str | None:
        """Return the number of a person by the number of a row of `jid`."""
        return who(self._jids.get(jid, ""))

    def chat(self, number: int) -> Chat:
        """Return whom the chat of a row of `chat` is with."""
        jid, subject = self._chats.get(number, (0, ""))
        return self._named(self._jids.get(jid, ""), subject)

    def old_chat(self, jid: str) -> Chat:
        """Return whom a chat is with that goes by `jid`, as in the older tables."""
        return self._named(jid, self._subjects.get(jid, ""))

    def group(self, jid: int) -> Chat:
        """Return the group of a call by the number of a row of `jid`."""
        raw = self._jids.get(jid, "")
        held = (subject for own, subject in self._chats.values() if own == jid)
        return self._named(raw, next(held, ""))

    def _named(self, raw: str, subject: str) -> Chat:
        group = raw.endswith(_GROUPED)
        return Chat((subject or raw if group else who(raw)) or None, group)

    def media(self, number: int) -> tuple[Media, ...]:
        """Return the file of a message; it lies outside of the database."""
        row = self._media.get(number)
        return () if row is None else (_file(row),)

    def marks(self, number: int) -> set[Mark]:
        """Return what the other tables make worth knowing about a message."""
        return {Mark.FORWARDED} if number in self._forwarded else set()

    def answers(self, number: int) -> str:
        """Return the name of the message that is quoted, or was taken back."""
        taken_back = string(self._revoked.get(number, {}), "revoked_key_id")
        return taken_back or string(self._quoted.get(number, {}), "key_id")

    def old_answers(self, number: int) -> str:
        """Return the name of the message that is quoted, as in the older tables."""
        return string(self._old_quotes.get(number, {}), "key_id")

    def action(self, number: int) -> str:
        """Return what a line of the app says of itself, in the table's own words."""
        row = self._system.get(number)
        return "" if row is None else f"action_type={whole(row, 'action_type')}"

    def steps(self, number: int) -> Iterator[Step]:
        """Yield what became of a message, as receipts, edits and deletions tell."""
        for row in self._receipts.get(number, [])[:_MOST]:
            person = self.person(whole(row, "receipt_user_jid_row_id"))
            for name, became in _RECEIPTS:
                when = moment(row.get(name))
                if when is not None:
                    yield Step(became, when, person)
        if number in self._edits:
            yield Step(Became.EDITED, moment(self._edits[number].get("edited_timestamp")))
        if number in self._revoked:
            when = moment(self._revoked[number].get("revoke_timestamp"))
            yield Step(Became.TAKEN_BACK, when)


_MEDIA: Final = (
    "file_path",
    "media_name",
    "mime_type",
    "file_size",
    "file_length",
    "file_hash",
    "media_caption",
)


def moment(value: object) -> Moment | None:
    """Return the moment of a count of milliseconds, None if there is none."""
    known = isinstance(value, int) and 0 < value < _FARTHEST
    return Moment(value) if known and isinstance(value, int) else None


def who(jid: str) -> str | None:
    """Return a person's number, else the id that stands for it, None if there is neither."""
    found = _NUMBER.fullmatch(jid)
    return f"+{found[1]}" if found else (jid or None)


def _raw(row: Row) -> str:
    user, server = string(row, "user"), string(row, "server")
    return string(row, "raw_string") or (f"{user}@{server}" if user and server else "")


def _by_message(tables: Tables, table: str, *columns: str) -> dict[int, Row]:
    found = tables.looked_up(table, "message_row_id", *columns)
    return {whole(row, "message_row_id"): row for _, row in found}


def _file(row: Row) -> Media:
    name = string(row, "media_name") or string(row, "file_path").rpartition("/")[2]
    size = count(row, "file_size") or count(row, "file_length")
    return Media(name, string(row, "mime_type"), size, _digest(string(row, "file_hash")))


def _digest(coded: str) -> str | None:
    """Return a SHA-256 in hex that the table has in base64."""
    try:
        raw = a2b_base64(coded, strict_mode=True)
    except (Error, ValueError):
        return None
    return raw.hex() if len(raw) == _HASH else None
