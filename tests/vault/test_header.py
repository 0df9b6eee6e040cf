from __future__ import annotations

import re
from base64 import b64decode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import structs

from hearthbook.vault import DamagedError
from hearthbook.vault import LockedError
from hearthbook.vault import NotAVaultError
from hearthbook.vault import Vault
from hearthbook.vault import VaultError
from hearthbook.vault import copies
from hearthbook.vault import header
from hearthbook.vault import slot
from hearthbook.vault.formats.note import ED25519
from hearthbook.vault.formats.note import Key
from hearthbook.vault.keys import unwrapped
from tests.vault.family import PASSPHRASE

if TYPE_CHECKING:
    from tests.vault.family import Household

# a recipient that is well formed, and of no vault here
STRANGER = "age18j0sw4nsmke9esd8ryq0w354d76vrqvvcmqcmmld7ntwjxmv7gnqr63ttp"


def raw(family: Household) -> bytes:
    return (family.folder / header.NAME).read_bytes()


def refit(changed: bytes) -> bytes:
    """Make the unkeyed sum fit again, as somebody would who changes the header on purpose."""
    above, found, below = changed.partition(b'sum = "')
    return above + found + sha256(above).hexdigest().encode() + below[64:]


def opened(family: Household, changed: bytes, *, passphrase: str | None = PASSPHRASE) -> None:
    for place in copies.PLACES:
        (family.folder / place).write_bytes(changed)
    Vault.open(family.folder, passphrase=passphrase).close()


