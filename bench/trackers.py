"""Two years of twins as Baby Buddy exports them, and what reading them back takes.

730 days that end on 2026-11-21: feeds, changes, sleeps, pumping, tummy time, growth,
temperatures, medicines and notes, some 21,000 rows in one file a model. Beside the files the
truth is told: a line for every row with its kind, child, time and figure. Reading counts only
if the records say the same, line by line. It is measured in processor time, which a busy
machine does not change.
"""

from __future__ import annotations

import csv
import hashlib
import zipfile
from datetime import datetime
from datetime import timedelta
from typing import TYPE_CHECKING
from typing import Final

from demo.rng import Rng

if TYPE_CHECKING:
    from pathlib import Path

DAYS: Final = 730
_FIRST: Final = datetime(2024, 11, 22)  # noqa: DTZ001  # what a clock showed, as in the export
_WHO: Final = (("1", "Mia", "Berg"), ("2", "Lea", "Berg"))
_OWN: Final = {
    "feeding": "start,end,type,method,amount,notes,tags",
    "diaperchange": "time,wet,solid,color,amount,notes,tags",
    "sleep": "start,end,nap,notes,tags",
    "pumping": "start,end,amount,notes,tags",
    "tummytime": "start,end,milestone,tags",
    "weight": "weight,date,notes,tags",
    "height": "height,date,notes,tags",
    "headcircumference": "head_circumference,date,notes,tags",
    "temperature": "temperature,time,notes,tags",
    "medication": "name,dosage,dosage_unit,time,next_dose_interval,notes,tags",
    "note": "note,time,tags",
}

# Read every member, and print how many records there are and the digest of what they say.
READ_BACK: Final = """
import hashlib, sys, time, zipfile
from hearthbook.records.roles import roles
from hearthbook.sources import READERS
from hearthbook.sources.contract import Answers, Original
lines, rows, spent = [], 0, 0.0
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        data = archive.read(name)
        begun = time.process_time()
        [reader] = [r for r in READERS if r.recognises(name, data[: 1 << 16])]
        found = list(reader.read(Original("0" * 64, name, data), Answers()))[1:]
        spent += time.process_time() - begun
        rows += len(found)
        for one in found:
            child = "" if name == "pumping.csv" else roles(one).others[0]
            held = [d.written for d in one.details if d.what in {"volume-tenth-ml", "figure"}]
            held = held or [getattr(one, "text", "")]
            lines.append("|".join((name[:-4], child, one.when.at, held[0])))
digest = hashlib.sha256("\\n".join(sorted(lines)).encode()).hexdigest()
print(rows, round(spent, 3), digest)
"""


class _History:
    """The rows of every file, and a line of truth for each."""

    def __init__(self) -> None:
        self.rng = Rng(11)
        self.rows: dict[str, list[list[str]]] = {model: [] for model in _OWN}
        self.truth: list[str] = []

    def add(self, model: str, child: int, at: datetime, figure: str, cells: list[str]) -> None:
        """Add a row and say what it says."""
        number, first, last = _WHO[child]
        rows = self.rows[model]
        rows.append([str(len(rows) + 1), number, first, last, *cells])
        day = model in {"weight", "height", "headcircumference"}
        shown = at.date().isoformat() if day else at.isoformat()
        name = "" if model == "pumping" else f"{first} {last}"
        self.truth.append(f"{model}|{name}|{shown}|{figure}")

    def moment(self, day: int, part: int, parts: int) -> datetime:
        """Return a time in one of so many parts of a day."""
        minutes = 1440 * part // parts + self.rng.below(1440 // parts - 20)
        return _FIRST + timedelta(days=day, minutes=minutes)


def _by_age(day: int, steps: tuple[tuple[int, int], ...], later: int) -> int:
    return next((many for until, many in steps if day < until), later)


