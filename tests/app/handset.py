"""A phone as the vault sees it: its key, its counter, what it seals and hands over."""

from __future__ import annotations

import atexit
import io
import json
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import PublicFormat

from hearthbook.app.diary import log
from hearthbook.app.outbox import receive
from hearthbook.app.phones import confirm
from hearthbook.app.tapped import key_of
from hearthbook.vault import age
from hearthbook.vault.formats.base64 import text64
from hearthbook.vault.formats.item import HEAD
from hearthbook.vault.formats.item import Item
from hearthbook.vault.formats.packet import Packet
from tests.app.homes import new_home

if TYPE_CHECKING:
    from hearthbook.app.household import Household
    from hearthbook.app.outbox import Received

THREE_AT_NIGHT = 1_767_751_200_000  # 2026-01-07 03:00 in Berlin
MINUTE = 60_000


class Handset:
    """Writes items as the page does."""

    def __init__(self, home: Household) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.public = self._key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        self.device = Item(self.public, "", b"").device
        self.to = home.vault.recipient
        self.vault = str(home.vault.folder)
        self.mila, self.theo = key_of(self.to, "mila"), key_of(self.to, "theo")
        self.counter = 0
        self.clock = THREE_AT_NIGHT

    def item(self, act: dict[str, object], **other: object) -> bytes:
        """Return the signed text of the next item."""
        self.counter += 1
        body = {
            "v": 1,
            "to": self.to,
            "counter": self.counter,
            "written": self.clock,
            "zone": "Europe/Berlin",
            "run": "5f2a",
            "up": self.clock - THREE_AT_NIGHT,
            "act": act,
        } | other
        return self.signed(json.dumps(body))

    def signed(self, body: str) -> bytes:
        """Return the signed text of a body."""
        part = f"{HEAD}\n{text64(self.public)}\n{body}\n".encode()
        r, s = decode_dss_signature(self._key.sign(part, ec.ECDSA(SHA256())))
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return part + f"{text64(signature)}\n".encode()

    def sealed(self, act: dict[str, object], **other: object) -> bytes:
        """Return the next item, sealed."""
        return seal(self.item(act, **other), self.to)

    def packet(self, *items: bytes, sent: int | None = None) -> bytes:
        """Return what is handed over."""
        return Packet(self.to, self.clock if sent is None else sent, items).written()

    def send(self, *acts: dict[str, object]) -> Received:
        """Seal acts and hand them over."""
        raw = self.packet(*(self.sealed(act) for act in acts))
        return receive(vault=self.vault, raw=raw)

    def wet(self, *children: str) -> dict[str, object]:
        """Return a wet diaper."""
        shares = [{"child": one, "wet": True} for one in children or (self.mila,)]
        return {"kind": "diaper", "shares": shares, "by": "me", "at": self.clock}

    def asleep(self, *children: str) -> dict[str, object]:
        """Return the beginning of a sleep."""
        named = list(children or (self.mila,))
        return {"kind": "sleep", "children": named, "by": "me", "at": self.clock}


def seal(plain: bytes, to: str) -> bytes:
    """Return `plain` sealed."""
    out = io.BytesIO()
    age.seal(io.BytesIO(plain), out, to)
    return out.getvalue()


def twins(home: Household) -> None:
    """Write the twins down, and the grandmother."""
    for name in ("Mila", "Theo"):
        log(home, kind="child", values={"name": [name]}, book="record")
    log(home, kind="person", values={"name": ["Ruth"]}, book="record")


@cache
def twins_begun() -> Path:
    """Return a vault with the twins; tests work on copies of it."""
    folder = Path(mkdtemp())
    atexit.register(rmtree, folder, ignore_errors=True)
    with new_home(folder) as home:
        twins(home)
    return folder / "family.vault"


def confirmed(home: Household) -> Handset:
    """Return a phone whose items are taken in."""
    phone = Handset(home)
    phone.send({"kind": "hello"})
    confirm(home, device=phone.device, person="Anna")
    return phone
