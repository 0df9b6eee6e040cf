"""`python -m bench.pages`: processor time of the server for each page, over two years of twins.

As the peer was measured (Baby Buddy 2.10, docs/measured.md): about 21,000 entries, 40 requests
to a page after a warm-up, each on a connection of its own. The figure is the server's own
processor time, which stays the same on a busy machine.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from httpx import Client

from hearthbook.app.beginning import begin
from hearthbook.app.diary import log
from hearthbook.app.household import household
from hearthbook.records.family import Diaper
from hearthbook.records.family import DiaperShare
from hearthbook.records.family import Feed
from hearthbook.records.family import FeedShare
from hearthbook.records.family import FeedWay
from hearthbook.records.family import Sleep
from hearthbook.records.provenance import FromDevice
from hearthbook.records.when import Precision
from hearthbook.records.when import Wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.records.codec import Record

PASSPHRASE = "four lullabies at three"
DAYS = 730
REQUESTS = 40
LAST = datetime(2026, 11, 21)  # noqa: DTZ001  # a wall time; its zone stands beside it
PAGES = (
    "/?day=2026-11-20",
    "/?day=2026-11-20&view=week",
    "/calendar?day=2026-11-20",
    "/diary",
    "/find",
)
# Each request another week: what has not been looked at before.
WEEKS = tuple(
    f"/?day={(datetime(2026, 11, 20) - timedelta(7 * week)).date()}&view=week"  # noqa: DTZ001  # a day
    for week in range(REQUESTS)
)


def acts(day: int) -> Iterator[Record]:
    """Yield the 29 acts of a day: feeds and changes of each twin, and sleeps of both."""
    at = LAST - timedelta(DAYS - day)
    hours = (
        (kind, twin, number) for kind in "fd" for twin in ("vera", "ida") for number in range(6)
    )
    for place, (kind, twin, number) in enumerate(hours):
        wall = Wall(
            (at + timedelta(minutes=number * 230 + place)).isoformat("T", "minutes"),
            Precision.MINUTE,
            "Europe/Berlin",
        )
        origin = FromDevice("bench", day * 100 + place)
        if kind == "f":
            share = (FeedShare(twin, 90),)
            yield Feed(share, FeedWay.BOTTLE, "anna", "anna", wall, None, 1, "", origin)
        else:
            yield Diaper((DiaperShare(twin, True, False),), "anna", "anna", wall, 1, "", origin)  # noqa: FBT003  # a record's fields
    for number in range(5):
        wall = Wall(
            (at + timedelta(hours=4 * number + 1)).isoformat("T", "minutes"),
            Precision.MINUTE,
            "Europe/Berlin",
        )
        origin = FromDevice("bench", day * 100 + 50 + number)
        yield Sleep(("vera", "ida"), "anna", "anna", wall, None, 1, "", origin)


def filled(folder: Path) -> tuple[Path, int]:
    """Begin a vault with two years of care in it."""
    path = folder / "family.vault"
    said = {"writer": "Anna", "zone_name": "Europe/Berlin", "currency": "EUR"}
    begin(path=str(path), passphrase=PASSPHRASE, **said)
    with household(str(path), PASSPHRASE) as home:
        for name in ("Vera", "Ida"):
            log(home, kind="child", values={"name": [name]}, book="record")
        for start in range(0, DAYS, 50):
            home.add("record", [one for day in range(start, start + 50) for one in acts(day)])
        return path, home.book("record").size


def cpu(process: int) -> int:
    """Return the processor time of a process so far, in clock ticks."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def measured(address: str, process: int) -> Iterator[dict[str, object]]:
    """Yield the figures of every page."""
    ticks = os.sysconf("SC_CLK_TCK")
    with Client(base_url=address, headers={"connection": "close"}, timeout=60) as client:
        form = re.search(r'data-token="(\w+)"', client.get("/unlock").text)
        said = {"form": form[1] if form else "", "passphrase": PASSPHRASE}
        client.post("/unlock", data=said)
        asked = {path: (path,) * REQUESTS for path in PAGES}
        for name, paths in (asked | {"weeks, each for the first time": WEEKS}).items():
            for path in paths[:5] if name in asked else ():
                client.get(path)
            before = cpu(process)
            sizes = [client.get(path).headers["content-length"] for path in paths]
            spent = (cpu(process) - before) * 1000 / ticks / len(paths)
            sent = int(sizes[-1])
            yield {"page": name, "cpu_ms": round(spent, 1), "bytes_compressed": sent}


@contextmanager
def served(path: Path) -> Iterator[tuple[str, int]]:
    """Serve the vault at `path`, and yield the pages' address and the server's process."""
    command = [str(Path(sys.executable).with_name("hearthbook")), "serve", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as server:
        line = server.stdout.readline() if server.stdout else ""
        found = re.search(r"http://\S+(?=/)", line)
        try:
            yield found[0] if found else "", server.pid
        finally:
            server.terminate()


def main() -> None:
    """Print a line of JSON for each page."""
    with TemporaryDirectory() as folder:
        path, entries = filled(Path(folder))
        with served(path) as (address, pid):
            for one in measured(address, pid):
                print(json.dumps({"figure": "page", "entries": entries, **one}), flush=True)


if __name__ == "__main__":
    main()