def test_a_header_is_read_as_it_was_written(family: Household) -> None:
    sealed = header.read(raw(family))

    assert header.written(sealed.header, family.keys) == raw(family)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_bit_is_noticed_before_anybody_types(
    family: Household, data: st.DataObject
) -> None:
    whole = raw(family)
    above = whole.index(b"mac = ")
    place = data.draw(st.integers(0, above * 8 - 1))
    changed = bytearray(whole)
    changed[place // 8] ^= 1 << place % 8

    with pytest.raises((DamagedError, NotAVaultError)):
        header.read(bytes(changed))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_bit_of_the_mac_is_noticed_once_it_is_open(
    family: Household, data: st.DataObject
) -> None:
    whole = raw(family)
    place = data.draw(st.integers(whole.index(b"mac = ") * 8, len(whole) * 8 - 1))
    changed = bytearray(whole)
    changed[place // 8] ^= 1 << place % 8

    with pytest.raises((DamagedError, NotAVaultError)):
        header.check(header.read(bytes(changed)), family.keys)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_bytes_are_taken_that_writing_would_not_make(
    family: Household, data: st.DataObject
) -> None:
    whole = raw(family)
    place = data.draw(st.integers(0, len(whole)))
    more = data.draw(
        st.sampled_from([b" ", b"\n", b"# x\n", b"\r", b"\t", b"0", b'"', b"\xff"])
    )

    with pytest.raises((DamagedError, NotAVaultError)):
        header.check(header.read(whole[:place] + more + whole[place:]), family.keys)


def changes() -> dict[str, tuple[str, str]]:
    return {
        "first format": (r"format = 2", "format = 1"),
        "later format": (r"format = 2", "format = 3"),
        "epoch": (r"epoch = 1", "epoch = 2"),
        "made": (r"made = \d+", "made = 5"),
        "no recipient": (r'recipient = "age1[^"]+', f'recipient = "{"age1" + 58 * "q"}'),
        "other recipient": (r'recipient = "age1[^"]+', f'recipient = "{STRANGER}'),
        "less memory": (r"memory = 65536", "memory = 8"),
        "all memory": (r"memory = 65536", "memory = 2147483647"),
        "no revision": (r"revision = 1", "revision = 0"),
        "later revision": (r"revision = 1", "revision = 9"),
        "other kind": (r'kind = "passphrase"', 'kind = "device"'),
        "same id": (r'id = "(....)"', 'id = "SAME"'),
        "no id": (r'id = "(....)"', 'id = ""'),
        "one pass": (r"passes = 3", "passes = 1"),
        "endless passes": (r"passes = 3", "passes = 4000000000"),
        "no lanes": (r"lanes = 4", "lanes = 0"),
        "more memory": (r"memory = 65536", "memory = 65544"),
        "other salt": (r'salt = "....', 'salt = "AAAA'),
        "no salt": (r'salt = "[^"]+', 'salt = "'),
        "short wrap": (r'wrapped = "[^"]+', 'wrapped = "AAAA'),
    }


@pytest.mark.parametrize("change", changes())
def test_a_header_changed_on_purpose_opens_nothing(family: Household, change: str) -> None:
    pattern, new = changes()[change]
    changed = refit(re.sub(pattern, new, raw(family).decode(), count=1).encode())
    assert changed != raw(family)

    with pytest.raises(VaultError):
        opened(family, changed)


def test_too_cheap_and_too_dear_slots_are_refused_without_trying_them(
    family: Household,
) -> None:
    found = header.read(raw(family)).header
    for memory, passes, lanes, fault in (
        (65535, 3, 4, "vault-slot-cheap memory 65535"),
        (65536, 2, 4, "vault-slot-cheap passes 2"),
        (65536, 3, 0, "vault-slot-cheap lanes 0"),
        (40 << 20, 3, 4, "vault-slot-dear memory 41943040"),
        (65536, 17, 4, "vault-slot-dear passes 17"),
        (65536, 3, 99, "vault-slot-dear lanes 99"),
        (1 << 20, 16, 4, "vault-slot-dear work 16777216"),
    ):
        other = structs.replace(found.slots[0], memory=memory, passes=passes, lanes=lanes)
        hostile = structs.replace(found, slots=(other, *found.slots[1:]))
        with pytest.raises(DamagedError) as caught:
            slot.master(other, PASSPHRASE, found.vault)
        with pytest.raises(DamagedError):
            header.read(header.written(hostile, family.keys))
        what = caught.value.place.partition(": ")[2]
        assert f"{caught.value.name} {what}" == fault


def test_what_a_slot_costs_is_sealed_with_it(family: Household) -> None:
    vault_id = header.read(raw(family)).header.vault
    dear = slot.Cost(65_536 + 512, 4, 1)
    found = slot.new_slot(slot.TYPED, "once", family.keys, vault_id, dear)
    facts = (
        f'{{"id":"{vault_id}","kdf":"argon2id","kind":"passphrase","lanes":1,"memory":66048,'
        f'"passes":4,"salt":"{found.salt}","v":1}}'
    )
    derive = Argon2id(
        salt=b64decode(found.salt), length=32, iterations=4, lanes=1, memory_cost=66_048
    )

    opened_by_hand = unwrapped(derive.derive(b"once"), b64decode(found.wrapped), facts.encode())

    assert opened_by_hand == slot.master(found, "once", vault_id)


def test_slots_cannot_be_swapped_or_taken_from_another_vault(
    family: Household, fresh: Household
) -> None:
    found = header.read(raw(family)).header
    typed, printed = found.slots
    swapped = structs.replace(
        found,
        slots=(
            structs.replace(printed, kind="passphrase"),
            structs.replace(typed, kind="recovery"),
        ),
    )
    changed = header.written(swapped, family.keys)

    with pytest.raises(LockedError):
        opened(family, changed)
    with pytest.raises(LockedError):
        slot.master(typed, PASSPHRASE, "0" * 32)
    assert header.read(raw(fresh)).header.vault == found.vault


def test_wrapped_secrets_cannot_be_exchanged(family: Household) -> None:
    found = header.read(raw(family)).header
    record, counsel, keepsake = found.books
    books = (
        structs.replace(record, seed=counsel.seed),
        structs.replace(counsel, seed=record.seed),
        keepsake,
    )
    changed = header.written(structs.replace(found, books=books), family.keys)

    with pytest.raises(DamagedError) as caught:
        opened(family, changed)
    assert caught.value.name == "vault-damaged-header"


def test_a_key_that_is_not_the_seeds_own_is_damage(family: Household) -> None:
    found = header.read(raw(family)).header
    record, *rest = found.books
    other = Key(record.origin, ED25519, bytes(range(32))).text()
    books = (structs.replace(record, vkey=other), *rest)
    changed = header.written(structs.replace(found, books=books), family.keys)
    (family.folder / header.NAME).write_bytes(changed)

    with pytest.raises(DamagedError) as caught:
        family.open()
    assert (caught.value.name, caught.value.place) == ("vault-damaged-header", "record")


def test_a_vault_of_a_later_format_is_said_to_be_one(family: Household) -> None:
    later = refit(raw(family).replace(b"format = 2", b"format = 3"))

    with pytest.raises(NotAVaultError) as caught:
        header.read(later)
    assert caught.value.name == "vault-other-format"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"format = 1\n",
        b"a" * 70_000,
        b"x = " + b"[" * 5000,
        b"\xff\xfe",
        b"format = 1.0\n",
    ],
    ids=lambda text: f"{len(text)}:{text[:12]!r}",
)
def test_noise_is_no_header(text: bytes) -> None:
    with pytest.raises((NotAVaultError, DamagedError)):
        header.read(text)
