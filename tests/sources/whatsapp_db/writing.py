"""The tables of WhatsApp's database, as far as they are looked at, of now and of before."""

from __future__ import annotations

from typing import Final

SCHEMA: Final = """
CREATE TABLE jid (_id INTEGER PRIMARY KEY, user TEXT NOT NULL, server TEXT NOT NULL,
 raw_string TEXT);
CREATE TABLE chat (_id INTEGER PRIMARY KEY, jid_row_id INTEGER UNIQUE, subject TEXT);
CREATE TABLE message (_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL,
 from_me INTEGER NOT NULL, key_id TEXT NOT NULL, sender_jid_row_id INTEGER, status INTEGER,
 timestamp INTEGER, received_timestamp INTEGER, message_type INTEGER, text_data TEXT,
 sort_id INTEGER NOT NULL DEFAULT 0);
CREATE TABLE message_media (message_row_id INTEGER PRIMARY KEY, file_path TEXT,
 file_size INTEGER, mime_type TEXT, file_length INTEGER, media_name TEXT, file_hash TEXT);
CREATE TABLE message_edit_info (message_row_id INTEGER PRIMARY KEY,
 original_key_id TEXT NOT NULL, edited_timestamp INTEGER NOT NULL,
 sender_timestamp INTEGER NOT NULL);
CREATE TABLE message_forwarded (message_row_id INTEGER PRIMARY KEY, forward_score INTEGER);
CREATE TABLE message_quoted (message_row_id INTEGER PRIMARY KEY, key_id TEXT NOT NULL,
 text_data TEXT);
CREATE TABLE message_revoked (message_row_id INTEGER PRIMARY KEY, revoked_key_id TEXT NOT NULL,
 admin_jid_row_id INTEGER, revoke_timestamp INTEGER);
CREATE TABLE message_system (message_row_id INTEGER PRIMARY KEY, action_type INTEGER NOT NULL);
CREATE TABLE receipt_user (_id INTEGER PRIMARY KEY, message_row_id INTEGER NOT NULL,
 receipt_user_jid_row_id INTEGER NOT NULL, receipt_timestamp INTEGER, read_timestamp INTEGER);
CREATE TABLE call_log (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER,
 from_me INTEGER, call_id TEXT, timestamp INTEGER, video_call INTEGER, duration INTEGER,
 call_result INTEGER, group_jid_row_id INTEGER NOT NULL DEFAULT 0);
CREATE TABLE message_location (message_row_id INTEGER PRIMARY KEY, latitude REAL,
 longitude REAL, place_name TEXT);
CREATE TABLE props (_id INTEGER PRIMARY KEY, key TEXT, value TEXT);
"""
OLD_SCHEMA: Final = """
CREATE TABLE messages (_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT NOT NULL,
 key_from_me INTEGER, key_id TEXT NOT NULL, status INTEGER, data TEXT, timestamp INTEGER,
 media_mime_type TEXT, media_wa_type TEXT, media_size INTEGER, media_name TEXT,
 media_caption TEXT, remote_resource TEXT, received_timestamp INTEGER,
 receipt_device_timestamp INTEGER, read_device_timestamp INTEGER, quoted_row_id INTEGER,
 forwarded INTEGER);
CREATE TABLE messages_quotes (_id INTEGER PRIMARY KEY, key_id TEXT NOT NULL, data TEXT);
CREATE TABLE chat_list (_id INTEGER PRIMARY KEY, key_remote_jid TEXT UNIQUE, subject TEXT);
"""
