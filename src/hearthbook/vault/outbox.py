"""The outbox: what phones have sealed for the vault and nobody has taken in yet.

No key is needed to put something here, so anybody who knows the vault's recipient may. What is
here is opened, checked and believed, or not, when somebody opens the vault.

1. A file for each item, named by its id. Its first line says when it arrived here, when the
   phone says it sent it, and by which road; the sealed item follows.
2. An item is acknowledged once its file and its name have reached the disk. One that is here
   already is not written again: the first arrival counts.
3. There is a limit to how many wait. Past it nothing is taken, and nothing is dropped.
4. Pieces of photos and voice notes lie beside the items, each a file named by its id. They stay
   until the item that names them has been taken in.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from typing import Final

import msgspec
from msgspec import Struct

from hearthbook.vault.durable import put_whole
from hearthbook.vault.errors import BusyError
from hearthbook.vault.errors import NotWrittenError
from hearthbook.vault.formats.packet import item_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from pathlib import Path

FOLDER: Final = "outbox"
MOST: Final = 50_000
MOST_PIECES: Final = 8_192  # of a quarter of a megabyte each: two gigabytes

_NAME: Final = re.compile(r"[0-9a-f]{64}\.item")
_PIECE: Final = re.compile(r"[0-9a-f]{64}\.piece")
_LOCK: Final = ".taking"


class FullError(Exception):
    """As much waits here as may. Nothing was taken, nothing was dropped."""


class Arrival(Struct, frozen=True, forbid_unknown_fields=True):
    """How an item came: when by the clock here, when by the phone's, by which road. In ms."""

    received: int
    sent: int
    road: str


class Waiting(Struct, frozen=True):
    """An item that waits: its id, how it came, and its sealed bytes."""

    id: str
    arrival: Arrival
    sealed: bytes


class Outbox:
    """The outbox of a vault, open or locked."""

    def __init__(self, folder: Path) -> None:
        """Take the vault's folder."""
        self._folder = folder / FOLDER

    def keep(
        self, items: Sequence[bytes], arrival: Arrival, pieces: Sequence[bytes] = ()
    ) -> tuple[str, ...]:
        """Keep what arrived together and return its ids; it is on the disk by then.

        Raises:
            FullError: if more would wait than may; none of it is kept then.
            NotWrittenError: if the disk does not take it.
        """
        fresh = self._fresh(items, _NAME, MOST) | self._fresh(pieces, _PIECE, MOST_PIECES)
        head = msgspec.json.encode(arrival) + b"\n"
        try:
            for name, sealed in fresh.items():
                start = head if _NAME.fullmatch(name) else b""
                put_whole(self._folder / name, start + sealed)
        except OSError as error:
            raise NotWrittenError("vault-not-written", FOLDER) from error
        return tuple(map(item_id, (*items, *pieces)))

    def _fresh(
        self, some: Sequence[bytes], kind: re.Pattern[str], most: int
    ) -> dict[str, bytes]:
        """Return, by their file's name, those of `some` that are not here yet."""
        ending = kind.pattern.rpartition(".")[2]
        here = set(self._names(kind)) if some else set()
        named = {f"{item_id(one)}.{ending}": one for one in some}
        fresh = {name: one for name, one in named.items() if name not in here}
        if len(here) + len(fresh) > most:
            raise FullError
        return fresh

    def count(self) -> int:
        """Return how much is here: items that wait, and pieces."""
        return len(self._names()) + len(self._names(_PIECE))

    def waiting(self) -> Iterator[Waiting]:
        """Yield what waits, in the order of arrival."""
        found = [one for name in self._names() if (one := self._read(name)) is not None]
        yield from sorted(found, key=lambda one: (one.arrival.received, one.id))

    def drop(self, name: str) -> None:
        """Let go of an item that is in the books."""
        (self._folder / f"{name}.item").unlink(missing_ok=True)

    def pieces(self) -> list[str]:
        """Return the ids of the pieces that are here."""
        return [name.removesuffix(".piece") for name in self._names(_PIECE)]

    def piece(self, name: str) -> bytes | None:
        """Return the sealed bytes of a piece; None if it is not here."""
        path = self._folder / f"{name}.piece"
        if not _PIECE.fullmatch(path.name):
            return None
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def drop_piece(self, name: str) -> None:
        """Let go of a piece whose file is in the books; `name` is one of `pieces`."""
        (self._folder / f"{name}.piece").unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other programs from taking in at the same time, where the system knows how to.

        Raises:
            BusyError: if another program is at it.
        """
        if os.name != "posix":
            yield
            return
        import fcntl  # noqa: PLC0415  # only such systems have it

        self._folder.mkdir(mode=0o700, exist_ok=True)
        with (self._folder / _LOCK).open("wb") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise BusyError("vault-busy", FOLDER) from error
            yield

    def _names(self, kind: re.Pattern[str] = _NAME) -> list[str]:
        if not self._folder.is_dir():
            return []
        return [path.name for path in self._folder.iterdir() if kind.fullmatch(path.name)]

    def _read(self, name: str) -> Waiting | None:
        """Return an item; None if it has just gone, or its first line is not ours."""
        try:
            head, _, sealed = (self._folder / name).read_bytes().partition(b"\n")
            arrival = msgspec.json.decode(head, type=Arrival)
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        return Waiting(name.removesuffix(".item"), arrival, sealed)
