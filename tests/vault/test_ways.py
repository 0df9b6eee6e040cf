from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from hearthbook.vault import LockedError
from hearthbook.vault import NoSuchKeyError
from hearthbook.vault import Vault
from hearthbook.vault import copies
from hearthbook.vault import header
from hearthbook.vault import ways
from hearthbook.vault.opening import opened
from hearthbook.vault.recovery import new_code
from hearthbook.vault.slot import DEVICE
from hearthbook.vault.slot import PRINTED
from hearthbook.vault.slot import TYPED
from hearthbook.vault.slot import Cost
from hearthbook.vault.ways import NewWay
from tests.vault.family import PASSPHRASE
from tests.vault.test_vault import contents

if TYPE_CHECKING:
    from tests.vault.family import Household

FIRST = Path(__file__).parent / "fixtures/format-1"
AUNT = NewWay(TYPED, "шесть синих зайцев", 7, "Тётя Оля")


def slots(folder: Path) -> header.Header:
    return copies.whole(folder)[0].header


def test_any_of_several_keys_opens_the_same_vault(fresh: Household) -> None:
    code = new_code()
    with fresh.open() as vault:
        vault.add_way(AUNT, "AUNT")
        vault.add_way(NewWay(PRINTED, code, 8), "SHEE")
        vault.add_way(NewWay(DEVICE, "ab" * 32, 9), "DEV1")

    by = [
        Vault.open(fresh.folder, passphrase=PASSPHRASE),
        Vault.open(fresh.folder, passphrase=AUNT.typed),
        Vault.open(fresh.folder, recovery=fresh.code),
        Vault.open(fresh.folder, recovery=code),
        Vault.open(fresh.folder, device="ab" * 32),
        Vault.open(fresh.folder, keys=fresh.keys),
    ]

    assert {vault.vault_id for vault in by} == {slots(fresh.folder).vault}
    for vault in by:
        vault.close()


def test_what_is_held_for_one_kind_opens_no_other(fresh: Household) -> None:
    with fresh.open() as vault:
        vault.add_way(NewWay(DEVICE, "ab" * 32, 9), "DEV1")

    for kind, typed in ((TYPED, "ab" * 32), (DEVICE, PASSPHRASE)):
        with pytest.raises(LockedError):
            opened(fresh.folder, kind, typed)


def test_keys_are_listed_with_their_names_and_without_any_secret(fresh: Household) -> None:
    with fresh.open() as vault:
        vault.add_way(AUNT, "AUNT")
        listed = vault.ways()

    assert [(way.kind, way.name, way.made) for way in listed] == [
        ("passphrase", "", 1_767_225_600_000),
        ("recovery", "", 1_767_225_600_000),
        ("passphrase", "Тётя Оля", 7),
    ]
    assert AUNT.typed not in repr(listed) + repr(AUNT)


def test_the_name_of_a_key_is_not_shown_to_strangers(fresh: Household) -> None:
    with fresh.open() as vault:
        vault.add_way(NewWay(TYPED, "x" * 12, 7, "Brandt"), "LAWY")

    for raw in contents(fresh.folder).values():
        assert b"Brandt" not in raw


def test_a_changed_passphrase_opens_and_the_old_one_no_longer(fresh: Household) -> None:
    with fresh.open() as vault:
        [known_as] = [way.id for way in vault.ways() if way.kind == TYPED]
        vault.change_way(known_as, NewWay(TYPED, "Vera, 2026", 9))

    with pytest.raises(LockedError):
        opened(fresh.folder, TYPED, PASSPHRASE)
    assert opened(fresh.folder, TYPED, "Vera, 2026")[1].has(fresh.keys.master())
    assert opened(fresh.folder, PRINTED, fresh.code)[1].has(fresh.keys.master())


def test_a_key_keeps_its_name_when_its_passphrase_changes(fresh: Household) -> None:
    with fresh.open() as vault:
        vault.add_way(AUNT, "AUNT")
        vault.change_way("AUNT", NewWay(TYPED, "another one", 9))

        assert [way.name for way in vault.ways() if way.id == "AUNT"] == ["Тётя Оля"]


