"""`python -m bench.posting`: entries written down through the form, each sealed and fsynced.

Every request is what a browser sends: session and form token checked, a feed of both twins
recorded, sealed into the log, on the disk before the answer. The vault holds two years of care.
The peer's figures are quoted (docs/measured.md): it is in no package registry.
"""

from __future__ import annotations

import json
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.parse import urlsplit

from httpx import Client

from bench.pages import PASSPHRASE
from bench.pages import cpu
from bench.pages import filled
from bench.pages import served

if TYPE_CHECKING:
    from collections.abc import Iterator

EACH = 300
FLOOR = 60
CONNECTIONS = (1, 4)
PEER = {1: 66.0, 4: 58.0}  # feedings a second, the better of its two layouts
FEED = {"child": ["vera", "ida"], "way": "bottle", "ml": "90"}


def posted(client: Client, form: str, count: int) -> None:
    """Write `count` feeds down, one after the other.

    Raises:
        SystemExit: if one is refused; a benchmark of refusals means nothing.
    """
    # The plainest client there is, so that the server is what is measured.
    place = HTTPConnection(urlsplit(str(client.base_url)).netloc, timeout=60)
    said = {
        "cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items()),
        "content-type": "application/x-www-form-urlencoded",
        "origin": str(client.base_url).rstrip("/"),
    }
    body = urlencode({"form": form, **FEED}, doseq=True)
    for _ in range(count):
        place.request("POST", "/write/r/feed", body, said)
        answer = place.getresponse()
        answer.read()
        if answer.status != 303:
            refused = f"refused: {answer.status}"
            raise SystemExit(refused)
    place.close()


def unlocked(address: str) -> tuple[Client, str]:
    """Return somebody who is in, and the token of their forms."""
    client = Client(base_url=address, timeout=60)
    before = re.search(r'data-token="(\w+)"', client.get("/unlock").text)
    said = {"form": before[1] if before else "", "passphrase": PASSPHRASE}
    client.post("/unlock", data=said)
    after = re.search(r'data-token="(\w+)"', client.get("/write").text)
    return client, after[1] if after else ""


def measured(address: str, process: int) -> Iterator[dict[str, object]]:
    """Yield the figures for each number of connections."""
    ticks = os.sysconf("SC_CLK_TCK")
    for connections in CONNECTIONS:
        clients = [unlocked(address) for _ in range(connections)]
        for client, form in clients:
            posted(client, form, 10)
        before, begun = cpu(process), time.monotonic()
        with ThreadPoolExecutor(connections) as pool:
            running = [pool.submit(posted, *one, EACH // connections) for one in clients]
            for one in running:
                one.result()
        seconds = time.monotonic() - begun
        spent = (cpu(process) - before) * 1000 / ticks / EACH
        per_second = EACH / seconds
        yield {
            "connections": connections,
            "per_second": round(per_second, 1),
            "cpu_ms": round(spent, 2),
            "per_cpu_second": round(1000 / spent),
            "peer_per_second": PEER[connections],
            "times_the_peer": round(per_second / PEER[connections], 2),
        }


def floor(folder: Path) -> float:
    """Return how often a second this disk takes what one entry asks of it, and nothing else.

    That is a commit, and a head that is written, synced and given its name.
    """
    begun = time.monotonic()
    for number in range(FLOOR):
        for name in ("log", "head"):
            with (folder / name).open("ab") as file:
                file.write(bytes(4096))
                file.flush()
                os.fsync(file.fileno())
        (folder / "head").replace(folder / f"head-{number % 2}")
    return FLOOR / (time.monotonic() - begun)


def main() -> None:
    """Print a line of JSON for each number of connections."""
    with TemporaryDirectory() as folder:
        lone = round(floor(Path(folder)), 1)
        print(json.dumps({"figure": "post-floor", "per_second": lone}), flush=True)
        path, entries = filled(Path(folder))
        with served(path) as (address, pid):
            for one in measured(address, pid):
                print(json.dumps({"figure": "post", "entries": entries, **one}), flush=True)


if __name__ == "__main__":
    main()
