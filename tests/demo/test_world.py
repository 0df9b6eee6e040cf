"""The invented family is the same for everyone, and its files hold what is told of them."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from demo.people import DAYS
from demo.people import QUIET
from demo.people import at
from demo.talk import Form
from demo.world import SEED
from demo.world import family
from demo.world import told_story
from demo.world import write_archive
from demo.world import write_exports
from hearthbook.base.time import DAY
from hearthbook.findings.absence import absence
from hearthbook.findings.care import care
from hearthbook.findings.contact import contact
from hearthbook.findings.counts import counts
from hearthbook.findings.figures import HAPPENED
from hearthbook.findings.figures import Scope
from hearthbook.findings.figures import reach
from hearthbook.records.codec import read
from hearthbook.records.codec import written
from hearthbook.records.message import Call
from hearthbook.records.message import Mark
from hearthbook.records.message import Message
from hearthbook.records.message import Outcome
from hearthbook.records.provenance import FromDevice
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import
from hearthbook.records.provenance import Snag
from hearthbook.records.resolution import Entry
from hearthbook.records.resolution import known
from hearthbook.records.resolution import resolved
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers
from hearthbook.sources.contract import Original

if TYPE_CHECKING:
    from pathlib import Path

    from demo.world import Family
    from hearthbook.records.resolution import Resolved
    from hearthbook.sources.contract import Yield

CHAT = "WhatsApp Chat with Viktor.txt"
SMS = "sms-20260820090000.xml"
CALLS = "calls-20260820090000.xml"
FRIEND = "WhatsApp Chat - Katya.zip"
PINNED = {
    CHAT: "0921a30252b5766d8a5031f382c01484ee38c1ed129bebd1ef78a1583c78f31c",
    SMS: "969c68e4cd8c477f20c6e8379d95c5e6a16491083e5ecb0a14de5b4aeef2decb",
    CALLS: "cbf745d434552bf6ef880963763c2f2de20d175dcf8d4ed99ec4d761afea44c3",
    FRIEND: "e3499635f9c5c370c0a4d27c53af454cce8872fae16305b28dfc5a3c39363771",
}


@cache
def world() -> Family:
    return family(SEED)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    return {path.name: path for path in write_exports(world(), folder)}


def yielded(path: Path) -> list[Yield]:
    """Return what the readers make of an export; of an archive, of its text."""
    raw, member = path.read_bytes(), ""
    digest = hashlib.sha256(raw).hexdigest()
    if path.suffix == ".zip":
        member = "_chat.txt"
        with zipfile.ZipFile(path) as archive:
            raw = archive.read(member)
    [reader] = [one for one in READERS if one.recognises(member or path.name, raw[: 1 << 16])]
    return list(reader.read(Original(digest, path.name, raw, member), Answers()))


def taken_in(path: Path, number: int) -> Import:
    origin = FromDevice("home", number)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    zone, me = world().zone, world().writer
    return Import(digest, path.name, 1, "some", 1, zone, me, None, 1, 0, "lena", 1, origin)


@pytest.fixture(scope="module")
def whole(exports: dict[str, Path]) -> tuple[list[Resolved], Scope]:
    """Return all there is of the family, resolved."""
    records = [*world().records]
    for number, path in enumerate(exports.values()):
        records += [*yielded(path), taken_in(path, number)]
    entries = [Entry(f"{number:06d}", one, 1) for number, one in enumerate(records)]
    told = known(entries)
    facts = list(resolved(entries, told))
    period = reach(facts)
    assert period is not None
    return facts, Scope(period, world().zone, told)


@pytest.mark.parametrize("name", PINNED)
def test_the_same_seed_writes_the_same_bytes(name: str, exports: dict[str, Path]) -> None:
    assert hashlib.sha256(exports[name].read_bytes()).hexdigest() == PINNED[name]


def test_another_seed_is_another_family() -> None:
    assert family(SEED + 1).records != world().records


def test_it_is_as_large_as_it_is_said_to_be() -> None:
    found, truth = world(), world().truth

    care_acts = sum(truth.kinds[one] for one in ("feed", "diaper", "sleep", "care"))
    messages = len(found.parents) + len(found.friends) + len(found.shorts)
    assert 5_800 <= care_acts <= 6_600
    assert 2_900 <= messages <= 3_100
    assert (len(found.rings), truth.kinds["incident"]) == (400, 30)
    assert sum(truth.kinds.values()) == len(found.records)


def test_every_record_of_the_diary_can_be_sealed_as_it_is() -> None:
    for record in world().records:
        assert read(written(record)) == record


def test_nothing_is_written_down_before_it_happened(
    whole: tuple[list[Resolved], Scope],
) -> None:
    facts, _ = whole
    late, undated = [], []
    for one in facts:
        when = getattr(one.record, "written", None)
        if isinstance(when, int) and one.kind in HAPPENED:
            undated += [one.ref] if one.span is None else []
            late += [one.ref] if one.span is not None and one.span.start > when else []

    assert late == undated == []


def test_care_goes_on_through_the_night_that_lost_an_hour() -> None:
    walls = [getattr(getattr(one, "when", None), "at", "") for one in world().records]

    assert any(wall.startswith("2026-03-29T0") for wall in walls)
    assert not any(wall.startswith("2026-03-29T02") for wall in walls)


def test_the_twins_and_their_cousin_are_told_apart(
    whole: tuple[list[Resolved], Scope],
) -> None:
    told = whole[1].known

    assert told.people["vera"].name == told.people["vera-cousin"].name
    assert (told.person("vera"), told.person("Vera")) == ("vera", "vera")


def test_the_chat_of_the_parents_holds_what_it_is_said_to_hold(
    exports: dict[str, Path],
) -> None:
    truth, found = world().truth.chats["parents"], yielded(exports[CHAT])

    messages = [one for one in found if isinstance(one, Message)]
    senders = Counter(one.parties.sender or "" for one in messages)
    marks = Counter(mark for one in messages for mark in one.marks)
    assert dict(senders) == truth.senders
    assert not [one for one in found if isinstance(one, Snag)]
    assert marks[Mark.MEDIA_OMITTED] == truth.forms[Form.OMITTED]
    assert marks[Mark.MEDIA_ATTACHED] == truth.forms[Form.ATTACHED]
    assert marks[Mark.DELETED] == truth.forms[Form.DELETED]
    assert marks[Mark.EDITED] == truth.forms[Form.EDITED]
    assert marks[Mark.CALL_LINE] == truth.forms[Form.MISSED_CALL]


def test_the_chat_with_the_friend_holds_what_it_is_said_to_hold(
    exports: dict[str, Path],
) -> None:
    truth, found = world().truth.chats["friends"], yielded(exports[FRIEND])

    messages = [one for one in found if isinstance(one, Message)]
    assert len(messages) == truth.lines
    assert not [one for one in found if isinstance(one, Snag)]
    media = [one for one in messages if Mark.MEDIA_ATTACHED in one.marks]
    with zipfile.ZipFile(exports[FRIEND]) as archive:
        names = set(archive.namelist())
    assert {one.media[0].name for one in media} == names - {"_chat.txt"}


def test_short_messages_and_calls_hold_what_they_are_said_to_hold(
    exports: dict[str, Path],
) -> None:
    truth = world().truth
    messages = [one for one in yielded(exports[SMS]) if isinstance(one, Message)]
    calls = [one for one in yielded(exports[CALLS]) if isinstance(one, Call)]

    assert (len(messages), len(calls)) == (sum(truth.shorts.values()), len(world().rings))
    labels = Counter(one.parties.label or "(Unknown)" for one in messages)
    assert labels["Galina Pavlovna"] == sum(
        count for name, count in truth.shorts.items() if name.startswith("Galina")
    )
    [picture] = [one for message in messages for one in message.media]
    assert picture.sha256 is not None
    missed = sum(one.outcome is Outcome.MISSED for one in calls)
    assert missed == sum(n for name, n in truth.rings.items() if name.endswith("/3"))


def test_the_counts_are_the_truth(whole: tuple[list[Resolved], Scope]) -> None:
    found = {one.of: one.cell.value for one in counts(*whole).kinds}

    assert {of: found[of] for of in world().truth.kinds} == world().truth.kinds
    messages = len(world().parents) + len(world().friends) + len(world().shorts)
    assert (found["message"], found["call"]) == (messages, len(world().rings))
    assert "snag" not in found


def test_the_mother_cares_most_and_everybody_is_counted(
    whole: tuple[list[Resolved], Scope],
) -> None:
    acts = care(*whole)

    by = {one.person: one.acts.value for one in acts.persons}
    assert set(by) == {"lena", "nina", "katya"}
    assert sum(by.values()) == acts.acts.value
    assert by["lena"] > by["nina"] > by["katya"]
    assert {one.child for one in acts.children} == {"vera", "ida"}


def test_the_stretches_without_the_father_are_those_he_was_silent_in(
    whole: tuple[list[Resolved], Scope],
) -> None:
    facts, scope = whole
    scope = Scope(scope.period, scope.zone, scope.known, person="viktor", longer_than=14 * DAY)

    stretches = absence(facts, scope).stretches

    assert len(stretches) == len(QUIET)
    for (first, last), found in zip(QUIET, stretches, strict=True):
        assert found.span.start <= at(first, 0)
        assert found.span.end >= at(last, 0)
        assert found.before
        assert found.after
        assert found.recorded.value > 0


def test_his_mothers_calls_are_most_of_the_log_and_come_at_night(
    whole: tuple[list[Resolved], Scope],
) -> None:
    calls = [row for row in contact(*whole).rows if row.of == "call" and row.way == "in"]

    most = max(calls, key=lambda row: row.total.value)
    night = sum(one.cell.value for one in most.by_hour if one.of in {"0", "1", "2", "3"})
    answered = sum(one.cell.value for one in most.by_outcome if one.of == "answered")
    assert (most.person, most.total.value > 200) == ("galina", True)
    assert night * 4 > most.total.value
    assert answered * 4 < most.total.value


def test_nobody_writes_before_the_first_day_or_after_the_last() -> None:
    start, end = at(0, 0), at(DAYS, 0)
    moments = [line.at for line in (*world().parents, *world().friends)]
    moments += [one.at for one in world().shorts]
    moments += [ring.at for ring in world().rings]

    assert start <= min(moments)
    assert max(moments) < end


def test_her_own_telling_has_quotes_of_both_kinds_and_no_date() -> None:
    story = told_story(world())

    assert 350 <= len(story.split()) <= 480
    assert "«" in story
    assert '"' in story
    assert not re.search(r"\d{4}|\{", story)
    assert world().father in story


def test_the_archive_of_the_chat_holds_the_same_text(
    tmp_path: Path, exports: dict[str, Path]
) -> None:
    with zipfile.ZipFile(write_archive(world(), tmp_path)) as archive:
        assert archive.read(CHAT) == exports[CHAT].read_bytes()


def test_no_origin_is_used_twice() -> None:
    origins = [getattr(one, "origin", None) for one in world().records]

    assert len(set(origins)) == len(origins)
    assert not any(isinstance(one, FromFile) for one in origins)
