"""When a phone says it was: its clock, its zone, and what is kept of both."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.outbox import collect
from hearthbook.app.outbox import receive
from hearthbook.app.tapped import key_of
from hearthbook.records.family import Diaper
from hearthbook.records.resolution import facts
from hearthbook.records.when import Moment
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from tests.app.handset import MINUTE
from tests.app.handset import confirmed
from tests.app.handset import twins_begun
from tests.app.homes import same_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hearthbook.app.household import Household
    from hearthbook.records.codec import Record


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    copytree(twins_begun(), tmp_path / "family.vault")
    with same_home(tmp_path) as home:
        yield home


def standing(home: Household, kind: str) -> list[Record]:
    """Return the records of a kind that no later entry struck."""
    return [
        one.record
        for one in facts(list(home.entries("record")))
        if one.kind == kind and one.fallen is None
    ]


def test_the_hour_that_comes_twice_is_told_apart(home: Household) -> None:
    phone = confirmed(home)
    phone.clock = 1_792_888_200_000  # 2026-10-25 02:30, summer time still
    phone.send(phone.wet())
    phone.clock += 60 * MINUTE
    phone.send(phone.wet())
    collect(home)

    whens = [one.when for one in standing(home, "diaper") if isinstance(one, Diaper)]
    assert whens == [
        Wall("2026-10-25T02:30:00", Precision.SECOND, "Europe/Berlin", 0),
        Wall("2026-10-25T02:30:00", Precision.SECOND, "Europe/Berlin", 1),
    ]


def test_a_zone_nobody_knows_leaves_the_bare_moment(home: Household) -> None:
    phone = confirmed(home)
    raw = phone.sealed(phone.wet(), zone="Moon/Tycho")
    receive(vault=phone.vault, raw=phone.packet(raw))
    collect(home)

    [diaper] = standing(home, "diaper")
    assert isinstance(diaper, Diaper)
    assert diaper.when == Moment(phone.clock, Precision.SECOND)


def test_a_clock_that_was_set_is_said(home: Household) -> None:
    phone = confirmed(home)
    phone.send(phone.wet())
    phone.clock += 60 * MINUTE
    phone.send({**phone.wet()})
    raw = phone.sealed(phone.wet(), up=61 * MINUTE, written=phone.clock + 30 * MINUTE)
    receive(vault=phone.vault, raw=phone.packet(raw))

    done = collect(home)

    assert done.clocks[0].moved == (4,)
    assert done.clocks[0].ahead is not None


def test_a_time_moved_back_is_exact_to_the_minute_and_says_who_did_it(home: Household) -> None:
    phone = confirmed(home)
    earlier = phone.clock - 15 * MINUTE
    ruth = key_of(phone.to, "ruth")
    phone.send(
        phone.wet(), {"kind": "change", "of": 2, "why": "adjusted", "at": earlier, "by": ruth}
    )

    collect(home)

    [diaper] = standing(home, "diaper")
    assert isinstance(diaper, Diaper)
    assert diaper.when == Wall("2026-01-07T02:45", Precision.MINUTE, "Europe/Berlin")
    assert (diaper.performed_by, diaper.recorded_by) == ("ruth", "anna")
