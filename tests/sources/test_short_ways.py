"""Many records of a JSON file are parted in one go, and plain ones read in one go.

Nothing may be read otherwise than record by record and member by member; it only takes longer.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.provenance import Reason
from hearthbook.sources import messenger
from hearthbook.sources import telegram
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.cutter import Cutter
from tests.sources.made_json import WORDS

if TYPE_CHECKING:
    from types import ModuleType

    from hearthbook.sources.contract import Reader
    from hearthbook.sources.contract import Yield
    from hearthbook.sources.cutter import Piece

Pairs = list[tuple[str, str]]

HEADS = {
    "telegram": '{"name": "Jonas", "type": "private_group", "id": 5, "messages": [\n',
    "messenger": '{"participants": [{"name": "Jonas"}, {"name": "Mira"}], "messages": [\n',
}
PLAIN: dict[str, Pairs] = {
    "telegram": [
        ("id", "7"),
        ("type", '"message"'),
        ("date", '"2024-10-27T02:30:00"'),
        ("date_unixtime", '"1730000000"'),
        ("edited", '"2024-10-27T02:31:00"'),
        ("from", '"Mira"'),
        ("from_id", '"user9"'),
        ("reply_to_message_id", "6"),
        ("text", r'"say \"so\", at eight"'),
        ("text_entities", r'[{"type": "plain", "text": "say \"so\", at eight"}]'),
    ],
    "messenger": [
        ("sender_name", '"Mira"'),
        ("timestamp_ms", "1730000000000"),
        ("content", r'"J\u00c3\u00b6rn, say \"so\""'),
        ("type", '"Generic"'),
        ("is_geoblocked_for_viewer", "false"),
    ],
}
KINDS = sorted(PLAIN)
OPENING = rb'"list"\s*+:\s*+\['
LOOK = rb'\{\s*+"n"\s*+:'


def reader(kind: str) -> Reader:
    """Return the reader of a kind of file."""
    return telegram.Telegram() if kind == "telegram" else messenger.Messenger()


def module(kind: str) -> ModuleType:
    """Return the module of the reader of a kind of file."""
    return telegram if kind == "telegram" else messenger


def written(kind: str, records: list[Pairs]) -> bytes:
    """Return a file of `records`, each as the members it has, in order."""
    parts = [
        "{" + ", ".join(f'"{name}": {value}' for name, value in pairs) + "}"
        for pairs in records
    ]
    return (HEADS[kind] + ",\n".join(parts) + "\n]}").encode("utf-8", "surrogatepass")


def read(kind: str, raw: bytes) -> list[Yield]:
    """Return what the reader of a kind yields."""
    return list(reader(kind).read(Original("0" * 64, "chat.json", raw), Answers()))


def the_long_way(kind: str, raw: bytes) -> list[Yield]:
    """Return what the reader yields without any short way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cutter, "_stretch", lambda _self, _at: ())
        patch.setattr(module(kind), "_plain", lambda _raw, _place, _chat: None)
        return read(kind, raw)


