from __future__ import annotations

from hypothesis import strategies as st

from tests.sources.made_json import SCRAPS
from tests.sources.made_json import WORDS
from tests.sources.made_json import harmed
from tests.sources.made_json import records

NUMBERS = st.sampled_from(['"1"', '"2"', "3", '"x"', "null"])
TIMES = st.sampled_from(['"1762400000000"', "1762400000000", '"9"', f'"{"9" * 17}"', "-1"])
EMPTY = st.sampled_from(["{}", "null", "[]", "7"])
FILE = records(
    {
        "fileName": WORDS,
        "contentType": WORDS,
        "locatorInfo": st.sampled_from(['{"plaintextHash": "QUJD", "size": 3}', "{}", "1"]),
    }
)
TEXT = WORDS.map(lambda text: f'{{"text": {{"body": {text}}}, "longText": null}}')
FILES_IN = FILE.map(lambda one: f'{{"attachments": [{{"pointer": {one}}}, 5]}}')
UPDATES = st.sampled_from(
    [
        '{"individualCall": {"direction": "INCOMING", "state": "MISSED"}}',
        '{"individualCall": {"startedCallTimestamp": "x"}}',
        '{"groupCall": {"state": "GENERIC"}}',
        '{"groupChange": {"updates": [{"groupNameUpdate": {"newGroupName": "F"}}, {}, 3]}}',
        '{"simpleUpdate": {"type": "BLOCKED"}}',
        '{"profileChange": 4}',
        "{}",
    ]
)
ITEMS = records(
    {
        "chatId": NUMBERS,
        "authorId": NUMBERS,
        "dateSent": TIMES,
        "incoming": EMPTY,
        "outgoing": st.sampled_from(
            ['{"sendStatus": [{"pending": {}}]}', '{"sendStatus": [{"read": {}}, 1]}', "{}"]
        ),
        "revisions": EMPTY,
        "standardMessage": st.one_of(TEXT, FILES_IN, EMPTY),
        "remoteDeletedMessage": EMPTY,
        "poll": st.sampled_from(['{"question": "Q"}', "null"]),
        "directStoryReplyMessage": st.sampled_from(['{"emoji": "x"}', "null"]),
        "updateMessage": st.one_of(UPDATES, st.just("null")),
    }
)
CONTACTS = records(
    {"e164": NUMBERS, "nickname": WORDS, "profileGivenName": WORDS, "aci": WORDS}
)
GROUPS = WORDS.map(lambda text: f'{{"snapshot": {{"title": {{"title": {text}}}}}}}')
RECIPIENTS = records(
    {"id": NUMBERS, "contact": CONTACTS | EMPTY, "group": GROUPS | EMPTY, "self": EMPTY}
)
CHATS = records({"id": NUMBERS, "recipientId": NUMBERS})
LINES = st.one_of(
    ITEMS.map(lambda one: f'{{"chatItem": {one}}}'),
    RECIPIENTS.map(lambda one: f'{{"recipient": {one}}}'),
    CHATS.map(lambda one: f'{{"chat": {one}}}'),
    st.sampled_from(['{"version":"1","backupTimeMs":"1"}', '{"account":{}}', "{}", ""]),
    st.builds('{{"adHocCall": {{"callTimestamp": {}}}}}'.format, TIMES),
    SCRAPS,
)
FILES = st.builds(
    harmed,
    st.lists(LINES, max_size=6).map("\n".join),
    st.none() | st.integers(0, 2000),
    st.none() | st.tuples(st.integers(0, 2000), st.integers(0, 255)),
)
