"""What the reading child is told, and what it says between records: its job, and notices."""

from __future__ import annotations

from typing import IO
from typing import Final
from typing import TypeAlias

import msgspec
from msgspec import Struct

from hearthbook.records.provenance import Reason
from hearthbook.sources.contract import DateOrder
from hearthbook.sources.statement_layout import Layout
from hearthbook.sources.statement_layout import Proposal

DOCUMENT: Final = "document"
_BLOCK: Final = 1 << 18


class Beside(Struct, frozen=True):
    """A file that another one is read with: where it lies, and its SHA-256 in hex."""

    path: str
    digest: str


class WrittenOut(Struct, frozen=True):
    """A folder that another program filled from a file, and whether it came to its end."""

    folder: str
    whole: bool


class Job(Struct, frozen=True):
    """What the child is to read. `digest` is the file's SHA-256 in hex, made before."""

    path: str
    name: str
    digest: str
    date_order: DateOrder | None = None
    story: bool = False  # read as a told story if no reader knows it
    only_story: bool = False  # and not by a reader even if one knows it
    layouts: tuple[Layout, ...] = ()  # of banks' tables, as a person confirmed them
    database: Beside | None = None  # whose log the file is
    mailbox: WrittenOut | None = None  # what another program wrote out of the file
    asking: bool = False  # only what must be said first is looked for; no record is read


class Began(Struct, frozen=True, tag="began"):
    """A file, or a member of an archive, is being read. `reader` is empty if none knows it."""

    member: str
    size: int
    reader: str
    version: int
    asks: tuple[str, ...]


class Ended(Struct, frozen=True, tag="ended"):
    """All of it was read."""

    member: str


class Told(Struct, frozen=True, tag="told"):
    """The file was read as a told story; `cut_at` is its last word if it breaks off."""

    language: str
    characters: int
    cut_at: str | None


class Proposed(Struct, frozen=True, tag="proposed"):
    """The file looks like a bank's table, and nobody has confirmed its layout yet."""

    proposal: Proposal


class Confined(Struct, frozen=True, tag="confined"):
    """The first notice: whether this process can open no socket and start no program."""

    fully: bool


class Failed(Struct, frozen=True, tag="failed"):
    """It could not be read, or not to its end."""

    reason: Reason


class Done(Struct, frozen=True, tag="done"):
    """All that is to be said has been said; a child that ends without it has failed."""


Notice: TypeAlias = Confined | Began | Ended | Told | Proposed | Failed


class Out:
    """Gathers lines, for a write to a pipe costs more than a record."""

    def __init__(self, pipe: IO[bytes]) -> None:
        """Write to `pipe`, which stays open."""
        self._pipe = pipe
        self._lines: list[bytes] = []
        self._held = 0

    def line(self, raw: bytes) -> None:
        """Add a line."""
        self._lines.append(raw)
        self._held += len(raw)
        if self._held > _BLOCK:
            self.flush()

    def notice(self, notice: Notice | Done) -> None:
        """Add a notice."""
        self.line(b"#" + msgspec.json.encode(notice))

    def flush(self) -> None:
        """Send what is held."""
        if self._lines:
            self._lines.append(b"")
            self._pipe.write(b"\n".join(self._lines))
            self._pipe.flush()
            self._lines.clear()
            self._held = 0
