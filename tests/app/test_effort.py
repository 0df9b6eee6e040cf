"""Wrong tries cost time, never data."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.effort import TRIES
from hearthbook.app.effort import cost_here
from hearthbook.app.effort import wait_after
from hearthbook.app.failure import Exit
from hearthbook.app.failure import Failure
from hearthbook.app.household import household
from hearthbook.app.opening import keys_by
from hearthbook.vault.recovery import new_code
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home
from tests.vault.test_vault import contents

if TYPE_CHECKING:
    from pathlib import Path

LONG = bool(os.environ.get("HEARTHBOOK_LONG"))


def test_a_thousand_wrong_tries_change_no_byte_of_the_vault(tmp_path: Path) -> None:
    """`make long` types a thousand passphrases; here most tries are codes with a typo."""
    with new_home(tmp_path):
        path = tmp_path / "family.vault"
    before = contents(path)
    times = {file: file.stat().st_mtime_ns for file in path.rglob("*")}
    typed = 1_000 if LONG else 6

    for n in range(typed):
        with pytest.raises(Failure) as wrong:
            keys_by(str(path), passphrase=f"wrong {n}")
        assert (wrong.value.name, wrong.value.code) == ("vault-wrong-passphrase", Exit.LOCKED)
    for n in range(1_000 - typed):
        with pytest.raises(Failure) as wrong:
            keys_by(str(path), recovery=new_code()[:-1] + "*" * (n % 2))
        assert wrong.value.code == Exit.LOCKED

    assert contents(path) == before
    assert {file: file.stat().st_mtime_ns for file in path.rglob("*")} == times
    with household(str(path), PASSPHRASE):
        pass


def test_each_wrong_try_waits_longer_than_the_last_up_to_a_minute() -> None:
    waits = [wait_after(wrong) for wrong in range(10)]

    assert waits == [0, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000]
    assert TRIES == 5


def test_a_new_passphrase_costs_at_least_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    for chosen, allowed in (
        ("64", {64}),
        ("1", {64, 256}),
        ("", {64, 256}),
        ("9" * 9, {64, 256}),
    ):
        monkeypatch.setenv("HEARTHBOOK_KEY_MEMORY", chosen)
        cost = cost_here()
        assert cost.memory // 1024 in allowed
        assert (cost.passes, cost.lanes) == (3, 4)


def test_a_machine_with_memory_to_spare_makes_tries_dearer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HEARTHBOOK_KEY_MEMORY")
    pages = {"SC_PHYS_PAGES": 1 << 20, "SC_PAGE_SIZE": 4096}
    monkeypatch.setattr(os, "sysconf", pages.__getitem__)
    assert cost_here().memory == 256 * 1024
    pages["SC_PHYS_PAGES"] = 1 << 18
    assert cost_here().memory == 64 * 1024