def test_a_removed_key_opens_nothing_in_either_file_of_the_header(fresh: Household) -> None:
    with fresh.open() as vault:
        vault.add_way(AUNT, "AUNT")
        before = (fresh.folder / header.NAME).read_bytes()
        vault.remove_way("AUNT")

    with pytest.raises(LockedError):
        opened(fresh.folder, TYPED, AUNT.typed)
    held = [(fresh.folder / place).read_bytes() for place in copies.PLACES]
    assert held[0] == held[1] != before


def test_the_last_key_that_a_person_holds_cannot_be_removed(fresh: Household) -> None:
    with fresh.open() as vault:
        vault.add_way(NewWay(DEVICE, "ab" * 32, 9), "DEV1")
        typed, printed, _ = vault.ways()
        vault.remove_way(printed.id)
        with pytest.raises(NoSuchKeyError) as caught:
            vault.remove_way(typed.id)

    assert caught.value.name == "vault-key-is-last"
    assert opened(fresh.folder, TYPED, PASSPHRASE)[0].revision == 3


def test_what_is_not_there_or_no_passphrase_is_not_changed(fresh: Household) -> None:
    before = contents(fresh.folder)
    with fresh.open() as vault:
        _, printed = vault.ways()
        for known_as, name in (
            ("NONE", "vault-no-such-key"),
            (printed.id, "vault-key-not-passphrase"),
        ):
            with pytest.raises(NoSuchKeyError) as caught:
                vault.change_way(known_as, AUNT)
            assert (caught.value.name, caught.value.place) == (name, known_as)
        with pytest.raises(NoSuchKeyError):
            vault.remove_way("NONE")

    assert contents(fresh.folder) == before


def test_there_are_never_more_keys_than_a_wrong_try_can_afford(fresh: Household) -> None:
    found = slots(fresh.folder)
    slot = found.slots[0]
    many = range(header.MOST_SLOTS - len(found.slots))
    more = [structs.replace(slot, id=f"MO{number:02}") for number in many]
    full = structs.replace(found, slots=(*found.slots, *more))

    with pytest.raises(NoSuchKeyError) as caught:
        ways.added(full, fresh.keys, AUNT, "MORE")
    assert caught.value.name == "vault-keys-full"


def test_a_passphrase_is_the_same_however_its_letters_are_composed(fresh: Household) -> None:
    with fresh.open() as vault:
        vault.add_way(NewWay(TYPED, "\u0439", 1), "AAAA")

    assert opened(fresh.folder, TYPED, "\u0438\u0306")[1].has(fresh.keys.master())


def test_a_key_may_cost_more_than_the_floor(fresh: Household) -> None:
    dear = NewWay(TYPED, "dear", 1, cost=Cost(96 * 1024, 4, 2))
    with fresh.open() as vault:
        vault.add_way(dear, "DEAR")
        way = vault.ways()[-1]

    assert (way.memory, way.passes, way.lanes) == (96 * 1024, 4, 2)
    assert opened(fresh.folder, TYPED, "dear")[1].has(fresh.keys.master())


def test_two_programs_that_change_keys_lose_none(fresh: Household) -> None:
    with fresh.open() as one, fresh.open() as other:
        one.add_way(AUNT, "AUNT")
        other.add_way(NewWay(DEVICE, "ab" * 32, 9), "DEV1")

        assert [way.id for way in other.ways()][2:] == ["AUNT", "DEV1"]


def test_a_vault_of_the_first_format_opens_and_is_written_anew_only_when_changed(
    tmp_path: Path,
) -> None:
    folder = copytree(FIRST / "family.vault", tmp_path / "old.vault")
    facts = json.loads((FIRST / "facts.json").read_text("utf-8"))
    old, code = facts["passphrase"], facts["recovery"]
    raw = (folder / header.NAME).read_bytes()
    for kind, typed in ((TYPED, old), (PRINTED, code)):
        with Vault.open(folder, keys=opened(folder, kind, typed)[1]) as vault:
            assert vault.book("record").size == 13
            assert [way.id for way in vault.ways()] == ["passphrase", "recovery"]
    assert (folder / header.NAME).read_bytes() == raw

    with Vault.open(folder, passphrase=old) as vault:
        vault.change_way("passphrase", AUNT)
        vault.add_way(NewWay(DEVICE, "ab" * 32, 9), "DEV1")
    found = slots(folder)
    assert (found.format, found.revision) == (2, 2)
    assert [slot.id for slot in found.slots] == ["passphrase", "recovery", "DEV1"]
    with Vault.open(folder, recovery=code) as vault:
        assert vault.book("record").size == 13
