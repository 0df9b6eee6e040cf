"""A file larger than the memory it may take: pages go back while it is being read."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.mapped import mapped
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from tests.app.homes import file_in
from tests.app.homes import new_home

if TYPE_CHECKING:
    from mmap import mmap

_MB = 1 << 20
_MAIL = b"""From - Sat Mar  7 06:20:00 2026
Message-ID: <%d@x.example>
Date: Sat, 7 Mar 2026 06:20:00 +0100
From: Jonas <jonas@example.org>
Subject: long

%b
"""


def resident(file: Path) -> int:
    """Return how many bytes of the mapped `file` are in this process's memory."""
    maps, inside = 0, False
    for line in Path("/proc/self/smaps").read_text("utf-8").splitlines():
        if not line.split(maxsplit=1)[0].endswith(":"):
            inside = line.endswith(str(file))
        elif inside and line.startswith("Rss:"):
            maps += int(line.split()[1]) << 10
    return maps


def looked_at(data: mmap) -> None:
    """Look at every page of `data`."""
    for at in range(0, len(data), 4096):
        _ = data[at]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it so")
def test_pages_of_a_large_file_that_were_looked_at_do_not_stay_in_memory(
    tmp_path: Path,
) -> None:
    file = tmp_path / "large"
    file.write_bytes(bytes(64 * _MB))

    with file.open("rb") as opened, mapped(opened) as data:
        looked_at(data)
        until = time.monotonic() + 10
        while (left := resident(file)) > _MB and time.monotonic() < until:
            time.sleep(0.01)

    assert left <= _MB


def test_what_was_given_back_reads_the_same_again(tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"".join(bytes([n]) * _MB for n in range(20)))

    with file.open("rb") as opened, mapped(opened) as data:
        twice = [[data[n * _MB + 7] for n in range(20)] for _ in range(2)]
        looked_at(data)

        assert data[: 20 * _MB : _MB] == bytes(range(20))

    assert twice == [list(range(20))] * 2


def test_long_records_are_sealed_in_smaller_blocks(tmp_path: Path) -> None:
    words = b"nobody writes so much at once, and yet somebody did.\n" * 2_700
    path = file_in(tmp_path, "box", b"\n".join(_MAIL % (n, words) for n in range(70)))
    places = list[int]()

    with new_home(tmp_path) as home:
        take_in(home, path=path, said=Said(me="Jonas"), move=lambda at, _: places.append(at))

    assert len(places) > 1
