"""Harm by somebody who has time, the files, and in the worst case the keys.

Old pages and old files put back, a log rewritten and signed with its true key, two programs in
one vault, a clock set back.
"""

from __future__ import annotations

import os
import subprocess
import sys
from shutil import copy
from shutil import copytree
from shutil import rmtree
from shutil import which
from typing import TYPE_CHECKING

from hearthbook.app.household import household
from hearthbook.vault import HeadMismatchError
from hearthbook.vault import VaultError
from hearthbook.vault import audit
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home
from tests.faults.bits import DISPOSABLE
from tests.faults.tally import Tally
from tests.vault.family import ENVELOPE
from tests.vault.family import Household
from tests.vault.family import note

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAGE = 4096


def _noticed(home: Household) -> bool:
    try:
        with home.open() as vault:
            return not all(check.ok for check in audit(vault, full=True))
    except VaultError:
        return True


def _entries(home: Household) -> list[object]:
    with home.open() as vault:
        return [one for book in vault.books() for one in book.entries()]


def _at(home: Household, folder: Path) -> Household:
    return Household(folder, home.code, home.keys)


def _longer(home: Household, count: int) -> None:
    with home.open() as vault:
        for n in range(count):
            vault.book("record").add([note(n, f"{n} {'so it was ' * 40}")], ENVELOPE)


def old_pages(home: Household, folder: Path) -> Tally:
    """Put each page of a book's database back to an earlier state, one at a time."""
    now, tally = _at(home, copytree(home.folder, folder / "now.vault")), Tally()
    path = now.folder / "books/record.db"
    old = path.read_bytes()
    _longer(now, 60)
    new, sealed = path.read_bytes(), _entries(now)
    for at in range(0, min(len(old), len(new)), PAGE):
        if old[at : at + PAGE] != new[at : at + PAGE]:
            path.write_bytes(new[:at] + old[at : at + PAGE] + new[at + PAGE :])
            noticed = _noticed(now)
            harmless = not noticed and _entries(now) == sealed
            tally.add(f"page {at // PAGE}", noticed=noticed, harmless=harmless)
    return tally


def old_files(home: Household, folder: Path) -> Tally:
    """Put back each file of a vault to an earlier state, and all of them but the lawyer's head.

    The index is made anew when it does not fit, so it may be as old as it likes.
    """
    now, tally = _at(home, copytree(home.folder, folder / "now.vault")), Tally()
    _longer(now, 9)
    with now.open() as vault:
        lawyers = vault.book("record").checkpoint()
    whole = copytree(now.folder, folder / "whole.vault")
    sealed = _entries(now)
    files = [path.relative_to(home.folder) for path in home.folder.rglob("*") if path.is_file()]
    kept = [path for path in files if path.parts[0] not in DISPOSABLE]
    kept = [
        one for one in kept if (home.folder / one).read_bytes() != (whole / one).read_bytes()
    ]
    for name, back in [*((str(path), [path]) for path in kept), ("all", kept)]:
        rmtree(now.folder)
        copytree(whole, now.folder)
        for path in back:
            copy(home.folder / path, now.folder / path)
        (now.folder / "heads/from-the-lawyer.checkpoint").write_bytes(lawyers)
        noticed = _noticed(now)
        tally.add(name, noticed=noticed, harmless=not noticed and _entries(now) == sealed)
    return tally


def forged_logs(empty: Household, folder: Path, count: int) -> Tally:
    """Change one entry of `count`, sign the whole log anew with its true key, keep no old head.

    What is left is the head that the lawyer was given; it is put back beside the databases.
    """
    tally, words = Tally(), [f"{n}: he did not come" for n in range(count)]
    true = _written(empty, folder / "true.vault", words)
    with true.open() as vault:
        lawyers = vault.book("record").checkpoint()
    for n in range(count):
        changed = [*words[:n], f"{n}: he came", *words[n + 1 :]]
        forged = _written(empty, folder / f"forged-{n}.vault", changed)
        assert not _noticed(forged), "without the lawyer nobody could tell: that is the point"
        (forged.folder / "heads/from-the-lawyer.checkpoint").write_bytes(lawyers)
        tally.add(f"entry {n}", noticed=_mismatched(forged))
    return tally


def _written(empty: Household, folder: Path, words: Sequence[str]) -> Household:
    home = _at(empty, copytree(empty.folder, folder))
    with home.open() as vault:
        for n, text in enumerate(words):
            vault.book("record").add([note(n, text)], ENVELOPE)
    return home


def _mismatched(home: Household) -> bool:
    try:
        home.open().close()
    except HeadMismatchError:
        return True
    return False


WRITER = """
import sys
from pathlib import Path
from hearthbook.vault import header
from hearthbook.vault.vault import Vault
from hearthbook.vault.keys import Keys
from tests.vault.family import ENVELOPE, note

folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
sealed = header.read((folder / header.NAME).read_bytes())
keys = Keys(bytes.fromhex(sys.stdin.readline()), bytes.fromhex(sealed.header.vault))
with Vault(folder, sealed.header, keys, 20_000) as vault:
    for n in range(count):
        vault.book("record").add([note(n, f"{name} {n}")], ENVELOPE)
"""


def two_programs(home: Household, folder: Path, count: int) -> Tally:
    """Let two programs add `count` entries each, at once, to one vault."""
    both, tally = _at(home, copytree(home.folder, folder / "both.vault")), Tally()
    before = len(_entries(both))
    command = [sys.executable, "-c", WRITER, str(both.folder)]
    running = [
        subprocess.Popen([*command, name, str(count)], stdin=subprocess.PIPE, text=True)
        for name in ("phone", "computer")
    ]
    for one in running:
        assert one.stdin
        one.stdin.write(home.keys._master.hex() + "\n")
        one.stdin.close()
    ended = [one.wait() for one in running]
    found = {bytes(getattr(one, "record", b"")) for one in _entries(both)}
    whole = not _noticed(both) and len(_entries(both)) == before + 2 * count
    for name in ("phone", "computer"):
        for n in range(count):
            there = note(n, f"{name} {n}") in found
            tally.add(
                f"{name} {n}", noticed=False, harmless=there and whole and ended == [0, 0]
            )
    return tally


def clocks_set_back(folder: Path) -> Tally | None:
    """Write entries while the clock stands days earlier; None without the program faketime.

    Noticed: the audit says how many entries were sealed at an earlier time than those before.
    """
    tally = Tally()
    with new_home(folder):
        pass
    vault = str(folder / "family.vault")
    (folder / "pass").write_text(f"{PASSPHRASE}\n", "utf-8")
    faketime = which("faketime")
    if faketime is None:
        return None
    for n, days in enumerate(("0", "3", "400", "9000")):
        command = [sys.executable, "-m", "hearthbook.cli", "note", vault, f"{n}"]
        unlocking = ["--passphrase-file", str(folder / "pass")]
        done = subprocess.run(
            [faketime, f"{days} days ago", *command, *unlocking],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "FAKETIME_DONT_FAKE_MONOTONIC": "1"},
        )
        with household(vault, PASSPHRASE) as home:
            checks = list(audit(home.vault, full=True))
        said = {one.of for one in checks if one.what == "audit-clock"}
        sound = done.returncode == 0 and all(one.ok for one in checks)
        tally.add(
            f"{days} days: {done.stderr}", noticed=sound and said == ({n} if n else set())
        )
    return tally
