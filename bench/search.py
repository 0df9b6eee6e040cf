"""Search over a large vault: 200 mixed queries, timed one by one in an open vault.

Words, several words, phrases, beginnings of words, names in other scripts, narrowed by person,
kind and time, and later pages; what is timed is the whole way to the entries that are shown.
"""

from __future__ import annotations

from time import perf_counter
from time import process_time
from typing import TYPE_CHECKING

from bench.generate import WORDS
from demo.rng import Rng
from hearthbook.app.find import Wanted
from hearthbook.app.find import find
from hearthbook.app.household import household

if TYPE_CHECKING:
    from pathlib import Path

_COUNT = 200
_SHOWN = 50


def wanted(seed: int = 7) -> list[Wanted]:
    """Return the queries, the same for the same seed."""
    rng = Rng(seed)
    words = WORDS.split()
    made: list[Wanted] = []
    for number in range(_COUNT):
        one, other, third = (rng.pick(words) for _ in range(3))
        year, month = 2021 + rng.below(2), 1 + rng.below(12)
        start = f"{year}-{month:02d}-{1 + rng.below(28):02d}"
        end = f"{year + rng.below(2)}-12-31"
        kinds: list[Wanted] = [
            Wanted(one, limit=_SHOWN),
            Wanted(f"{one} {other} {third}", limit=_SHOWN),
            Wanted(f'"{one} {other}"', limit=_SHOWN),
            Wanted(f'"{one} {other} {third}"', limit=_SHOWN),
            Wanted(f"{one[:2]}*", limit=_SHOWN),
            Wanted(f"{one[:1]}* {other[:3]}*", limit=_SHOWN),
            Wanted(one, since=start, until=end, limit=_SHOWN),
            Wanted(f"{one} {other}", person="Anna", since=start, limit=_SHOWN),
            Wanted("", person="Anna", since=start, until=end, limit=_SHOWN),
            Wanted("", kinds=("call", "note"), limit=_SHOWN),
            Wanted("Игорь", limit=_SHOWN),
            Wanted(one, page=20, limit=_SHOWN),
            Wanted("absent", limit=_SHOWN),
            Wanted(f"{one} absent", limit=_SHOWN),
        ]
        made.append(kinds[number % len(kinds)])
    return made


def search(vault: Path, passphrase: str) -> dict[str, object]:
    """Return how long the queries took, in milliseconds, and how much they found.

    The processor's time stands beside the clock's: on a busy machine they part.
    """
    queries = wanted()
    with household(str(vault), passphrase) as home:
        for one in queries[:10]:
            find(home, wanted=one, book="record")
        timed: list[tuple[float, int, str]] = []
        worked: list[float] = []
        for one in queries:
            begun, cpu = perf_counter(), process_time()
            found = len(find(home, wanted=one, book="record"))
            timed.append((perf_counter() - begun, found, one.words))
            worked.append(process_time() - cpu)
    timed.sort()
    worked.sort()
    return {
        "queries": len(timed),
        "found": sum(found for _, found, _ in timed),
        "p50_ms": round(timed[len(timed) // 2][0] * 1e3, 1),
        "p95_ms": round(timed[len(timed) * 95 // 100][0] * 1e3, 1),
        "p95_cpu_ms": round(worked[len(worked) * 95 // 100] * 1e3, 1),
        "worst_ms": round(timed[-1][0] * 1e3, 1),
        "worst": timed[-1][2],
    }