@st.composite
def changed(draw: st.DrawFn, kind: str) -> Pairs:
    """Return a plain record with some of its members changed, missing or given twice."""
    pairs = list(PLAIN[kind])
    names = st.sampled_from([name for name, _ in pairs])
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(pairs) - 1))
        own = pairs[at]
        in_its_place: list[st.SearchStrategy[Pairs]] = [
            st.just([]),
            st.just([own, own]),
            st.tuples(st.tuples(st.just(own[0]), WORDS)).map(list),
            st.tuples(st.just(own), st.tuples(names, WORDS)).map(list),
        ]
        pairs[at : at + 1] = draw(st.one_of(in_its_place))
    return pairs or list(PLAIN[kind])


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_changed_record_reads_as_it_does_the_long_way(kind: str, data: st.DataObject) -> None:
    raw = written(kind, data.draw(st.lists(changed(kind), max_size=5)))

    assert read(kind, raw) == the_long_way(kind, raw)


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_record_is_read_the_short_way(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    raw = written(kind, [PLAIN[kind]] * 3)
    expected = the_long_way(kind, raw)
    monkeypatch.setattr(module(kind), "members", lambda _raw, _marks: None)

    found = read(kind, raw)

    # The last is followed by what closes the list; nothing but the header asks for members.
    assert [one for one in found if isinstance(one, Message)] != []
    assert [one.text for one in found if isinstance(one, Message)] == [
        one.text for one in expected if isinstance(one, Message)
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", range(4))
def test_a_name_given_twice_is_never_read_the_short_way(kind: str, place: int) -> None:
    twice = [*PLAIN[kind], PLAIN[kind][place]]

    found = read(kind, written(kind, [PLAIN[kind], twice, PLAIN[kind]]))

    assert getattr(found[2], "reason", None) is Reason.BROKEN_MARKUP
    assert [type(one) for one in (found[1], found[3])] == [Message, Message]


@pytest.mark.parametrize(
    ("kind", "twice", "words"),
    [
        ("telegram", "id", ("from", "text")),
        ("messenger", "timestamp_ms", ("sender_name", "content")),
    ],
)
def test_backslashes_before_quotes_hide_no_name_that_is_given_twice(
    kind: str, twice: str, words: tuple[str, str]
) -> None:
    ends = [(name, r'"ends so \\"' if name in words else value) for name, value in PLAIN[kind]]
    again = [pair for pair in ends if pair[0] == twice]

    found = read(kind, written(kind, [[*ends, *again], ends]))

    assert getattr(found[1], "reason", None) is Reason.BROKEN_MARKUP
    assert isinstance(found[2], Message)


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_record_at_the_cut_end_of_a_file_says_so(kind: str) -> None:
    raw = written(kind, [PLAIN[kind]] * 3).removesuffix(b"\n]}")

    last = read(kind, raw)[-1]

    assert isinstance(last, Message)
    assert Mark.CUT_OFF in last.marks


def parted(raw: bytes) -> list[Piece]:
    """Return the pieces of a file of records that begin with `n`."""
    return list(Cutter(raw, OPENING, LOOK).pieces())


def one_by_one(raw: bytes) -> list[Piece]:
    """Return the same, each record looked at alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cutter, "_stretch", lambda _self, _at: ())
        return parted(raw)


ODD = (
    b"{}",
    b"7",
    b'"words"',
    b'{"n": 1, "n": 2}',
    b'{"n": "open}',
    b'{"n": "\r\n"}',
    b'{"n": "\x01"}',
    b'{"n": "\xff"}',
    rb'{"n": "\ud83d"}',
    rb'{"n": "\x1b"}',
    b'{"n": 01}',
    b'{"n": 1} \x0c',
    b'{"n": [{"n": 1}, {"n": 2}]}',
    b'{"n": [{"n": 1}, {"n": 2}], "\xff": 1}',
    b'{"n": {"list": [{"n": 3}]}}',
    b'{"n": ' + b"[" * 23 + b"]" * 23 + b"}",
    b'{"n": ' + b"[" * 40 + b"]" * 40 + b"}",
    b'{"n": [' + b"[],[]," * 40 + b"[]]}",
    b'{"n": "' + b"long " * 40_000 + b'"}',
    b'{"m": "no look"}',
    b'{"n": 1}}',
    b'{"n": 1}]',
    b'{"n": 1',
    b"",
)


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("many", [1, 3, 700])
def test_an_odd_record_among_others_is_parted_as_if_it_were_alone(
    odd: bytes, many: int
) -> None:
    plain = [json.dumps({"n": n, "text": "at eight, {then} [so] \\"}) for n in range(many)]
    around = [one.encode() for one in plain]
    between = b" ,\r\n\t"
    raw = b'{"list": [' + between.join(chain(around, [odd], around)) + b"]}"

    assert parted(raw) == one_by_one(raw)


SCRAPS = (b'{"n": 1}', b'{"n": "]"}', b", ", b"\n", b'{"list": [', *ODD[:9])


@given(st.lists(st.sampled_from(SCRAPS)))
def test_pieces_are_the_same_however_they_are_parted(some: list[bytes]) -> None:
    raw = b'{"list": [' + b"".join(some) + b"]}"

    assert parted(raw) == one_by_one(raw)


def test_of_many_records_hardly_any_is_looked_at_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone: list[int] = []
    item = Cutter._item  # it is counted, and does what it does

    def counted(self: Cutter, at: int) -> Piece:
        alone.append(at)
        return item(self, at)

    monkeypatch.setattr(Cutter, "_item", counted)

    found = parted(json.dumps({"list": [{"n": n} for n in range(20_000)]}).encode())

    assert sum(bool(piece.edge) for piece in found) == 20_000
    assert len(alone) < 400
