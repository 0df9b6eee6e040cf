"""The door of a served vault: open while somebody is there, and not a moment longer."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.door import Door
from hearthbook.app.failure import Failure
from hearthbook.app.received import Received
from hearthbook.app.sessions import LONGEST
from hearthbook.app.sessions import Patience
from hearthbook.app.sessions import Sessions
from hearthbook.base.time import MINUTE
from tests.app.handset import confirmed
from tests.app.handset import twins_begun
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home
from tests.app.homes import same_home

if TYPE_CHECKING:
    from pathlib import Path


def test_a_session_is_over_after_its_idle_time_and_not_before() -> None:
    sessions = Sessions(idle=5 * MINUTE)
    token = sessions.begin("telephone", 0)

    assert sessions.of(token, 5 * MINUTE - 1) is not None
    assert sessions.of(token, 10 * MINUTE - 2) is not None
    assert sessions.of(token, 15 * MINUTE - 2) is None


def test_no_session_outlives_the_longest_however_busy() -> None:
    sessions = Sessions(idle=LONGEST)
    token = sessions.begin("telephone", 0)

    assert sessions.of(token, LONGEST - 1) is not None
    assert sessions.of(token, LONGEST) is None


def test_a_token_is_kept_nowhere() -> None:
    sessions = Sessions()
    token = sessions.begin("telephone", 0)

    assert token not in repr(vars(sessions))
    assert sessions.of(token[:-1], 0) is None


def test_ending_one_session_leaves_the_others() -> None:
    sessions = Sessions()
    first, second = sessions.begin("a", 0), sessions.begin("b", 1)
    [newest, oldest] = sessions.all()
    sessions.end(oldest.id)

    assert newest.name == "b"
    assert sessions.of(first, 2) is None
    assert sessions.of(second, 2) is not None


def test_each_wrong_passphrase_makes_the_wait_longer_up_to_ten_minutes() -> None:
    patience = Patience()
    waits, now = [], 0
    for _ in range(30):
        patience.wrong(now)
        wait = 0
        while _refuses(patience, now + wait):
            wait += 1000
        waits.append(wait)
        now += wait

    assert waits[:6] == [0, 0, 2000, 4000, 8000, 16000]
    assert waits[-1] == 10 * MINUTE
    patience.right()
    assert not _refuses(patience, now)


def _refuses(patience: Patience, now: int) -> bool:
    try:
        patience.ask(now)
    except Failure as failure:
        return failure.name == "wait-to-unlock"
    return False


def test_the_vault_is_shut_when_the_last_one_leaves(tmp_path: Path) -> None:
    with new_home(tmp_path):
        pass
    door = Door(str(tmp_path / "family.vault"))
    first = door.session(door.unlock(PASSPHRASE, "telephone"))
    second = door.session(door.unlock(PASSPHRASE, "laptop"))
    assert first
    assert second

    door.leave(first.id)
    with door.opened() as home:
        assert home.writer() == "anna"
    door.leave(second.id)
    with pytest.raises(Failure, match="vault-locked"), door.opened():
        pass


def test_a_file_received_is_in_memory_and_on_no_disk(tmp_path: Path) -> None:
    held = Received("../../etc/a chat.txt")
    held.write(b"good ")
    held.write(b"night")
    written = b"".join(held.pieces())

    assert held.name == "a chat.txt"
    assert written == b"good night"
    assert held.path.startswith("/proc/") or tmp_path.exists()


def test_a_file_that_is_too_large_is_refused_before_it_fills_the_memory() -> None:
    held = Received("film.mp4", most=10)
    held.write(b"0123456789")

    with pytest.raises(Failure, match="too-large"):
        held.write(b"0")
    held.close()


def test_what_a_phone_handed_over_goes_in_when_the_vault_opens_and_while_it_is_open(
    tmp_path: Path,
) -> None:
    copytree(twins_begun(), tmp_path / "family.vault")
    with same_home(tmp_path) as home:
        phone = confirmed(home)
    door = Door(phone.vault)
    phone.send(phone.wet(phone.mila))

    door.unlock(PASSPHRASE, "telephone")
    with door.opened() as open_home:
        at_opening = len(open_home.of_kind("record", "diaper"))
    phone.send(phone.wet(phone.theo))
    door.look()
    with door.opened() as open_home:
        later = len(open_home.of_kind("record", "diaper"))
    door.lock()

    assert (at_opening, later) == (1, 2)
