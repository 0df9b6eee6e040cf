from __future__ import annotations

import json
from itertools import pairwise
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthbook.records.message import Mark
from hearthbook.records.provenance import Reason
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.cutter import LONGEST
from hearthbook.sources.cutter import Cutter
from hearthbook.sources.objects import composed
from hearthbook.sources.objects import members
from hearthbook.sources.objects import moment

if TYPE_CHECKING:
    from hearthbook.sources.cutter import Piece
    from hearthbook.sources.objects import Members

OPENING = rb'"list"\s*+:\s*+\['
LOOK = rb'\{\s*+"n"\s*+:'
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


def cut(raw: bytes) -> list[Piece]:
    return list(Cutter(raw, OPENING, LOOK).pieces())


def said(raw: bytes) -> list[bytes | Reason]:
    return [raw[p.start : p.edge] if p.edge else p.reason or b"" for p in cut(raw)]


def of(raw: bytes) -> Members:
    found = members(raw, set())
    assert found is not None
    return found


@given(
    st.lists(st.dictionaries(st.text(max_size=4), VALUES), max_size=5), st.none() | st.just(1)
)
def test_every_object_of_a_list_is_a_record_and_nothing_else_is(
    objects: list[dict[str, object]], indent: int | None
) -> None:
    raw = json.dumps({"list": objects, "after": {"n": 1}}, indent=indent).encode()

    found = [json.loads(one) for one in said(raw) if isinstance(one, bytes) and one]

    assert found[: len(objects)] == objects


@given(st.text('{}[]",:\\ \nln1', max_size=60).map(str.encode))
def test_pieces_tile_whatever_they_are_cut_from(raw: bytes) -> None:
    found = cut(raw)

    assert [p.start for p in found][:1] == [0] * bool(raw)
    assert [p.end for p in found][-1:] == [len(raw)] * bool(raw)
    assert all(a.end == b.start for a, b in pairwise(found))


def test_text_that_imitates_a_record_stays_text() -> None:
    inside = {"n": 1, "text": '"}, {"n": 2, "text": "'}

    found = said(json.dumps({"list": [inside]}).encode())

    assert [json.loads(one) for one in found if isinstance(one, bytes) and one] == [inside]


def test_a_lost_quote_spoils_no_other_record() -> None:
    raw = b'{"list": [\n{"n": 1},\n{"n": "2},\n{"n": 3}\n]}'

    assert said(raw) == [b"", b'{"n": 1}', Reason.BROKEN_MARKUP, b'{"n": 3}', b""]


def test_a_lost_list_name_loses_no_record() -> None:
    raw = b'{"lost": [{"n": 1}, {"n": 2}]}'

    assert said(raw) == [b"", b'{"n": 1}', b'{"n": 2}', b""]


def test_a_list_that_opens_after_something_broken_is_found() -> None:
    raw = b'{"a": {"list": [{"n": 1}, ?? ]}, "b": {"list": [{"m": 2}]}}'

    assert said(raw) == [b"", b'{"n": 1}', Reason.BROKEN_MARKUP, b"", b'{"m": 2}', b""]


@pytest.mark.parametrize("end", range(10, 29))
def test_a_file_cut_anywhere_says_so(end: int) -> None:
    raw = b'{"list": [{"n": 1}, {"n": 2}]}'[:end]

    last = cut(raw)[-1]

    assert last.reason is Reason.CUT_OFF or last.last


def test_a_whole_file_is_not_called_cut() -> None:
    assert said(b'\xef\xbb\xbf{"list": [{"n": 1}]}\n') == [b"", b'{"n": 1}', b""]


def test_bytes_after_the_end_are_a_snag() -> None:
    assert said(b'{"list": []} what')[-1] is Reason.CUT_OFF
    assert said(b'{"list": [], what}')[-1] is Reason.BROKEN_MARKUP


def test_a_file_without_a_list_holds_no_entry() -> None:
    assert said(b'{"a": 1}') == [Reason.NO_ENTRY]


def test_a_record_that_is_too_long_says_so() -> None:
    raw = b'{"list": [{"n": "' + b"x" * LONGEST + b'"}]}'

    assert said(raw) == [b"", Reason.TOO_LONG]


def test_objects_nested_beyond_reason_are_a_snag() -> None:
    raw = b'{"list": [{"a": ' + b"[" * 90_000 + b"]" * 90_000 + b"}]}"

    assert said(raw) == [b"", Reason.BROKEN_MARKUP]


