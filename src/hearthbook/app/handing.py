"""Which originals go with what is handed out: whole, as an excerpt, or not at all.

1. An original goes whole only if everything that was read from it is handed out and nothing of
   that is withheld. What could not be read counts: nobody knows what stands there.
2. Otherwise the stretches of those entries go that are handed out with nothing withheld, in the
   order of the file. Nothing is cut out of an archive.
3. Neither goes if a withheld word stands in it. Under the set for safety no archive and no
   picture goes, for a place may stand inside.
4. Files are named by what they hold, not by their names, for a name may say too much; an
   excerpt by what it holds itself, for the hash of the whole file may give the rest away.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING
from typing import Final

from msgspec import Struct

from hearthbook.app.choosing import original_of
from hearthbook.app.withholding import holding
from hearthbook.records.event import Document
from hearthbook.records.provenance import FromFile
from hearthbook.records.provenance import Import

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthbook.app.choosing import Chosen
    from hearthbook.app.household import Household
    from hearthbook.app.withholding import Hidden

_ENDING: Final = re.compile(r"\.[a-z0-9]{1,5}")


class Piece(Struct, frozen=True):
    """A file that is handed out. `data` is None for an original, taken from the vault."""

    name: str
    sha256: str
    size: int
    data: bytes | None = None


class Left(Struct, frozen=True):
    """What becomes of an original: `whole`, `excerpt`, or `left-out`."""

    ref: str
    name: str
    how: str


def piece(name: str, data: bytes) -> Piece:
    """Return a file with the content `data`."""
    return Piece(name, sha256(data).hexdigest(), len(data), data)


class Originals:
    """The originals that chosen entries rest on."""

    def __init__(self, home: Household, every: Sequence[Chosen], *, careful: bool) -> None:
        """Take `every` entry of the book; `careful` keeps archives and pictures back."""
        self._home = home
        self._careful = careful
        self._own: dict[str, list[Chosen]] = defaultdict(list)
        self._imports: dict[str, Chosen] = {}
        for one in every:
            if original_of(one.record):
                self._own[original_of(one.record)].append(one)
            elif isinstance(one.record, Import):
                self._imports[one.record.original] = one

    def handed(
        self, chosen: Sequence[Chosen], gone: Hidden, held: set[str]
    ) -> tuple[list[Piece], list[Left]]:
        """Return the files that go, and what becomes of each original."""
        pieces, fates = dict[str, Piece](), list[Left]()
        open_to = {one.n for one in chosen if not gone[one.n]}
        for digest in sorted({original_of(one.record) for one in chosen} & set(self._imports)):
            found = self._one(digest, open_to, held)
            pieces |= {found.name: found} if found else {}
            how = "left-out" if found is None else "whole" if found.data is None else "excerpt"
            said = self._imports[digest]
            fates.append(Left(said.ref, getattr(said.record, "name", ""), how))
        return list(pieces.values()), fates

    def _one(self, digest: str, open_to: set[int], held: set[str]) -> Piece | None:
        own, said = self._own[digest], self._imports[digest].record
        if not isinstance(said, Import) or (self._careful and _may_show_a_place(said, own)):
            return None
        whole = all(one.n in open_to for one in own)
        shown = [one for one in own if one.n in open_to]
        origins = [one.record.origin for one in shown if hasattr(one.record, "origin")]
        spans = _joined(origins)
        if not whole and not spans:
            return None
        raw = _Kept(spans if not whole else None if held else [])
        self._home.vault.originals.get(digest, raw)
        if holding([raw.data().decode("utf-8", "replace")], held):
            return None
        typed = _ENDING.search(said.name.lower()[-6:])
        ending = typed.group() if typed else ""
        if whole:
            return Piece(f"originals/{digest[:16]}{ending}", digest, said.size)
        part = sha256(raw.data()).hexdigest()
        return piece(f"excerpts/{part[:16]}{ending}", raw.data())


class _Kept:
    """Takes an original as it streams by, and keeps the stretches that were asked for."""

    def __init__(self, spans: Sequence[tuple[int, int]] | None) -> None:
        self._spans = spans
        self._at = 0
        self._held = io.BytesIO()

    def write(self, raw: bytes, /) -> int:
        """Take the next bytes; `spans` None keeps them all."""
        start, end = self._at, self._at + len(raw)
        for first, last in [(start, end)] if self._spans is None else self._spans:
            if first < end and start < last:
                self._held.write(raw[max(first, start) - start : min(last, end) - start])
        self._at = end
        return len(raw)

    def data(self) -> bytes:
        """Return what was kept."""
        return self._held.getvalue()


def _joined(origins: Sequence[object]) -> list[tuple[int, int]]:
    """Return the stretches of the original itself, those that meet as one."""
    found: list[tuple[int, int]] = []
    for one in sorted(o for o in origins if isinstance(o, FromFile) and not o.member):
        if found and one.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], one.end))
        else:
            found.append((one.start, one.end))
    return found


def _may_show_a_place(said: Import, own: Sequence[Chosen]) -> bool:
    return said.reader == "archive" or any(isinstance(one.record, Document) for one in own)
