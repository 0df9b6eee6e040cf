"""What phones hand over: everything once, nothing believed, nothing dropped."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app import written
from hearthbook.app.failure import Failure
from hearthbook.app.outbox import collect
from hearthbook.app.outbox import hand_over
from hearthbook.app.outbox import receive
from hearthbook.app.phones import confirm
from hearthbook.app.phones import listed
from hearthbook.app.phones import revoke
from hearthbook.records.family import Diaper
from hearthbook.records.family import Feed
from hearthbook.records.family import Sleep
from hearthbook.records.provenance import FromDevice
from hearthbook.records.resolution import facts
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.vault import outbox as outboxes
from tests.app.handset import MINUTE
from tests.app.handset import Handset
from tests.app.handset import confirmed
from tests.app.handset import seal
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


def waits(home: Household) -> int:
    return home.vault.outbox.count()


def reasons(home: Household) -> dict[str, int]:
    return {one.reason: one.count for one in collect(home).aside}


def test_a_tap_becomes_the_record_it_says(home: Household) -> None:
    phone = confirmed(home)
    phone.send(phone.wet(phone.mila, phone.theo))

    collect(home)

    [diaper] = standing(home, "diaper")
    assert isinstance(diaper, Diaper)
    assert [(one.child, one.wet, one.dirty) for one in diaper.shares] == [
        ("mila", True, False),
        ("theo", True, False),
    ]
    assert (diaper.performed_by, diaper.recorded_by) == ("anna", "anna")
    assert diaper.when == Wall("2026-01-07T03:00:00", Precision.SECOND, "Europe/Berlin")
    assert diaper.written == phone.clock
    assert diaper.origin == FromDevice(phone.device, 2)


def test_what_is_handed_over_twice_is_in_once(home: Household) -> None:
    phone = confirmed(home)
    raw = phone.packet(phone.sealed(phone.wet()))
    receive(vault=phone.vault, raw=raw)
    receive(vault=phone.vault, raw=raw)
    collect(home)
    size = home.book("record").size

    receive(vault=phone.vault, raw=raw)
    again = collect(home)

    assert (again.taken, again.known) == ({}, 1)
    assert home.book("record").size == size
    assert waits(home) == 0


def test_the_same_item_sealed_anew_is_still_in_once(home: Household) -> None:
    phone = confirmed(home)
    signed = phone.item(phone.wet())
    for _ in range(2):
        receive(vault=phone.vault, raw=phone.packet(seal(signed, phone.to)))

    done = collect(home)

    assert done.known == 1
    assert len(standing(home, "diaper")) == 1


def test_a_phone_nobody_confirmed_waits(home: Household) -> None:
    phone = Handset(home)
    phone.send({"kind": "hello"}, phone.wet())

    assert reasons(home) == {"new": 2}
    assert waits(home) == 2

    confirm(home, device=phone.device, person="Anna")
    collect(home)

    assert len(standing(home, "diaper")) == 1
    assert waits(home) == 0


def test_a_revoked_phone_adds_nothing_more_and_loses_nothing(home: Household) -> None:
    phone = confirmed(home)
    phone.send(phone.wet())
    collect(home)

    revoke(home, device=phone.device)
    phone.send(phone.wet())

    assert reasons(home) == {"revoked": 1}
    assert len(standing(home, "diaper")) == 1
    assert [one.state for one in listed(home)] == ["revoked"]


def test_an_open_sleep_stays_open_until_its_end_comes(home: Household) -> None:
    phone = confirmed(home)
    phone.send(phone.asleep(phone.mila, phone.theo))
    collect(home)
    [sleep] = standing(home, "sleep")
    assert isinstance(sleep, Sleep)
    assert sleep.until is None

    phone.clock += 95 * MINUTE
    phone.send({"kind": "change", "of": 2, "why": "ended", "until": phone.clock})
    collect(home)

    [ended] = standing(home, "sleep")
    assert isinstance(ended, Sleep)
    assert ended.when == sleep.when
    assert ended.until == Wall("2026-01-07T04:35:00", Precision.SECOND, "Europe/Berlin")


def test_an_amount_is_put_right_twice_and_the_last_stands(home: Household) -> None:
    phone = confirmed(home)
    shares = [{"child": phone.theo, "ml": 60}]
    bottle = {
        "kind": "feed",
        "way": "bottle",
        "shares": shares,
        "by": "me",
        "at": phone.clock,
    }
    more = [{"kind": "change", "of": 2, "why": "adjusted", "shares": shares} for _ in "ab"]
    more[0]["shares"] = [{"child": phone.theo, "ml": 70}]
    more[1]["shares"] = [{"child": phone.theo, "ml": 80}]
    phone.send(bottle, more[0])
    collect(home)
    phone.send(more[1])
    collect(home)

    [feed] = standing(home, "feed")
    assert isinstance(feed, Feed)
    assert feed.shares[0].millilitres == 80


@pytest.mark.parametrize("lately", [1, 400])
def test_an_old_entry_is_put_right_as_a_new_one(
    home: Household, monkeypatch: pytest.MonkeyPatch, lately: int
) -> None:
    monkeypatch.setattr(written, "_LATELY", lately)
    phone = confirmed(home)
    phone.send(phone.asleep(), phone.wet(), phone.wet(phone.theo))
    for _ in range(2):
        phone.clock += 60 * MINUTE
        phone.send({"kind": "change", "of": 2, "why": "adjusted", "until": phone.clock})
        collect(home)

    [sleep] = standing(home, "sleep")
    assert isinstance(sleep, Sleep)
    assert sleep.until == Wall("2026-01-07T05:00:00", Precision.SECOND, "Europe/Berlin")


def test_a_change_on_its_way_is_not_forgotten_when_an_old_one_is_looked_up(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "_LATELY", 2)
    phone = confirmed(home)
    phone.send(phone.wet(), phone.asleep(), phone.wet(phone.theo))
    collect(home)
    until = [phone.clock + minutes * MINUTE for minutes in (60, 120)]
    ended = {"kind": "change", "of": 3, "why": "ended", "until": until[0]}
    adjusted = {"kind": "change", "of": 3, "why": "adjusted", "until": until[1]}
    phone.send(ended, {"kind": "retract", "of": 2}, adjusted)
    collect(home)

    [sleep] = standing(home, "sleep")
    assert isinstance(sleep, Sleep)
    assert sleep.until == Wall("2026-01-07T05:00", Precision.MINUTE, "Europe/Berlin")


def test_undo_strikes_what_was_tapped_and_keeps_it(home: Household) -> None:
    phone = confirmed(home)
    phone.send(phone.wet(), {"kind": "retract", "of": 2})

    collect(home)

    assert standing(home, "diaper") == []
    assert len(home.of_kind("record", "diaper")) == 1


def test_a_change_waits_for_what_it_changes(home: Household) -> None:
    phone = confirmed(home)
    first = phone.sealed(phone.wet())
    phone.send({"kind": "retract", "of": 2})

    assert reasons(home) == {"earlier-missing": 1}
    assert listed(home)[0].waiting == 1

    receive(vault=phone.vault, raw=phone.packet(first))
    collect(home)

    assert standing(home, "diaper") == []
    assert waits(home) == 0


def test_a_number_that_came_twice_with_other_content_is_said(home: Household) -> None:
    phone = confirmed(home)
    phone.send(phone.wet())
    collect(home)
    phone.counter -= 1
    phone.send(phone.wet(phone.theo))

    assert reasons(home) == {"counter-twice": 1}


def test_numbers_that_have_not_come_are_listed(home: Household) -> None:
    phone = confirmed(home)
    phone.sealed(phone.wet())
    phone.send(phone.wet())
    collect(home)

    [one] = listed(home)

    assert (one.missing, one.last, one.taken) == (((2, 2),), 3, 2)


def test_a_number_from_far_off_does_not_hold_up_the_list(home: Household) -> None:
    phone = confirmed(home)
    phone.counter = 2**53 - 2
    phone.send(phone.wet())
    collect(home)

    assert listed(home)[0].missing == ((2, 2**53 - 2),)


def test_what_one_changed_sign_makes_of_an_item_is_not_believed(home: Household) -> None:
    phone = confirmed(home)
    collect(home)
    signed = phone.item(phone.wet())
    forged = signed.replace(b'"counter": 2', b'"counter": 3')
    assert forged != signed
    receive(vault=phone.vault, raw=phone.packet(seal(forged, phone.to)))

    assert reasons(home) == {"not-readable": 1}


def test_an_item_for_another_vault_is_not_taken_in(home: Household) -> None:
    phone = confirmed(home)
    collect(home)
    other = "age1" + "q" * 58
    receive(vault=phone.vault, raw=phone.packet(phone.sealed(phone.wet(), to=other)))

    assert reasons(home) == {"other-vault": 1}
    with pytest.raises(Failure, match="phone-other-vault"):
        receive(
            vault=phone.vault, raw=phone.packet().replace(phone.to.encode(), other.encode())
        )


@pytest.mark.parametrize(
    "act",
    [
        {"kind": "diaper", "shares": [{"child": "00000000", "wet": True}], "by": "me", "at": 1},
        {"kind": "diaper", "shares": [], "by": "me", "at": 1},
        {"kind": "verdict", "at": 1},
        {"kind": "note", "text": "x", "at": 1, "more": 2},
    ],
)
def test_what_is_not_understood_stays_and_is_said(
    home: Household, act: dict[str, object]
) -> None:
    phone = confirmed(home)
    collect(home)
    phone.send(act)

    assert reasons(home) == {"not-understood": 1}
    assert waits(home) == 1


def test_two_phones_that_tell_of_one_sleep_are_both_kept(home: Household) -> None:
    phone, other = confirmed(home), confirmed(home)
    phone.send(phone.asleep())
    other.clock += 5 * MINUTE
    other.send(other.asleep(), other.wet(other.theo))

    done = collect(home)

    assert len(standing(home, "sleep")) == 2
    assert len(done.twice) == 1


def test_a_file_from_the_share_menu_is_taken_in(home: Household, tmp_path: Path) -> None:
    phone = confirmed(home)
    file = tmp_path / "diary.txt"
    file.write_bytes(phone.packet(phone.sealed(phone.wet()), sent=5))

    done = hand_over(home, path=str(file))

    assert done is not None
    assert done.taken == {phone.device: 2}
    assert standing(home, "diaper")
    file.write_bytes(b"2026-01-07 03:00 - Anna: hello")
    assert hand_over(home, path=str(file)) is None


def test_an_outbox_that_is_full_drops_nothing(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = confirmed(home)
    collect(home)
    phone.send(phone.wet())
    monkeypatch.setattr(outboxes, "MOST", 1)

    with pytest.raises(Failure, match="phone-outbox-full"):
        phone.send(phone.wet())

    assert waits(home) == 1


def test_a_killed_run_leaves_nothing_half_done(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = confirmed(home)
    phone.send(phone.wet())
    collect(home)
    with monkeypatch.context() as killed:
        killed.setattr(
            outboxes.Outbox, "drop", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        phone.send(phone.wet(phone.theo))
        with pytest.raises(KeyboardInterrupt):
            collect(home)

    done = collect(home)

    assert (done.taken, done.known) == ({}, 1)
    assert len(standing(home, "diaper")) == 2