@pytest.mark.parametrize(
    "unit", [b'{"n": "', b'{"n": [', b'{"n":', b'"list": [', b"{[", b'"\\']
)
def test_no_file_takes_longer_than_its_size_allows(unit: bytes) -> None:
    def seconds(size: int) -> float:
        raw = b'{"list": [' + unit * (size // len(unit))
        started = process_time()
        cut(raw)
        return process_time() - started

    seconds(1 << 12)

    # Sixteen times the size; a cost that grows with the square would be 256 times as much.
    small = min(seconds(1 << 15) for _ in range(3))
    assert min(seconds(1 << 19) for _ in range(3)) < 128 * max(small, 1e-3)


def test_a_name_given_twice_makes_an_object_broken() -> None:
    assert members(b'{"a": [1, {"b": 2}], "b": 2}', set()) is not None
    assert members(b'{"a": 1, "a": 1}', set()) is None
    assert members(rb'{"a": {"x": [1,2]}, "\u0061": 1}', set()) is None


@pytest.mark.parametrize(
    ("raw", "text", "mark"),
    [
        (rb'"\x1B["', "\ufffd[", Mark.REPLACED_SIGN),
        (rb'"\\x1B"', "\\x1B", None),
        (rb'"\ud83d\ude00 \ude00"', "\U0001f600 \ufffd", Mark.LONE_SURROGATE),
        (b'"\xc3\xa9 \xff"', "\u00e9 \ufffd", Mark.REPLACED_SIGN),
        (b'"a\tb"', "a\tb", None),
        (b'"e\xcc\x81"', "\u00e9", Mark.RECOMPOSED),
        (rb'"\q"', None, Mark.UNREAD_INSIDE),
        (b"5", None, Mark.UNREAD_INSIDE),
        (b"null", None, None),
    ],
)
def test_text_is_repaired_and_says_so(raw: bytes, text: str | None, mark: Mark | None) -> None:
    marks: set[Mark] = set()
    found = members(b'{"t": %b, "u": 1}' % raw, marks)

    assert (found.text("t") if found else None) == text
    assert marks == ({mark} if mark and found else set())


def test_numbers_are_read_from_numbers_and_from_text() -> None:
    one = of(b'{"a": 12, "b": "-7", "c": 1.0, "d": "x", "e": true, "f": 1e3}')

    assert (one.whole("a"), one.whole("b"), one.whole("z")) == (12, -7, None)
    assert (one.marks, one.number("f")) == (set(), "1e3")
    assert [one.whole(name) for name in "cd"] == [None, None]
    assert one.marks == {Mark.UNREAD_INSIDE}
    assert (one.yes("e"), one.yes("a")) == (True, False)


def test_lists_and_objects_within_are_read() -> None:
    one = of(b'{"a": ["x", null, {"text": "y"}], "b": [{"c": "z"}, 5], "d": {"e": "w"}}')

    assert one.texts("a") == ["x", "y"]
    assert one.marks == set()
    assert [inner.text("c") for inner in one.each("b")] == ["z"]
    assert one.marks == {Mark.UNREAD_INSIDE}
    inner = one.within("d")
    assert inner is not None
    assert inner.text("e") == "w"


@pytest.mark.parametrize("number", [10**15, -(10**15), 253_402_300_800])
def test_a_moment_outside_the_calendar_is_no_date(number: int) -> None:
    assert moment(number, Precision.SECOND) is Reason.NOT_A_DATE


def test_seconds_become_milliseconds() -> None:
    assert moment(-2, Precision.SECOND) == Moment(-2000, Precision.SECOND)
    assert moment(7, Precision.MILLISECOND) == Moment(7)
    assert moment(None, Precision.SECOND) is Reason.MISSING_FIELD


@given(st.text())
def test_composed_text_stays_composed(text: str) -> None:
    once = composed(text.encode("utf-8", "replace").decode(), set())

    assert composed(once, set()) == once


def test_what_only_looks_like_a_record_stays_within_its_record() -> None:
    record = b'{"n": 1, "before": [{"n": 0}, {"n": 5}]}'

    assert said(b'{"list": [%b, {"n": 2}]}' % record) == [b"", record, b'{"n": 2}', b""]


def test_a_record_that_lost_its_end_takes_no_other_with_it() -> None:
    raw = b'{"list": [{"n": 1, {"n": 2}, {"n": 3}]}'

    assert said(raw) == [b"", Reason.BROKEN_MARKUP, b'{"n": 2}', b'{"n": 3}', b""]
