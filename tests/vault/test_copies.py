from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from hearthbook.vault import DamagedError
from hearthbook.vault import LockedError
from hearthbook.vault import NotAVaultError
from hearthbook.vault import NotWrittenError
from hearthbook.vault import Vault
from hearthbook.vault import copies
from hearthbook.vault import header
from hearthbook.vault.opening import opened
from hearthbook.vault.slot import TYPED
from hearthbook.vault.ways import NewWay
from tests.vault.family import PASSPHRASE
from tests.vault.test_header import refit
from tests.vault.test_vault import contents

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vault.family import Household

NEW = NewWay(TYPED, "Vera, 2026", 9)
BROKEN = {
    "gone": None,
    "empty": b"",
    "cut off": b"# A Hearthbook vault, the part anybody may see. Not to be",
    "noise": bytes(range(256)),
}


def broken(file: Path, how: str) -> None:
    raw = BROKEN[how]
    if raw is None:
        file.unlink()
    else:
        file.write_bytes(raw)


@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize("place", copies.PLACES)
def test_one_broken_file_loses_no_key_and_is_mended_from_the_other(
    fresh: Household, place: str, how: str
) -> None:
    before = contents(fresh.folder)
    broken(fresh.folder / place, how)

    with Vault.open(fresh.folder, keys=fresh.keys) as vault:
        assert vault.astray() == (place,)
        assert vault.mend() == (place,)
        assert vault.astray() == vault.mend() == ()

    assert contents(fresh.folder) == before


def test_both_files_broken_are_damage_that_is_said_and_left_as_it_is(fresh: Household) -> None:
    for place in copies.PLACES:
        broken(fresh.folder / place, "cut off")
    before = contents(fresh.folder)

    with pytest.raises(NotAVaultError):
        Vault.open(fresh.folder, passphrase=PASSPHRASE)
    assert contents(fresh.folder) == before


def test_a_damaged_file_is_not_taken_for_a_wrong_passphrase(fresh: Household) -> None:
    raw = (fresh.folder / header.NAME).read_bytes()
    at = raw.index(b'wrapped = "') + 20
    (fresh.folder / header.NAME).write_bytes(raw[:at] + b"AAAA" + raw[at + 4 :])

    with Vault.open(fresh.folder, passphrase=PASSPHRASE) as vault:
        assert vault.astray() == (header.NAME,)


def test_a_bad_mac_alone_is_mended_too(fresh: Household) -> None:
    raw = (fresh.folder / header.NAME).read_bytes()
    (fresh.folder / header.NAME).write_bytes(raw[:-6] + b"0000" + raw[-2:])

    with Vault.open(fresh.folder, passphrase=PASSPHRASE) as vault:
        assert vault.mend() == (header.NAME,)


def test_a_slot_too_dear_in_one_file_costs_nothing(fresh: Household) -> None:
    raw = (fresh.folder / header.NAME).read_bytes()
    hostile = refit(raw.replace(b"memory = 65536", b"memory = 41943040"))
    (fresh.folder / header.NAME).write_bytes(hostile)

    with Vault.open(fresh.folder, passphrase=PASSPHRASE) as vault:
        assert vault.mend() == (header.NAME,)


def test_a_header_put_back_to_an_earlier_state_does_not_let_an_old_passphrase_in(
    fresh: Household,
) -> None:
    earlier = (fresh.folder / header.NAME).read_bytes()
    with fresh.open() as vault:
        vault.change_way(vault.ways()[0].id, NEW)
    (fresh.folder / header.NAME).write_bytes(earlier)

    with pytest.raises(LockedError):
        opened(fresh.folder, TYPED, PASSPHRASE)
    with Vault.open(fresh.folder, passphrase=NEW.typed) as vault:
        assert vault.mend() == (header.NAME,)
    assert (fresh.folder / header.NAME).read_bytes() != earlier


def test_a_crash_between_the_two_files_leaves_the_change_made(fresh: Household) -> None:
    earlier = (fresh.folder / header.NAME).read_bytes()
    with fresh.open() as vault:
        vault.change_way(vault.ways()[0].id, NEW)
    (fresh.folder / copies.COPY).write_bytes(earlier)

    with pytest.raises(LockedError):
        opened(fresh.folder, TYPED, PASSPHRASE)
    with Vault.open(fresh.folder, passphrase=NEW.typed) as vault:
        assert vault.mend() == (copies.COPY,)


def test_an_old_slot_put_into_a_header_with_a_fitting_sum_opens_nothing(
    fresh: Household,
) -> None:
    earlier = (fresh.folder / header.NAME).read_bytes()
    with fresh.open() as vault:
        vault.change_way(vault.ways()[0].id, NEW)
    forged = refit(earlier.replace(b"revision = 1", b"revision = 9"))
    (fresh.folder / header.NAME).write_bytes(forged)

    with pytest.raises(DamagedError):
        opened(fresh.folder, TYPED, PASSPHRASE)


def test_a_header_of_a_later_version_is_not_mended_away(fresh: Household) -> None:
    raw = (fresh.folder / header.NAME).read_bytes()
    above, found, below = raw.replace(b"format = 2", b"format = 9").partition(b'sum = "')
    later = above + found + sha256(above).hexdigest().encode() + below[64:]
    for place in copies.PLACES:
        (fresh.folder / place).write_bytes(later)
        with pytest.raises(NotAVaultError) as caught:
            Vault.open(fresh.folder, passphrase=PASSPHRASE)
        assert caught.value.name == "vault-other-format"
        (fresh.folder / place).write_bytes(raw)


def test_a_copy_of_another_vault_is_not_used_and_is_written_over(
    fresh: Household, tmp_path: Path
) -> None:
    Vault.create(tmp_path / "other.vault", "x", made=0)[0].close()
    foreign = (tmp_path / "other.vault" / header.NAME).read_bytes()
    (fresh.folder / copies.COPY).write_bytes(foreign)

    with pytest.raises(LockedError):
        opened(fresh.folder, TYPED, "x")
    with Vault.open(fresh.folder, passphrase=PASSPHRASE) as vault:
        assert vault.mend() == (copies.COPY,)


class PowerCutError(Exception):
    """The power fails here."""


@pytest.mark.parametrize("step", range(4))
def test_wherever_the_power_fails_somebody_can_open_the_vault(
    fresh: Household, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """A change is two files, each synced to the disk before and after it gets its name."""
    left, synced = step, os.fsync

    def fsync(handle: int) -> None:
        nonlocal left
        if left == 0:
            raise PowerCutError
        left -= 1
        synced(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with fresh.open() as vault, pytest.raises(PowerCutError):
        vault.change_way(vault.ways()[0].id, NEW)
    monkeypatch.undo()

    by = []
    for typed in (PASSPHRASE, NEW.typed):
        try:
            by.append(opened(fresh.folder, TYPED, typed)[1])
        except LockedError:
            continue
    assert len(by) == 1
    assert by[0].has(fresh.keys.master())


def test_a_disk_that_takes_nothing_leaves_the_old_passphrase(
    fresh: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = contents(fresh.folder)
    monkeypatch.setattr(copies, "put_whole", full)
    with fresh.open() as vault, pytest.raises(NotWrittenError):
        vault.change_way(vault.ways()[0].id, NEW)

    assert contents(fresh.folder) == before
