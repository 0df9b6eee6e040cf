"""What Messages keeps in its database: its tables, and texts as it archives them."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING
from typing import Final

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA: Final = """
CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL,
 text TEXT, attributedBody BLOB, subject TEXT, handle_id INTEGER DEFAULT 0, service TEXT,
 error INTEGER DEFAULT 0, date INTEGER, date_read INTEGER, date_delivered INTEGER,
 is_delivered INTEGER DEFAULT 0, is_from_me INTEGER DEFAULT 0, is_sent INTEGER DEFAULT 0,
 item_type INTEGER DEFAULT 0, other_handle INTEGER DEFAULT 0, group_title TEXT,
 group_action_type INTEGER DEFAULT 0, associated_message_guid TEXT,
 associated_message_type INTEGER DEFAULT 0, associated_message_emoji TEXT,
 balloon_bundle_id TEXT, thread_originator_guid TEXT, date_edited INTEGER DEFAULT 0,
 date_retracted INTEGER DEFAULT 0, message_summary_info BLOB);
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT NOT NULL, service TEXT);
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, guid TEXT, style INTEGER, chat_identifier TEXT,
 display_name TEXT);
CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY, guid TEXT, filename TEXT,
 transfer_name TEXT, mime_type TEXT, total_bytes INTEGER DEFAULT 0);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, message_date INTEGER,
 PRIMARY KEY (chat_id, message_id));
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER);
CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER);
CREATE TABLE chat_recoverable_message_join (chat_id INTEGER, message_id INTEGER,
 delete_date INTEGER);
CREATE TABLE deleted_messages (ROWID INTEGER PRIMARY KEY, guid TEXT NOT NULL);
CREATE TABLE kvtable (ROWID INTEGER PRIMARY KEY, key TEXT, value BLOB);
"""
NANO: Final = 10**9
EDITED: Final = 794_000_000  # seconds since 2001: 2026-03-01 late in the evening, UTC

# An attributed string as the system archives it: header, classes, the text, how it looks.
_OPENING: Final = (
    b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00"
    b"\x84\x84\x08NSObject\x00\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+"
)
_CLOSING: Final = b"\x86\x84\x02iI\x01"


def attributed(text: str) -> bytes:
    """Return `text` as an attributed string in an archive."""
    raw = text.encode()
    if len(raw) < 1 << 7:
        length = bytes([len(raw)])
    elif len(raw) < 1 << 15:
        length = b"\x81" + len(raw).to_bytes(2, "little")
    else:
        length = b"\x82" + len(raw).to_bytes(4, "little")
    return _OPENING + length + raw + _CLOSING


def edits(versions: Sequence[str], *, taken_back: bool = False) -> bytes:
    """Return the summary of a message that said `versions` one after the other."""
    told = [
        {"d": float(EDITED + 60 * n), "t": attributed(said)} for n, said in enumerate(versions)
    ]
    summary: dict[str, object] = {"ec": {"0": told}} if told else {}
    if taken_back:
        summary["rp"] = [0]
    return plistlib.dumps(summary, fmt=plistlib.FMT_BINARY)
