"""Who sent what to whom, and when: only what somebody said, never what is likely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hearthbook.base.time import MINUTE
from hearthbook.records.event import Correction
from hearthbook.records.event import Retraction
from hearthbook.records.message import Mark
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import FromFile
from hearthbook.records.resolution import Entry
from hearthbook.records.resolution import facts
from hearthbook.records.resolution import known
from hearthbook.records.resolution import plain
from hearthbook.records.statement import Attendee
from hearthbook.records.statement import Meeting
from hearthbook.records.statement import Standing
from tests.findings.making import CHAT
from tests.findings.making import PHONE
from tests.findings.making import TYPED
from tests.findings.making import call
from tests.findings.making import chat
from tests.findings.making import entry
from tests.findings.making import feed
from tests.findings.making import minute
from tests.findings.making import payment
from tests.findings.making import person
from tests.findings.making import sms
from tests.findings.making import taken_in
from tests.findings.making import visit

if TYPE_CHECKING:
    from hearthbook.records.codec import Record
    from hearthbook.records.message import Message
    from hearthbook.records.resolution import Resolved

NOON = minute("2026-01-02T12:00", None)
PEOPLE = (person("anna", "Anna B"), person("igor", "Igor P", "+49 1522 8817386"))


def read(*records: Record, told: bool = True) -> list[Resolved]:
    """Return `records` resolved, with the people and both files in the book."""
    book = (*PEOPLE, taken_in(), taken_in(PHONE)) if told else ()
    return facts([entry(one) for one in (*records, *book)])[: len(records)]


def sides(fact: Resolved) -> tuple[str | None, str | None, tuple[str, ...], Way | None]:
    return fact.person, fact.named, fact.others, fact.way


def test_a_chat_of_two_is_between_these_two() -> None:
    hers, his = read(chat("Anna B", NOON), chat("Igor P", NOON))

    assert sides(hers) == ("anna", None, ("igor",), Way.OUT)
    assert sides(his) == ("igor", None, ("anna",), Way.IN)


def test_in_a_chat_of_three_nobody_knows_to_whom_she_wrote() -> None:
    hers, his, _ = read(chat("Anna B", NOON), chat("Igor P", NOON), chat("Olga", NOON))

    assert (hers.others, his.others) == ((), ("anna",))


def test_a_chat_in_which_only_she_wrote_names_nobody_else() -> None:
    [hers] = read(chat("Anna B", NOON))

    assert sides(hers) == ("anna", None, (), Way.OUT)


def test_without_a_word_whose_phone_it_is_no_way_is_known() -> None:
    records: list[Record] = [
        chat("Anna B", NOON),
        chat("Igor P", NOON),
        *PEOPLE,
        taken_in(me=None),
    ]

    hers, his, *_ = facts([entry(one) for one in records])

    assert sides(hers) == ("anna", None, (), None)
    assert sides(his) == ("igor", None, (), None)


def test_an_unknown_sender_stays_unknown_and_keeps_the_name_of_the_source() -> None:
    [fact] = read(chat("Somebody", NOON))

    assert (fact.person, fact.named, fact.who) == (None, "Somebody", "Somebody")


def test_what_two_people_claim_is_nobodys_but_a_short_name_is_its_owners() -> None:
    girls = [person("vera", child=True), person("vera-2", name="Vera", child=True)]
    told = known(
        [entry(one) for one in (*girls, person("olga", "Mama"), person("nina", "Mama"))]
    )

    assert told.person("Mama") is None
    assert told.person("vera") == "vera"
    assert told.person("VERA") == "vera"


def test_names_are_compared_without_case_spacing_and_unseen_signs() -> None:
    told = known([entry(person("igor", "Igor  Petrov", "+49 (1522) 881-7386"))])

    assert told.person("\u200eigor\u202fPETROV\u200f") == "igor"
    assert told.person("+4915228817386") == "igor"
    assert told.person("+4915228817387") is None
    assert plain("Jose\u0301") == plain("José")


def test_a_caller_may_bring_a_better_form_of_numbers() -> None:
    def german(name: str) -> str:
        return plain("+49" + name[1:] if name.startswith("0") else name)

    told = known([entry(PEOPLE[1])], german)

    assert told.person("01522 8817386") == "igor"
    assert known([entry(PEOPLE[1])]).person("01522 8817386") is None


def test_a_saved_name_helps_only_where_the_number_is_nobodys() -> None:
    unknown, known_number, other_name = read(
        sms("+4911", Way.IN, NOON, label="Igor P"),
        sms("+49 1522 8817386", Way.IN, NOON, label="Anna B"),
        sms("+4912", Way.IN, NOON, label="Mama"),
    )

    assert (unknown.person, known_number.person) == ("igor", "igor")
    assert (other_name.person, other_name.named) == (None, "+4912")


def test_what_went_out_is_from_the_phones_owner_to_the_number() -> None:
    hers, unsent = read(
        sms("+4915228817386", Way.OUT, NOON), sms("+4915228817386", Way.UNSENT, NOON)
    )

    assert sides(hers) == ("anna", None, ("igor",), Way.OUT)
    assert sides(unsent) == ("anna", None, ("igor",), Way.UNSENT)


def test_a_withheld_number_is_nobodys() -> None:
    [fact] = read(call(None, Way.IN, NOON))

    assert sides(fact) == (None, None, ("anna",), Way.IN)


def test_nobody_is_the_owner_of_a_phone_that_nobody_spoke_for() -> None:
    [fact] = read(sms("+4915228817386", Way.OUT, NOON), told=False)

    assert sides(fact) == (None, None, ("+4915228817386",), Way.OUT)


def test_a_line_of_the_app_is_nobodys_and_makes_no_third_writer() -> None:
    notice, hers, _ = read(
        chat("Chat of us", NOON, Mark.APP_TEXT), chat("Anna B", NOON), chat("Igor P", NOON)
    )

    assert sides(notice) == (None, None, (), None)
    assert hers.others == ("igor",)


def test_a_picture_the_app_stands_in_for_is_the_senders() -> None:
    [picture] = read(chat("Igor P", NOON, Mark.APP_TEXT, Mark.MEDIA_OMITTED))

    assert picture.person == "igor"


def test_each_conversation_in_an_archive_has_its_own_two() -> None:
    def elsewhere(name: str) -> Message:
        line = chat(name, NOON)
        return replace(line, origin=replace(line.origin, member="other.txt"))

    here, _, there, _ = read(
        chat("Anna B", NOON), chat("Igor P", NOON), elsewhere("Anna B"), elsewhere("Olga")
    )

    assert (here.others, there.others) == (("igor",), ("Olga",))


def test_the_last_word_about_a_file_holds_and_what_it_leaves_open_stays() -> None:
    book = [
        entry(taken_in(zone="UTC", me="Igor P"), sealed=1),
        entry(taken_in(zone="Europe/Berlin", me=None, counter=2), sealed=2),
        *map(entry, PEOPLE),
    ]

    for some in (book, book[::-1]):
        told = known(some)
        assert (told.zone(CHAT), told.me(CHAT)) == ("Europe/Berlin", "igor")
    assert known(book).zone(PHONE) is None


def test_the_time_of_a_message_takes_the_zone_said_for_its_file() -> None:
    [fact] = read(chat("Anna B", NOON))
    [bare] = read(chat("Anna B", NOON), told=False)

    assert fact.span is not None
    assert fact.span.length == MINUTE
    assert bare.span is None


def test_who_came_paid_and_cared_is_read_from_what_was_written_down() -> None:
    came, paid, fed, stranger = read(
        visit("igor", NOON),
        payment("Igor P", NOON),
        feed("anna", NOON, "vera", "ida", "vera"),
        visit("Somebody", NOON),
    )

    assert (came.person, came.others) == ("igor", ("vera", "ida"))
    assert (paid.person, paid.others) == ("igor", ("anna",))
    assert (fed.person, fed.others) == ("anna", ("vera", "ida"))
    assert (stranger.person, stranger.named) == (None, "Somebody")


def test_who_was_asked_to_a_meeting_is_found_by_address_and_by_name() -> None:
    asked = (Attendee("I.", "mailto:igor@x.invalid"), Attendee("Anna B"), Attendee("", "a@x"))
    meeting = Meeting(
        origin=FromFile(CHAT, 0, 1),
        uid="",
        sequence=None,
        instance="",
        rule=(),
        standing=Standing.CONFIRMED,
        summary="",
        place="",
        note="",
        organizer=None,
        attendees=asked,
        when=NOON,
        until=None,
        all_day=False,
        written=None,
        raw_when=(),
        marks=(),
    )
    his = entry(person("igor", "mailto:igor@x.invalid"))

    fact, *_ = facts([entry(meeting), his, entry(PEOPLE[0]), entry(taken_in())])

    assert (fact.person, fact.others) == (None, ("igor", "anna", "a@x"))
    assert fact.span is not None


def test_the_end_of_a_visit_is_known_where_it_was_written_down() -> None:
    [fact] = read(visit("igor", minute("2026-01-02T12:00"), until=minute("2026-01-02T13:00")))

    assert fact.span is not None
    assert fact.until is not None
    assert fact.until.start - fact.span.start == 60 * MINUTE


def correction(of: str, by: str) -> Correction:
    return Correction(of, by, "", "anna", 1, TYPED)


def test_a_corrected_entry_falls_only_if_its_new_one_is_at_hand() -> None:
    old, new = entry(visit("igor", NOON), "A"), entry(visit("igor", NOON), "B")
    amends = entry(correction("A", "B"), "C")

    whole = {fact.ref: fact.fallen for fact in facts([old, new, amends])}
    without = {fact.ref: fact.fallen for fact in facts([old, amends])}

    assert whole == {"A": "C", "B": None, "C": None}
    assert without == {"A": None, "C": None}


def test_a_retracted_entry_falls() -> None:
    some = [
        entry(visit("igor", NOON), "A"),
        entry(Retraction("A", "", "anna", 1, TYPED), "B"),
    ]

    assert [fact.fallen for fact in facts(some)] == ["B", None]


def test_the_name_of_a_person_is_the_last_one_written_down() -> None:
    book = [
        entry(person("igor", name="Igor"), sealed=2),
        entry(person("igor", name="I"), sealed=1),
    ]

    told = known(book)

    assert (told.name("igor"), told.name("nobody")) == ("Igor", "nobody")
    assert {short: one.name for short, one in told.people.items()} == {"igor": "Igor"}


RECORDS = st.lists(
    st.one_of(
        st.builds(chat, st.sampled_from(["Anna B", "Igor P", "Olga", None]), st.just(NOON)),
        st.builds(
            sms,
            st.sampled_from(["+4915228817386", "+4911"]),
            st.sampled_from(Way),
            st.just(NOON),
            st.sampled_from([None, "Igor P"]),
        ),
        st.builds(
            taken_in,
            st.sampled_from([CHAT, PHONE]),
            st.sampled_from([None, "UTC", "Asia/Tokyo"]),
            st.sampled_from([None, "Anna B", "Igor P"]),
            st.integers(1, 3),
        ),
        st.sampled_from(PEOPLE),
        st.builds(correction, st.sampled_from("ABC"), st.sampled_from("ABC")),
    ),
    max_size=12,
)


@given(RECORDS, st.data())
def test_the_order_of_entries_changes_nothing(
    records: list[Record], data: st.DataObject
) -> None:
    book = [Entry("ABCDEFGHIJKL"[place], one, place) for place, one in enumerate(records)]

    there = {fact.ref: fact for fact in facts(book)}
    again = {fact.ref: fact for fact in facts(data.draw(st.permutations(book)))}

    assert there == again


@given(RECORDS)
def test_nobody_is_named_whom_no_source_and_no_person_names(records: list[Record]) -> None:
    for fact in facts([entry(one) for one in records]):
        record = fact.record
        parties = getattr(record, "parties", None)
        if isinstance(parties, Parties) and fact.named is not None:
            assert fact.named in {parties.sender, *parties.to, "Anna B", "Igor P"}


@pytest.mark.parametrize("name", ["", " ", "\u200e"])
def test_an_empty_name_is_nobodys(name: str) -> None:
    assert known([entry(one) for one in PEOPLE]).person(name) is None
