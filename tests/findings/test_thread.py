"""A thread over all sources: in order of time, each source in its own order, twins once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hearthbook.findings.thread import thread
from hearthbook.records.identity import Same
from hearthbook.records.message import Message
from hearthbook.records.message import Way
from tests.findings.asking import book
from tests.findings.making import TYPED
from tests.findings.making import call
from tests.findings.making import chat
from tests.findings.making import entry
from tests.findings.making import minute
from tests.findings.making import sms

if TYPE_CHECKING:
    from hearthbook.records.codec import Record
    from hearthbook.records.resolution import Entry

HIS = "+4915228817386"
HERS = "+493023125014"


def told(*records: Record | Entry, person: str | None = "igor") -> list[str]:
    """Return what the lines say in short: the text of each message, `call` for a call."""
    facts, scope = book(*records)
    by_ref = {fact.ref: fact.record for fact in facts}
    lines = thread(facts, replace(scope, person=person)).lines
    held = (by_ref[line.refs[0]] for line in lines)
    return [one.text if isinstance(one, Message) else "call" for one in held]


def said(text: str, at: str, sender: str = "Igor P") -> Message:
    return replace(chat(sender, minute(at)), text=text)


def test_sources_stand_in_one_order_of_time() -> None:
    assert told(
        said("first", "2026-01-02T10:00"),
        said("last", "2026-01-02T12:00"),
        call(HIS, Way.IN, minute("2026-01-02T11:00")),
    ) == ["first", "call", "last"]


def test_where_times_are_equal_a_source_keeps_its_own_order() -> None:
    one, two, three = (said(text, "2026-01-02T10:00") for text in ("one", "two", "three"))

    assert told(three, one, two) == ["one", "two", "three"]


def test_a_thread_is_with_one_person_and_both_sides_of_it() -> None:
    assert told(
        sms(HIS, Way.IN, minute("2026-01-02T10:00")),
        sms(HIS, Way.OUT, minute("2026-01-02T10:01")),
        sms(HERS, Way.IN, minute("2026-01-02T10:02")),
    ) == ["hello", "hello"]


def test_with_nobody_named_it_is_all_that_was_said() -> None:
    records = (
        sms(HIS, Way.IN, minute("2026-01-02T10:00")),
        sms(HERS, Way.IN, minute("2026-01-02T10:02")),
    )

    assert len(told(*records, person=None)) == 2


def test_what_is_one_message_in_two_exports_is_one_line_that_names_both() -> None:
    one = entry(said("hello", "2026-01-02T10:00"), "R1")
    other = entry(sms(HIS, Way.IN, minute("2026-01-02T10:00")), "R2")
    same = Same((("R1", "R2"),), "", "anna", 1, TYPED)
    facts, scope = book(one, other, same)

    [line] = thread(facts, scope).lines

    assert line.refs == ("R1", "R2")
    assert line.says.gaps["files"] == "f.txt"
    assert thread(facts, scope).looked.linked == ("R2",)
