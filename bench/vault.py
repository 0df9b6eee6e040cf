"""What the vault costs: sealing a million entries, opening, and checking them.

`python -m bench.vault ENTRIES FOLDER`; a child process for each figure, so that none warms up
another. The floor of the full check is `sha256sum` over the same originals.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from hearthbook.records.codec import unchecked
from hearthbook.records.message import Message
from hearthbook.records.message import Parties
from hearthbook.records.message import Way
from hearthbook.records.provenance import FromFile
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall
from hearthbook.vault import Vault
from hearthbook.vault.audit import audit

PASSPHRASE = "a long enough passphrase"
ENVELOPE = b'{"sealed":1767225600000}'
BATCH = 4096
ORIGINALS, SIZE = 4, 128 << 20


def record(n: int, original: str) -> bytes:
    """Return a message as an import writes it."""
    when = Wall(f"2026-03-{n % 28 + 1:02}T03:{n % 60:02}", Precision.MINUTE)
    text = f"The girls had a bad night, number {n}, where are you? Please call me back."
    origin = FromFile(original, 90 * n, 90 * n + 90)
    return unchecked(Message(origin, when, Parties("Mara Lind", (), Way.OUT), text, (), ()))


def make(folder: Path) -> str:
    """Make a vault with some large originals and return the SHA-256 of one."""
    vault, _ = Vault.create(folder, PASSPHRASE, made=1)
    big, digest = folder.parent / "originals.bin", ""
    with vault:
        for _ in range(ORIGINALS):
            big.write_bytes(os.urandom(SIZE))
            digest = vault.originals.put(big)
    return digest


def seal(folder: Path, count: int) -> dict[str, object]:
    """Seal `count` entries with their disclosures and return what it took."""
    digest = make(folder)
    with Vault.open(folder, passphrase=PASSPHRASE) as vault:
        book, cpu, wall = vault.book("record"), 0.0, 0.0
        for at in range(0, count, BATCH):
            records = [record(n, digest) for n in range(at, min(at + BATCH, count))]
            began, clock = time.process_time(), time.monotonic()
            book.add(records, ENVELOPE)
            cpu += time.process_time() - began
            wall += time.monotonic() - clock
    return {"cpu": round(cpu, 2), "seconds": round(wall, 2)}


def opened(folder: Path) -> dict[str, object]:
    """Open the vault and return how long it took, stretching the passphrase included."""
    began = time.monotonic()
    with Vault.open(folder, passphrase=PASSPHRASE):
        return {"seconds": round(time.monotonic() - began, 3)}


def checked(folder: Path, depth: str) -> dict[str, object]:
    """Audit the vault and return how long it took."""
    with Vault.open(folder, passphrase=PASSPHRASE) as vault:
        began, cpu = time.monotonic(), time.process_time()
        checks = list(audit(vault, full=depth == "full"))
        if not all(check.ok for check in checks):
            raise SystemExit(str(checks))
        took = time.monotonic() - began
        return {"seconds": round(took, 2), "cpu": round(time.process_time() - cpu, 2)}


def originals(folder: Path) -> dict[str, object]:
    """Read every original through and return the rate, and that of `sha256sum` beside it."""
    with Vault.open(folder, passphrase=PASSPHRASE) as vault:
        began = time.monotonic()
        if not all(vault.originals.sound(name) for name in vault.originals.names()):
            raise SystemExit("damaged")
        ours = ORIGINALS * SIZE / 1e6 / (time.monotonic() - began)
    plain = folder.parent / "originals.bin"
    began = time.monotonic()
    for _ in range(ORIGINALS):
        subprocess.run(["sha256sum", str(plain)], check=True, stdout=subprocess.DEVNULL)
    floor = ORIGINALS * SIZE / 1e6 / (time.monotonic() - began)
    return {
        "mb_per_second": round(ours),
        "sha256sum_mb_per_second": round(floor),
        "times_sha256sum": round(ours / floor, 2),
    }


def figure(name: str, folder: Path, count: int) -> dict[str, object]:
    """Return one figure by its name."""
    match name:
        case "seal":
            return seal(folder, count)
        case "open":
            return opened(folder)
        case "originals":
            return originals(folder)
        case _:
            return checked(folder, name)


NAMES = ("seal", "open", "quick", "full", "originals")


def main() -> None:
    """Print every figure, each from a process of its own; or one, if it is named."""
    count, folder, *named = sys.argv[1:]
    if named:
        print(msgspec.json.encode(figure(named[0], Path(folder), int(count))).decode())
        return
    for name in NAMES:
        command = [sys.executable, "-m", "bench.vault", count, folder, name]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = {"figure": f"vault-{name}", "entries": int(count), **json.loads(done.stdout)}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
