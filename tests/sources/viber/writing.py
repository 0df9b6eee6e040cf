"""The tables of Viber for computers, as far as they are looked at."""

from __future__ import annotations

from typing import Final

SCHEMA: Final = """
CREATE TABLE Contact (ContactID INTEGER PRIMARY KEY, Name TEXT, ClientName TEXT, Number TEXT,
 MID TEXT);
CREATE TABLE ChatInfo (ChatID INTEGER PRIMARY KEY, Name TEXT, Token TEXT,
 Flags INTEGER DEFAULT 0);
CREATE TABLE ChatRelation (ChatID INTEGER NOT NULL, ContactID INTEGER NOT NULL);
CREATE TABLE Events (EventID INTEGER PRIMARY KEY, TimeStamp LONGINT NOT NULL,
 Direction INTEGER NOT NULL DEFAULT 0, Type SMALLINT NOT NULL DEFAULT 0, ChatID INTEGER,
 ContactID INTEGER, Token LONGINT);
CREATE TABLE Messages (EventID INTEGER PRIMARY KEY, Type INTEGER NOT NULL, Status INTEGER,
 Subject TEXT, Body TEXT, Flag INTEGER DEFAULT 0, PayloadPath TEXT, StickerID LONGINT,
 Duration INTEGER, Info TEXT);
CREATE TABLE Calls (EventID INTEGER PRIMARY KEY, Type INTEGER, Duration INTEGER);
"""
AT: Final = 1_770_150_000_000  # 2026-02-03, in the evening
TABLES: Final[dict[str, list[dict[str, object]]]] = {
    "Contact": [
        {"ContactID": 1, "ClientName": "Anna", "Number": "+441632960001"},
        {"ContactID": 2, "Name": "Jonas", "Number": "+441632960033"},
        {"ContactID": 3, "ClientName": "Gerda", "MID": "a9=="},
    ],
    "ChatInfo": [{"ChatID": 10}, {"ChatID": 20, "Name": "Twins"}],
    "ChatRelation": [
        {"ChatID": 10, "ContactID": 1},
        {"ChatID": 10, "ContactID": 2},
        {"ChatID": 20, "ContactID": 1},
        {"ChatID": 20, "ContactID": 2},
        {"ChatID": 20, "ContactID": 3},
    ],
    "Events": [
        {
            "EventID": 1,
            "TimeStamp": AT,
            "Direction": 0,
            "ChatID": 10,
            "ContactID": 2,
            "Token": 7,
        },
        {"EventID": 2, "TimeStamp": AT + 9, "Direction": 1, "ChatID": 10, "ContactID": 1},
        {"EventID": 4, "TimeStamp": AT + 60_000, "Direction": 0, "ChatID": 20, "ContactID": 3},
        {"EventID": 5, "TimeStamp": AT + 70_000, "Direction": 0, "ChatID": 20, "ContactID": 2},
        {"EventID": 6, "TimeStamp": 0, "Direction": 0, "ChatID": 20, "ContactID": 2},
        {"EventID": 8, "TimeStamp": AT + 90_000, "Direction": 0, "ChatID": 10, "ContactID": 2},
    ],
    "Messages": [
        {"EventID": 1, "Type": 1, "Body": "I am not coming this weekend"},
        {"EventID": 2, "Type": 1, "Body": "They waited for you at the window"},
        {
            "EventID": 4,
            "Type": 2,
            "Subject": "The two of them",
            "PayloadPath": "C:\\Users\\A\\Viber\\image-1.jpg",
        },
        {"EventID": 5, "Type": 72, "Body": ""},
        {"EventID": 6, "Type": 1, "Body": "when was this"},
        {"EventID": 7, "Type": 1, "Body": "of no event"},
    ],
    "Calls": [{"EventID": 8, "Type": 1, "Duration": 61}],
}
