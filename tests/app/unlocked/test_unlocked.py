"""Real processes: each test starts the holder as the commands do, and sees it end."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.clock import pause
from hearthbook.app.failure import Failure
from hearthbook.app.household import household
from hearthbook.app.unlocked import held
from hearthbook.app.unlocked import left
from hearthbook.app.unlocked import lock
from hearthbook.app.unlocked import lock_all
from hearthbook.app.unlocked import span
from tests.app.unlocked.looking import LONG
from tests.app.unlocked.looking import gone
from tests.app.unlocked.looking import place
from tests.app.unlocked.looking import runs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.unlocked.looking import Unlock

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="looks at processes as Linux shows them"
)


def test_an_unlocked_vault_opens_without_its_passphrase(vault: str, unlocked: Unlock) -> None:
    assert held(vault) is None

    process, key = unlocked()

    keys = held(vault)
    assert keys is not None
    assert keys.has(key)
    with household(vault, keys=keys) as home:
        assert home.setting("zone") == "Europe/Berlin"
    assert 0 < left(vault) <= LONG
    assert runs(process)


def test_locking_ends_the_process_that_held_the_key(
    runtime: Path, vault: str, unlocked: Unlock
) -> None:
    process, _ = unlocked()

    assert lock(vault)
    assert gone(process, within=1_000)
    assert held(vault) is None
    assert left(vault) == 0
    assert not lock(vault)
    assert list(runtime.iterdir()) == []


def test_it_locks_at_the_end_of_its_time_however_much_it_is_used(
    vault: str, unlocked: Unlock
) -> None:
    process, _ = unlocked(lasting=1_000)

    for _ in range(5):
        held(vault)
    assert gone(process)
    assert held(vault) is None


def test_it_locks_when_nobody_uses_it(vault: str, unlocked: Unlock) -> None:
    process, _ = unlocked(idle=500)

    assert gone(process)
    assert held(vault) is None


def test_asking_how_much_time_is_left_is_no_use_of_it(vault: str, unlocked: Unlock) -> None:
    process, _ = unlocked(idle=400)

    for _ in range(20):
        left(vault)
        pause(50)
    assert gone(process)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_as_at_logging_out_locks_it(
    runtime: Path, number: signal.Signals, unlocked: Unlock
) -> None:
    process, _ = unlocked()

    os.kill(process, number)

    assert gone(process)
    assert list(runtime.iterdir()) == []


@pytest.mark.usefixtures("vault")
def test_it_locks_when_its_folder_is_taken_away_at_logging_out(unlocked: Unlock) -> None:
    process, _ = unlocked()

    place().unlink()

    assert gone(process)


def test_a_holder_that_was_killed_leaves_a_vault_that_can_be_unlocked_again(
    vault: str, unlocked: Unlock
) -> None:
    process, _ = unlocked()
    os.kill(process, signal.SIGKILL)
    assert gone(process)

    assert held(vault) is None
    again, _ = unlocked()
    assert held(vault) is not None
    assert again != process


@pytest.mark.usefixtures("vault")
def test_unlocking_again_ends_the_earlier_holder(unlocked: Unlock) -> None:
    first, _ = unlocked()

    second, _ = unlocked()

    assert gone(first)
    assert runs(second)


@pytest.mark.usefixtures("vault")
def test_all_that_is_unlocked_can_be_locked_at_once(unlocked: Unlock) -> None:
    process, _ = unlocked()

    assert lock_all() == 1
    assert gone(process)
    assert lock_all() == 0


@pytest.mark.parametrize(
    ("text", "length"), [("90s", 90_000), ("15m", 900_000), ("2h", 7_200_000)]
)
def test_a_span_is_read_as_it_is_said(text: str, length: int) -> None:
    assert span(text) == length


@pytest.mark.parametrize(
    "text", ["", "0m", "15", "m", "1d", "13h", "-5m", "1.5h", "٣m", "15m\n"]
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(Failure):
        span(text)
