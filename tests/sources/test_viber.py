from __future__ import annotations

from hearthbook.records.message import Mark
from hearthbook.records.message import Media
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.traced import Traced
from hearthbook.records.when import Moment
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.viber import Viber
from tests.sources.made_databases import database
from tests.sources.viber.writing import AT
from tests.sources.viber.writing import SCHEMA
from tests.sources.viber.writing import TABLES

THEM = "+441632960033"


def found() -> dict[int, Traced | Snag]:
    original = Original("0" * 64, "viber.db", database(TABLES, SCHEMA))
    some = Viber().read(original, Answers())
    return {
        one.origin.start: one
        for one in some
        if isinstance(one, Traced | Snag) and one.origin.table == "Messages"
    }


def message(number: int) -> Traced:
    one = found()[number]
    assert isinstance(one, Traced)
    return one


def test_what_came_in_says_who_wrote_it_and_what_went_out_to_whom() -> None:
    into, out = message(1), message(2)

    assert into.parties == Parties(THEM, (), Way.IN, "Jonas")
    assert out.parties == Parties(None, (THEM,), Way.OUT)
    assert (into.when, into.name) == (Moment(AT), "7")
    assert out.text == "They waited for you at the window"


def test_a_message_that_went_out_may_name_whom_it_went_to() -> None:
    events = [{**one, "ContactID": 2} for one in TABLES["Events"] if one["ChatID"] == 10]
    raw = database({**TABLES, "Events": events}, SCHEMA)

    some = list(Viber().read(Original("0" * 64, "n", raw), Answers()))

    [into, out] = [one for one in some if isinstance(one, Traced)]
    assert out.parties == Parties(None, (THEM,), Way.OUT)
    assert into.parties.sender == THEM
    assert Mark.GROUP not in {*into.marks, *out.marks}


def test_a_chat_of_several_is_a_group_and_a_person_without_number_goes_by_name() -> None:
    picture = message(4)

    assert picture.parties == Parties("Gerda", (THEM,), Way.IN)
    assert picture.media == (Media("image-1.jpg"),)
    assert picture.text == "The two of them"
    assert set(picture.marks) == {Mark.GROUP, Mark.MEDIA_OMITTED, Mark.UNREAD_INSIDE}


def test_a_deleted_message_is_one_and_says_so() -> None:
    assert Mark.DELETED in message(5).marks


def test_a_message_without_a_time_or_an_event_is_a_snag() -> None:
    reasons = {n: one.reason for n, one in found().items() if isinstance(one, Snag)}

    assert reasons == {6: Reason.NOT_A_DATE, 7: Reason.MISSING_FIELD}


def test_calls_are_not_read_and_said_to_be() -> None:
    original = Original("0" * 64, "viber.db", database(TABLES, SCHEMA))

    unread = [one for one in Viber().read(original, Answers()) if isinstance(one, Snag)]

    assert "Calls" in {one.origin.table for one in unread if one.reason is Reason.UNREAD_TABLE}
