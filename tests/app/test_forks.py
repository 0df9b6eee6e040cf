"""Children are forked from a house that has seen nothing, and are ended when nobody listens."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthbook.app.forks import House

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIES = 400

WORK = """
import os, sys
from hearthbook.app.forks import keep

SEEN = []

def work(asked, saying):
    SEEN.append(asked)
    if asked == b"die":
        os.abort()
    if asked == b"wait":
        sys.stdin = None
        while True:
            pass
    os.write(saying, b"%d %s" % (len(SEEN), asked))

keep(int(sys.argv[1]), work)
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Yield a house whose program is a small one of this test's own."""
    (tmp_path / "worker.py").write_text(WORK)
    monkeypatch.setattr("hearthbook.app.forks.sys.executable", _python(tmp_path))
    held = House("worker")
    yield held
    held.close()


def _python(folder: Path) -> str:
    """Return a program that starts Python as it stands, and lets it find `worker`."""
    import sys  # noqa: PLC0415  # before its name is given away

    script = folder / "python"
    script.write_text(f'#!/bin/sh\nshift\nPYTHONPATH="{folder}" exec {sys.executable} "$@"\n')
    script.chmod(0o755)
    return str(script)


def said(house: House, work: bytes) -> bytes:
    child = house.begin(work)
    with os.fdopen(child.said, "rb") as pipe:
        return pipe.read()


def test_a_child_sees_nothing_of_what_another_was_given(house: House) -> None:
    assert said(house, b"one") == b"1 one"
    assert said(house, b"two") == b"1 two"


def test_a_child_that_dies_says_nothing_and_the_next_one_works(house: House) -> None:
    assert said(house, b"die") == b""
    assert said(house, b"next") == b"1 next"


def test_a_child_nobody_listens_to_is_ended(house: House) -> None:
    child = house.begin(b"wait")
    assert alive(child.pid)

    house.end(child)
    said(house, b"next")

    for _ in range(TRIES):
        if not alive(child.pid):
            break
        time.sleep(0.01)
        said(house, b"again")
    assert not alive(child.pid)
    os.close(child.said)


def test_a_house_that_was_ended_is_built_again(house: House) -> None:
    child = house.begin(b"one")
    os.close(child.said)
    parent = int(Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[1])

    os.kill(parent, 9)

    assert said(house, b"two") == b"1 two"


def test_a_house_ends_with_whoever_began_it(house: House) -> None:
    child = house.begin(b"wait")
    parent = int(Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[1])
    house.end(child)
    os.close(child.said)

    house.close()

    for _ in range(TRIES):
        if not alive(parent):
            break
        time.sleep(0.01)
    assert not alive(parent)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
