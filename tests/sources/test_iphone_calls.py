from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Outcome
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import Reason
from hearthbook.records.provenance import Snag
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original
from hearthbook.sources.contract import read_from
from hearthbook.sources.iphone_calls import IPhoneCalls
from tests.sources.iphone_calls.writing import CALLS
from tests.sources.iphone_calls.writing import VOICEMAILS
from tests.sources.made_databases import database

if TYPE_CHECKING:
    from hearthbook.sources.contract import Yield

THEM = "+441632960033"
AT = 794_000_000
MS = 978_307_200_000 + AT * 1000


def row(table: str, schema: str, given: dict[str, object]) -> Yield:
    raw = database({table: [given]}, schema)
    found = list(IPhoneCalls().read(Original("0" * 64, "n", raw), Answers()))
    (own,) = (x for x in found if read_from(x).table == table and read_from(x).start == 5)
    return own


def one(**given: object) -> Yield:
    base = {"Z_PK": 5, "ZDATE": AT + 0.75, "ZADDRESS": THEM}
    return row("ZCALLRECORD", CALLS, {**base, **given})


@pytest.mark.parametrize(
    ("outgoing", "answered", "outcome"),
    [
        (0, 1, Outcome.ANSWERED),
        (0, 0, Outcome.MISSED),
        (1, 1, Outcome.ANSWERED),
        (1, 0, Outcome.DIALLED),
    ],
)
def test_a_call_became_what_the_phone_says(
    outgoing: int, answered: int, outcome: Outcome
) -> None:
    found = one(ZORIGINATED=outgoing, ZANSWERED=answered, ZDURATION=61.9)
    into, out = Parties(THEM, (), Way.IN), Parties(None, (THEM,), Way.OUT)

    assert isinstance(found, Call)
    assert (found.outcome, found.seconds) == (outcome, 61)
    assert found.parties == (out if outgoing else into)
    assert found.when == Moment(MS, Precision.SECOND)


@pytest.mark.parametrize(
    ("address", "sender"),
    [(THEM.encode(), THEM), ("", None), (None, None), (b"\xff", "\ufffd")],
)
def test_a_number_may_be_bytes_or_withheld(address: object, sender: str | None) -> None:
    found = one(ZADDRESS=address)

    assert isinstance(found, Call)
    assert found.parties.sender == sender


@pytest.mark.parametrize(
    ("date", "reason"),
    [(None, Reason.MISSING_FIELD), (0, Reason.MISSING_FIELD), (1e300, Reason.NOT_A_DATE)],
)
def test_a_call_without_a_time_is_a_snag(date: object, reason: Reason) -> None:
    found = one(ZDATE=date)

    assert isinstance(found, Snag)
    assert found.reason is reason


@pytest.mark.parametrize(("trashed", "marks"), [(0, ()), (AT, (Mark.DELETED,))])
def test_a_voicemail_is_a_call_that_ended_in_one(trashed: int, marks: tuple[Mark, ...]) -> None:
    given = {"ROWID": 5, "date": 1_772_200_000, "sender": THEM, "duration": 12}
    found = row("voicemail", VOICEMAILS, {**given, "trashed_date": trashed})

    assert isinstance(found, Call)
    assert found.when == Moment(1_772_200_000_000, Precision.SECOND)
    assert (found.outcome, found.seconds, found.marks) == (Outcome.VOICEMAIL, 12, marks)
    assert found.parties == Parties(THEM, (), Way.IN)
