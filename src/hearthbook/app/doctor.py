"""Try on this machine all that sealing and pressing rest on; there are always ten tests."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from hearthbook.app.child import lines
from hearthbook.app.clock import now
from hearthbook.app.notices import Began
from hearthbook.app.notices import Confined
from hearthbook.app.notices import Job
from hearthbook.app.words import LANGUAGES
from hearthbook.app.words import catalogue
from hearthbook.base.time import in_utc
from hearthbook.base.time import read_in_zone
from hearthbook.base.time import zone_named
from hearthbook.papers.page import Bundle
from hearthbook.papers.page import Cover
from hearthbook.papers.press import press
from hearthbook.vault import LockedError
from hearthbook.vault import Vault
from hearthbook.vault.formats.leaf import leaf_hashes

if TYPE_CHECKING:
    from collections.abc import Callable

_CHAT: Final = "03/02/2026, 03:15 - Anna: both asleep\n13/02/2026, 03:15 - Anna: again\n"
_RECORD: Final = b'{"kind":"note","text":"both asleep"}'
# The hash of that record's leaf under a seed of noughts, worked out once with sha256sum.
_LEAF: Final = "a26b9569da8b28a214b915931183c09b"


class Check(Struct, frozen=True):
    """One self-test, by the name of its words, and whether it passed."""

    name: str
    passed: bool


def doctor() -> tuple[Check, ...]:
    """Run every self-test, in a fixed order."""
    return tuple(Check(name, _passes(test)) for name, test in _TESTS.items())


def _passes(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except Exception:  # noqa: BLE001  # a self-test that breaks has failed, however it broke
        return False


def _hash() -> bool:
    # FIPS 180-4, the example of one block
    return sha256(b"abc").hexdigest().startswith("ba7816bf8f01cfea414140de5dae2223")


def _leaf() -> bool:
    [leaf] = leaf_hashes([_RECORD], b'{"sealed":0}', "record", bytes(32))
    return leaf.hex().startswith(_LEAF)


def _signature() -> bool:
    # RFC 8032, 7.1, test 1
    key = Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    )
    signature = key.sign(b"")
    try:
        key.public_key().verify(signature, b"x")
    except InvalidSignature:
        return signature.hex().startswith("e5564300c360ac729086e2cc806e828a")
    return False


def _age() -> bool:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "photo"
        file.write_bytes(b"first smile")
        vault, _ = Vault.create(Path(folder) / "v", "self-test", made=now())
        with vault:
            held = io.BytesIO()
            vault.originals.get(vault.originals.put(file), held)
        sealed = next((Path(folder) / "v" / "originals").iterdir()).read_bytes()
    return held.getvalue() == b"first smile" and b"smile" not in sealed


def _database() -> bool:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "v"
        vault, _ = Vault.create(path, "self-test", made=now())
        with vault:
            vault.book("record").add([_RECORD], b'{"sealed":0}')
        try:
            Vault.open(path, passphrase="another").close()  # noqa: S106  # that it does not open is the test
        except LockedError:
            plain = (path / "books" / "record.db").read_bytes()
            return b"asleep" not in plain
    return False


def _zones() -> bool:
    # The night the clocks went back in Berlin in 2024: half past two came twice.
    zone = zone_named("Europe/Berlin")
    twice = [read_in_zone("2024-10-27T02:30", zone, fold) for fold in (0, 1)]
    return twice == [1729989000000, 1729992600000]


def _words() -> bool:
    return all(catalogue(language)("check-words") for language in LANGUAGES)


def _child() -> bool:
    return any(isinstance(one, Began) and one.reader == "whatsapp" for one in _notices())


def _confined() -> bool:
    return any(isinstance(one, Confined) and one.fully for one in _notices())


def _notices() -> list[object]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "chat.txt"
        file.write_text(_CHAT, "utf-8")
        return list(lines(Job(str(file), file.name, sha256(_CHAT.encode()).hexdigest())))


def _press() -> bool:
    cover = Cover("Ёлка 🎄", "a", "b", "2026", "Europe/Berlin")
    pressed = press(Bundle(cover=cover), catalogue("ru"), made=in_utc(0))
    return pressed.pdf.startswith(b"%PDF-") and pressed.pages > 0


_TESTS: Final[dict[str, Callable[[], bool]]] = {
    "hash": _hash,
    "leaf": _leaf,
    "signature": _signature,
    "age": _age,
    "database": _database,
    "zones": _zones,
    "words": _words,
    "child": _child,
    "confined": _confined,
    "press": _press,
}
