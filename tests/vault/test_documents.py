"""The formats as their document tells them: opened here by somebody who has read it alone."""

from __future__ import annotations

import hmac
import json
import re
import tomllib
from base64 import b64decode
from base64 import urlsafe_b64encode
from hashlib import sha256
from hashlib import shake_256
from pathlib import Path
from typing import TYPE_CHECKING
from typing import TypedDict
from typing import cast

import apsw
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.vault import errors
from hearthbook.vault.keys import Keys
from hearthbook.vault.recovery import read_code
from tests.vault.family import PASSPHRASE

if TYPE_CHECKING:
    from tests.vault.family import Household

SOURCES = sorted(Path(errors.__file__).parent.rglob("*.py"))


class Head(TypedDict):
    vault: str
    identity: str
    books: list[dict[str, str]]


def hkdf(master: bytes, salt: bytes, label: str) -> bytes:
    """Return the first block of HKDF-SHA256 as RFC 5869 writes it."""
    extracted = hmac.digest(salt, master, "sha256")
    return hmac.digest(extracted, label.encode() + b"\x01", "sha256")


def unwrapped(key: bytes, blob: str, about: bytes) -> bytes:
    raw = b64decode(blob)
    return ChaCha20Poly1305(key).decrypt(raw[:12], raw[12:], about)


def by_the_document(folder: Path, typed: str, kind: str) -> tuple[bytes, Head]:
    """Return the master key and the header, from what was typed."""
    raw = (folder / "vault.toml").read_bytes()
    head = tomllib.loads(raw.decode())
    [slot] = [slot for slot in head["slots"] if slot["kind"] == kind]
    derive = Argon2id(
        salt=b64decode(slot["salt"]),
        length=32,
        iterations=slot["passes"],
        lanes=slot["lanes"],
        memory_cost=slot["memory"],
    ).derive(typed.encode())
    about = {name: slot[name] for name in ("kind", "lanes", "memory", "passes", "salt")}
    about |= {"id": head["vault"], "kdf": "argon2id", "v": 1}
    text = json.dumps(about, sort_keys=True, separators=(",", ":"))
    master = unwrapped(derive, slot["wrapped"], text.encode())
    mac_key = hkdf(master, bytes.fromhex(head["vault"]), "hearthbook/v1/header/mac")
    above = raw[: raw.index(b"mac = ")]
    assert head["seal"]["mac"] == hmac.digest(mac_key, above, "sha256").hex()
    summed = raw[: raw.index(b"sum = ")]
    assert head["seal"]["sum"] == sha256(summed).hexdigest()
    return master, cast("Head", head)


@pytest.mark.parametrize("kind", ["passphrase", "recovery"])
def test_a_stranger_opens_a_vault_by_the_document_alone(family: Household, kind: str) -> None:
    typed = PASSPHRASE if kind == "passphrase" else family.code
    master, head = by_the_document(family.folder, typed, kind)
    vault_id = bytes.fromhex(head["vault"])

    key = hkdf(master, vault_id, "hearthbook/v1/book/record").hex()
    db = apsw.Connection(str(family.folder / "books/record.db"))
    db.execute("pragma cipher='chacha20'")
    db.execute(f"pragma key='raw:{key}'")
    [(seed, record, envelope)] = db.execute(
        "select seed, record, envelope from entry where n = 9"
    )
    [(tile,)] = db.execute("select hashes from tile where level = 0 and n = 0")
    db.close()

    assert isinstance(seed, bytes)
    assert isinstance(record, bytes)
    assert isinstance(envelope, bytes)
    assert isinstance(tile, bytes)
    fields = json.loads(record) | json.loads(envelope)
    stream = shake_256(b"hearthbook/salts/v1\x00" + seed).digest(16 * len(fields))
    digests = []
    for place, name in enumerate(sorted(fields)):
        salt = urlsafe_b64encode(stream[16 * place : 16 * place + 16])[:22].decode()
        value = json.dumps(
            fields[name], sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        shown = f'["{salt}","{name}",{value}]'.encode()
        digests.append(urlsafe_b64encode(sha256(shown).digest())[:43].decode())
    leaf = json.dumps({"book": "record", "sd": sorted(digests), "v": 1}, separators=(",", ":"))
    assert sha256(b"\x00" + leaf.encode()).digest() == tile[32 * 9 : 32 * 10]


def test_a_stranger_unwraps_seeds_and_identity_and_names_originals(family: Household) -> None:
    master, head = by_the_document(family.folder, PASSPHRASE, "passphrase")
    vault_id = bytes.fromhex(head["vault"])
    wrap = hkdf(master, vault_id, "hearthbook/v1/secrets/wrap")
    names_key = hkdf(master, vault_id, "hearthbook/v1/originals/name")

    about = b"hearthbook/secret/v1\x00%b\x00" + vault_id
    identity = unwrapped(wrap, head["identity"], about % b"identity")
    seeds = {
        book["name"]: unwrapped(wrap, book["seed"], about % book["name"].encode())
        for book in head["books"]
    }

    assert identity.startswith(b"AGE-SECRET-KEY-1")
    assert {len(seed) for seed in seeds.values()} == {32}
    [original] = (family.folder / "originals").iterdir()
    digest = sha256(b"01/02/2026, 18:30 - Pasha: tomorrow, maybe\n" * 3).digest()
    assert original.name == hmac.digest(names_key, digest, "sha256").hex() + ".age"


def test_keys_are_derived_as_they_always_were() -> None:
    keys = Keys(bytes(range(32)), bytes(range(16)))

    assert (
        keys.book("record")
        == hkdf(bytes(range(32)), bytes(range(16)), "hearthbook/v1/book/record").hex()
    )
    assert (
        keys.index("counsel")
        == hkdf(bytes(range(32)), bytes(range(16)), "hearthbook/v1/index/counsel").hex()
    )


def test_a_code_once_printed_is_read_for_ever() -> None:
    signs = "0123456789ABCDEFGHJKMNPQRSTV"
    number = int.from_bytes(
        sha256(b"hearthbook/recovery/v1\x00" + signs.encode()).digest(), "big"
    )
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    checks = "".join(alphabet[(number >> (256 - 5 * n)) & 31] for n in range(1, 5))

    code = read_code(signs + checks)

    assert code == f"0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-{checks}"


def names() -> set[str]:
    text = "".join(source.read_text("utf-8") for source in SOURCES)
    found = set(re.findall(r'"((?:vault|audit|release)-[a-z-]+)"', text))
    return found | {"vault-wrong-passphrase", "vault-wrong-recovery"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_the_vault_can_say_is_said_in_every_language(language: str) -> None:
    gaps = {"place": "PLACE", "where": "WHERE", "of": "7"}

    said = {name: catalogue(language)(name, **gaps) for name in names()}

    assert len(said) == 51
    assert all(len(sentence) > 12 for sentence in said.values())