def _feeds(all_: _History, day: int, child: int) -> None:
    many = _by_age(day, ((60, 9), (180, 7), (365, 5)), 4)
    for part in range(many):
        at = all_.moment(day, part, many)
        bottle = all_.rng.chance(55)
        amount = str(10 * all_.rng.between(6, 21)) if bottle else ""
        kind = ("formula", "bottle") if bottle else ("breast milk", "left breast")
        end = at + timedelta(minutes=all_.rng.between(8, 25))
        all_.add("feeding", child, at, amount, [f"{at}", f"{end}", *kind, amount, "", ""])


def _changes(all_: _History, day: int, child: int) -> None:
    many = _by_age(day, ((60, 8), (180, 6), (540, 5)), 4)
    for part in range(many):
        at = all_.moment(day, part, many)
        held = ["1", "1", "yellow"] if all_.rng.chance(30) else ["1", "0", ""]
        all_.add("diaperchange", child, at, "", [f"{at}", *held, "", "", ""])


def _sleeps(all_: _History, day: int, child: int) -> None:
    many = _by_age(day, ((90, 4), (200, 3), (400, 2)), 1) + 1
    for part in range(many):
        at = all_.moment(day, part, many)
        end = at + timedelta(minutes=all_.rng.between(20, 180))
        nap = str(int(part < many - 1))
        all_.add("sleep", child, at, "", [f"{at}", f"{end}", nap, "", ""])


def _others(all_: _History, day: int, child: int) -> None:
    noon = _FIRST + timedelta(days=day, hours=12)
    figures = (
        ("weight", 7, f"{2.4 + day * 0.011:.2f}"),
        ("height", 30, f"{47 + day * 0.05:.1f}"),
        ("headcircumference", 15 * (child + 1), f"{33 + day * 0.02:.1f}"),
    )
    for model, every, figure in figures:
        if day % every == 0:
            all_.add(model, child, noon, figure, [figure, f"{noon:%Y-%m-%d}", "", ""])
    if all_.rng.chance(5):
        warm = f"38.{all_.rng.below(10)}"
        all_.add("temperature", child, noon, warm, [warm, f"{noon}", "", ""])
        all_.add(
            "medication", child, noon, "", ["Syrup", "2.5", "ml", f"{noon}", "06:00:00", "", ""]
        )
    if day < 240 and all_.rng.chance(70):
        end = noon + timedelta(minutes=6)
        all_.add("tummytime", child, noon, "", [f"{noon}", f"{end}", "", ""])
    if all_.rng.chance(10):
        all_.add(
            "note", child, noon, "Slept well, at last", ["Slept well, at last", f"{noon}", ""]
        )


def _pumping(all_: _History, day: int) -> None:
    for part in range(4 if day < 240 else 0):
        at = all_.moment(day, part, 4)
        amount = str(10 * all_.rng.between(4, 14))
        end = at + timedelta(minutes=20)
        all_.add("pumping", 0, at, amount, [f"{at}", f"{end}", amount, "", ""])


def write(out: Path) -> tuple[int, str]:
    """Write the zip archive, and return its rows and the digest of what they say."""
    found = _History()
    for day in range(DAYS):
        _pumping(found, day)
        for child in range(2):
            for some in (_feeds, _changes, _sleeps, _others):
                some(found, day, child)
    names = "id,child_id,child_first_name,child_last_name"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for model, rows in found.rows.items():
            with archive.open(f"{model}.csv", "w") as raw:
                lines = _Lines()
                csv.writer(lines).writerows([f"{names},{_OWN[model]}".split(","), *rows])
                raw.write("".join(lines.held).encode())
    digest = hashlib.sha256("\n".join(sorted(found.truth)).encode()).hexdigest()
    return len(found.truth), digest


class _Lines:
    """Takes the lines that a CSV writer writes."""

    def __init__(self) -> None:
        self.held: list[str] = []

    def write(self, line: str) -> None:
        """Keep a line."""
        self.held.append(line)
