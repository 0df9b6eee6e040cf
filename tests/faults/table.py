"""What `make faults` prints: every kind of harm, as often as the docs say, printed as a table.

Ends with exit code 1 if anything went unnoticed.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hearthbook.vault import Vault
from tests.faults import bits
from tests.faults import decoders
from tests.faults import exports
from tests.faults import full_disk
from tests.faults import kills
from tests.faults import meddling
from tests.faults import papers
from tests.faults import power
from tests.vault.family import ENVELOPE
from tests.vault.family import FOR_COUNSEL
from tests.vault.family import Household
from tests.vault.family import message
from tests.vault.family import note
from tests.vault.family import taken_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.tally import Tally

HEAD = "| harm | tried | noticed | harmless | unnoticed |\n|---|---|---|---|---|"
CHAT = b"01/02/2026, 18:30 - Pasha: tomorrow, maybe\n"


class Homes:
    """An empty vault and a small one with something in every book, each made once."""

    def __init__(self, folder: Path) -> None:
        vault, code = Vault.create(folder / "empty.vault", "a passphrase", made=1)
        vault.close()
        self.empty = Household(folder / "empty.vault", code, vault._keys)
        self.small = Household(
            copytree(self.empty.folder, folder / "small.vault"), code, vault._keys
        )
        (folder / "chat.txt").write_bytes(CHAT)
        with self.small.open() as held:
            digest = held.originals.put(folder / "chat.txt")
            record = held.book("record")
            record.add([message(n, digest) for n in range(3)], ENVELOPE)
            record.add([taken_in(digest, len(CHAT)), note(1)], ENVELOPE)
            record.seal()
            held.book("counsel").add([note(2)], FOR_COUNSEL)
            held.book("keepsake").add([note(3)], ENVELOPE)


def _rows(homes: Homes, part: int) -> dict[str, Callable[[Path], Tally | None]]:
    """Return every kind of harm; with `part` above 1 only so many times less of each."""

    def fed(name: str, _: Path) -> Tally:
        [one] = [one for one in decoders.decoders(homes.small) if one.name == name]
        return decoders.fed(one, 100_000 // part)

    named = [one.name for one in decoders.decoders(homes.small)]
    return {
        "the power is cut under the log": lambda at: power.power_cuts(at, 2_000 // part),
        "every bit of a small vault is turned over": lambda at: bits.vault_flips(
            homes.small, at, part
        ),
        "every bit of a small release is turned over": lambda at: papers.release_flips(
            at, part
        ),
        "every bit of a bundle is turned over": lambda at: papers.bundle_flips(
            at, part if part == 1 else 9 * part
        ),
        "a page of a database is put back": lambda at: meddling.old_pages(homes.small, at),
        "a file, or all, are put back": lambda at: meddling.old_files(homes.small, at),
        "a log is rewritten and signed with its true key": lambda at: meddling.forged_logs(
            homes.empty, at, max(4, 60 // part)
        ),
        "the disk is full at every write": lambda at: full_disk.full_disk(
            homes.small, at, min(part, 9)
        ),
        "two programs write into one vault": lambda at: meddling.two_programs(
            homes.small, at, max(10, 500 // part)
        ),
        "the clock is set back": meddling.clocks_set_back,
        **{
            f"`kill -9` in {name}": partial(_killed, name, max(1, 40 // part))
            for name in kills.COMMANDS
        },
        **{f"{name}, damaged": partial(fed, name) for name in named},
        "exports, damaged": lambda _: exports.damaged_exports(100_000 // part),
    }


def _killed(name: str, count: int, folder: Path) -> Tally:
    return kills.kills(folder, name, count)


def row(name: str, part: int) -> tuple[str, Tally | None, float]:
    """Return what came of one kind of harm, None if it cannot be done here, and the seconds."""
    began = time.monotonic()
    with TemporaryDirectory() as given:
        folder = Path(given)
        homes = Homes(folder)
        (folder / "at").mkdir()
        found = _rows(homes, part)[name](folder / "at")
    return name, found, time.monotonic() - began


def names() -> list[str]:
    """Return every kind of harm."""
    with TemporaryDirectory() as folder:
        return list(_rows(Homes(Path(folder)), 1))


def main() -> int:
    """Print the table and return 1 if anything went unnoticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--part", type=int, default=1, help="do so many times less of each")
    parser.add_argument("--only", default="", help="kinds of harm with these words in the name")
    given = parser.parse_args()
    chosen = [name for name in names() if given.only in name]
    print(HEAD)
    unnoticed: list[str] = []
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for name, tally, took in pool.map(row, chosen, [given.part] * len(chosen)):
            if tally is None:
                print(f"| {name} | not here | | | |", flush=True)
                continue
            parts = (tally.tried, tally.noticed, tally.harmless, len(tally.unnoticed))
            print(f"| {name} | {' | '.join(f'{n:,}' for n in parts)} |", flush=True)
            sys.stderr.write(f"{took:.0f} s\n")
            unnoticed += tally.unnoticed
    for what in unnoticed[:50]:
        print(f"unnoticed: {what}")
    return 1 if unnoticed else 0
