"""Vaults for the tests of use cases: small, quick to open, each in a folder of its own."""

from __future__ import annotations

import atexit
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copytree
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from hearthbook.app.beginning import begin
from hearthbook.app.household import household
from hearthbook.app.take_in import Said
from hearthbook.app.take_in import take_in
from hearthbook.vault.slot import master

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthbook.app.household import Household
    from hearthbook.app.take_in import Taken

PASSPHRASE = "four lullabies at three"
CHAT = (Path(__file__).parents[1] / "transcripts/folder/chat.txt").read_bytes()
CALLS = (Path(__file__).parents[1] / "transcripts/folder/calls.xml").read_bytes()


# Derives what the passphrase gives once for each vault: it takes a while by design, and these
# tests open the same few vaults again and again.
remembered = cache(master)


@contextmanager
def new_home(folder: Path) -> Iterator[Household]:
    """Begin a vault in `folder` and open it."""
    path = folder / "family.vault"
    copytree(_fresh(), path)
    with household(str(path), PASSPHRASE) as home:
        yield home


@cache
def _fresh() -> Path:
    """Return a vault just begun; made once, for making one takes a while by design."""
    path = Path(mkdtemp()) / "fresh.vault"
    atexit.register(rmtree, path.parent, ignore_errors=True)
    begin(
        path=str(path),
        passphrase=PASSPHRASE,
        writer="Anna",
        zone_name="Europe/Berlin",
        currency="EUR",
    )
    return path


@contextmanager
def same_home(folder: Path) -> Iterator[Household]:
    """Open the vault that `new_home` began in `folder`."""
    with household(str(folder / "family.vault"), PASSPHRASE) as home:
        yield home


def file_in(folder: Path, name: str, data: bytes) -> str:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(data)
    return str(path)


def taken(home: Household, path: str, **said: str) -> Taken:
    """Take a file in, with what is said of it."""
    return take_in(home, path=path, said=Said(**said), move=lambda _done, _total: None)  # type: ignore[arg-type]  # the fields of Said
