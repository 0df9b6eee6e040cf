"""`kill -9` in the middle of a command, at a moment nobody chose.

Noticed or not is no question here: harmless is a vault that opens, passes the whole audit, lets
the same command be given again, and then holds exactly what it holds when nothing was killed.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

from bench.generate import whatsapp
from hearthbook.app.household import household
from hearthbook.records.codec import kind
from hearthbook.records.codec import stored
from hearthbook.vault import audit
from tests.app.homes import PASSPHRASE
from tests.app.homes import new_home
from tests.faults.power import bits
from tests.faults.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 12_000  # messages of several blocks, so that a killed import has something to go on from
FEW = 600


class Scene:
    """A vault in a folder, and a command to be killed."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._start = folder / "start"
        self._folder = folder
        self._start.mkdir()
        with new_home(self._start):
            pass
        (folder / "pass").write_text(f"{PASSPHRASE}\n", "utf-8")
        whatsapp(folder / "chat.txt", messages=MANY if name == "take-in" else FEW)
        self._argv: Callable[[Path], list[str]] = {
            "take-in": self._take_in,
            "seal": self._seal,
            "bundle": self._bundle,
            "backup": self._backup,
            "restore": self._restore,
            "erase": self._erase,
        }[name]
        if name != "take-in":
            self._run(self._start, self._take_in(self._start))
        if name == "restore":
            self._run(self._start, self._backup(self._start))
        if name == "erase":
            with household(self._vault(self._start), PASSPHRASE) as home:
                self._ref = home.of_kind("record", "import")[0].ref
        began = time.monotonic()
        done = self._fresh("unkilled")
        self._run(done, self._argv(done))
        self._takes = time.monotonic() - began
        self._wanted = self.held(done)

    def _fresh(self, name: str) -> Path:
        return copytree(self._start, self._folder / name)

    def _take_in(self, place: Path) -> list[str]:
        chat = str(self._folder / "chat.txt")
        return ["take-in", self._vault(place), chat, "--zone", "Europe/Berlin", "--me", "Anna"]

    def _seal(self, place: Path) -> list[str]:
        return ["seal", self._vault(place)]

    def _bundle(self, place: Path) -> list[str]:
        return ["bundle", self._vault(place), "-o", str(place / "bundle.pdf")]

    def _backup(self, place: Path) -> list[str]:
        return ["backup", self._vault(place), str(place / "backup"), "--drill"]

    def _restore(self, place: Path) -> list[str]:
        return ["restore", str(place / "backup"), str(self._target(place))]

    def _erase(self, place: Path) -> list[str]:
        return ["erase", self._vault(place), self._ref, "--reason", "asked for", "--yes"]

    def _vault(self, place: Path) -> str:
        return str(place / "family.vault")

    def _target(self, place: Path) -> Path:
        """Return the vault that the command makes or changes."""
        return place / ("again.vault" if self.name == "restore" else "family.vault")

    def _command(self, argv: list[str]) -> list[str]:
        unlocking = ["--passphrase-file", str(self._folder / "pass")]
        return [sys.executable, "-m", "hearthbook.cli", *argv, *unlocking]

    def _run(self, place: Path, argv: list[str]) -> None:
        done = subprocess.run(
            self._command(argv), cwd=place, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise AssertionError(done.stderr)

    def held(self, place: Path) -> Counter[str]:
        """Return how many records of each kind a sound vault holds.

        Raises:
            AssertionError: if the audit finds anything.
        """
        with household(str(self._target(place)), PASSPHRASE) as home:
            bad = [check for check in audit(home.vault, full=True) if not check.ok]
            if bad:
                raise AssertionError(bad)
            said = (one.record for one in home.book("record").entries())
            return Counter(kind(stored(raw)) if raw else "erased" for raw in said)

    def killed(self, n: int) -> bool:
        """Kill the command once, and tell whether nothing was lost, doubled or broken."""
        place = self._fresh(f"killed-{n}")
        command = self._command(self._argv(place))
        after = self._takes * (25 + bits(n) % 75) / 100
        with subprocess.Popen(
            command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as child:
            time.sleep(after)
            child.send_signal(signal.SIGKILL)
        there = self._target(place).exists()
        before = self.held(place) if there else Counter[str]()
        if self.name != "restore" or not there:
            self._run(place, self._again(place, before))
        after_all = self.held(place)
        return after_all == self._wanted_after(before) and self._papers(place)

    def _again(self, place: Path, before: Counter[str]) -> list[str]:
        """Return the command to be given after the kill; nothing is erased twice."""
        if self.name == "erase" and before["erasure"]:
            return ["show", self._vault(place), "counts"]
        return self._argv(place)

    def _wanted_after(self, before: Counter[str]) -> Counter[str]:
        """Return what there must be now; a bundle pressed before the kill is in twice."""
        if self.name == "bundle" and before["release"] == self._wanted["release"]:
            return self._wanted + Counter({"release": 1})
        return self._wanted

    def _papers(self, place: Path) -> bool:
        if self.name == "erase":
            vault = Path(self._vault(place))
            left = [*(vault / "originals").iterdir(), *vault.glob("erasing.sealed")]
            return not left
        if self.name != "bundle":
            return True
        paper = str(place / "bundle.pdf")
        command = [sys.executable, "-m", "hearthbook.cli", "verify", paper]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


COMMANDS = ("take-in", "seal", "bundle", "backup", "restore", "erase")


def kills(folder: Path, name: str, count: int) -> Tally:
    """Kill the command `name` at `count` moments."""
    tally, scene = Tally(), Scene(folder, name)
    for n in range(count):
        try:
            harmless, why = scene.killed(n), ""
        except AssertionError as error:
            harmless, why = False, str(error)
        tally.add(f"{name} {n} {why}", noticed=False, harmless=harmless)
    return tally
